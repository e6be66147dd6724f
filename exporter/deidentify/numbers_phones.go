package deidentify

// phones takes out telephone numbers by how many figures their groups have in
// all: after a plus sign, with a trunk figure, or with a code in brackets.
func (t *passage) phones() {
	for i, k := range t.toks {
		if k.kind == word || !t.free(i) || k.kind == sign && !k.is("+") && !k.is("(") || i > 0 && k.before == glued && t.toks[i-1].kind != sign && !(t.toks[i-1].shape == lower && t.toks[i-1].size <= 3 && t.toks[i-1].kind == word && t.tok(i+1).is("-")) {
			continue
		}
		if to, _ := t.socialGroups(i); to > i || t.valueBefore(i) {
			continue
		}
		if to := t.phoneAt(i); to > i {
			if t.mark(i, to, typePhone); t.extension(to) > to {
				t.mark(i, t.extension(to), typePhone)
			}
		}
	}
	for i, k := range t.toks {
		if k.kind != word || k.size > 9 {
			continue
		}
		if k.fold == "доб" && t.extension(i) > i {
			t.mark(i, t.extension(i), typePhone)
		} else if from, to := t.ringing(i); to > from {
			t.mark(from, to, typePhone)
		} else if to := t.pager(i); to > i {
			from := to - 1
			if k.fold == "x" {
				from = i
			}
			t.mark(from, to, typePhone)
		}
	}
}

// valueBefore reports whether the number at i is an hour or a limit and the telephone
// stands behind it: "09.20 8 (800) …", "при t>38 8 (800) …".
func (t *passage) valueBefore(i int) bool {
	p, to := t.tok(i-1), i+1
	if d := t.tok(i + 1); d.is(".") && d.before == glued && t.tok(i+2).kind == number && t.tok(i+2).before == glued && t.toks[i].size == 2 && t.tok(i+2).size == 2 && (i == 0 || t.toks[i].before >= wrapped) {
		to = i + 3
	} else if !p.is(">") && !p.is("<") {
		return false
	}
	return t.toks[i].kind == number && t.tok(to).kind != word && t.tok(to).before == spaced && t.phoneAt(to) > to
}

// phoneAt is the end of the telephone number that begins at i, or i.
func (t *passage) phoneAt(i int) int {
	if h := t.tok(i - 1); h.is("-") && h.before == glued && t.toks[i].before == glued && t.tok(i-2).kind == number && t.tok(i-2).size <= 2 && !t.taken[i-2] {
		return i // the end of a longer run
	}
	run := t.figures(i)
	if run.groups > 4 && t.toks[i].size == 1 && run.hyphens == run.groups-1 && t.tok(i+2).size == 1 && t.tok(i+4).size == 1 {
		return i // 0-3-7-14-30-90: the days of a course
	}
	if run.groups < 2 || t.isMeasure(i, run.to) {
		return i
	}
	first := t.toks[run.first]
	plus, code := t.toks[i].is("+"), run.bracket
	switch n := run.count; {
	case n == 10 && run.groups >= 3 && first.fold[0] == '9' && !t.english() && t.tok(run.to-1).size <= 4, plus && n >= 9 && n <= 15, n == 11 && (first.fold[0] == '7' || first.fold[0] == '8' || first.fold[0] == '0') && first.size < 7,
		n == 10 && first.fold[0] == '0' && first.size == 2 && run.groups == 3 && t.tok(run.to-1).size == 4 && t.english(), // 03 5550 4062
		first.size >= 4 && first.fold[:2] == "00" && first.fold[2] != '0' && n >= 11 && n <= 15 && run.groups >= 3 && t.english(), code && (n == 10 || n == 11), n == 10 && first.fold[0] == '0' && first.size >= 3:
		return run.to
	case n == 6 && run.groups == 3 && run.hyphens == 2 && !t.dayLike(run.first) && !t.dosing(run) && (t.triggeredPhone(i) || !t.rising(run)),
		n == 5 && run.groups == 3 && run.hyphens == 2 && first.size == 1 && (t.triggeredPhone(i) || !t.english() && !t.dosing(run) && t.tok(i+2).size == 2):
		return run.to
	case n == 7 && run.groups == 2 && run.hyphens == 1 && first.size == 3 && first.fold[0] > '1' && t.english(): // 555-0177
		return run.to
	}
	return i
}

// dosing reports whether the groups are a pulse, a pressure or doses that rise or
// fall (30-25-20), by the word before them.
func (t *passage) dosing(r figuresRun) bool {
	p := t.tok(r.first - 1)
	if p.is(".") || p.is(":") {
		if organs := t.tok(r.first - 2); hasAnyPrefix(organs.fold, []string{"поджел", "печен", "селез", "щитов", "пж", "почк"}) {
			return true
		}
	}
	return t.valued(r.first) || p.kind == word && (hasAnyPrefix(p.fold, []string{"лев", "прав"}) || p.any(medicinal) || hasEnd(p.fold, drugEnds, 6) || p.any(built)) || t.isMeasure(r.first, r.to) || t.tok(r.to).is("/")
}

// rising reports whether the groups are levels that rise by fives: "40-55-60" of the hearing.
func (t *passage) rising(r figuresRun) bool {
	a, b, c := atoi(t.tok(r.first).fold), atoi(t.tok(r.first+2).fold), atoi(t.tok(r.first+4).fold)
	return a%5 == 0 && b%5 == 0 && c%5 == 0 && a <= b && b <= c
}

// figuresRun is a run of groups of figures.
type figuresRun struct {
	first, to, groups, count, hyphens int
	bracket                           bool
}

// figures reads groups of figures parted by a space, a hyphen, a stroke or
// brackets, until eleven are read or something else stands there.
func (t *passage) figures(i int) figuresRun {
	r := figuresRun{first: -1, to: i}
	gap := 0
	for j := i; j < len(t.toks) && j < i+16; j++ {
		k := t.toks[j]
		switch {
		case j > i && k.before > wrapped || k.before == wrapped && !t.tok(j-1).is("-") && !t.tok(j-1).is(")") && !(t.toks[i].is("+") && r.count < 9) && j > i:
			return r
		case k.kind == number && k.size <= 7:
			if r.first < 0 {
				r.first = j
			}
			if r.count+k.size > 15 || t.taken[j] || r.count == 11 && !t.toks[i].is("+") {
				return r
			}
			r.groups, r.count, r.to, gap = r.groups+1, r.count+k.size, j+1, 0
		case k.is("-") || k.is("–"):
			r.hyphens++
			gap++
		case k.is("("):
			r.bracket = true
			gap++
		case k.is(")") || k.is("+") && j == i || k.is("_") && t.tok(j+1).kind == number || k.is("/") && (k.before == spaced || r.count == 1 && t.tok(j+1).size == 3 || r.groups == 2 && r.count == 4) || k.is(".") && k.before == glued && t.tok(j+1).kind == number && t.tok(j+1).before == glued:
			gap++
		default:
			return r
		}
		if gap > 2 {
			return r
		}
	}
	return r
}

// dayLike reports whether three groups of two figures may be a date.
func (t *passage) dayLike(i int) bool {
	_, ok := threeParts(t.tok(i), t.tok(i+2), t.tok(i+4))
	return ok
}

func (t *passage) triggeredPhone(i int) bool {
	for j := i - 1; j >= 0 && j >= i-5; j-- {
		if hasAnyPrefix(t.toks[j].fold, []string{"тел", "звон", "перезвон", "моб", "номер", "факс", "набр", "call", "phone"}) || t.toks[j].fold == "т" {
			return true
		}
	}
	return false
}

// extension steps over "доб. 311", "ext 12".
func (t *passage) extension(i int) int {
	j := i
	if t.tok(j).is(",") {
		j++
	}
	if w := t.tok(j).fold; w != "доб" && w != "ext" && w != "x" || w == "доб" && !t.english() && t.markedAs(j-1, typePhone) {
		return i // an inner line behind the telephone of a Russian house is nobody's
	}
	if j++; t.tok(j).is(".") {
		j++
	}
	if n := t.tok(j); n.kind == number && n.size >= 2 && n.size <= 5 {
		return j + 1
	}
	return i
}

// ringers are words of ringing somebody up. Lines inside a house are nobody's.
var ringers = wordSet("звон звонить звоните позвонить перезвонить дозвон зв звонок связаться набрать набирать т тел тлф телефон тф факс телефоны")

// ringing reads short telephones behind a word of ringing: "звонить 45-21-96" and "звон. 03-49".
// Two figures and two may be hours.
func (t *passage) ringing(i int) (from, to int) {
	k, j := t.toks[i], i+1
	if !k.in(ringers) || t.english() || k.size == 1 && !t.tok(j).is(".") {
		return i, i
	}
	for j < i+4 && (t.tok(j).is(".") || t.tok(j).is(":") || t.tok(j).fold == "тел" || t.tok(j).fold == "по" || t.tok(j).fold == "на" || t.tok(j).fold == "доб") {
		j++
	}
	a, h, b := t.tok(j), t.tok(j+1), t.tok(j+2)
	if !t.free(j) || a.kind != number || a.before > spaced || a.size > 6 {
		return i, i
	}
	if !h.is("-") || h.before != glued || b.kind != number || b.before != glued || t.taken[j+2] {
		return i, i
	}
	if s, c := t.tok(j+3), t.tok(j+4); s.is("-") && s.before == glued && c.kind == number && c.before == glued {
		if a.size <= 3 && b.size == 2 && c.size == 2 {
			return j, t.extension(j + 5)
		}
		return i, i
	}
	hours := atoi(a.fold) <= 24 && atoi(b.fold) <= 24 && atoi(b.fold) > atoi(a.fold)
	if a.size <= 2 && b.size == 2 && !hours && !t.measured(j+3) && t.tok(j+3).fold != "ч" {
		return j, j + 3
	}
	return i, i
}

// pagers stand before the number somebody is called by inside a hospital.
var pagers = wordSet("bleep bleeper blp pager pgr beeper bpr dect ext extn extension voalte vocera ascom")

// pager is the end of the number of a pager or an inner telephone whose word stands at i, or
// i: four figures and more behind a noun for it ("pgr 4417"), five behind "x" ("x70422") and
// behind a bleep, whose four are a post's and nobody's own.
func (t *passage) pager(i int) int {
	k, j := t.toks[i], i+1
	least := 4
	switch {
	case k.fold == "x" && k.before == spaced && t.tok(j).before == glued:
		least = 5
	case !t.english() || k.before == glued || !k.in(pagers):
		return i
	case k.fold == "bleep" || k.fold == "bleeper" || k.fold == "beeper" || k.fold == "blp":
		least = 5
	}
	for n := 0; n < 2 && (t.tok(j).is(".") || t.tok(j).is(":") || t.tok(j).is("#") || t.tok(j).fold == "no"); n++ {
		j++
	}
	d, n := t.tok(j), t.tok(j+1)
	if !t.free(j) || d.kind != number || d.size < least || d.size > 6 || d.before > spaced || d.before == glued && k.fold != "x" && t.tok(j-1).kind == word || n.before == glued && (n.kind != sign || t.tok(j+2).kind == number && t.tok(j+2).before == glued) || t.isMeasure(j, j+1) {
		return i
	}
	return j + 1
}
