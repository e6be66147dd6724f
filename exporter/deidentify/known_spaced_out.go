package deidentify

import "slices"

// spacedOut reads a name whose letters stand apart, as forms want them:
// "М И Р З О Е В", "Д . И . Н У Р О В".
func (t *passage) spacedOut() {
	for i := 0; i < len(t.toks); i++ {
		if t.toks[i].kind != word || t.toks[i].size > 3 {
			continue
		}
		if to, kind := t.letterByLetter(i); to > i {
			apart, _ := t.lettersApart(i)
			to = max(to, apart)
			t.mark(i, to, kind)
			i = to - 1
			continue
		}
		if t.toks[i].size > 1 {
			continue
		}
		if to, letters := t.lettersApart(i); letters >= 5 {
			t.mark(i, to, typePerson)
			i = to - 1
		}
	}
}

func (t *passage) lettersApart(i int) (to, letters int) {
	if !t.single(i) || t.single(i-1) {
		return i, 0
	}
	first := t.toks[i]
	for j := i; j < len(t.toks); j++ {
		k := t.toks[j]
		switch {
		case t.single(j) && !(first.shape == lower && k.shape != lower) && cyrillic(k.fold) == cyrillic(first.fold) && (j == i || k.before == spaced || k.before == glued && t.tok(j-1).is(".")):
			letters++
			to = j + 1
		case k.is(".") && j > i && k.before <= spaced, k.is("-") && j > i && t.single(j+1):
		default:
			return to, letters
		}
	}
	return to, letters
}

// single reports whether one letter stands at i that nobody took.
func (t *passage) single(i int) bool {
	return t.free(i) && t.toks[i].kind == word && t.toks[i].size == 1
}

// letterNames are what Russian letters are called.
var letterNames = func() map[string]string {
	m := map[string]string{}
	for name := range wordSet("бэ вэ гэ дэ жэ зэ ка пэ тэ фэ ха цэ че ша ща же бе ве ге де зе пе те") {
		m[name] = first(name)
	}
	for name := range wordSet("эль эм эн эр эс эф") {
		m[name] = name[len("э"):][:len("л")]
	}
	return m
}()

// letterSaid gives the letter that a word of a text is: itself, or by its name.
func letterSaid(k *token) (letter string, named bool) {
	if k.kind != word || k.size > 3 {
		return "", false
	}
	if k.size == 1 {
		return k.fold, false
	}
	if k.any(listed) {
		letter, named = letterNames[k.fold]
	}
	return letter, named
}

// initialsSaid steps over initials behind a known name that were said by their letters' names:
// «лозинг бэ фэ», «толмачев гэ а».
func (t *passage) initialsSaid(to int) int {
	end, names := to, 0
	for n := 0; n < 2 && t.free(end) && t.toks[end].before == spaced; n++ {
		letter, named := letterSaid(t.toks[end])
		if letter == "" || !slices.Contains(t.words.initials, firstRune(letter)) {
			break
		}
		if named {
			names++
		}
		end++
	}
	if names == 0 || end == to+1 && t.toks[to].in(smallWords) {
		return to
	}
	return end
}

// letterByLetter reads a known name said letter by letter: "O-K-O-N-J-O", "т, о, л, м",
// «тэ о эль эм а че вэ».
func (t *passage) letterByLetter(i int) (to int, kind string) {
	letter, _ := letterSaid(t.toks[i])
	if letter == "" || !t.free(i) || t.tok(i-1).kind == word && t.toks[i].before == glued {
		return i, ""
	}
	var room [64]byte
	said, n, end := room[:0], 0, i
	for j := i; t.free(j) && n < 16; n++ {
		if letter, _ = letterSaid(t.toks[j]); letter == "" || j > i && t.toks[j].before > spaced {
			break
		}
		said = append(said, letter...)
		if end = j + 1; n >= 3 {
			if h, ok := t.words.name(string(said)); ok {
				to, kind = end, h.kind
			}
		}
		if j = end; t.tok(j).is("-") || t.tok(j).is(",") || t.tok(j).is(".") && t.tok(j).before == glued {
			j++
		}
	}
	return to, kind
}

// byGluedInitials reads "ЁлкинымЕ.Ф." and "бабаджановымб.ш.": a surname with its
// first initial stuck to it.
func (t *passage) byGluedInitials(i int) bool {
	k, o := t.toks[i], t.tok(i+2)
	if k.size < 4 || !t.tok(i+1).is(".") || t.tok(i+1).before != glued || o.kind != word || o.size != 1 || o.before != glued || k.any(explaining|abbreviated|curtailed) {
		return false
	}
	if n := t.tok(i + 3); n.kind == word && n.before == glued || !n.is(".") && k.shape == lower {
		return false
	}
	to := i + 3
	if t.tok(to).is(".") {
		to++
	}
	t.mark(i, to, t.roleOf(i))
	return true
}
