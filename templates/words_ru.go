package templates

import (
	"strconv"

	"vypiska/exporter"
)

var russian = words{
	title:           "Выписка из медицинской карты",
	titleAnonymized: "Обезличенный отчёт",
	short:           "Документ",
	of:              "от",
	made:            "сформировано",
	phone:           "тел.",
	ogrn:            "ОГРН",
	licence:         "лицензия",

	patient:   "Пациент",
	born:      "Дата рождения",
	ageBand:   "Возраст",
	sex:       "Пол",
	deceased:  "Дата смерти",
	period:    "Период",
	basis:     "Основание",
	oms:       "Полис ОМС",
	snils:     "СНИЛС",
	card:      "Карта №",
	policy:    "Полис ДМС",
	region:    "Регион",
	address:   "Адрес",
	telephone: "Телефон",
	notStated: "не указано",
	noDate:    "дата не указана",
	untitled:  "без названия",
	single:    "отдельные результаты",
	nothing:   "Записей, отвечающих запросу, нет.",

	profile:       "Профиль обезличивания:",
	version:       "версия",
	methodsAre:    "Методы:",
	noIdentifiers: "Копия не содержит прямых идентификаторов пациента: персональные данные удалены или обобщены.",

	diagnoses:     "Диагнозы",
	allergies:     "Аллергии и непереносимость",
	laboratory:    "Лабораторные исследования",
	trends:        "Динамика показателей",
	measurements:  "Измерения и наблюдения",
	reports:       "Заключения исследований",
	studies:       "Лучевые исследования",
	medications:   "Лекарственные назначения",
	immunizations: "Прививки",
	procedures:    "Процедуры и операции",
	encounters:    "Посещения",
	omissions:     "Не вошло в документ",

	since:       "с",
	recorded:    "запись от",
	criticality: "опасность:",
	reactions:   "Реакции:",
	requester:   "назначил:",
	dose:        "доза",
	lot:         "серия",
	outcome:     "исход:",
	reason:      "Причина:",
	visit:       "Посещение",

	test:        "Показатель",
	result:      "Результат",
	unit:        "Ед. изм.",
	reference:   "Референс",
	position:    "Положение в интервале",
	referenceIs: "референс",
	comment:     "Комментарий лаборатории:",
	performer:   "Исполнитель:",

	preliminary:    "ПРЕДВАРИТЕЛЬНЫЙ результат. Это предварительный вариант, он может быть изменён.",
	preliminaryRow: "предварительный результат",
	amended:        "ИСПРАВЛЕННЫЙ результат. Это исправленный вариант, он заменяет выданный ранее.",
	conclusion:     "Заключение:",
	unreadable:     "Вложений, которые нельзя напечатать:",
	accession:      "№ исследования",
	issued:         "выдано",
	status:         "статус:",
	series:         "серий:",
	images:         "снимков:",

	sealed:      []string{"ДОКУМЕНТ ПОДПИСАН", "ЭЛЕКТРОННОЙ ПОДПИСЬЮ"},
	certificate: "Сертификат",
	owner:       "Владелец",
	demo:        "Использован демонстрационный ключ: юридической силы нет",
	check:       "Проверить копию: отсканируйте код или откройте адрес под ним.",
	validFrom:   "Действителен с",
	validTo:     "по",
	pageIs:      "Стр.",
	pageOf:      "из",
	spanFrom:    "с",
	spanTo:      "по",
	day:         "02.01.2006",
	month:       "01.2006",
	axisDay:     "02.01.06",
	comma:       true,
	years:       russianYears,
	signs: map[exporter.Flag]string{
		exporter.FlagLow:          "ниже референса",
		exporter.FlagHigh:         "выше референса",
		exporter.FlagLowCritical:  "критически ниже",
		exporter.FlagHighCritical: "критически выше",
		exporter.FlagAbnormal:     "отклонение от нормы",
	},
	sexes: codes{"male": "мужской", "female": "женский", "other": "другой", "unknown": "не известен"},
	statuses: codes{
		"registered": "зарегистрировано", "partial": "частичный результат", "preliminary": "предварительный", "final": "окончательный",
		"amended": "исправленный", "corrected": "исправленный", "appended": "дополненный", "cancelled": "отменено",
		"active": "действует", "completed": "завершено", "on-hold": "приостановлено", "stopped": "прекращено", "draft": "черновик",
		"unknown": "статус не известен", "intended": "намечено", "not-taken": "не принимается",
		"in-progress": "выполняется", "preparation": "подготовка", "not-done": "не выполнено",
	},
	clinical: codes{"active": "текущий", "recurrence": "повторный", "relapse": "рецидив", "inactive": "неактивный",
		"remission": "ремиссия", "resolved": "завершён"},
	verification: codes{"confirmed": "подтверждён", "provisional": "предварительный", "differential": "дифференциальный",
		"unconfirmed": "не подтверждён", "refuted": "опровергнут", "presumed": "предполагаемый"},
	criticalities: codes{"low": "низкая", "high": "высокая", "unable-to-assess": "не оценена"},
	categories: codes{
		"RAD": "лучевая диагностика", "LAB": "лабораторное исследование", "CT": "компьютерная томография", "NMR": "МРТ",
		"RUS": "УЗИ", "CUS": "эхокардиография", "EC": "электрокардиография", "PAT": "патология", "SP": "патоморфология",
		"CP": "цитология", "CH": "биохимия", "HM": "гематология", "MB": "микробиология", "IMM": "иммунология",
		"GE": "генетика", "NMS": "радионуклидная диагностика", "RX": "рентгенография", "BLB": "банк крови",
		"TX": "токсикология", "VR": "вирусология", "SR": "серология", "ICU": "мониторинг", "OTH": "другое",
	},
	modalities: codes{"CT": "КТ", "MR": "МРТ", "DX": "рентгенография", "CR": "рентгенография", "US": "УЗИ", "MG": "маммография",
		"XA": "ангиография", "RF": "рентгеноскопия", "NM": "сцинтиграфия", "PT": "ПЭТ", "ES": "эндоскопия", "ECG": "ЭКГ", "BMD": "денситометрия"},
	classes: codes{"AMB": "амбулаторно", "IMP": "стационар", "EMER": "неотложная помощь", "HH": "на дому", "VR": "телемедицина",
		"SS": "дневной стационар", "ACUTE": "стационар, острый период", "NONAC": "стационар, плановый", "OBSENC": "наблюдение",
		"PRENC": "перед госпитализацией", "FLD": "на выезде"},
	absent: codes{"unknown": "не известно", "asked-unknown": "пациент не знает", "temp-unknown": "пока не известно",
		"not-asked": "не спрашивали", "asked-declined": "пациент отказался отвечать", "masked": "скрыто", "not-applicable": "не применимо",
		"unsupported": "не поддерживается", "as-text": "см. текст", "error": "ошибка измерения", "not-a-number": "не число",
		"negative-infinity": "ниже предела измерения", "positive-infinity": "выше предела измерения",
		"not-performed": "не выполнено", "not-permitted": "не разрешено"},
	methods: codes{"remove-fields": "удаление полей", "generalise-dates": "обобщение дат до года", "generalise-age": "возрастные группы",
		"replace-references": "замена ссылок", "scrub-text": "очистка текста"},
	omitted:     codes{"attachment": "Вложения, которые нельзя напечатать", "label": "Сведения ограниченного доступа", "other": "Другие сведения"},
	comparators: codes{"<=": "≤", ">=": "≥"},
}

// russianYears agrees "год" with its number.
func russianYears(n int) string {
	switch {
	case n == 0:
		return "до 1 года"
	case n%100 >= 11 && n%100 <= 14:
		return strconv.Itoa(n) + " лет"
	case n%10 == 1:
		return strconv.Itoa(n) + " год"
	case n%10 >= 2 && n%10 <= 4:
		return strconv.Itoa(n) + " года"
	}
	return strconv.Itoa(n) + " лет"
}
