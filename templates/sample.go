package templates

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync"
	"time"

	"vypiska/exporter"
)

// The sample is the record of nobody. Every form is drawn with it when the
// program starts, and it is what an editor of forms sees in a preview.

func text(s string) exporter.Text { return exporter.NewText(s) }

func texts(all ...string) (out []exporter.Text) {
	for _, s := range all {
		out = append(out, text(s))
	}
	return out
}

func date(s string) exporter.Date {
	d, err := exporter.ParseDate(s)
	if err != nil {
		panic(err) // a mistake in this file, on every machine
	}
	return d
}

// on is what was on a day.
func on(s string) exporter.When {
	return exporter.When{Period: exporter.Period{Start: date(s), End: date(s)}}
}

// result is a row of the sample's tables.
func result(name, value, unit, low, high string, flag exporter.Flag) exporter.Row {
	return exporter.Row{Name: text(name), Flag: flag,
		Value: exporter.Value{Number: exporter.Number(value), Unit: unit},
		Range: exporter.Range{Low: exporter.Number(low), High: exporter.Number(high)}}
}

func moscow() *time.Location { return time.FixedZone("MSK", 3*60*60) }

// sample is the record of nobody, of the size of an ordinary visit to a clinic.
func sample(lang string) exporter.Extract {
	x := exporter.Extract{
		Number: "7K3M-9QXA-2D4F", Kind: "signed", Form: exporter.FormExtract, Lang: lang,
		IssuedAt: time.Date(2026, 7, 1, 15, 0, 0, 0, moscow()),
		Basis:    "ст. 22 Федерального закона от 21.11.2011 № 323-ФЗ",
		Period:   exporter.Period{Start: date("2026-01-01"), End: date("2026-06-30")},
		Issuer: exporter.Issuer{Name: text("ГБУЗ «Городская поликлиника № 25»"), Address: text("000000, г. Примерск, ул. Образцовая, д. 1"),
			Phone: text("(000) 000-00-00"), OGRN: text("0000000000000"), Licence: text("ЛО-00-00-000000")},
		VerifyURL: "https://example.org/v/7K3M-9QXA-2D4F",
		Mark: &exporter.Mark{Serial: "00A1B2C3D4E5F60718293A4B5C6D7E8F", Owner: "Шевцова Елена Щукина", Demo: true,
			From: time.Date(2026, 1, 10, 0, 0, 0, 0, moscow()), To: time.Date(2027, 4, 10, 0, 0, 0, 0, moscow())},
		Patient: exporter.Patient{Name: text("Иванова Мария Петровна"), Birth: exporter.BirthOf(date("1971-03-12")), Age: 55, Sex: "female",
			SNILS: text("000-000-000 00"), OMS: text("0000 0000 0000 0000"), Card: text("А-104"),
			Policies: texts("ДМС-0001, СК «Образец»"), Address: text("г. Примерск, ул. Новая, д. 7, кв. 12"), Phone: text("+7 000 000-00-00")},
	}
	sampleClinical(&x)
	return x
}

func sampleClinical(x *exporter.Extract) {
	x.Diagnoses = []exporter.Diagnosis{
		{Code: "E11.9", Name: text("Сахарный диабет 2 типа без осложнений"), Clinical: "active", Verification: "confirmed", Severity: text("moderate"), Onset: exporter.When{Age: exporter.Age{Low: "48", LowUnit: "a"}}},
		{Code: "I10", Name: text("Эссенциальная [первичная] гипертензия"), Clinical: "active", Recorded: date("2024-03-02"), Stages: texts("II"), Evidence: texts("головная боль"), Note: text("Контроль АД дважды в день.")},
	}
	x.Allergies = []exporter.Allergy{{Name: text("Пенициллин"), Type: "allergy", Categories: []string{"medication"}, Criticality: "high", Clinical: "active",
		Reactions: []exporter.Reaction{{Signs: texts("крапивница", "отёк Квинке"), Severity: "severe", Substance: text("ампициллин"), Began: date("2014")}}}}
	x.Laboratory = []exporter.Panel{sampleBlood()}
	x.Trends = []exporter.Trend{sampleTrend()}
	x.Measurements = []exporter.Panel{{Title: text("Артериальное давление"), Date: date("2026-06-17T08:30:00+03:00"), Rows: []exporter.Row{
		{Name: text("Артериальное давление"), Heads: true},
		indented(result("Систолическое", "142", "мм рт. ст.", "", "140", exporter.FlagHigh)),
		indented(result("Диастолическое", "88", "мм рт. ст.", "", "90", exporter.FlagNormal)),
	}}}
	x.Reports = []exporter.Report{sampleReport()}
	x.Studies = []exporter.Study{{Started: date("2026-05-14"), Description: text("КТ органов грудной клетки"), Reasons: texts("кашель более месяца"), Modalities: []string{"CT"}, Accession: text("A-77120"), Series: 3, Instances: 412}}
	x.Medications = []exporter.Medication{{Name: text("Метформин 1000 мг"), Dosage: texts("по 1 таблетке 2 раза в день во время еды"), Status: "active", Authored: date("2026-06-17"), Requester: text("Петров С. И."),
		Reasons: texts("сахарный диабет 2 типа"), Supply: exporter.Supply{Quantity: text("60 таб."), Refills: "2"}}}
	x.Immunizations = []exporter.Immunization{
		{Vaccine: text("Вакцина для профилактики гриппа"), Occurred: on("2025-10-02"), Lot: text("У-1182"), Dose: text("0,5 мл"), Route: text("внутримышечно"),
			Courses: []exporter.Course{{Dose: text("1"), Diseases: texts("грипп")}}},
		{Status: "not-done", Vaccine: text("Вакцина против жёлтой лихорадки"), Occurred: on("2025-10-02"), NotDone: text("аллергия на куриный белок")}}
	x.Procedures = []exporter.Procedure{{Name: text("Эзофагогастродуоденоскопия"), Status: "completed", Performed: on("2026-04-03"), Outcome: text("выполнено полностью"),
		Reasons: texts("боли в эпигастрии"), FollowUp: texts("контроль через год"), Performers: texts("Орлова А. В.")}}
	x.Encounters = []exporter.Encounter{{Class: "AMB", Types: texts("Приём терапевта"), Reasons: texts("контроль диабета"), Found: texts("Сахарный диабет 2 типа без осложнений"), Doctors: texts("Петров С. И., терапевт"),
		Period: exporter.Period{Start: date("2026-06-17T09:00:00+03:00"), End: date("2026-06-17T09:30:00+03:00")}}}
	x.Omissions = []exporter.Omission{{Code: "attachment", Count: 2}}
}

func indented(r exporter.Row) exporter.Row { r.Indent = true; return r }

func sampleBlood() exporter.Panel {
	return exporter.Panel{Title: text("Общий и биохимический анализ крови"), Date: date("2026-06-17T08:10:00+03:00"), Rows: []exporter.Row{
		result("Гемоглобин", "134", "г/л", "120", "150", exporter.FlagNormal),
		result("Эритроциты", "4.61", "×10¹²/л", "3.9", "4.7", exporter.FlagNormal),
		result("Лейкоциты", "9.80", "×10⁹/л", "4.0", "9.0", exporter.FlagHigh),
		result("Тромбоциты", "241", "×10⁹/л", "180", "320", exporter.FlagNormal),
		result("Глюкоза натощак", "7.4", "ммоль/л", "3.9", "6.1", exporter.FlagHigh),
		result("Гликированный гемоглобин (HbA1c)", "6.9", "%", "4.0", "6.0", exporter.FlagHigh),
		result("Креатинин", "82", "мкмоль/л", "44", "97", exporter.FlagNormal),
		result("Калий", "2.6", "ммоль/л", "3.5", "5.1", exporter.FlagLowCritical),
		{Name: text("Белок в моче"), Value: exporter.Value{Words: text("отрицательно")}},
		{Name: text("Посев мочи"), Value: exporter.Value{Words: text("рост условно-патогенной микрофлоры не обнаружен за 48 часов")}, Preliminary: true, Note: text("повторный посев")},
		{Name: text("Чувствительность к ампициллину"), Value: exporter.Value{Words: text("R")}, Said: texts("R")},
		{Name: text("СОЭ"), Value: exporter.Value{Absent: "not-performed"}},
		{Name: text("С-реактивный белок"), Value: exporter.Value{Number: "0.5", Comparator: "<", Unit: "мг/л"}, Range: exporter.Range{High: "5"}, Flag: exporter.FlagNormal},
	}, Comment: text("Гипокалиемия. Рекомендован контроль."), Performers: texts("Лаборант Сидорова О. П.")}
}

func sampleTrend() exporter.Trend {
	t := exporter.Trend{Name: text("Гликированный гемоглобин (HbA1c)"), Unit: "%", Range: exporter.Range{Low: "4.0", High: "6.0"}}
	for i, v := range []string{"8.9", "8.4", "8.1", "7.9", "7.6", "7.8", "7.4", "7.3", "7.1", "7.2", "7.0", "6.9"} {
		d := time.Date(2025, 7+time.Month(i), 14, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
		t.Points = append(t.Points, exporter.Point{Date: date(d), Value: exporter.Number(v), Flag: exporter.FlagHigh})
	}
	return t
}

func sampleReport() exporter.Report {
	return exporter.Report{Title: text("КТ органов грудной клетки"), Category: "CT", Date: date("2026-05-14"), Issued: date("2026-05-15"), Status: "final",
		Accession: text("A-77120"), Performers: texts("Врач-рентгенолог Шувалов Я. Щ."), Reasons: texts("кашель более месяца"), Unreadable: 1,
		Body: texts("Лёгкие расправлены полностью, пневматизация не нарушена. Очаговых и инфильтративных изменений в паренхиме лёгких не выявлено. Трахея, главные и сегментарные бронхи проходимы, просвет их не деформирован.",
			"Внутригрудные лимфатические узлы не увеличены, до 7 × 5\u00a0мм. Аорта: диаметр восходящего отдела 34\u00a0мм (≤\u00a038\u00a0мм), стенки уплотнены, единичные кальцинаты. Доза облучения: 2,1\u00a0мЗв."),
		Conclusion: texts("Очаговой и инфильтративной патологии не выявлено. Атеросклероз аорты."),
		Findings:   []exporter.Finding{{Code: "I70.0", Name: text("Атеросклероз аорты")}},
		Images:     []exporter.Image{{Data: sampleImage(), Caption: text("Ключевое изображение: аксиальный срез"), Date: date("2026-05-14")}}}
}

// sampleImage is a picture of nothing: grey ellipses.
var sampleImage = sync.OnceValue(func() exporter.Text {
	const w, h = 192, 144
	m := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := float64(x)/w-0.5, float64(y)/h-0.5
			shade := uint8(0)
			if body := u*u/0.2 + v*v/0.15; body < 1 {
				shade = uint8(90 + 90*(1-body))
			}
			if lung := min((u-0.17)*(u-0.17)/0.018+v*v/0.05, (u+0.17)*(u+0.17)/0.018+v*v/0.05); lung < 1 {
				shade = uint8(25 + 40*lung)
			}
			m.SetGray(x, y, color.Gray{Y: shade})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err) // a bytes.Buffer takes all
	}
	return text(b.String())
})

// anonymous is the sample as de-identification by the strict profile leaves it:
// years, no names, no numbers of studies.
func anonymous(lang string) exporter.Extract {
	x := sample(lang)
	x.Kind, x.Form, x.Mark = "anonymized", exporter.FormAnonymized, nil
	x.Patient = exporter.Patient{Sex: "female", AgeBand: "50–59", Region: text("Свердловская область"), Age: -1}
	x.Anonymized = &exporter.Anonymized{Profile: "strict", Version: "1", Methods: []string{"remove-fields", "generalise-dates", "generalise-age", "replace-references", "scrub-text"},
		Group: exporter.GroupNotAssessed}
	year := date("2026")
	x.Period = exporter.Period{Start: year, End: year}
	x.Diagnoses[0].Onset.Age = exporter.Age{Low: "40", LowUnit: "a", High: "49", HighUnit: "a"}
	x.Diagnoses[1].Recorded = date("2024")
	x.Laboratory[0].Date, x.Laboratory[0].Performers, x.Measurements[0].Date = year, nil, year
	for i := range x.Trends[0].Points {
		x.Trends[0].Points[i].Date = x.Trends[0].Points[i].Date.OnlyYear()
	}
	r := &x.Reports[0]
	r.Date, r.Issued, r.Performers, r.Accession, r.Images = year, year, nil, text(""), nil
	x.Studies[0].Started, x.Studies[0].Accession = year, text("")
	x.Medications[0].Authored, x.Medications[0].Requester = year, text("")
	x.Immunizations[0].Occurred, x.Immunizations[0].Lot, x.Immunizations[1].Occurred = on("2025"), text(""), on("2025")
	x.Procedures[0].Performed, x.Procedures[0].Performers = on("2026"), nil
	x.Encounters[0].Period, x.Encounters[0].Doctors = exporter.Period{Start: year}, nil
	x.Omissions = append(x.Omissions, exporter.Omission{Code: "image", Count: 1})
	return x
}

// laboratoryOnly is the sample of a patient who asked for laboratory results alone.
func laboratoryOnly(lang string) exporter.Extract {
	x := sample(lang)
	x.Form, x.Period = exporter.FormLaboratory, exporter.Period{}
	x.Diagnoses, x.Allergies, x.Measurements, x.Reports, x.Studies, x.Medications = nil, nil, nil, nil, nil, nil
	x.Immunizations, x.Procedures, x.Encounters, x.Omissions = nil, nil, nil, nil
	return x
}

// imagingOnly is the sample of a patient who asked for an imaging report alone.
func imagingOnly(lang string) exporter.Extract {
	x := sample(lang)
	x.Form, x.Period = exporter.FormImaging, exporter.Period{}
	x.Diagnoses, x.Allergies, x.Laboratory, x.Trends, x.Measurements, x.Medications = nil, nil, nil, nil, nil, nil
	x.Immunizations, x.Procedures, x.Encounters, x.Omissions = nil, nil, nil, nil
	return x
}

// insured is the sample as an insurer gets it under a contract.
func insured(lang string) exporter.Extract {
	x := sample(lang)
	x.Form, x.Basis = exporter.FormCase, "договор ДМС-2026/17, согласие пациента от 10.01.2026"
	x.Case = &exporter.Case{Contract: "ДМС-2026/17", Insurer: text("СК «Образец-Мед»"), Policy: text("0001-2233445"), Services: []exporter.Service{
		{Date: date("2026-05-14"), Code: "A06.09.005", Name: text("Компьютерная томография органов грудной полости")},
		{Date: date("2026-06-17"), Code: "B03.016.003", Name: text("Общий (клинический) анализ крови развернутый")},
	}}
	x.Patient.SNILS, x.Patient.Card, x.Patient.Policies = text(""), text(""), nil
	x.Patient.Address, x.Patient.Phone = text(""), text("")
	x.Diagnoses, x.Allergies, x.Trends, x.Measurements, x.Medications = x.Diagnoses[:1], nil, nil, nil, nil
	x.Immunizations, x.Procedures, x.Encounters, x.Omissions = nil, nil, nil, nil
	return x
}

func sampleSlip() Slip {
	x := sample("ru")
	return Slip{Issuer: x.Issuer, IssuedAt: x.IssuedAt, Person: x.Patient.Name, Role: "patient", Login: text("p-4721-8305"),
		Password: text("Kx7m-Qw3t-Zr9d"), ValidUntil: x.IssuedAt.AddDate(0, 0, 7), Address: "https://example.org/login"}
}

func sampleAct() Act {
	x := sample("ru")
	return Act{Number: x.Number, Issuer: x.Issuer, IssuedAt: x.IssuedAt, DestroyedAt: x.IssuedAt.Add(-time.Hour),
		Reason: text("истёк срок хранения копий"), Method: text("удаление объекта и ключа шифрования без возможности восстановления"),
		System: text("vypiska, хранилище копий"), BackupsUntil: date("2026-08-01"),
		Items: []Destroyed{
			{Number: "4T8R-0M2C-XW6P", Kind: "signed", Person: text("Иванова Мария Петровна"), Categories: []string{"identity", "contact", "insurance", "health"}, IssuedOn: date("2026-03-30")},
			{Number: "9B1K-5ZHE-7QNA", Kind: "anonymized", Categories: []string{"anonymized"}, IssuedOn: date("2026-03-31")},
		},
		Officers: []Officer{{Name: text("Шевцова Елена Щукина"), Position: text("ответственный за персональные данные")}, {Name: text("Орлов Пётр Ильич"), Position: text("администратор")}},
		Log: []Logged{{Index: 1041, Time: x.IssuedAt.Add(-time.Hour), Event: "destruction", Number: "4T8R-0M2C-XW6P"},
			{Index: 1042, Time: x.IssuedAt.Add(-time.Hour), Event: "destruction", Number: "9B1K-5ZHE-7QNA"}},
		Mark: x.Mark, VerifyURL: x.VerifyURL}
}

func sampleDisclosures() Disclosures {
	x := sample("ru")
	return Disclosures{Number: x.Number, Issuer: x.Issuer, IssuedAt: x.IssuedAt, Patient: x.Patient.Name, Birth: x.Patient.Birth, Period: x.Period,
		Entries: []Disclosure{
			{Time: x.IssuedAt.AddDate(0, -2, 0), Event: "download", Recipient: text("Иванова Мария Петровна"), Role: "patient", Number: "4T8R-0M2C-XW6P", Kind: "signed", Basis: text("запрос пациента, ст. 22 323-ФЗ")},
			{Time: x.IssuedAt.AddDate(0, -1, 0), Event: "download", Recipient: text("Петров Сергей Иванович"), Role: "doctor", Number: "9B1K-5ZHE-7QNA", Kind: "anonymized", Basis: text("направление лечащего врача, ст. 13 323-ФЗ")},
			{Time: x.IssuedAt.AddDate(0, 0, -3), Event: "package", Recipient: text("СК «Образец-Мед»"), Role: "insurer", Number: "2D6V-8YJS-1GKT", Kind: "package", Basis: text("договор ДМС-2026/17, согласие от 10.01.2026")},
		}, Mark: x.Mark, VerifyURL: x.VerifyURL}
}

// pseudonymous is the sample as an insurer gets it under a contract without names.
func pseudonymous(lang string) exporter.Extract {
	x, c := anonymous(lang), insured(lang)
	x.Kind, x.Form, x.Mark, x.Basis, x.Period = c.Kind, exporter.FormPseudonymous, c.Mark, c.Basis, c.Period
	x.Anonymized = &exporter.Anonymized{Profile: "research", Version: "1", Pseudonym: "KMTR-VBWA-HQSE", Group: exporter.GroupEnough,
		Methods: []string{"remove-fields", "shift-dates", "generalise-age", "pseudonym", "replace-references", "scrub-text"}}
	x.Case = &exporter.Case{Contract: c.Case.Contract, Services: []exporter.Service{
		{Date: date("2025-11-02"), Code: "A06.09.005", Name: c.Case.Services[0].Name},
		{Date: date("2025-12-06"), Code: "B03.016.003", Name: c.Case.Services[1].Name},
	}}
	x.Diagnoses, x.Allergies, x.Trends, x.Measurements, x.Medications = nil, nil, nil, nil, nil
	x.Immunizations, x.Procedures, x.Encounters = nil, nil, nil
	x.Laboratory[0].Date, x.Reports[0].Date, x.Reports[0].Issued, x.Studies[0].Started = date("2025-12-06"), date("2025-11-02"), date("2025-11-02"), date("2025-11-02")
	return x
}

// samples are the data a form is tried with.
var samples = map[string]func(lang string) any{
	exporter.FormExtract:      func(lang string) any { return seen(sample(lang)) },
	exporter.FormLaboratory:   func(lang string) any { return seen(laboratoryOnly(lang)) },
	exporter.FormImaging:      func(lang string) any { return seen(imagingOnly(lang)) },
	exporter.FormAnonymized:   func(lang string) any { return seen(anonymous(lang)) },
	exporter.FormCase:         func(lang string) any { return seen(insured(lang)) },
	exporter.FormPseudonymous: func(lang string) any { return seen(pseudonymous(lang)) },
	FormSlip:                  func(string) any { s := sampleSlip(); return &s },
	FormAct:                   func(string) any { a := sampleAct(); return &a },
	FormDisclosures:           func(string) any { d := sampleDisclosures(); return &d },
}

// Preview prints a form with invented data.
func (f *Forms) Preview(name, lang string) (exporter.Paper, error) {
	data, ok := samples[name]
	if !ok {
		return exporter.Paper{}, fmt.Errorf("%s: no such form; use one of %s", name, strings.Join(Names(), ", "))
	}
	return f.draw(name, lang, data(lang))
}
