package deidentify

// machineNouns are things with a number of their own on them.
var machineNouns = wordSet("alarm machine fridge recorder concentrator ventilator pump monitor defibrillator aed generator glucometer transmitter receiver wheelchair hoist scooter mattress kiosk freezer incubator cooler nebuliser nebulizer cpap holter pacemaker sensor reader bedrail tracker pendant")

// machineCode reads "fridge alarm KL-402", "concentrator 8841-2207" and "machine 4Q20771":
// the number on a machine, of seven figures or of three and a letter.
func (t *passage) machineCode(i int) (int, string) {
	p := t.tok(i - 1)
	if !t.english() || !p.in(machineNouns) || p.kind != word || t.toks[i].before != spaced {
		return i, ""
	}
	to, digits, letters := t.glued(i)
	if digits < 7 && (digits < 3 || letters == 0 || letters > 4) || t.isMeasure(i, to) || to == i+1 && t.toks[i].kind == word {
		return i, ""
	}
	return to, typeDevice
}

// donation reads "G1012 24 318805": the number of a unit of blood as ISBT 128 has it, a
// letter and four figures of the centre, two of the year, six of the unit.
func (t *passage) donation(i int) (int, string) {
	k := t.toks[i]
	if k.size != 1 || cyrillic(k.fold) {
		return i, ""
	}
	j := i + 1
	for n, size := range [3]int{4, 2, 6} {
		d := t.tok(j)
		if d.kind != number || d.size != size || t.taken[j] || (n == 0) != (d.before == glued) || d.before > wrapped {
			return i, ""
		}
		j++
	}
	return j, typeDevice
}

// specimenCode reads "s24-1180" and "gp25-00412" where nobody used capitals: one to three
// letters, two figures of the year, a hyphen and the number of the specimen.
func (t *passage) specimenCode(i int) (int, string) {
	k, y, h, n := t.toks[i], t.tok(i+1), t.tok(i+2), t.tok(i+3)
	if k.shape == lower && (k.size < 3 && h.size >= 5 || k.size < 4 && h.size >= 4 && t.bare() && !k.any(medicinal|measuring)) && y.is("-") && y.before == glued && h.kind == number && h.before == glued && t.english() && (n.kind == sign || n.before != glued) && !t.isMeasure(i, i+3) {
		return i + 3, typeAccession // pa-940378
	}
	if k.shape != lower || k.size > 3 || cyrillic(k.fold) || !t.english() || y.kind != number || y.size != 2 || y.before != glued || !h.is("-") || h.before != glued {
		return i, ""
	}
	if n.kind != number || n.size < 3 || n.size > 6 || n.before != glued || t.tok(i+4).before == glued && t.tok(i+4).kind == word || t.isMeasure(i, i+4) {
		return i, ""
	}
	return i + 4, typeAccession
}
