package templates

import (
	"fmt"
	"strings"
	"testing"

	"vypiska/exporter"
)

// thick is a three-page extract: 60 results, two long texts, a chart, a code.
func thick(results int) exporter.Extract {
	x := sample("ru")
	x.Laboratory = nil
	for done := 0; done < results; done += 12 {
		p := exporter.Panel{Title: text(fmt.Sprintf("Анализ крови, часть %d", 1+done/12)), Date: date("2026-06-17")}
		blood := sampleBlood().Rows
		for i := 0; i < 12 && done+i < results; i++ {
			p.Rows = append(p.Rows, blood[i%8])
		}
		x.Laboratory = append(x.Laboratory, p)
	}
	x.Reports = append(x.Reports, sampleReport())
	for i := range x.Reports {
		x.Reports[i].Body = texts(strings.Repeat("Лёгкие расправлены полностью, пневматизация не нарушена, очаговых изменений нет. ", 12))
	}
	return x
}

func draw(t testing.TB, x exporter.Extract) exporter.Paper {
	t.Helper()
	f, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.Draw(x)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
