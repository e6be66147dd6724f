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
	for _, text := range []string{"пьёт Зорбексил с марта, колет Дуламин", "перешла с Тремолина на Зорбексил", "вечером Тремолин п/к"} {
		scrubRow(t, ru, text, text) // on no list
	}
	scrubRow(t, ru, "перешла с Мариной на ты. Пил Викторов с утра", "перешла с [ФИО] на ты. [ФИО] с утра")
	en := NewScrubber(patientOf("Halloran", "Ruth", ""), "en")
	for _, text := range []string{
		"Slept well.\nZapain.\nEating better.", "He brought Fobumix from home and left it there.", "At home: Biogesic, Alaxan, rest, fluids.", "Dafalgin at night; Qulipta again.",
	} {
		scrubRow(t, en, text, text)
	}
	for _, text := range []string{"Remains on Zorbexil, stable", "Switched from Ambrivex to Colvanta", "Rx: Tremolin BD, Zorbexil nocte", "Home meds: Zorbexil, Tremolin, Quistadex"} {
		scrubRow(t, en, text, text) // on no list
	}
	scrubRow(t, en, "Relies on Harrison for shopping. Called on Tolliver", "Relies on [name] for shopping. Called on [name]")
}
