package deidentify

import "testing"

func TestCodesWithoutALabel(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"two capitals and a hyphen":    {"Внесён в регистр, РХ-477.", "Внесён в регистр, [номер]."},
		"a capital and a stroke":       {"УЗДС вен V/6135 готово", "УЗДС вен [номер] готово"},
		"a study's letters":            {"Skeletal survey XR-4118 is normal", "Skeletal survey [номер] is normal"},
		"glued":                        {"Throat swab SW2961 was sent", "Throat swab [номер] was sent"},
		"a foreign passport":           {"Вещи: паспорт ФРГ C02X8KLM5 и ключи", "Вещи: паспорт ФРГ [номер] и ключи"},
		"a country cut short":          {"пасп. Узб. FA 6618023, не работает", "пасп. Узб. [номер], не работает"},
		"a marker stays":               {"СА-125 14 ед, HLA-B27 отр.", "СА-125 14 ед, HLA-B27 отр."},
		"a value stays":                {"Hb-134, АД-140/90, ЧСС-78", "Hb-134, АД-140/90, ЧСС-78"},
		"a model of a maker stays":     {"Осмотр видеогастроскопом Olympus GIF-190 выполнен", "Осмотр видеогастроскопом Olympus GIF-190 выполнен"},
		"a round model stays":          {"Работа выполнена, GX-3500 исправен", "Работа выполнена, GX-3500 исправен"},
		"a car, a law and a year stay": {"Автомобиль ВАЗ-2114, ФЗ-323, уравнение GLI-2012", "Автомобиль ВАЗ-2114, ФЗ-323, уравнение GLI-2012"},
		"an isotope stays":             {"Seeds of I-125 were implanted", "Seeds of I-125 were implanted"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
