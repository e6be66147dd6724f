//go:build conformance

package conformance

import (
	"strconv"
	"testing"

	"vypiska/exporter"
	"vypiska/exporter/policy"
	"vypiska/templates"
)

// forms draws every form in both languages as profile. The record is invented
// and has what makes a page: tables, bars, a chart, long texts, a mark, a code.
func forms(t *testing.T, profile string) (all []drawing) {
	t.Helper()
	f, err := templates.New(templates.Options{Profile: profile})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"ru", "en"} {
		for _, kind := range []policy.Kind{policy.Signed, policy.Anonymized} {
			p, err := f.Draw(extract(kind, lang))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, drawing{string(kind) + "." + lang, p})
		}
	}
	return all
}

func text(s string) exporter.Text { return exporter.NewText(s) }

func extract(kind policy.Kind, lang string) exporter.Extract {
	x := exporter.Extract{
		Number: "7K3M-9QXA-2D4F", Kind: kind, Lang: lang, IssuedAt: moment, Basis: "ст. 22 № 323-ФЗ",
		Issuer:     exporter.Issuer{Name: text("Клиника «Образец»"), Phone: text("(000) 000-00-00")},
		VerifyURL:  "https://example.org/v/7K3M-9QXA-2D4F",
		Anonymized: &exporter.Anonymized{Profile: "strict", Version: "1", Methods: []string{"remove-fields"}},
		Patient:    exporter.Patient{Sex: "female", AgeBand: "50–59", Age: -1},
		Diagnoses:  []exporter.Diagnosis{{Code: "E11.9", Name: text("Сахарный диабет 2 типа без осложнений")}},
		Laboratory: []exporter.Panel{{Title: text("Анализ крови"), Rows: []exporter.Row{
			{Name: text("Эритроциты"), Value: exporter.Value{Number: "4.61", Unit: "×10¹²/л"}, Range: exporter.Range{Low: "3.9", High: "4.7"}},
			{Name: text("β-гормон"), Value: exporter.Value{Number: "9.8", Unit: "µг/л"}, Range: exporter.Range{High: "9"}, Flag: exporter.FlagHigh},
		}}},
		Trends:  []exporter.Trend{{Name: text("HbA1c"), Unit: "%", Range: exporter.Range{Low: "4", High: "6"}}},
		Reports: []exporter.Report{{Title: text("КТ"), Body: []exporter.Text{text("Очаговых изменений не выявлено 😀.")}}},
	}
	for i, v := range []exporter.Number{"8.9", "7.6", "5.9"} {
		if d, err := exporter.ParseDate("2026-0" + strconv.Itoa(i+1) + "-14"); err == nil {
			x.Trends[0].Points = append(x.Trends[0].Points, exporter.Point{Date: d, Value: v})
		}
	}
	if kind == policy.Signed {
		x.Anonymized = nil
		x.Patient.Name = text("Иванова Мария Петровна")
		x.Mark = &exporter.Mark{Serial: "00A1B2", Owner: "Шевцова Елена Щукина", Demo: true, From: moment, To: moment.AddDate(1, 0, 0)}
	}
	return x
}
