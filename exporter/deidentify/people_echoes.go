package deidentify

import "slices"

// echoes takes out what the passage has called somebody already: "Нос Ф. — посев взят …
// Носу сменить дренаж". An everyday word at the head of a sentence is somebody again
// only by what stands behind it.
func (t *passage) echoes() {
	said := make([]string, 0, 16)
	for _, m := range t.marks {
		if k := t.tok(m.from); isPerson(m.kind) && m.to > m.from && k.kind == word && k.shape == title && k.size > 2 && !k.any(firstName|heading) && cyrillic(k.fold) {
			said = append(said, stem(k.fold))
		}
	}
	if len(said) == 0 {
		return
	}
	for i, k := range t.toks {
		if k.kind != word || k.shape != title || k.size < 3 || !t.free(i) || k.any(heading|callingWord|monthly|organised) || !cyrillic(k.fold) || !slices.Contains(said, stem(k.fold)) || t.headed(i) {
			continue
		}
		if n := t.tok(i + 1); !k.any(inDictionary) || !t.opens(i) || n.is("-") && n.before == spaced || n.is("–") || n.is("—") || n.in(acts) {
			t.mark(i, i+1, typePerson)
		}
	}
}
