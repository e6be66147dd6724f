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
