package deidentify

// affixes are beginnings or endings of words, looked for all at once: where lists are long
// this costs less than one after the other.
type affixes struct {
	all         map[string]bool
	known, open sieve // of all, and of what the longer ones open with
}

func beginnings(list []string) *affixes {
	a := &affixes{all: make(map[string]bool, len(list))}
	for _, s := range list {
		hash := uint32(0)
		for i := range len(s) {
			hash = grown(hash, s[i])
			a.open.add(hash)
		}
		a.all[s] = true
		a.known.add(hash)
	}
	return a
}

func endingsOf(list []string) *affixes {
	a := &affixes{all: make(map[string]bool, len(list))}
	for _, s := range list {
		hash := uint32(0)
		for i := len(s) - 1; i >= 0; i-- {
			hash = grown(hash, s[i])
			a.open.add(hash)
		}
		a.all[s] = true
		a.known.add(hash)
	}
	return a
}

// begin reports whether the word begins so.
func (a *affixes) begin(w string) bool {
	hash := uint32(0)
	for i := range len(w) {
		if hash = grown(hash, w[i]); !a.open.may(hash) {
			return false
		}
		if a.known.may(hash) && a.all[w[:i+1]] {
			return true
		}
	}
	return false
}

// before reports whether the word begins so, and what stands behind fits.
func (a *affixes) before(w string, fits func(rest string) bool) bool {
	hash := uint32(0)
	for i := range len(w) {
		if hash = grown(hash, w[i]); !a.open.may(hash) {
			return false
		}
		if a.known.may(hash) && a.all[w[:i+1]] && fits(w[i+1:]) {
			return true
		}
	}
	return false
}

// end reports whether the word ends so.
func (a *affixes) end(w string) bool {
	hash := uint32(0)
	for i := len(w) - 1; i >= 0; i-- {
		if hash = grown(hash, w[i]); !a.open.may(hash) {
			return false
		}
		if a.known.may(hash) && a.all[w[i:]] {
			return true
		}
	}
	return false
}

// ends reports whether the word ends so and has that many letters at least.
func (a *affixes) ends(w string, least int) bool { return a.end(w) && lettersIn(w) >= least }
