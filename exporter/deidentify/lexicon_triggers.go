package deidentify

import (
	"slices"
	"strings"
	"sync"
)

// triggerStems are stems of the words a person's name stands behind: callings,
// relatives, neighbours, the patient, and who did what.
var triggerStems = strings.Fields(`врач физик медфизик доктор рентгенолог хирург терапевт педиатр фельдшер лаборант акушер акушерк санитар санитарк ординатор интерн ассистент профессор доцент академик
	заведующ медсестр диетсестр буфетчиц архивариус духовник батюшк медбрат сиделк реаниматолог анестезиолог психиатр фтизиатр логопед провизор фармацевт консультант куратор регистратор рентгенлаборант ортопед травматолог трансфузиолог прапорщик свидетел координатор оператор диспетчер секретар председател доул пастор курсант нотариус воспитател учител вожат нян шеф начальник директор парамедик прохож пробанд сибс пострадавш застрахован плательщик кассир водител жилец квартирант истец ответчик нотариус судья судь прокурор адвокат заказчик получател арендатор хозяин хозяйк компаньон раввин имам муфти мулл священник настоятел психолог дефектолог тьютор инструктор методист эндоскопист окулист стоматолог кардиохирург ангиохирург нейрохирург полковник дознавател следовател инспектор полицейск массажист юрист пассажир тренер правнук правнучк член участник переводчик волонтер
			жен муж мат матер мам пап отц сын доч дочер дочк доченьк брат сестр бабушк дедушк внук внучк тет тетк дяд племянник племянниц опекун представител супруг
	дежурн участков лечащ палатн генетик физиотерапевт психотерапевт окулист узист лор клиницист иммунолог
	тещ тест свекров свекр невестк зят снох сожител сожительниц крестн мачех отчим падчериц пасынк сосед соседк золовк деверь шурин свояк своячениц сват кум кума близнец двойняшк подруг друг знаком коллег
	прабабушк прадедушк медрегистратор вахтер вахтерш судмедэксперт потерпевш приятел приятельниц реципиент опекунш одноклассник одноклассниц комендант проводник проводниц
	родственник родственниц пациент пациентк пострадавш ребенк новорожденн мальчик девочк близнец
	учительниц курьер напарник напарниц хозяйк
	мастер бригадир прораб механизатор пилот неонатолог эксперт главврач физрук
	сопровождающ гражданин гражданк граждан студент студентк сотрудник сотрудниц рядов сержант лейтенант капитан майор полковник`)

// triggerWords are triggers in the one form they are met in.
const triggerWords = `отец мать дочь тетя дядя ребенок друг подпись фио фамилия имя отчество исполнитель отделением
	ввел ввела понятой понятая понятые постовая постовой больной больного больному больная больную техник слов исп гр зав выполнил выполнила описал описала утвердил утвердила валидировал валидировала согласовал согласовала рекомендовал рекомендовала опознал опознала доставил доставила привел привела привез привезла осмотрел осмотрела подписал подписала
	консультировал консультировала консультирован консультирована провел провела оперировал оперировала ассистировал ассистировала смотрел смотрела смотрели ведет вела вели поставит поставил поставила возьмет возьмут дежурил дежурила дежурит дежурят подменит заменит замещал замещала замещает
	описывал описывала ставил ставила доставлял доставляла отпустил отпустила
	принял приняла сдал сдала заполнил заполнила направил направила передал передала зовут зовет звонил звонила обратилась обратился вызвал вызвала источник контактные контактный тяжелые участвовали участники согласован присутствовали
	передано переданы выдан выданы ответственный дежурный дежурная лечащий леч деж вр орд асс анест опер хир пац врачи бригада соц соцработник дети детей родители родителей родные внуки студ координ асс записал записала писал писала напечатал напечатала машин напечат набрал набрала доложил доложила ответил ответила прислал прислала
	dr doctor mr mrs ms miss prof professor patient pt nurse daughter son wife husband mother father brother sister aunt uncle grandmother grandfather
	by physician surgeon radiologist name attending technologist technician cousin niece nephew guardian spouse partner neighbor neighbour caregiver carer mom mum dad kid wife husb son sgd authorised host crew attd anaes kids grandad grandma sw ot mw slp rn sr fam attn caller contact contacts nok poa sra sgt cc witness handover stepson stepdaughter stepfather stepmother landlord landlady flatmate housemate roommate manager supervisor guarantor cashier tenant girlfriend boyfriend fiance fiancee boss teacher coach advocate vendor rep embryologist midwife sponsor driver kin ada embryologist detective officer ofc counsel going coming вызывает кому передал передала записался жалуется rabbi pastor fr rev chaplain imam interp interpreter fob pgy cns readback hh cna lpn np pa ordering sibling granddaughter grandson granddad dtr bystander assistant anaesthetist provider surg anaesth registrar consultant spr sho asst crew rents landlord tech coordinator sonologist endoscopist friend friends en anm cons witnessed siblings sibs sib foreman ombudsman pilot priest paramedic keyworker psychologist orderly porter receptionist secretary stepmom stepdad godmother godfather widow widower lawyer attorney solicitor babysitter nanny tutor trainer constable det trooper deputy capt captain cpl commander
	hca ain ran ahp phn hv cns anp acp hcsw optometrist osteopath chiropractor scientist escort lodger navigator broker adjuster underwriter reviewer author scribe recorder scrub mentor preceptor resident fellow houseman grandpa granny nan nana auntie aunty uncles niece granda gran godson amhp epoa lpa medic
	examiner clinician counselor counsellor pharmacist aide баб баба бабе бабу бабы бабой дед деда деду дедом администратор прочтение сыночек сынок доченька дочурка урожд урожденная урожденной урожденный девичестве девичья девичьей девичью замужества браку секретаря держатель держателя держателю сопровождении фамилией фамилии`

// triggers are all forms of the words a person's name stands behind.
var triggers = sync.OnceValue(func() map[string]bool {
	m := readSet(triggerWords)
	for _, s := range triggerStems {
		m[s] = true
		for e := range caseEndings {
			m[s+e] = true
		}
	}
	for _, w := range []string{"друго", "другой", "другого", "другому", "другом", "другие", "других", "другая", "другую", "пап", "тесты", "тестов", "тестом", "тесте", "теста", "тест", "тестах",
		"мат", "мата", "матом", "жен", "дядь", "знакомо", "отцов", "друга", "другу", "хозяинов", "хозяинова", "хозяинову", "хозяиновым"} {
		delete(m, w)
	}
	return m
})

// kin are what a relative is called.
var kin = sync.OnceValue(func() map[string]bool {
	return readSet(`мать мама отец папа муж жена сын дочь дочка брат сестра бабушка дедушка внук внучка тетя дядя племянник племянница опекун сосед соседка невестка зять теща тесть свекровь свекор супруг супруга
		сожитель подруга друг кума коллега mother father mom mum dad husband wife son daughter brother sister aunt uncle niece nephew cousin neighbor neighbour partner spouse caregiver carer guardian friend grandson granddaughter grandmother grandfather fiance fiancee`)
})

// calling reports whether a word names a doctor by what he heals (уролог,
// нефрологом), or a person by any trigger.
func calling(w string) bool {
	if triggers()[w] {
		return true
	}
	if !cyrillic(w) {
		return hasEnd(w, healersEn, 8)
	}
	for _, s := range []string{"терапевт", "хирург", "иатр"} {
		if i := strings.Index(w, s); i > 0 && (w[i+len(s):] == "" || caseEndings[w[i+len(s):]] && w[i+len(s):] != "ия" && w[i+len(s):] != "ий") {
			return true
		}
	}
	if i := strings.Index(w, "олог"); i > 3 && !notCalling[w[:i]] {
		rest := w[i+len("олог"):]
		return rest == "" || caseEndings[rest] && rest != "и" && rest != "ия" && rest != "ий"
	}
	return false
}

// healersEn end the names of those who heal, in English.
var healersEn = []string{"ologist", "ologists", "iatrist", "iatrician", "therapist", "surgeon", "grapher"}

// callings are the long words of triggerStems, which people cut anywhere.
var callings = sync.OnceValue(func() []string {
	var all []string
	for _, s := range triggerStems {
		if len([]rune(s)) > 5 {
			all = append(all, s)
		}
	}
	all = append(all, "кардиолог", "невролог", "уролог", "онколог", "гинеколог", "офтальмолог", "эндокринолог", "гастроэнтеролог", "пульмонолог", "нефролог", "гематолог", "дерматолог", "инфекционист", "ревматолог", "ассистировал")
	slices.Sort(all)
	return all
})

// cutCalling reports whether a word is a calling cut short: ортоп, трансф, ангиохир.
func cutCalling(w string) bool {
	if abbreviation[w] {
		return true
	}
	if lettersIn(w) < 3 {
		return false
	}
	return begins(callings(), w) || strings.HasSuffix(w, "хир") || strings.HasSuffix(w, "терап")
}

// notCalling are what stands before -олог where nobody is meant.
var notCalling = wordSet("пр патол")

// halved are callings people cut with a hyphen or a stroke in the middle.
var halved = wordSet(`б-ной б-ная б-ного б-ной б-ному б-ную б-й б-я б-го б-му б-ым пац-т пац-та пац-ту пац-ка пац-ки пац-ке пац-ку м-с м/с мед/с ст/мс вр-ч вр-ча
	р-к р-ка д-р д-ра д-ру м/б с/м ф-р ф-ра ф-ру бр-р бр-ра п/с пр/с оп/с`)

// abbreviation are words whose dot ends no sentence, before a name.
var abbreviation = wordSet(`исп зав гр др dr mr mrs ms prof проф св им вр леч деж пац отд асс орд анест хир опер акад доц гл ст мл студ конс осм напр подп
	рад выполн валид присутств секр пред чл деп пед эпид ответ испол лечащ
	урожд дев зам оп сан вод рук инсп удост б бол мед сестр лаб рентг тер невр оп напр каф инж pt
	fr br sgt cpl capt lt col supt insp det rev cons`)

// between a trigger and a name stand signs and some more words.
var afterTrigger = wordSet(`пациента пациентки отделением отделения отделение больного его ее их узд кдл клд лфк рентгенолог терапевт хирург кардиолог невролог онколог уролог уз
	диагностики лечащий дежурный дежурная дежурного дежурным исследования описание описания дпс вк от мсэ комиссии участковый участковая участкового участковым палатный палатная постовая постовой процедурная
	старшая старший главный главная семейный родной родная родному двоюродный двоюродная старшего младшего младший приемного отд каф мед гл ст дн тел
	смену колонны of name in english md д м н к дмн кмн категории высшей первой second`)

// triggered reports whether a word before i says that a person follows.
func (t *passage) triggered(i int) bool {
	for j := i - 1; j >= 0 && j >= i-5; j-- {
		k := t.toks[j]
		if t.toks[j+1].before >= parted {
			return false
		}
		switch {
		case k.kind == sign && k.is("-") && k.before == glued && halved[t.tok(j-1).fold+"-"+t.tok(j+1).fold]:
			return true
		case k.kind == sign && k.is("/") && k.before == glued && halved[t.tok(j-1).fold+"/"+t.tok(j+1).fold]:
			return true
		case k.kind == sign:
			if k.is(",") && j == i-1 && (kin()[t.tok(j-1).fold] || t.tok(j-1).any(triggerWord) && t.tok(j-1).shape == lower && t.toks[i].any(firstName) && t.closes(i+1)) && t.toks[i].shape == title && (t.closes(i+1) || t.tok(i+1).shape == title && t.tok(i+1).before == spaced && t.closes(i+2) || firstNames().has(t.toks[i].fold)) {
				return true
			}
			if k.is(",") && (t.tok(j-1).fold == "уважением" || t.tok(j-1).fold == "regards" || t.tok(j-1).fold == "sincerely") {
				return true
			}
			if (k.is("«") || k.is("\"")) && j == i-1 && t.nicknamed(j-1) {
				return true
			}
			if !strings.Contains(":-.–—(/_", k.fold) || k.is(".") && !t.cut(j) {
				return false
			}
		case k.kind != word:
			return false
		case t.tok(j+1).is(":") && (k.fold == "для" || k.fold == "кому" || k.fold == "от" || k.fold == "to" || k.fold == "from"):
			return true
		case t.tok(j+1).is(":") && k.in(colonLeads):
			return true
		case j == i-1 && t.givenTo(j):
			return true
		case (k.fold == "фам" || k.fold == "дел") && k.shape == lower && t.tok(j+1).is("."): // под фам. Рябко
			return true
		case k.any(callingWord) || t.tok(j+1).is(".") && k.any(curtailed) && k.size > 2:
			return !(k.fold == "by" && !t.toks[i].capital())
		case t.half(j):
		case k.size == 1 && k.shape == upper && (t.tok(j+1).is(".") || !cyrillic(k.fold)):
		case !k.any(leadsOn):
			return false
		}
	}
	return false
}

// givenTo reports whether the small word at j joins a person to what is done with
// one: "report given to", "согласовано с", "наблюдалась у".
func (t *passage) givenTo(j int) bool {
	with, p := t.toks[j].fold, t.tok(j-1)
	if p.kind != word || t.toks[j].before != spaced {
		return false
	}
	switch with {
	case "to", "with", "w":
		if q := t.tok(j - 2); p.fold == "out" || p.fold == "over" || p.fold == "off" {
			return q.fold == "signed" || q.fold == "sign" || q.fold == "handed" || q.fold == "hand"
		}
		return givenEn[p.fold]
	case "с", "со", "у", "к", "от":
		return hasAnyPrefix(p.fold, givenRu)
	}
	return false
}

// colonLeads are words behind whose colon somebody stands.
var colonLeads = wordSet("консилиум присутствуют присутств состав комиссия смена бригада экипаж рождении направление первичная первичный повторная повторный семья сопровождение прочтение контакты пришел пришла администратор submitting ordering tech examiner reader anesthesia anaesthesia surgeon assistant circulator scrub up consults accept accepted recorder ordered opinion sign transcribed checked attendees apologies minutes requester")

var (
	givenEn = wordSet("given report reported handed handoff signed discussed spoke d/w called paged results texted escalated endorsed")
	givenRu = []string{"согласов", "обсужд", "консульт", "бесед", "наблюда", "разговор", "созвон", "встреч", "направ", "запис", "на приём", "прием", "оперирован", "лечил", "рекоменд", "летит"}
)

// nicknamed reports whether the word at i says what somebody is called.
func (t *passage) nicknamed(i int) bool {
	w := t.tok(i)
	if w.fold == "его" || w.fold == "ее" || w.fold == "себя" || w.is(":") {
		w = t.tok(i - 1)
	}
	return hasAnyPrefix(w.fold, []string{"зовут", "зовет", "звал", "называ", "кличк", "прозвищ", "знаком", "позывн", "псевдоним", "nicknam", "goes"})
}

// cut reports whether the dot at j ends an abbreviation or an initial, and no
// sentence.
func (t *passage) cut(j int) bool {
	p := t.tok(j - 1)
	return p.any(abbreviated) || (p.fold == "фам" || p.fold == "дел" && t.tok(j-2).any(shortForm)) && p.shape == lower || p.kind == word && p.any(curtailed) || p.any(leadsOn) && p.size <= 3 || p.size == 1 && p.shape == upper
}

// half reports whether the word at j is the second half of one that a hyphen or
// a stroke parts (б-ная, м/с).
func (t *passage) half(j int) bool {
	s := t.tok(j - 1)
	if s.is(".") && s.before == glued && t.toks[j].before == glued && t.tok(j-2).fold == "м" && t.toks[j].fold == "с" && t.tok(j-2).shape == lower {
		return true // м.с Ася
	}
	return (s.is("-") || s.is("/")) && s.before == glued && halved[t.tok(j-2).fold+s.fold+t.toks[j].fold]
}
