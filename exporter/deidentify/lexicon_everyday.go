package deidentify

// acts are what is said of people alone, in the forms that stand behind a name.
var acts = wordSet(`отказался отказалась выписан выписана жалуется жалоб доставлен доставлена госпитализирован госпитализирована обратился обратилась чувствует переведен переведена консультирован консультирована
	звонил звонила позвонил позвонила сообщил сообщила пояснил пояснила просит просил просила привез привезла подписал подписала согласен согласна родился родилась проживает живет работает пришел пришла приехал приехала ушел ушла
	говорит сказал сказала спит спал спала проснулся проснулась прооперирован прооперирована назначил назначила рекомендовал рекомендовала сдал сдала дежурит дежурил дежурила дежурят передал передала принял приняла осмотрен осмотрена
	явился явилась умер умерла курит пьет отрицает госпитализируется настаивает плачет кричит ест гуляет заменит заменила подменит смотрел смотрела оперировал оперировала отпущен отпущена вызвал вызвала ждет ждут отмечает шепчет улыбается просит прислал прислала забрал забрала`)

// nobody are everyday words of which the same is said: kinds of people, and what
// comes, goes and is brought.
var nobody = beginnings([]string{"мужчин", "женщин", "девушк", "юнош", "парен", "стар", "подрост", "ребен", "младен", "семь", "бригад", "скор", "полици", "экипаж", "смен", "пост", "команд", "вызов", "звонок", "сигнал", "кров", "моч", "материал", "препарат", "проб", "образ", "ответ", "рана",
	"живот", "кожа", "плод", "он", "она", "они", "кто", "никто", "человек", "люд", "персонал", "доктор", "врач", "консилиум", "комисси", "труп", "тело", "тел", "посев", "анализ", "биоптат", "мазок", "бабушк", "дедушк", "сам", "сама", "эт", "котор", "животн", "кот", "собак", "кошк", "не", "нет", "также", "затем", "далее", "ранее", "сегодня", "вчера", "утром", "ночью", "вечером", "планово", "экстренно", "самостоятельно", "все", "оба", "обе", "иногда", "часто", "много", "мало", "плохо", "хорошо", "дома", "активно", "жив", "инвалид", "пенсионер", "школьник", "студент", "безработн", "рецепт", "дежурств", "клещ", "справк", "лист", "больничн", "направлени", "документ", "протокол", "отпуск", "меня", "тебя", "нас", "вас", "его", "ее", "им", "ей", "вам", "нам", "мама", "папа"})

// everydayPerson reads a surname that is an everyday word at the head of a sentence by
// what is said of it: "Пшеничный отказался", "Воробей доставлен", "Мороз и Зима дежурят".
func (t *passage) everydayPerson(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.shape != title || !t.opens(i) || k.size < 4 || !k.any(somebodyMay) || k.any(organised|addressing) {
		return false
	}
	if n.fold == "и" && t.tok(i+2).shape == title && t.tok(i+2).before == spaced {
		n = t.tok(i + 3)
	}
	if n.fold == "не" {
		n = t.tok(i + 2)
	}
	return n.kind == word && n.shape == lower && n.before <= wrapped && n.in(acts) || t.actsAlone(i) && t.tok(i+1).kind == sign
}

// mayAct reports whether a Russian word may be somebody of whom something is said.
func mayAct(w string) bool { return cyrillic(w) && !nobody.begin(w) && nominative(w) }

// nominative reports whether a word may be a noun or a man's adjective that does
// something: adverbs and adjectives of things may not.
func nominative(w string) bool {
	return !unactive.ends(w, 3)
}

// unactive are the endings of such.
var unactive = endingsOf([]string{"но", "ое", "ые", "ие", "ость", "ение", "ание", "ски", "ую", "ого", "ому", "ся", "сь", "ть", "ов", "ами", "ях", "ых", "их", "у", "ю", "ой", "ее"})

// inside a sentence a first name that is an everyday word is somebody by its capital:
// "отправлю Надежду".
func (t *passage) capitalName(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape == title && k.any(common) && !k.any(firstName|eponymStemmed|heading|monthly|medicinal|organised) && cyrillic(k.fold) && k.size > 3 && !t.opens(i) && p.kind == word && p.shape == lower && p.size < 4 && k.before == spaced && p.fold != "по" && !t.inQuotes(i) && !t.headed(i) && !t.headFollows(i) && !t.product(i) {
		return true // «а Пчела выписывается»
	}
	return k.shape == title && k.any(common) && k.any(firstName) && cyrillic(k.fold) && k.size > 3 && !t.opens(i) && p.kind == word && p.shape == lower && p.size > 2 && k.before == spaced && !k.any(heading|monthly) && !t.headed(i) && !t.headFollows(i) && !t.product(i)
}

// called reports whether the word right before i is a verb or a participle that opens
// its sentence, behind which a capital is somebody ("Осмотрен Груздём").
func (t *passage) called(i int) bool {
	p := t.tok(i - 1)
	return p.kind == word && p.shape == title && t.opens(i-1) && t.toks[i].before == spaced && p.size > 4 && p.any(inDictionary) && hasEnd(p.fold, []string{"рен", "рена", "ван", "вана", "влен", "влена", "щен", "щена", "ден", "дена", "ила", "ала", "ил", "ал", "ся", "сь", "ят", "ит", "ет"}, 5)
}

// nameLeads are English words right before somebody.
var nameLeads = wordSet("ask asked call called with by from to tell told per under rang met inform informed thanks thank love hi via paged texted emailed between and informed its w bleep bleeped bleeping page ring cc off")

// acting are verbs behind which an everyday word at a sentence's head is somebody's
// name, and tasks what somebody is to do.
var (
	acting = wordSet("says said called rang denies reports states phoned texted visited cried agrees agreed asked asks thinks wants will")
	tasks  = wordSet("chase review call see follow discuss inform refer arrange book check repeat bring take collect phone ring prescribe sign decide attend do give organise organize update speak write contact liaise sort redo site cover rebook fax recheck bleep update message text email d relieve escalate clerk cannulate consent rv")
)

// everydayEnglish reads a first name or a surname that is an everyday word, in English:
// "Ask Hope", "rents from Joy", "Tammy says", "Frost to chase bloods".
func (t *passage) everydayEnglish(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.shape != title || k.size < 3 || cyrillic(k.fold) || !k.any(common|firstName) || k.any(heading|callingWord|medicinal|monthly|genericWord|organised) || t.headFollows(i) || t.headed(i) {
		return false
	}
	if t.opens(i) {
		return n.before == spaced && (k.any(firstName) && n.shape == lower && acting[n.fold] || n.fold == "to" && tasks[t.tok(i+2).fold])
	}
	asked := p.fold == "for" && (t.tok(i-2).fold == "ask" || t.tok(i-2).fold == "asking")
	return (asked || nameLeads[p.fold]) && k.before == spaced && k.any(firstName) && (n.kind != word || n.shape == lower || n.before > spaced)
}

// beds are words for where somebody lies, before its number.
var beds = wordSet("sr bed bd room rm bay cubicle cot пал палата койка место бокс каб")

// byBed reads "Bed 6 Crane: NBM" and "палата 4 Лиса -".
func (t *passage) byBed(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if t.tok(i-1).is(":") && t.tok(i-2).kind == number && beds[t.tok(i-3).fold] && t.namedInBed(i) {
		t.person(i, i+1)
		return true // палата 4: Гречка —
	}
	if k.shape != title || k.size < 3 || t.tok(i-1).kind != number || !beds[t.tok(i-2).fold] && !(t.tok(i-2).is(".") && (beds[t.tok(i-3).fold] || t.tok(i-3).fold == "п")) || k.any(heading|callingWord|medicinal) || k.before > spaced {
		return false
	}
	if b := t.tok(i - 3); b.fold == "п" && t.tok(i-2).is(".") && (t.closes(i+1) || n.is("(")) && cyrillic(k.fold) {
		t.person(i, i+1)
		return true // стол 9 – п. 2 Ложкина, п. 4 Сало (мужик)
	}
	if !n.is(":") && !n.is("-") && !n.is("–") && !n.is("—") && !t.initialed(i) {
		return false
	}
	t.person(i, i+1)
	return true
}

// namedInBed reports whether the word behind a bed's colon is who lies there.
func (t *passage) namedInBed(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.size < 2 || k.any(heading|callingWord|medicinal|organised) || k.shape == lower && !t.hushed() {
		return false
	}
	parted := n.is("-") || n.is("–") || n.is("—")
	return parted && (k.shape == title || k.any(surnameToo|common|firstName|surnamed) || !k.any(inDictionary|shortForm)) || t.initialed(i) || t.letter(i+1) && k.shape != lower
}
