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

// lentDevices are things with a number of letters and figures behind their name.
var lentDevices = wordSet("кислородник кислородника концентратор концентратора дозиметр дозиметра дозиметром тонометр тонометра глюкометр глюкометра небулайзер небулайзера помпа помпы")

// deviceCode reads "дозиметр ДКС-1729" and "зав. № TS-34405".
func (t *passage) deviceCode(i int) (int, string) {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+2)
	if k.size < 2 || k.size > 3 || k.before > wrapped || !t.tok(i+1).is("-") || t.tok(i+1).before != glued || n.kind != number || n.before != glued || n.size < 4 {
		return i, ""
	}
	if lentDevices[p.fold] && k.shape == upper || p.is("№") && hasAnyPrefix(t.tok(i-3).fold, []string{"зав", "инв", "сер"}) {
		return i + 3, typeDevice
	}
	return i, ""
}

// letterOverStroke reads two letters, a stroke and four figures or more: "ЗЛ/4180".
func (t *passage) letterOverStroke(i int) (int, string) {
	k, n := t.toks[i], t.tok(i+2)
	if k.shape != upper || k.size != 2 || !cyrillic(k.fold) || k.any(shortForm|measuring) || !t.tok(i+1).is("/") || t.tok(i+1).before != glued || n.kind != number || n.before != glued || n.size < 4 {
		return i, ""
	}
	return i + 3, typeNumber
}

// bracketedCode reads a letter of a laboratory and its number alone in brackets: "(Ц3094)".
func (t *passage) bracketedCode(i int) (int, string) {
	k, n := t.toks[i], t.tok(i+1)
	if !t.tok(i-1).is("(") || k.shape != upper || k.size != 1 || !cyrillic(k.fold) || n.kind != number || n.before != glued || n.size < 4 || n.size > 6 || !t.tok(i+2).is(")") {
		return i, ""
	}
	return i + 2, typeAccession
}
