package deidentify

// A writing is how capitals are used in a passage.
type writing byte

const (
	unread  writing = iota
	usual           // capitals begin sentences and names
	shouted         // all is in capitals
	hushed          // there are none
)

// hand counts once how the passage was written.
func (t *passage) hand() writing {
	if t.written == unread {
		words, ups, caps := 0, 0, 0
		for _, k := range t.toks {
			if k.kind == word && k.size > 2 {
				words++
				if k.shape == upper {
					ups++
				} else if k.shape != lower {
					caps++
				}
			}
		}
		switch t.written = usual; {
		case words >= 8 && ups*10 >= words*7:
			t.written = shouted
		case words >= 5 && caps*50 < words && ups*10 < words:
			t.written = hushed
		}
	}
	return t.written
}

// shouted and hushed report passages in capitals, and without any.
func (t *passage) shouted() bool { return t.hand() == shouted }
func (t *passage) hushed() bool {
	if t.hush == 0 {
		if t.hush = 1; t.hand() == hushed || !t.english() && t.hand() == usual && t.careless() {
			t.hush = 2
		}
	}
	return t.hush == 2
}
