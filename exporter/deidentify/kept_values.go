package deidentify

// keepValues keeps figures that are measures of a body or of a machine, though they are
// shaped like a telephone number, a day or an account: the pelvis in four figures, an
// organ in three, pressures over a day, the limits of an analysis, teeth, thresholds.
func (t *passage) keepValues() {
	for i, k := range t.toks {
		from, to := i, i
		switch {
		case k.is("@"):
			i, to = t.threshold(i)
		case k.is("("):
			to = t.limits(i)
		case k.kind != word || !t.tok(i+1).is(":") && t.tok(i+1).kind != number && t.tok(i+1).kind != word:
		case k.size > 9 && hasAnyPrefix(k.fold, []string{"аудиограмм"}):
			to = t.audible(i)
		case k.size > 2 && toothed.begin(k.fold):
			to = t.teeth(i)
		case k.size == 3 && k.shape == upper && k.in(pressureLetters) && t.tok(i+1).kind == number && !hasAnyPrefix(t.tok(i-1).fold, []string{"дет"}) && t.tok(i+1).before == spaced:
			to = i + 1 // САД is no kindergarten
		}
		if k.kind == word && to <= i+1 && (t.tok(i+1).kind == number || t.tok(i+1).is(":") || t.tok(i+1).is("-")) && t.measures(i) && !t.triggeredPhone(i+1) {
			to = max(to, t.figuresOf(i+1))
		}
		for ; i < to; i++ {
			t.kept[i] = t.toks[i].kind != word || t.kept[i] || t.toks[i].in(pressureLetters)
		}
		for j := t.clinicalFigures(from) - 1; j >= from; j-- {
			t.kept[j] = true
		}
	}
}

var pressureLetters = wordSet("сад дад")

// measures reports whether the word at i, or the one before it, has a size in several
// figures: "таз 25-28-31-20", "щитовидная: правая 15-16-48".
func (t *passage) measures(i int) bool {
	for j := i; j > i-4 && j >= 0 && (j == i || t.toks[j+1].before <= spaced); j-- {
		if k := t.toks[j]; k.kind == word && (k.in(measuredLetters) || sized.begin(k.fold)) {
			return true
		}
	}
	return false
}

// sized are stems of organs and of what is measured in figures with hyphens.
var sized = beginnings([]string{"таз", "поджелудочн", "печен", "почк", "селезенк", "щитовидн", "матк", "яичник", "простат", "размер", "дистанци", "пульс", "сахар", "глюкоз", "давлен", "сатурац", "гликеми", "схем", "костн", "возд", "аудио", "порог", "тональн", "pressure", "glucose", "pelvi"})

var measuredLetters = wordSet("ад bp чсс вгд iop пжж пж спо2 sp cr tr дм")

// figuresOf is the end of the run of figures at i that hyphens and strokes join, where it
// is no day; or i.
func (t *passage) figuresOf(i int) int {
	for t.tok(i).is(":") || t.tok(i).is("-") && t.toks[i].before == spaced {
		i++
	}
	to, groups, strokes := i, 0, false
	for t.tok(to).kind == number && t.toks[to].size <= 3 && (to == i && t.toks[to].before <= spaced || t.toks[to].before == glued) {
		to, groups = to+1, groups+1
		if j := t.tok(to); j.before != glued || !j.is("-") && !j.is("–") && !j.is("/") || t.tok(to+1).kind != number || t.tok(to+1).before != glued {
			break
		}
		strokes = strokes || t.toks[to].is("/")
		to++
	}
	if groups < 3 || groups == 3 && (strokes || t.dayLike(i)) || t.tok(to).before == glued && t.tok(to).kind != sign {
		return i
	}
	return to
}

// limits is the end of "(12.0-16.0)" at the bracket i behind a value or its unit, or i.
func (t *passage) limits(i int) int {
	p := t.tok(i - 1)
	if p.kind == sign && !p.is("%") || t.toks[i].before > spaced {
		return i
	}
	low, dots := t.decimal(i + 1)
	if j := t.tok(low); low == i+1 || !j.is("-") && !j.is("–") {
		return i
	}
	high, more := t.decimal(low + 1)
	if high == low+1 || !t.tok(high).is(")") || dots != more || p.kind == word && !p.any(measuring) && !t.tok(i-2).is("/") || !dots && t.toks[low-1].size > 3 {
		return i
	}
	return high
}

// decimal is the end of the number at i, with the figures behind its point or comma.
func (t *passage) decimal(i int) (to int, point bool) {
	if t.tok(i).kind != number {
		return i, false
	}
	if d := t.tok(i + 1); (d.is(".") || d.is(",")) && d.before == glued && t.tok(i+2).kind == number && t.tok(i+2).before == glued {
		return i + 3, true
	}
	return i + 1, false
}

// threshold is where "0.7@0.4", "70@80mA" or "@22" lies around the sign at i: figures of
// a machine, a place or an age on both sides and no name of a host.
func (t *passage) threshold(i int) (from, to int) {
	from = i
	for from > 0 && t.toks[from].before == glued && (t.toks[from-1].kind == number && t.toks[from-1].size <= 3 || t.toks[from-1].is(".")) {
		from--
	}
	to, _ = t.decimal(i + 1)
	if to == i+1 || t.toks[i+1].size > 3 || t.toks[i+1].before != glued || from > 0 && t.toks[from].before == glued {
		return i, i
	}
	if u := t.tok(to); u.kind == word && u.before == glued {
		if u.size > 2 || t.tok(to+1).before == glued && !t.closes(to+1) {
			return i, i
		}
		to++
	} else if (u.is(".") || u.is("_") || u.is("-")) && t.tok(to+1).before == glued && t.tok(to+1).kind == word {
		return i, i
	}
	return from, to
}

// toothed are stems of words behind which teeth are numbered.
var toothed = beginnings([]string{"зуб", "коронк", "кариес", "пульпит", "периодонтит", "имплант", "удален", "отсутству", "ретиниров", "teeth", "tooth"})

// teeth is the end of the numbers of teeth behind the word at i ("зубы 1.6, 2.6 и 3.6"),
// where there are two and more; or i.
func (t *passage) teeth(i int) int {
	j, n := i+1, 0
	for t.tok(j).is(":") || t.tok(j).kind == word && t.tok(j).shape == lower && j < i+3 && n == 0 && t.tok(j).before <= spaced {
		j++
	}
	for t.tok(j).kind == number && t.tok(j).size == 1 && t.tok(j+1).is(".") && t.tok(j+1).before == glued && t.tok(j+2).size == 1 && t.tok(j+2).kind == number && t.tok(j).fold < "9" && t.tok(j+2).fold < "9" && t.tok(j).fold > "0" && t.tok(j+2).fold > "0" {
		j, n = j+3, n+1
		if c := t.tok(j); !c.is(",") && c.fold != "и" || t.tok(j+1).kind != number {
			break
		}
		j++
	}
	if n < 2 {
		return i
	}
	return j
}

// heard are the tones of an audiogram.
var heard = wordSet("125 250 500 750 1000 1500 2000 3000 4000 6000 8000")

// audible is the end of the tones and their loudness behind an audiogram at i: "500/45,
// 1000/55, 4000/75"; or i.
func (t *passage) audible(i int) int {
	to, j := i, i+1
	if t.tok(j).is(":") || t.tok(j).kind == word && t.tok(j).size < 4 {
		j++
	}
	for heard[t.tok(j).fold] && t.tok(j+1).is("/") && t.tok(j+2).kind == number && t.tok(j+2).size < 4 {
		to, j = j+3, j+3
		if t.tok(j).is(",") || t.tok(j).is(";") {
			j++
		}
	}
	return to
}
