package form

import (
	"strings"
	"testing"
	"time"

	"vypiska/exporter"
	"vypiska/templates/paper"
)

// everyBlock binds one text in every place a form can have.
const everyBlock = `
  - letterhead: {name: "{who}", facts: ["{who}", "тел. {who}"]}
  - title: {text: "{who}", aside: "{who}"}
  - grid:
      left: [{label: "{who}", value: "{who}", strong: true}]
      right: [{label: "{who}", value: "{who}"}]
  - heading: "{who}"
  - subheading: {text: "{who}", aside: "{who}"}
  - paragraph: "{who}"
  - paragraph: {text: "{who}", style: story}
  - paragraph: {text: "{who}", style: claim}
  - paragraph: {text: "{who}", style: small}
  - paragraph: {text: "{who}", style: warn}
  - list: ["{who}", "{who}"]
  - list: {each: remarks, as: w, item: "{w}"}
  - table:
      each: lines
      as: l
      indent: true
      columns: [{width: 30, title: "{who}"}, {width: 10, align: right}, {width: 8}, {width: 3}]
      cells:
        - {text: "{l.name}", under: ["{l.notes | lines}", "{who}"], bold: true}
        - {text: "{l.value}", arrow: "{l.flag}", alarm: true, spill: true}
        - "{l.value.unit}"
        - {text: "{l.range}", under: ["{l.range | wording}"], dim: true}
  - mark: {of: mark, head: ["{mark.owner}"], lines: ["{mark.serial}"], foot: ["{mark.owner}"]}
  - qr: {address: "https://example.org/v/1", printed: example.org/v/1, note: "{who}"}
`

// FuzzAnyTextInAnyBlock: whatever a record says, in whatever block, the paper
// is made, and no text leaves the page.
func FuzzAnyTextInAnyBlock(f *testing.F) {
	form, err := library(f).Read(whole(everyBlock), testSpec)
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"", "Иванова", "Әхмәтҗанов ғөҙқ ұі €₽", "×10⁹/л ↑↓ ≤ α", "\x00\xD0e\u0301😀\u202Eאב", strings.Repeat("щ", 900), "а\u00ADб\u00A0в-г\nд\r\n\te", strings.Repeat("слово ", 300), "{number}[]"} {
		f.Add(s, s, "4.70")
	}
	f.Fuzz(func(t *testing.T, a, b, number string) {
		if len(a)+len(b)+len(number) > 20_000 {
			return
		}
		mark := "ООО"
		if len(a) < 200 {
			mark = a
		}
		l := &letter{Who: text1(a), Remarks: []exporter.Text{text1(b)}, Mark: &exporter.Mark{Owner: mark, Serial: "01"}, Lines: []line{{Name: text1(b),
			Notes: []exporter.Text{text1(a)}, Value: exporter.Value{Number: exporter.Number(number), Unit: b, Words: text1(a)},
			Range: exporter.Range{Low: exporter.Number(number), Text: a}, Flag: exporter.FlagHighCritical}}}
		bad := ""
		_, err := form.Draw("ru", l, Setup{Made: time.Unix(0, 0), Trace: func(x paper.Box) {
			if x.X0 < 20*mm-0.5 || x.X1 > 200*mm+0.5 || x.Y1 > 287*mm || x.Y0 < 15*mm {
				bad = x.Text
			}
		}})
		if err != nil && !strings.Contains(err.Error(), "mm high") {
			t.Fatal(err)
		}
		if bad != "" {
			t.Fatalf("%q leaves the page", bad)
		}
	})
}
