package view

import (
	"testing"

	"vypiska/exporter"
	"vypiska/exporter/record"
	"vypiska/internal/text"
)

func TestAResultOnTheScreenSaysWhatWasFound(t *testing.T) {
	words := record.NewPersonal
	for _, c := range []struct {
		name string
		v    exporter.Value
		want string
	}{
		{"a number", exporter.Value{Number: "5.10", Comparator: "<", Unit: "г/л"}, "<\u00a05,10\u00a0г/л"},
		{"words", exporter.Value{Words: words("не обнаружено")}, "не обнаружено"},
		{"yes in the reader's language", exporter.Value{Words: words("true")}, "да"},
		{"a reason instead of a value", exporter.Value{Absent: "not-performed"}, "нет результата"},
		{"the head of its parts", exporter.Value{}, ""},
	} {
		if got := value(text.Ru, c.v); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	women := exporter.Range{Low: "120", High: "140", AppliesTo: []record.Text{{Text: words("женщины")}}}
	if got := norm(text.Ru, exporter.Row{Ranges: []exporter.Range{women, {Text: "до 5"}}}); got != "120–140, женщины; до 5" {
		t.Errorf("ranges: %q", got)
	}
	if got := norm(text.Ru, exporter.Row{}); got != "" {
		t.Errorf("no range: %q", got)
	}
}
