package deidentify

import "testing"

// Terms that no everyday dictionary has begin the lines of reports: taken for
// somebody, the finding would be lost.
func TestTermsAtTheHeadOfALineStay(t *testing.T) {
	s := NewScrubber(patientOf("Котова", "Анна", "Львовна"), "ru")
	for _, text := range []string{
		"Антелистез L5-S1 на 4,7 мм.", "Заключение: Лимфома. Контроль через год.", "Тропонин 0,02.\nКортизол 410.", "Межжелудочковая перегородка 10 мм.",
		"Варикоцеле слева.\nГидроцеле справа.", "Уролитиаз.\nПиелоэктазия.", "Холедох 5 мм.", "Анизокория нет.", "Аспират взят на посев.", "Олигозооспермия.",
		"Миеломой не страдает. Целиакии нет.", "Ишемического генеза. Плазмаферез N3.", "Перивентрикулярно очаги.", "Амниоцентез в 17 недель.",
	} {
		scrubRow(t, s, text, text)
	}
	// A surname of the same shape is somebody's all the same beside a name or initials.
	scrubRow(t, s, "Осмотрел Ренин А.П., врач Кифоз Иван Петрович", "Осмотрел [ФИО], врач [ФИО]")
}

// Families of terms stay by how they are built, at a line's head, in capitals and with a
// capital inside a sentence.
func TestTermsStayByHowTheyAreBuilt(t *testing.T) {
	ru := NewScrubber(patientOf("Котова", "Анна", "Львовна"), "ru")
	for _, text := range []string{
		"Иммуногистохимический анализ. Заключение: Трофическая. Ортодромная тахикардия", "Папулы и везикулы. Дивертикулы сигмы.", "Псевдобульбарный синдром. Гепатикохоледох 6 мм",
		"Гозерелин отменён. Этопозид. Тахокомб на ложе.", "В анамнезе также Гипертоническая болезнь, перенёс Пневмонию и Невроз", "ЗАКЛЮЧЕНИЕ: ПАПИЛЛЯРНАЯ МЫШЦА, МЕЖМЫЩЕЛКОВОЕ ВОЗВЫШЕНИЕ",
		"Лейконихия. Алалия. Эхолалия. Бигеминия.", "Ретинированный моляр. Кламмеры, виниры.",
	} {
		scrubRow(t, ru, text, text)
	}
	en := NewScrubber(patientOf("Halloran", "Ruth", ""), "en")
	for _, text := range []string{
		"Bullae at the apex. Corticomedullary junction kept. Hyperdensity seen.", "The scan shows mild Aneurysm of the aorta and old Pancreatitis.", "Closed with 2-0 Ethibond and Dexon.",
		"Disch meds reviewed. Imms up to date.", "Areflexia. Bigeminy on the strip.",
	} {
		scrubRow(t, en, text, text)
	}
	scrubRow(t, ru, "Осмотрел также Лопаткин, вчера Молярова уехала", "Осмотрел также [ФИО], вчера [ФИО] уехала")
	scrubRow(t, ru, "врач Шрейдер А.П., Цитолов И.И. Папиллин ушёл", "врач [ФИО], [ФИО] ушёл")
}

// A surname that is an adjective or ends like a term stays nobody's term.
func TestSurnamesBuiltLikeTermsGo(t *testing.T) {
	ru := NewScrubber(Identity{}, "ru")
	for text, want := range map[string]string{
		"направлена вчера к Заболотному с вопросами": "направлена вчера к [ФИО] с вопросами",
		"приём у Воротникова завтра":                 "приём у [ФИО] завтра",
		"вчера говорили с Кошарным о плане":          "вчера говорили с [ФИО] о плане",
	} {
		scrubRow(t, ru, text, want)
	}
}
