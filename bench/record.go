package main

import (
	"fmt"
	"strings"

	"vypiska/exporter/record"
)

var analytes = []string{"Гемоглобин", "Эритроциты", "Лейкоциты", "Тромбоциты", "Глюкоза", "Креатинин", "Калий", "Натрий", "АЛТ", "АСТ",
	"Холестерин", "Триглицериды", "ЛПНП", "ЛПВП", "Мочевина", "Билирубин", "Белок общий", "Альбумин", "Железо", "Ферритин"}

var body = "Пациентка Щукина Ш.И. " + strings.Repeat("Лёгкие расправлены полностью, пневматизация не нарушена. "+
	"Очаговых и инфильтративных изменений в паренхиме лёгких не выявлено. ", 12) + "\nЗаключение: норма."

func personal(s string) record.Personal { return record.NewPersonal(s) }

// threePages is an invented patient's record whose extract takes three pages:
// 60 results on three days, a chart, two reports of 1,500 characters.
func threePages() (record.Record, error) {
	born, err := record.ParseDate("1971-03-12")
	if err != nil {
		return record.Record{}, err
	}
	issued, err := record.ParseDate("2026-05-14")
	if err != nil {
		return record.Record{}, err
	}
	rec := record.Record{Patient: record.Patient{
		ID: "p1", Names: []record.Name{{Family: personal("Щукина"), Given: []record.Personal{personal("Шура"), personal("Игоревна")}}},
		Identifiers: []record.Identifier{{Kind: record.SNILS, Value: personal("112-233-445 95")}},
		Birth:       record.NewBirthDate(born), Sex: record.Female,
	}}
	rec.Diagnoses = []record.Diagnosis{{Meta: record.Meta{Ref: "Condition/1"}, Recorded: issued,
		Code: record.Text{Text: personal("Сахарный диабет 2 типа"), Codes: []record.Code{{System: "urn:oid:1.2.643.5.1.13.13.11.1005", Code: "E11.9"}}}}}
	for i := range 60 {
		o, err := observation(i)
		if err != nil {
			return record.Record{}, err
		}
		rec.Observations = append(rec.Observations, o)
	}
	for i := range 2 {
		rec.Reports = append(rec.Reports, record.Report{Meta: record.Meta{Ref: record.Ref(fmt.Sprintf("DiagnosticReport/%d", i))}, Status: "final",
			Code: record.Text{Text: personal("КТ органов грудной клетки")}, Issued: issued, Conclusion: personal(body)})
	}
	return rec, nil
}

// observation is one of the 60 results; only the first of each day's 20 has a code
// shared with other days, so that there is one chart.
func observation(i int) (record.Observation, error) {
	when, err := record.ParseDate(fmt.Sprintf("2026-%02d-16T08:10:00+03:00", 1+i/20*2))
	code := fmt.Sprintf("x-%d", i)
	if i%20 == 0 {
		code = "718-7"
	}
	return record.Observation{
		Meta: record.Meta{Ref: record.Ref(fmt.Sprintf("Observation/%d", i))}, Status: "final", Categories: []string{"laboratory"},
		Code:      record.Text{Text: personal(analytes[i%20]), Codes: []record.Code{{System: "http://loinc.org", Code: code}}},
		Effective: when, Interpretation: []record.Text{{Codes: []record.Code{{Code: []string{"N", "H", "L"}[i%3]}}}},
		Value:  record.Value{Number: record.Number(fmt.Sprintf("%d.%d", 3+i%7, i%10)), Unit: "×10⁹/л"},
		Ranges: []record.Range{{Low: "4.0", High: "9.0"}},
	}, err
}
