package deidentify

// englishDay reads "seen 4/9", "EDD 14/9", "PET 4-15": a day and a month without a year
// in English text, in either order, where nothing says that they are a fraction.
func (t *passage) dayEnglish(i, b int, sep string) bool {
	x, y := atoi(t.toks[i].fold), atoi(t.toks[b].fold)
	dayFirst := x >= 1 && x <= 31 && y >= 1 && y <= 12
	if !t.english() || t.tok(i-1).fold == "5" && t.tok(i-2).fold == "d" && t.toks[i].fold == "1" || !dayFirst && !(x >= 1 && x <= 12 && y >= 1 && y <= 31) || t.toks[b].size > 2 || t.tok(i-1).is("/") && t.toks[i].before == glued || t.measured(b+1) || t.fraction(i, b) {
		return false
	}
	lead := t.leadsDay(i)
	switch {
	case sep == "." && !dayFirst:
		return t.toks[b].size == 2 && y > 12 && lead > 0 && (turns[t.tok(i-1).fold] || meets[t.tok(i-1).fold]) && (t.closes(b+1) || t.clock(i)) && t.toks[i].before == spaced
	case sep == ".":
		return dayFirst && (t.closes(b+1) && t.besideDay(i) || t.dottedDay(i, b, lead) || x > 12 && t.closes(b+1) && (lead > 1 || lead > 0 && !t.tok(i-1).any(measuring) && meets[t.tok(i-1).fold]))
	case sep == "-":
		n := t.tok(b + 1)
		if m, _ := monthOf(n); m > 0 {
			return false // 10-24 June
		}
		if x > 12 && t.words.visits.has(day{0, y, x}) {
			return true // PT 19-9
		}
		return lead > 1 && (t.closes(b+1) || t.clock(i)) || lead > 0 && (x > 12 || y > 12) && (t.closes(b+1) || n.is(":") || n.capital())
	case sep != "/":
		return false
	case sep == "/" && (t.toks[i].fold[0] == '0' || t.toks[b].fold[0] == '0'):
		return true
	case t.words.visits.has(day{0, x, y}) || t.words.visits.has(day{0, y, x}), lead > 1, t.besideDay(i):
		return true
	case t.tok(b+1).before == spaced && (t.tok(b+1).fold == "through" || t.tok(b+1).fold == "thru") && t.tok(b+2).kind == number && t.tok(b+3).is("/"):
		return true // off 4/7 through 4/11
	case y == 7 || y == 12: // days and months, as doctors count them
		return (lead > 0 || t.lineHead(i)) && t.nearVisit(x, y) || x > 12 && (!roundTime[x] || y == 12 && lead > 0 && x != 18 && x != 24)
	}
	p := t.tok(i - 1)
	return x > 12 || y > 12 || lead > 0 || t.headsNote(i) && t.closes(b+1) || t.lineHead(i) || t.nearVisit(x, y) && y != 5 && y != 10 && x != 6 && (p.is("(") || p.kind == word && p.size > 1)
}

// headsNote reports whether nothing but a few words with capitals and what kind of note it
// is stand before i: "Prison nurse HMP Altcourse 4/6.".
func (t *passage) headsNote(i int) bool {
	if i == 0 || i > 6 {
		return false
	}
	for j := range i {
		if k := t.toks[j]; k.kind != word || j > 0 && k.before > spaced || k.any(valueWord|measuring) || fractionWords[k.fold] {
			return false
		}
	}
	return true
}

// roundTime are numbers of days, weeks and months people speak of.
var roundTime = map[int]bool{14: true, 15: true, 18: true, 21: true, 24: true, 28: true, 30: true}

// dottedDay reads "3.02" and "14.2 -" where the writer's days have dots, as in our clinics, or
// near a visit: a month with a nought, or a day's word before it.
func (t *passage) dottedDay(i, b, lead int) bool {
	k, m, p, n := t.toks[i], t.toks[b], t.tok(i-1), t.tok(b+1)
	if !t.dotsDays() && !(lead > 0 && t.nearVisit(atoi(k.fold), atoi(m.fold))) || k.before == glued || m.before != glued || m.size > 2 || t.measured(b+1) || n.is("%") || n.kind == number && n.before == glued || p.kind == number || p.any(measuring) {
		return false
	}
	if t.valued(i) && !dayLeads[p.fold] || p.fold == "called" || p.fold == "phoned" || p.fold == "rang" {
		return false // rang 11.09
	}
	if m.size == 1 && lead < 2 && !dayLeads[p.fold] && !(p.size == 1 && t.tok(i-2).is("/")) && !t.nearVisit(atoi(k.fold), atoi(m.fold)) || lead < 2 && !dayLeads[p.fold] && t.dotsHours() {
		return false
	}
	return (lead > 0 && (n.kind == sign || n.before != glued) || m.size == 2 && (m.fold[0] == '0' || k.size == 2)) && !t.hour(i)
}

// dotsHours reports whether an hour with a dot stands in the passage: "06.52".
func (t *passage) dotsHours() bool {
	for i, k := range t.toks {
		if m := t.tok(i + 2); k.kind == number && k.size == 2 && atoi(k.fold) < 24 && t.tok(i+1).is(".") && m.kind == number && m.size == 2 && m.before == glued && atoi(m.fold) > 12 && atoi(m.fold) < 60 && !t.tok(i+3).is(".") && !t.tok(i-1).is(".") && !t.measured(i+3) {
			return true
		}
	}
	return false
}

// dotsDays reports whether a whole day with dots stands in the passage.
func (t *passage) dotsDays() bool {
	if t.dots == 0 {
		t.dots = 1
		for i := range t.toks {
			if t.toks[i].kind == number && t.tok(i+1).is(".") && t.tok(i+3).is(".") {
				if d, ok := t.wholeDay(i); ok && d.year > 0 && t.toks[i].before != glued {
					t.dots = 2
					break
				}
			}
		}
	}
	return t.dots == 2
}

// sureLeads are words right before a day; dayLeads are what is done on one, and what has
// one.
var (
	sureLeads = wordSet("on till until til since from by dated thru through wef @ mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday lmp edd edc doa dod dos doi dov dol dob collected received reported recd retracted resulted typed dictated died expires expired expiry installed postmarked")
	dayLeads  = wordSet(`appt appts appointment appointments clinic rv rev review reviewed seen visit visits next last booked due planned done taken drawn repeat rpt repeated recheck rechecked retest mtg meeting mdt scan scans ct mri us uss usg
		echo xr cxr axr xray bx biopsy pet dexa op surgery theatre listed admission admitted adm admit dc discharge discharged transfer transferred started start stopped ended finished finish given inserted placed removed sited changed
		smear birthday bday died death passed flight fly flying travel leave return returns returned back expires exp expiry valid issued signed sent received recd collected dictated typed reported addendum amended called phoned rang spoke texted emailed
		letter faxed fax note notes results labs bloods swab jab missed rtc rtw tcu fu fup followup onset fell fall injury accident rta mva assault incident attended ed er court hearing tribunal interview flies flew transport travels report delivered delivery birth born
		arrives arriving once tto ttos tta paid handover tomorrow yesterday eta vascath picc line stent cath angio colonoscopy endoscopy ogd egd ercp tap lp visit bronch cabg pci tka tha thr tkr hip knee lscs section dialysis hd holiday home smear mammo mammogram ekg ecg eeg emg cag chemo arrive come comes out removal chk check checks checked setup fitted denied approved tca mffd edf stroke cva chole appy turp cysto depot ua msu hus cuss inj injection procedure fill filled refill refilled drain drains picc cvc midline transfused ivig covid vax vaccine jabs cast pop trach requested login pulled breach deadline target dispensed sentenced convicted arrested slot conf conference bka ebus lumpectomy mastectomy
		session operation rcvd bcx oltx quantiferon guthrie merged mailed lost injected dialysed dialyzed extubated intubated extubation intubation pap vaccinated vaccination immunised immunized consent consented wedding married arrived moved amputation appendectomy appendicectomy thyroidectomy hysterectomy
		cystectomy nephrectomy colectomy gastrectomy laparotomy laparoscopy hysteroscopy arthroscopy cystoscopy bronchoscopy gastroscopy tonsillectomy circumcision vasectomy trabeculectomy vitrectomy phaco laser avastin eylea lucentis botox kyphoplasty discectomy laminectomy orif debridement debrided graft grafted
		rash hives collapsed relapsed relapse overdosed sectioned detained readmitted readmission decannulated evicted graduated funeral burial inquest autopsy cremation buried enrolled randomised randomized withdrawn infusion infused holter mrcp cta mra doppler duplex psg audiogram refraction thrombectomy thrombolysed lysed cardioverted cardioversion ablation paced defib rehab rehabbed transplant transplanted harvested frozen thawed aspirated drained biopsied excised stapled sutured dressed bitten stung
		release released recall opg prior prev previous compare compared comparison stamaril bcg mantoux ppd fluad mmr shingrix prevnar boostrix tdap varivax synacthen dhs read reread retracted killed worn colostomy ileostomy dexcom rim denial dates again restage resched rescheduled hernia echo tvs gtt crossmatch swabs theatres icd tavi tavr evar nsvd vbac bso tah tlh ivf fet icsi iui egg hcv debrid anointed buried pllaced housed court u&e fbc lfts ecgs ekgs`)
)

// strokeLeads are f/u, r/v, d/c and the week that begins or ends, without their strokes.
var strokeLeads = wordSet("fu rv dc we wc wb")

// countsDays reports whether a number of days stands at i: "day 14", "3d".
func (t *passage) countsDays(i int) bool {
	k, p := t.tok(i), t.tok(i-1)
	return k.kind == number && (p.fold == "day" || p.fold == "d" || p.fold == "wk" || p.fold == "week") || k.kind == word && (k.fold == "d" || k.fold == "days" || k.fold == "wks" || k.fold == "weeks") && p.kind == number
}

// lasting are what goes on to a day.
var lasting = wordSet("poc cert certs certified signed off leave note valid auth authorized extended cover booked stay")

// meets are words before a day with a dot, which a value may have as well.
var meets = wordSet("u v er ed appt clinic review rv seen next visit discharged admitted appointment booked")

// leadsDay says how surely the words before i speak of a day: 2 surely, 1 perhaps, 0 not.
func (t *passage) leadsDay(i int) int {
	p := t.tok(i - 1)
	if t.toks[i].before > wrapped {
		return 0
	}
	if p.is(")") || t.tok(i+3).is(")") && p.is(",") {
		if b := t.bracketBefore(i - 1); p.is(",") && (t.tok(i-2).any(credentialed) || t.tok(b+1).in(formal)) {
			return 1 // (Joy, RN, 6/4), (Dr Osei, 1/8)
		} else {
			p = t.tok(b - 1)
		}
	} else if p.is(",") || p.is("(") || p.is("?") || p.is(":") || p.is("~") || p.is("-") && p.before == spaced || p.is("@") || p.is("&") {
		p = t.tok(i - 2)
	}
	if p.fold == "d" && t.tok(i-2).is("'") && (t.tok(i-3).fold == "rec" || t.tok(i-3).fold == "recv" || t.tok(i-3).fold == "dc") {
		return 2 // rec'd 9/8
	}
	if p.kind == word && turns[t.tok(i-2).fold] && t.toks[i].before == spaced {
		return 1
	}
	if p.fold == "up" && t.tok(i-2).fold == "follow" || p.fold == "call" && t.tok(i-2).kind == word && t.tok(i-2).any(dateAsking) {
		return 1
	}
	switch {
	case sureLeads[p.fold] && p.kind == word && !(p.fold == "by" && p.shape == upper), t.clock(i):
		return 2
	case p.kind == word && (dayLeads[p.fold] || p.any(dateAsking)):
		return 1
	case p.size == 1 && t.tok(i-2).is("/") && strokeLeads[t.tok(i-3).fold+p.fold]:
		return 1
	}
	if p.is("=") && t.countsDays(i-2) || p.kind == number && p.before == glued && p.size < 3 && t.tok(i-2).fold == "d" && t.tok(i-2).shape == upper && !(p.fold == "5" && t.toks[i].fold == "1") {
		return 2 // day 14 = 23/05, D3 6/12
	}
	if p.fold == "to" && lasting[t.tok(i-2).fold] {
		return 1 // POC to 11/7
	}
	if p.kind == number && p.size == 4 && p.fold < "2400" && p.before == spaced && t.tok(i-2).kind == word {
		return 1 // last seen 2200 10/2
	}
	for j := i - 1; j > 0 && j >= i-5 && (t.toks[j].kind == word || t.toks[j].size == 1 && j == i-1 && t.tok(j-1).fold == "cycle") && t.toks[j+1].before == spaced; j-- {
		if dayLeads[t.toks[j].fold] {
			return 1 // transport to Bay Eye 9/3
		}
	}
	return 0
}

// bracketBefore is where the bracket stands that ends or is still open at i, behind what was done:
// "lap chole (Dr Pham) 5/1", "MRI (Wapping Imaging, 2/4)"; or -1.
func (t *passage) bracketBefore(i int) int {
	for j := i; j > 0 && j > i-12 && t.toks[j].before <= spaced; j-- {
		if t.toks[j].is("(") {
			return j
		}
	}
	return -1
}

// clock reports whether an hour stands behind the two numbers at i: "11/9 2pm", "12/2 @ 10".
func (t *passage) clock(i int) bool {
	a, b, c := t.tok(i+3), t.tok(i+4), t.tok(i+5)
	if a.is("@") || a.fold == "at" {
		return b.kind == number
	}
	return a.kind == number && a.before == spaced && (a.size == 4 && a.fold < "2400" && !b.any(measuring) || a.size <= 2 && (b.fold == "am" || b.fold == "pm" || (b.is(":") || b.is(".") && (t.tok(i+6).fold == "pm" || t.tok(i+6).fold == "am")) && c.kind == number && c.before == glued))
}

// besideDay reports whether a day somebody marked stands right before i in a list:
// "on 14/3 & 17/3".
func (t *passage) besideDay(i int) bool {
	p := t.tok(i - 1)
	if p.is(">") && t.tok(i-2).is("-") {
		return t.dateBefore(i - 3)
	}
	if v := t.tok(i - 2); p.is(",") && v.kind == number && v.size <= 3 { // INR 29/10 2.5, 12/11 3.7
		if s := t.tok(i - 3); s.is(".") && t.tok(i-4).kind == number && t.dateBefore(i-5) || t.dateBefore(i-3) && v.before == spaced {
			return t.toks[i].before == spaced
		}
	}
	return (p.is("&") || p.is(",") || p.is("+") || p.is("-") || p.is("–") || p.fold == "and" || p.fold == "to" || p.fold == "or") && t.dateBefore(i-2)
}

// nearVisit reports whether the day, in either order, lies within two months of one the
// patient was seen on.
func (t *passage) nearVisit(x, y int) bool {
	near := func(d, m int) bool {
		if m < 1 || m > 12 {
			return false
		}
		for _, v := range t.words.visits[:len(t.words.visits)-len(t.words.births)] {
			if gap := ((m-v.month)*61/2 + d - v.day + 730) % 365; gap <= 45 || gap >= 330 {
				return true
			}
		}
		return false
	}
	return near(x, y) || near(y, x)
}

// fractionWords stand before what is counted out of something, and fractionTails behind.
var (
	fractionWords = wordSet(`bp pain score scored scores scoring gcs mmse moca amt amts power strength va vision acuity iop bipap cpap ipap pc ps pinsp ratio apgar apgars epworth ess tray rass phq gad murmur grade mrc motor reflexes reflex monofilament nodes ln severity
		intensity barthel braden waterlow curb news ews bishop ballard bristol dose doses session sessions cycle cycles cultures culture bottles sets nottingham gleason obs twin stage scale mood sleep energy anxiety nrs vas pg page pages part scr sensation tone pulses ph
		orientation oriented recall snellen katz lawton glasgow ishihara allred mallampati rankin oxford tinetti westley silverman downes wells curb aldrete frax finnegan cornell ramsay flacc comfort dn4 cage audit cows ciwa lund ef burch level parasthesia quads hamstrings biceps triceps deltoid grip dorsiflexion plantarflexion ehl esm sem psm edm systolic diastolic fraction episode episodes`)
	fractionTails = wordSet(`power strength throughout bilat bilaterally murmur systolic diastolic sem esm psm pain severity intensity vision pinhole ph nodes positive negative pos neg cores od os ou course hx history ago old gestation occasions of bottles sets
		tab tabs tablet tablets tsp cup cups pack pint glass doses hours hour hrs strengths lns corrected unaided aided tone reflexes sensation full wk wks days weeks months mths`)
)

// turns say which of several.
var turns = wordSet("next last first final missed latest")

// pairWords stand before two numbers of which the first may be the larger.
var pairWords = wordSet("bp iop bipap cpap ipap pressure pc ps pinsp va vision acuity ph ratio dose doses systolic diastolic ef esm sem grip strength episode episodes pg page pages part twin stage cycle cycles session sessions quads level")

// fraction reports whether the words around say that the numbers at i and b are a part of
// something, a pressure, a sight: power 4/5, VA 6/9, 8/10 pain.
func (t *passage) fraction(i, b int) bool {
	if n := t.tok(b + 1); n.kind == word && n.before <= wrapped && fractionTails[n.fold] && !(n.fold == "of" || n.fold == "pos" || (n.fold == "negative" || n.fold == "positive" || n.fold == "neg") && t.leadsDay(i) > 0) || t.tok(b+1).fold == "of" && !sureLeads[t.tok(i-1).fold] {
		return true
	}
	if t.toks[i].size == 2 && t.toks[i].fold[0] == '0' {
		return false // recall 09/25
	}
	if x := t.toks[i].fold; (x == "6" || x == "20") && sights[atoi(t.toks[b].fold)] && t.leadsDay(i) < 2 {
		for j := max(0, i-8); j < min(len(t.toks)-2, b+8); j++ {
			if w := t.toks[j]; w.fold == "va" || w.fold == "vision" || w.fold == "acuity" || j != i && w.fold == x && t.toks[j+1].is("/") && t.toks[j+2].kind == number {
				return true
			}
		}
	}
	for j := i - 1; j >= 0 && j >= i-5; j-- {
		k := t.toks[j]
		switch {
		case t.toks[j+1].before >= wrapped || k.is(".") && t.toks[j+1].before != glued || k.is(";"):
			return false
		case k.is(">") && t.tok(j-1).is("-") && k.before == glued:
			return false // night of 3/4 -> 4/4
		case k.kind == word && j == i-1 && dayLeads[k.fold] && !fractionWords[k.fold]:
			return false // recall letter sent, phoned 3/9
		case k.is("=") && j == i-1 && t.countsDays(j-1):
			return false // day 14 = 23/05
		case k.is("=") || k.is("<") || k.is(">") || k.is("≤") || k.is("≥") || k.is("×"):
			return true
		case k.kind == word && sureLeads[k.fold] && !(j < i-1 && t.toks[j+1].kind == number):
			return false
		case k.kind == number && j == i-1 && !t.tok(j-1).is("/"):
			return false // cycle 1 7/8
		case k.kind == word && j == i-1 && turns[t.tok(j-1).fold]:
			return false // next session 12/9
		case k.kind == word && fractionWords[k.fold]:
			return atoi(t.toks[i].fold) <= atoi(t.toks[b].fold) || pairWords[k.fold] // no score is more than the most
		}
	}
	return false
}

// sights are the distances of charts of letters.
var sights = map[int]bool{4: true, 5: true, 6: true, 7: true, 8: true, 9: true, 10: true, 12: true, 15: true, 18: true, 20: true, 24: true, 25: true, 30: true, 36: true, 40: true, 50: true, 60: true}

var weekdays = wordSet("mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday")

// ordinalLeads are words before the day of a month that goes without saying.
var ordinalLeads = wordSet("service lmp w/e dob edd rv on by since until till the taken due from before after last next seen")

// ordinalDay reads "Tues 28th", "taken 5th" and "on the 4th": a day whose month goes
// without saying, but no fourth toe.
func (t *passage) ordinalDay(i int) (writtenDate, bool) {
	k, n, p := t.toks[i], t.tok(i+1), t.tok(i-1)
	d := writtenDate{day: atoi(k.fold), from: i, to: i + 2}
	if k.size > 2 || d.day < 1 || d.day > 31 || n.before != glued || n.fold != "th" && n.fold != "st" && n.fold != "nd" && n.fold != "rd" || !t.english() || k.before > wrapped {
		return d, false
	}
	if weekdays[p.fold] {
		return d, true
	}
	a := t.tok(i + 2)
	return d, p.kind == word && ordinalLeads[p.fold] && (t.closes(i+2) || a.kind == sign && !a.is("-") && !a.is("%") || goesOn[a.fold])
}

// goesOn are words behind a day that goes without its month.
var goesOn = wordSet("and to at with w for if when am pm morning but so - @ evening afternoon night via by as or")

// mayBe reports whether "may" without a capital stands at i, a verb as a rule.
func (t *passage) mayBe(i int) bool {
	p, n := t.tok(i-1), t.tok(i+1)
	if h := n.kind == number && n.size == 4 && n.before == spaced && n.fold < "2400" && p.kind == number && p.size <= 2 && p.before > glued; h {
		return false // 25 may 1500
	}
	if p.in(sinceWords) && n.kind == number && n.size <= 2 && !t.measured(i+2) {
		return false // since may 1 when
	}
	return t.tok(i).fold == "may" && t.tok(i).shape == lower
}

// sinceWords stand right before a month.
var sinceWords = wordSet("since on from until till by before after vaccinated seen last next due lmp edd parkrun visit")

// ordinalAt reports whether "6th" stands at i, beside which "may" is a month.
func (t *passage) ordinalAt(i int) bool {
	n := t.tok(i + 1)
	return t.tok(i).kind == number && n.before == glued && (n.fold == "th" || n.fold == "st" || n.fold == "nd" || n.fold == "rd")
}
