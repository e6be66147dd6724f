package paper

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// traced is a Sheet that remembers where it drew.
func traced(t testing.TB) (*Sheet, *[]Box) {
	t.Helper()
	var boxes []Box
	s, err := New(Setup{Title: "Проба", Lang: "ru", Made: made, Trace: func(b Box) { boxes = append(boxes, b) }})
	if err != nil {
		t.Fatal(err)
	}
	return s, &boxes
}

// misplaced names the first box outside the page's text area, or two that overlap.
func misplaced(boxes []Box) string {
	byPage := map[int][]Box{}
	for _, b := range boxes {
		low := bottomEdge
		if b.Y0 > bottomEdge {
			low = pageHeight // the footer
		}
		if b.X0 < leftEdge-0.5 || b.X1 > rightEdge+0.5 || b.Y0 < topEdge-6 || b.Y1 > low+1 {
			return "outside: " + b.Text
		}
		for _, o := range byPage[b.Page] {
			if b.X0 < o.X1-0.3 && o.X0 < b.X1-0.3 && b.Y0 < o.Y1-0.3 && o.Y0 < b.Y1-0.3 {
				return "overlap: " + b.Text + " / " + o.Text
			}
		}
		byPage[b.Page] = append(byPage[b.Page], b)
	}
	return ""
}

func TestHeadingIsNeverLeftAlone(t *testing.T) {
	for gap := 0; gap < 120; gap++ {
		s, boxes := traced(t)
		s.y = bottomEdge - float64(gap)
		s.Section("Раздел")
		s.Sub("Таблица", "01.01.2026")
		s.Table(Table{Columns: []Column{{Title: "Шапка", Width: fullWidth}}, Rows: []Row{{Cells: []Cell{{Text: "первая"}}}, {Cells: []Cell{{Text: "вторая"}}}}})
		finished(t, s)
		page := map[string]int{}
		for _, b := range *boxes {
			page[b.Text] = b.Page
		}
		if page["Раздел"] != page["первая"] || page["Таблица"] != page["первая"] {
			t.Fatalf("with %d points left the heading is on page %d, its table on %d", gap, page["Раздел"], page["первая"])
		}
	}
}

func TestTableRepeatsItsHead(t *testing.T) {
	s, boxes := traced(t)
	var rows []Row
	for range 120 {
		rows = append(rows, Row{Cells: []Cell{{Text: "строка"}, {Text: "1"}}})
	}
	s.Table(Table{Columns: []Column{{Title: "Показатель", Width: fullWidth - 80}, {Title: "Результат", Width: 80}}, Rows: rows})
	d := finished(t, s)
	heads := 0
	for _, b := range *boxes {
		if b.Text == "Показатель" {
			heads++
		}
	}
	if d.Pages < 3 || heads != d.Pages {
		t.Errorf("%d heads on %d pages", heads, d.Pages)
	}
}

// A head as tall as a page would leave no room for a row on any page.
func TestAHeadOfManyPagesIsDrawnOnce(t *testing.T) {
	s, boxes := traced(t)
	rows := []Row{{Cells: []Cell{{Text: "раз"}, {Text: "1"}}}, {Cells: []Cell{{Text: "два"}, {Text: "2"}}}}
	s.Table(Table{Columns: []Column{{Title: strings.Repeat("очень длинно ", 600), Width: 60}, {Title: "Результат", Width: fullWidth - 60}}, Rows: rows})
	d := finished(t, s)
	words, seen := 0, map[string]bool{}
	for _, b := range *boxes {
		words += strings.Count(b.Text, "длинно")
		seen[b.Text] = true
	}
	if d.Pages < 3 || words != 600 || !seen["раз"] || !seen["2"] {
		t.Errorf("%d words of the head on %d pages", words, d.Pages)
	}
}

func TestRowsAreKeptTogetherAndLongOnesFlow(t *testing.T) {
	s, boxes := traced(t)
	s.y = bottomEdge - 50
	columns := []Column{{Width: 100}, {Width: fullWidth - 100}}
	s.Table(Table{Columns: columns, Rows: []Row{{Cells: []Cell{{Text: "раз"}, {Text: "коротко"}}},
		{Cells: []Cell{{Text: "два"}, {Text: strings.Repeat("строка из нескольких слов ", 20)}}},
		{Cells: []Cell{{Text: "три"}, {Text: strings.Repeat("очень длинно ", 3000)}}}}})
	d := finished(t, s)
	pages := map[string]map[int]bool{}
	words := 0
	for _, b := range *boxes {
		first, _, _ := strings.Cut(b.Text, " ")
		if pages[first] == nil {
			pages[first] = map[int]bool{}
		}
		pages[first][b.Page] = true
		words += strings.Count(b.Text, "длинно")
	}
	if len(pages["строка"]) != 1 {
		t.Errorf("a row that fits a page is on %d pages", len(pages["строка"]))
	}
	if d.Pages < 3 || words != 3000 {
		t.Errorf("a row longer than a page: %d of 3000 words on %d pages", words, d.Pages)
	}
	if bad := misplaced(*boxes); bad != "" {
		t.Error(bad)
	}
}

func TestNoPageBeginsOrEndsWithALineAlone(t *testing.T) {
	for gap := 10; gap < 90; gap += 3 {
		s, boxes := traced(t)
		s.y = bottomEdge - float64(gap)
		s.Paragraphs(Story, strings.Repeat("Очаговых изменений в лёгких нет. ", 14))
		finished(t, s)
		lines := map[int]int{}
		for _, b := range *boxes {
			if strings.Contains(b.Text, "лёгких") {
				lines[b.Page]++
			}
		}
		for page, n := range lines {
			if n == 1 && len(lines) > 1 {
				t.Errorf("with %d points left, page %d has one line of %v", gap, page, lines)
			}
		}
	}
}

func TestClosingIsWholeAndSaysWhere(t *testing.T) {
	for gap := 0; gap < 200; gap += 7 {
		s, boxes := traced(t)
		s.y = bottomEdge - float64(gap)
		err := s.Closing(Closing{Stamp: &Stamp{Head: []string{"ДОКУМЕНТ ПОДПИСАН"}, Lines: []string{"Сертификат 01"}}, Address: "https://example.org/v/1", Printed: "example.org/v/1"})
		if err != nil {
			t.Fatal(err)
		}
		d := finished(t, s)
		if d.Mark.Page != d.Pages-1 {
			t.Fatalf("mark on page %d of %d", d.Mark.Page, d.Pages)
		}
		for _, b := range *boxes {
			inside := b.X0 >= d.Mark.Rect[0] && b.X1 <= d.Mark.Rect[2] && pageHeight-b.Y1 >= d.Mark.Rect[1] && pageHeight-b.Y0 <= d.Mark.Rect[3]
			if strings.HasPrefix(b.Text, "Сертификат") && (!inside || b.Page-1 != d.Mark.Page) {
				t.Fatalf("the mark's text %+v is not in %+v", b, d.Mark)
			}
			if strings.HasPrefix(b.Text, "example.org") && b.Page-1 != d.Mark.Page {
				t.Fatal("mark and address are on different pages")
			}
		}
	}
}

func TestClosingRefusesWhatCannotBeAMark(t *testing.T) {
	s := sheet(t)
	if err := s.Closing(Closing{Stamp: &Stamp{Lines: []string{strings.Repeat("Владелец ", 2000)}}}); err == nil {
		t.Error("a mark longer than a page was drawn")
	}
	if err := s.Closing(Closing{Address: "https://example.org/" + strings.Repeat("x", 3000)}); err == nil {
		t.Error("an address no code can hold was drawn")
	}
}

func TestGridStaysOnThePage(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, boxes := traced(t)
		words := rapid.StringOfN(rapid.RuneFrom([]rune("ғг. 1шцij")), 0, 90, -1)
		var left, right []Field
		for range rapid.IntRange(0, 5).Draw(rt, "left") {
			left = append(left, Field{Label: words.Draw(rt, "label"), Value: words.Draw(rt, "value"), Strong: true})
		}
		for range rapid.IntRange(0, 5).Draw(rt, "right") {
			right = append(right, Field{Label: words.Draw(rt, "label"), Value: words.Draw(rt, "value")})
		}
		s.Grid(left, right)
		finished(t, s)
		if bad := misplaced(*boxes); bad != "" {
			rt.Fatal(bad)
		}
		for _, b := range *boxes {
			if b.Y0 < bottomEdge && b.X1 > rightEdge-5 {
				rt.Fatalf("%q reaches the edge of the tinted ground", b.Text)
			}
		}
	})
}

func TestChartOfLargeNumbersKeepsItsAxisOnThePage(t *testing.T) {
	s, boxes := traced(t)
	c := Chart{Low: math.NaN(), High: math.NaN(), DateLayout: "02.01.06"}
	for i := range 4 {
		c.Points = append(c.Points, ChartPoint{At: made.AddDate(0, i, 0), Value: 250000 * float64(i), Label: "x"})
	}
	s.Chart(c)
	finished(t, s)
	if bad := misplaced(*boxes); bad != "" {
		t.Error(bad)
	}
}

func TestBarPosition(t *testing.T) {
	none := math.NaN()
	for _, c := range []struct {
		name  string
		bar   Bar
		valid bool
		want  float64
	}{
		{"the middle of the interval is the middle of the bar", Bar{Low: 4, High: 6, Value: 5}, true, 0.5},
		{"the lower bound is a quarter", Bar{Low: 4, High: 6, Value: 4}, true, 0.25},
		{"far above stays on the bar", Bar{Low: 4, High: 6, Value: 900}, true, 0.98},
		{"far below stays on the bar", Bar{Low: 4, High: 6, Value: -900}, true, 0.02},
		{"an upper bound alone", Bar{Low: none, High: 5, Value: 5}, true, 0.75},
		{"a lower bound alone", Bar{Low: 10, High: none, Value: 10}, true, 0.25},
		{"no bounds, no bar", Bar{Low: none, High: none, Value: 5}, false, 0},
		{"bounds the wrong way round, no bar", Bar{Low: 6, High: 4, Value: 5}, false, 0},
		{"an infinite value, no bar", Bar{Low: 4, High: 6, Value: math.Inf(1)}, false, 0},
	} {
		if c.bar.Valid() != c.valid {
			t.Errorf("%s: Valid = %v", c.name, !c.valid)
		} else if c.valid && math.Abs(c.bar.position()-c.want) > 1e-9 {
			t.Errorf("%s: position %v, want %v", c.name, c.bar.position(), c.want)
		}
	}
}

func TestChartsOfAnyNumbers(t *testing.T) {
	number := rapid.OneOf(rapid.Float64(), rapid.Float64Range(0, 10), rapid.Just(math.NaN()), rapid.Just(math.Inf(1)))
	rapid.Check(t, func(rt *rapid.T) {
		s, boxes := traced(t)
		c := Chart{Low: number.Draw(rt, "low"), High: number.Draw(rt, "high"), DateLayout: "02.01.06", BandLabel: "референс", Comma: true}
		for range rapid.IntRange(0, 30).Draw(rt, "points") {
			v := number.Draw(rt, "value")
			c.Points = append(c.Points, ChartPoint{At: time.Unix(int64(rapid.Int32().Draw(rt, "at")), 0).UTC(), Value: v, Label: rapid.StringN(0, 12, -1).Draw(rt, "label")})
		}
		s.Chart(c)
		finished(t, s)
		if bad := misplaced(*boxes); bad != "" {
			rt.Fatal(bad)
		}
	})
}

func TestSheetNeedsATime(t *testing.T) {
	if _, err := New(Setup{Title: "Проба"}); err == nil {
		t.Error("a sheet without a time of issue was started")
	}
}
