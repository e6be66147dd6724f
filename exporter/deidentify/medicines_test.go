package deidentify

import "testing"

// Trade names stay where nothing but a list can tell: alone at a line's head, within a
// clause, in every case, with a second word behind them.
func TestTradeNamesOfMedicinesStay(t *testing.T) {
	ru := NewScrubber(patientOf("Котова", "Анна", "Львовна"), "ru")
	for _, text := range []string{
		"Сон не нарушен.\nФлюдитек.\nАппетит хороший.", "Утром ещё был Гринтерол, перенесла хорошо.", "Дома: Телзап, Бравадин, вода, покой.",
		"Принимала вчера также Зеджулу. С Кадсилой хуже, от Эманеры изжога.", "Аспирин Кардио не пьёт. Регидрон Био, Смекта. Конкор Кор утром.",
		"Верапамил-Ферейн, Цефепим-Альпа. Веро-Пипекуроний в наборе.", "Анест Септанест 1,7; анест. Убистезин форте 1,7", "Липикар на сухие места, Нутрилак на ночь. Аквасель на рану.",
	} {
		scrubRow(t, ru, text, text)
	}
	scrubRow(t, ru, "Анест Убистезин А.П., врач Лизаков. Смотрел Аспирин-Петров", "Анест [ФИО], врач [ФИО]. Смотрел [ФИО]")
	en := NewScrubber(patientOf("Halloran", "Ruth", ""), "en")
	for _, text := range []string{
		"Slept well.\nZapain.\nEating better.", "He brought Fobumix from home and left it there.", "At home: Biogesic, Alaxan, rest, fluids.", "Dafalgin at night; Qulipta again.",
	} {
		scrubRow(t, en, text, text)
	}
}
