package deidentify

// memberCode reads three groups and more of capitals and figures mixed, with hyphens
// (1EG4-TE5-MK73 of Medicare).
func (t *passage) memberCode(i int) (int, string) {
	if t.toks[i].kind != number || t.tok(i+1).kind != word || t.tok(i+1).before != glued {
		return i, ""
	}
	groups, size, digits, j := 1, 0, 0, i
	for ; j < i+24 && j < len(t.toks) && (j == i || t.toks[j].before == glued); j++ {
		k := t.toks[j]
		if k.kind == sign && !k.is("-") {
			break
		}
		switch {
		case k.kind == sign:
			groups++
		case k.kind == word && (k.shape != upper || cyrillic(k.fold)):
			return i, ""
		default:
			size += k.size
		}
		if k.kind == number {
			digits += k.size
		}
	}
	if groups < 3 || size < 9 || digits < 3 {
		return i, ""
	}
	return j, typeInsurance
}

// maskedSSN reads what is left of a number whose head was crossed out: "xxx-xx-0478".
func (t *passage) maskedSSN(i int) (int, string) {
	a, b, c := t.tok(i), t.tok(i+2), t.tok(i+4)
	if a.fold == "xxx" && t.tok(i+1).is("-") && b.fold == "xx" && t.tok(i+3).is("-") && c.kind == number && c.size == 4 && c.before == glued {
		return i + 5, "SSN"
	}
	return i, ""
}
