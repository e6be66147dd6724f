package deidentify

import (
	_ "embed" // the medicines
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed lexicon/medicines.txt
var medicineLines string

//go:embed lexicon/terms.txt
var termLines string

//go:embed lexicon/abbreviations-ru.txt
var russianAbbreviationLines string

// russianAbbreviations are capitals of wards and laboratories.
var russianAbbreviations = sync.OnceValue(func() map[string]bool { return readSet(russianAbbreviationLines) })

//go:embed lexicon/medicines-en.txt
var englishMedicineLines string

// englishMedicines are medicines, devices, tests and germs of English reports, whole.
var englishMedicines = sync.OnceValue(func() map[string]bool { return readSet(englishMedicineLines) })

// medicines are stems of what a report calls with a capital and is nobody.
var medicines = sync.OnceValue(func() map[string]bool { return readSet(medicineLines + termLines) })

// medicine reports whether a folded word is a medicine, a device, a germ or a term: one
// of the stems with at most three letters behind.
func medicine(w string) bool {
	return englishMedicines()[w] || stemmed(w, medicines())
}

// surnameTails make a surname of a stem and no case of a word (Лопаткин, Молярова).
var surnameTails = wordSet("ин ина ину ине ова ову ове ева еву еве кин ков чук нко янц яна дзе ский ская ко ук юк ман")

// stemmed reports whether at most three letters stand behind one of the stems in the word.
func stemmed(w string, stems map[string]bool) bool {
	for n, cut := len(w), 0; cut <= 3 && n > 0; cut++ {
		if stems[w[:n]] && (cut < 2 || n > 8) && !surnameTails[w[n:]] {
			return true
		}
		_, size := utf8.DecodeLastRuneInString(w[:n])
		n -= size
	}
	return false
}

// terms are the stems of medicine's own words.
var terms = sync.OnceValue(func() map[string]bool { return readSet(termLines) })

// term reports whether a word is one of them, in any case.
func term(w string) bool { return stemmed(w, terms()) }

// formed reports whether a word no dictionary has is built as terms are and
// names are not: by an ending (спленомегалия), or by a first half before an
// everyday word (нейролейкемия, дозозависимо).
func formed(w string) bool {
	if !cyrillic(w) {
		return termEndsEn.ends(w, 7) || compoundedEnglish(w)
	}
	n := lettersIn(w)
	if n < 6 {
		return false
	}
	return termEnd(w, n) || !strongTails.ends(w, 5) && compounded(w)
}

// termEnds are endings of terms in their base form; the cases are worked out.
var termEnds = sync.OnceValue(func() map[string]bool {
	forms := inCases(otherTermEnds)
	for e, is := range termNounEnds() {
		forms[e] = forms[e] || is
	}
	return forms
})

// termNounEnds are those of nouns.
var termNounEnds = sync.OnceValue(func() map[string]bool { return inCases(nounTermEnds) })

// A termFamily is endings that decline alike, and what their cases end in.
type termFamily struct{ ends, cases string }

var nounTermEnds = []termFamily{
	{`емия урия патия логия скопия графия метрия томия эктомия стомия плегия фазия фагия рея тензия тония трофия плазия филия пения кардия алгия зия ция сия опия гения кинезия лексия псия
		сомния тимия лалия нихия донтия рафия фория галактия тимпания геминия систолия билия гнозия мнезия нозия лепсия донтия трепсия коприя мезия эстезия мелия дактилия подия герия френия тремия натрия
		мегалия цефалия факия кория миелия гирия ррагия спермия терапия хирургия нимия фобия мания тропия хромия эргия астения дермия пластия гезия томография`, "я и ю ей"},
	{"пластика оскопика метика риентерика", "а и у е ой"},
	{"целе пноэ", "-"},
	{"шизис рексис мезис стазис генезис лизис эктазис", "- а у ом е ы"},
	{"торакс перикард перитонеум моноз тейп метоз метасон доид аппликатор степлер скейлер дилататор ретрактор диссектор", "- а у ом е ы ов"},
	{"литиаз листез центез форез ферез эктаз сальпинкс фтальм", "- а у ом е ы ов"},
	{"трансфераза дегидрогеназа киназа фосфатаза", "а ы у ой е"},
	{"спазм парез стаз генез склероз цитоз лиз скоп граф метр изм оид фобия синдром цит фиброз биотик вирус мектит гормон глобулин альбумин протеин коагулянт агрегант", "- а у ом е ы ов"},
	{"итис оз ит", "- а у ом е ы ов"},
	{"грамма ома цитома", "а ы у ой е"},
}

var otherTermEnds = []termFamily{
	{"ость", "ь и ью"},
	{"ение ание", "е я ю ем и"},
	{"ционный енционный цитарный итарный бластный бластический кокковый тропный дромный фильный бактерный видный пластический генный клеточный доменный зубчатый дольчатый чешуйчатый мыщелковый желудочковый суставный костный мозговой пластинчатый",
		"ый ий ая яя ое ее ые ие ого его ому ему ым им ой ей ую юю ых их ыми ими"},
	{"ический ческий альный ярный озный ивный ентный антный ованный ированный уемый имый ательный еский орный идный исный озависимый образный ающий яющий ующий ящий авший ивший ующийся",
		"ый ий ая яя ое ее ые ие ого его ому ему ым им ой ей ую юю ых их ыми ими"},
	{"ационно екционно ически ально ивно озно ентно антно ованно ательно орно арно ально енно", "-"},
	{`ается яется уется ится ются ируется ировать ирует ируют ировал ировала ировано ирован ирована ированы ает яет ует ают яют уют ивает ывает алось илось ались ились алась илась ался ился`, "-"},
	{`цитабин рубицин тексед циклиб париб паксел цепт тропин прамин прамил бактам пенем золид коксиб оксикам фенак тиазид семид дронат пуринол глитазон гликлазид сульфурон дазол форин кситоцин карпин терол метерол тропий фуроат
		гестрел стерон эстрадиол прогестин карбазепин рацетам трексат мустин сульфан платин позид тиксел бутил фермин флуран кураний рокуроний
		филлин оксетин циклин цетирин прессин азидин тидин лептин золин стигмин мустин кваин окаин зепам ептил инавир пентин бутин амин диазин
		трастин ностат дипин ренон тадин тифин фитин рамистин грастим зидин тиазем сартан статин лукаст флоксацин мицин циллин прил олол азол фибрат тромбин ксабан глиптин глифлозин глутид тиниб умаб ицин тризин перидол оксацин афил`, "- а у ом е"},
}

// inCases gives the endings in all their cases.
func inCases(groups []termFamily) map[string]bool {
	forms := map[string]bool{}
	for _, group := range groups {
		for e := range strings.FieldsSeq(group.ends) {
			cases := strings.Fields(strings.ReplaceAll(group.cases, "-", ""))
			for _, c := range cases {
				if st, ok := strings.CutSuffix(e, c); ok {
					e = st
					break
				}
			}
			forms[e] = forms[e] || group.cases[0] == '-'
			for _, c := range cases {
				forms[e+c] = true
			}
		}
	}
	return forms
}

// termEnd reports whether the word of n letters ends like a term, with three
// letters and more before the ending.
func termEnd(w string, n int) bool {
	for i := range w {
		if n < 2 {
			return false
		}
		if i >= 6 && termEnds()[w[i:]] {
			return n > 3 || len(w) > 14 || n == 2 && i >= 8
		}
		n--
	}
	return false
}

// clinicalWord reports whether a word is medicine's own by how it is built: a noun
// (пневмония, невроз), of nine letters and more where no dictionary has it, or an everyday
// adjective of science (гипертонический).
func clinicalWord(w string, everyday bool) bool {
	if !cyrillic(w) {
		return everyday && (clinicalEnglish()[w] || clinicalEndsEn.ends(w, 7))
	}
	if everyday && (scientific.ends(w, 6) || hasEnd(w, []string{"ия", "ии", "ию", "ией"}, 7)) {
		return true
	}
	if n := lettersIn(w); n < 6 || !everyday && n < 9 || strings.HasSuffix(w, "ому") { // к Заболотному
		return false
	}
	for i := range w {
		if i >= 4 && termNounEnds()[w[i:]] {
			return true
		}
	}
	return false
}

// clinicalEndsEn are endings that English shares between its words of medicine alone.
var clinicalEndsEn = endingsOf([]string{"emia", "aemia", "emic", "uria", "itis", "osis", "oses", "otic", "opathy", "pathies", "ectomy", "ectomies", "otomy", "ostomy", "scopy", "scopic", "graphy", "gram", "plasty", "algia", "plegia", "plegic", "paresis", "paretic", "genesis", "lysis", "trophy", "trophic", "plasia", "plastic", "megaly",
	"cytes", "cytosis", "penia", "pnea", "pnoea", "rrhea", "rrhoea", "rrhage", "rrhagia", "rrhagic", "tension", "tensive", "ology", "oscopy", "metry", "opia", "noma", "noma's", "roma", "phagia", "phasia", "praxia", "arthria", "centesis", "ectasis", "stasis", "static", "stenosis", "carditis", "cardia", "cardiac", "cardial", "itic", "oidal", "iform", "ulant", "biotic", "cillin", "mycin", "statin", "azole", "mide", "gical", "logic", "thermia", "spasm", "edema", "oedema", "chondral", "vascular", "arterial", "cranial", "orrhaphy", "pexy", "philia", "phobia", "kinesia", "esthesia", "aesthesia", "phoria", "tropia", "ization", "isation"})

// termEndsEn are endings of English and Latin terms.
var termEndsEn = endingsOf([]string{"emia", "aemia", "uria", "itis", "osis", "oses", "oma", "omas", "opathy", "pathies", "ectomy", "otomy", "ostomy", "scopy", "graphy", "gram", "plasty", "algia", "plegia", "paresis",
	"genic", "genesis", "lysis", "trophy", "trophic", "plasia", "megaly", "cyte", "cytes", "cytosis", "penia", "pnea", "pnoea", "rrhea", "rrhoea", "rrhagia", "tension", "ology", "ological", "ometry", "opia", "tomia",
	"ation", "ations", "ized", "ised", "izing", "ally", "ical", "ular", "ulous", "ness", "ment", "ility", "able", "ible", "ous", "pril", "sartan", "olol", "statin", "azole", "cillin", "mycin", "floxacin", "xaban", "gliptin", "gliflozin",
	"tinib", "mab", "prazole", "dipine", "oxetine", "azepam", "triptan", "setron", "cycline", "profen", "parin", "vir", "thiazide", "semide", "caine", "codone", "phylline", "idine", "amine"})

// firstHalves stand before another word in one word.
var firstHalves = beginnings(strings.Fields(`соц физ теле мед спец проф хим радио авто био гео нарко вет гос онко кардио анти аорто аэро бронхо вазо веноз вено вентрикуло внутри гастро гемо гемато гепато гетеро гидро гипер гипо гистеро гломеруло дермато дисцирку дис до еюно за изо ин интра кардио керато кето кисто коло колоно колпо кор ко контр кранио крио ларинго лапаро лейко лимфо липо макро маммо мега мезо менинго меж мета метро микро миело мио моно мульти
	назо нео невро недо нейро нефро не нормо оваро окуло олиго орто остео ото офтальмо пан пара пере пери пиело плевро пневмо полу поли пост после пре предо пред при про прото психо псевдо равно ре рентгено ретро рено рино само сверх сегменто склеро сосудо спондило стомато суб супра тахи тирео тиро токсо тонзилло торако транс трахео трех двух одно четырех тромбо ультра уретеро уретро уро фаринго фибро фоно фото холангио холе холецисто хондро цефало цисто цито черепно чрез чрес экстра экзо электро эндо энтеро эпи эзофаго эхо`))

// compounded reports whether a first half, or a vowel that joins two words, stands
// before an everyday word of five letters and more.
func compounded(w string) bool {
	if firstHalves.before(w, func(rest string) bool {
		return len(rest) >= 10 && (russian().has(rest) || len(w)-len(rest) >= 6 && term(rest))
	}) {
		return true
	}
	for i, r := range w {
		if (r == 'о' || r == 'е') && i >= 6 && len(w)-i >= 14 && (russian().has(w[i+2:]) || term(w[i+2:])) {
			return true
		}
	}
	return false
}

// firstHalvesEn stand before another word of medicine in one word, and before no surname.
var firstHalvesEn = beginnings(strings.Fields(`hyper hypo peri retro supra infra intra extra inter trans sub pre post anti micro macro pseudo hemi poly pachy lepto cardio neuro cortico spleno hepato nephro uretero utero vesico recto entero gastro duodeno jejuno ileo colo chole cysto osteo chondro myo teno arthro costo sterno cranio fronto temporo parieto occipito naso oro pharyngo laryngo tracheo broncho pneumo pleuro
	thoraco abdomino lumbo sacro ilio ischio femoro tibio tarso metatarso humero radio ulno carpo dermo kerato lipo fibro angio vaso phlebo lympho hemato haemato leuko erythro thrombo immuno endo ecto epi meso para para super ultra thermo cryo electro photo radio chemo physio psycho cyto histo patho uro veno ventriculo atrio aorto baro bio viscero spondylo vertebro cervico dorso medio latero antero postero supero infero`))

// compoundedEnglish reports whether a first half stands before a word of medicine of
// five letters and more.
func compoundedEnglish(w string) bool {
	if rest, ok := strings.CutPrefix(w, "non"); ok && len(rest) > 4 && english().has(rest) {
		return true // nontender
	}
	return firstHalvesEn.before(w, func(rest string) bool {
		return len(rest) >= 5 && len(w)-len(rest) > 2 && (clinicalEnglish()[rest] || clinicalEndsEn.ends(rest, 6))
	})
}

// slipped reports whether one letter too many, or two that changed places, part a
// long word without a surname's ending from an everyday one.
func slipped(w string) bool {
	n := lettersIn(w)
	if n < 8 || hasEnd(w, surnameEnds, 4) {
		return false
	}
	rs := []rune(w)
	for i := 1; i < n; i++ {
		less := string(rs[:i]) + string(rs[i+1:])
		if russian().has(less) {
			return true
		}
		if i+1 < n {
			rs[i], rs[i+1] = rs[i+1], rs[i]
			ok := russian().has(string(rs))
			if rs[i], rs[i+1] = rs[i+1], rs[i]; ok {
				return true
			}
		}
	}
	return false
}

// cutWord reports whether an everyday word begins so ("позвон." of позвоночника).
func cutWord(w string) bool {
	return beginsLonger(russianWords, w, 0) || begins(termsInOrder(), w)
}

func begins(words []string, w string) bool {
	i, _ := slices.BinarySearch(words, w)
	return i < len(words) && strings.HasPrefix(words[i], w)
}

var termsInOrder = sync.OnceValue(func() []string { return slices.Sorted(maps.Keys(terms())) })
