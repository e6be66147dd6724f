package deidentify

import "strings"

// declined gives the words that begin with one of the stems and end in a case.
func declined(line string) map[string]bool {
	stems := strings.Fields(line)
	all := make(map[string]bool, len(stems)*(1+len(caseEndings)))
	for _, st := range stems {
		all[st] = true
		for end := range caseEndings {
			all[st+end] = true
		}
	}
	return all
}

// paperWords are papers and cases: the number right behind one is its own, of two figures
// too. sampleWords are what may be counted as well: three figures are one's number.
// recordWords are a patient's record and what the patient wears; seriesWords are of what
// was given; policyWords of insurance. studyWords are studies, behind whose name a plain
// figure may be a value; pathology are those that number their glasses.
var (
	paperWords = union(declined(`вскрыти протокол справк справочк вызов талон чек квитанци наряд путевк ваучер заявк заявлени накладн ответ распоряжени жетон билет пропуск удостоверени
		медсвидетельств свидетельств сертификат договор контракт доверенност решени постановлени предписани повестк расписк обращени
		телефонограмм телефоногр спецсообщени извещени уведомлени рапорт акт кусп опис реестр ведомост журнал бюллетен рецепт
		направлени квот заказ купон абонемент бланк пломб перечн перечен книжк файл номерок донаци табельн обменк соломин солом освобождени`), wordSet("выз дов извещ сопровод зап св спр накл изв исх вх бл дог серт сертиф удост дон лн элн"))
	sampleWords = union(declined(`определени запрос письм сообщени донесени дел материал листок лист больничн выписк эпикриз заключени смет ипра пакет банк контейнер пробирк
		стекл стекол блок препарат биоптат аликвот образец образц проб биопроб снимок снимк рентген рентгенограмм анализ исследовани диск кассет пленк госпитализаци донор флакон цилиндр регистр
		соскоб клещ маркировк аудиограмм аудиометри штрихкод сесси гарантийк претензи иск приговор поручени требовани счет предложени лицензи аттестат диплом зачетк студенческ`), wordSet("закл прот напр направл рец иссл ан опр вк кэк пмпк мсэ цпмпк"))
	recordWords = union(declined("истори медкнижк карт карточк амбкарт медкарт травмкарт бирк бирочк браслет браслетк формуляр"), wordSet("кар ист истб истбол амб иб рег мксб киб миб"))
	seriesWords = union(declined("сери парти"), wordSet("сер"))
	policyWords = union(declined("полис страховк страховани"), wordSet("дмс осаго каско"))
	pathology   = union(declined("биопси гистологи цитологи иммуногистохими гист"), wordSet("гист цит игх гистол цитол фистулогр цистогр урогр холангиогр флюорогр маммогр рентгеногр ирригогр"))
	studyWords  = union(declined(`приказ регистратор флюорографи фгдс эгдс фкс колоноскопи спирометри денситометри велоэргометри узи экг рэг ээг эхокг эхо холтер смад спирограф спирографи маммографи сцинтиграфи
		биопси аспират пункт пункци гистологи цитологи иммуногистохими посев бакпосев мазок мазк мокрот ликвор моч кров кал блот гист рентгенографи томографи`), pathology, wordSet("флюоро фл кт мрт мскт пэт флг гист цит игх ифа пцр рг хмэкг смэкг фг ргр"))
)

func union(sets ...map[string]bool) map[string]bool {
	n := 0
	for _, s := range sets {
		n += len(s)
	}
	all := make(map[string]bool, n)
	for _, s := range sets {
		for w := range s {
			all[w] = true
		}
	}
	return all
}

// ministerial are words of rules everybody may read, and things whose number is nobody's.
var ministerial = []string{"правительств", "минздрав", "минтруд", "мз", "рф", "фз", "приказ", "закон", "санпин", "гост", "роспотреб", "главн", "стандарт", "палат", "каб", "койк", "отделени", "бригад",
	"пост", "стол", "диет", "форм", "стать", "пункт", "приложени", "участ", "таб", "амп", "фл", "капс", "упак", "сеанс", "дьюар", "зуб", "игл", "катетер", "трубк", "зонд", "канюл", "дренаж", "схем", "курс", "цикл", "этап", "визит", "тип", "групп", "сегмент", "ребр", "вариант", "час"}

// A paper is what is told of a number by the noun before it.
type paper struct {
	kind   string
	least  int  // so many figures right behind are its number; 0: none without letters
	named  bool // "номер" or "№" stands before the noun
	steps  int  // how many small words stand between
	direct bool // nothing but signs stands between
	days   bool // a day stands between
	form   int  // where the number of a printed form stands between, or 0
}

// paperOf says what the noun is.
func paperOf(k *token) paper {
	switch w := k.fold; {
	case paperWords[w]:
		return paper{kind: typeAccession, least: 2}
	case recordWords[w]:
		return paper{kind: typeMRN, least: 2}
	case sampleWords[w]:
		return paper{kind: typeAccession, least: 3}
	case seriesWords[w]:
		return paper{kind: typeDevice, least: 3}
	case w == "фл":
		return paper{kind: typeAccession, least: 9} // a glass with a biopsy, by its letters and signs alone
	case policyWords[w]:
		return paper{kind: typeInsurance, least: 4}
	}
	return paper{kind: typeAccession}
}

// boards are those whose minutes have numbers, of two figures too.
var boards = wordSet("вк кэк ввк вкк мсэ пмпк вмк")

// ofBoard is how many figures are enough for the number of a paper, which is fewer where the
// board that wrote it stands at i: "прот вк 77".
func (t *passage) ofBoard(i int, p paper) int {
	if p.least > 2 && boards[t.tok(i).fold] && t.tok(i).before <= spaced {
		return 2
	}
	return p.least
}
