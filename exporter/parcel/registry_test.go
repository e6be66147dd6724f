package parcel

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"vypiska/exporter/record"
)

// What is written piece by piece is what the encoder writes of the whole.
func TestListsAreWrittenAsTheEncoderWould(t *testing.T) {
	whole := func(v any) string {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for n := range 3 {
		rows, m := []Document{}, Manifest{Format: Format, Package: "A", Previous: &Previous{"B", "c"}, Files: []File{}, Deleted: []Deleted{{Number: "D"}}}
		for range n {
			rows = append(rows, Document{Patient: "<&>", Number: "N", Reports: []string{"r", "s"}, Shared: []string{}})
			m.Files = append(m.Files, File{Name: "documents/N.pdf", Size: 7, Number: "N"}, File{Name: "x"})
		}
		var registry, manifest bytes.Buffer
		if err := writeRegistry(&registry, rows); err != nil || registry.String() != whole(Registry{rows}) {
			t.Errorf("%d rows: %v\n%s\nwant\n%s", n, err, registry.String(), whole(Registry{rows}))
		}
		if err := writeManifest(&manifest, m); err != nil || manifest.String() != whole(m) {
			t.Errorf("%d files: %v\n%s\nwant\n%s", n, err, manifest.String(), whole(m))
		}
	}
}

// Of a report of which only the month is known nobody wrote the day.
func TestADateStaysAsExactAsItIs(t *testing.T) {
	msk := time.FixedZone("MSK", 3*60*60)
	for in, want := range map[string][2]string{
		"2026-05": {"2026-05", "'2026-05"}, "2026": {"2026", "2026"}, "2026-05-04": {"2026-05-04", "2026-05-04"},
		"2026-05-04T22:30:00Z": {"2026-05-05", "2026-05-05"},
	} {
		d, err := record.ParseDate(in)
		if err != nil {
			t.Fatal(err)
		}
		day := dayOf(d, msk)
		table := newTable()
		table.add(Row{Services: []Service{{Report: "DiagnosticReport/r", Date: day}}}, Document{Number: "N"})
		lines, err := readTable(table.bytes())
		if err != nil || day != want[0] || lines[0][dateColumn] != want[1] {
			t.Errorf("%s is %s, in the table %v; %v", in, day, lines, err)
		}
	}
}

// A cell stays what it is, in a spreadsheet as in the file.
func TestNoCellBecomesANumberADayOrAFormula(t *testing.T) {
	for in, want := range map[string]string{
		"17": "17", "20260001234": "20260001234", "ДМС-0078": "ДМС-0078", "A06.09.005": "A06.09.005", "КТ 2 зон": "КТ 2 зон", "": "",
		"0078": "'0078", "123456789012": "'123456789012", "1234567890123456": "'1234567890123456", "2026-10": "'2026-10", "01.02": "'01.02", "1E5": "'1E5",
		"2345-7": "'2345-7", "TRUE": "'TRUE", "Ложь": "'Ложь", "0078 1234567": "'0078 1234567", "=1+1": "'=1+1", "-5": "'-5", "＝1": "'＝1", "а\n=1": "а =1",
	} {
		r := Row{Name: record.NewPersonal(in), Services: []Service{{Report: "DiagnosticReport/r", Date: "2026-05-04", Code: in}}}
		table := newTable()
		table.add(r, Document{Number: "N", Patient: in})
		lines, err := readTable(table.bytes())
		if err != nil {
			t.Fatal(err)
		}
		l := lines[0]
		if l[3] != want || l[4] != want || l[8] != want || l[7] != "2026-05-04" {
			t.Errorf("%q became %q in the table", in, l)
		}
		if cell(l[3]) != cell(in) {
			t.Errorf("%q is not read back: %q", in, l[3])
		}
	}
}
