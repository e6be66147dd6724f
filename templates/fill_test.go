package templates

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
	"vypiska/exporter"
	"vypiska/templates/paper"
)

// filler puts a value of its own into every field of an Extract, so that a
// field no form prints is found by its marker's absence.
type filler struct {
	n       int
	markers map[string]string // path to what must be printed
	say     func(path string) string
}

func (f *filler) marker(path string) string {
	f.n++
	m := f.say(path)
	f.markers[path] = m
	return m
}

func (f *filler) fill(v reflect.Value, path string) {
	switch v.Interface().(type) {
	case exporter.Text:
		v.Set(reflect.ValueOf(text(f.marker(path))))
		return
	case exporter.Date:
		f.n++
		v.Set(reflect.ValueOf(date(fmt.Sprintf("%04d-03-04", 1100+f.n))))
		f.markers[path] = fmt.Sprintf("04.03.%04d", 1100+f.n)
		return
	case time.Time:
		f.n++
		v.Set(reflect.ValueOf(time.Date(1100+f.n, 3, 4, 5, 6, 0, 0, moscow())))
		f.markers[path] = fmt.Sprintf("04.03.%04d", 1100+f.n)
		return
	}
	if v.Type() == reflect.TypeOf(exporter.Patient{}.Birth) {
		f.n++
		v.Set(reflect.ValueOf(exporter.BirthOf(date(fmt.Sprintf("%04d-03-04", 1100+f.n)))))
		f.markers[path] = fmt.Sprintf("04.03.%04d", 1100+f.n)
		return
	}
	f.fillKind(v, path)
}

func (f *filler) fillKind(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.marker(path))
		if v.Type() == reflect.TypeOf(exporter.Number("")) {
			v.SetString(fmt.Sprintf("%d.50", 70000+f.n))
			f.markers[path] = fmt.Sprintf("%d,50", 70000+f.n)
		}
	case reflect.Int:
		if v.Type() == reflect.TypeFor[exporter.Flag]() {
			v.SetInt(int64(exporter.FlagHigh))
			return
		}
		f.n++
		v.SetInt(int64(80000 + f.n))
		f.markers[path] = fmt.Sprint(80000 + f.n)
	case reflect.Bool:
		v.SetBool(!strings.HasSuffix(path, ".Heads")) // a row that heads others prints no value
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), path)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			f.fill(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	default:
		panic("a field of a kind the test does not know: " + path)
	}
}

// unprinted lists, by the end of their path, the fields without a marker of
// their own in the text, each with its reason.
var unprinted = map[string]string{
	".Kind":                   "chooses the form, whose title is the word for it",
	".Lang":                   "chooses the words",
	".Form":                   "chooses the form",
	".AppliesTo.Codes.System": "names the system of a code behind words that are printed",
	".AppliesTo.Codes.Code":   "stands behind words that are printed; printed itself where there are none",
	".HighUnit":               "is printed once where both ends of an age have it",
	".Images.Data":            "is a picture, looked for by TestImagesAreDrawn",
}

func excused(path string) bool {
	path = strings.NewReplacer("[0]", "", "[1]", "").Replace(path)
	for end := range unprinted {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return strings.HasPrefix(path, ".Anonymized") || strings.HasPrefix(path, ".Case")
}

func TestEveryFieldIsPrinted(t *testing.T) {
	f := &filler{markers: map[string]string{}}
	f.say = func(string) string { return fmt.Sprintf("марк%dер", f.n) }
	var x exporter.Extract
	f.fill(reflect.ValueOf(&x).Elem(), "")
	x.Kind, x.Form, x.Lang, x.Anonymized = "signed", "extract", "ru", nil
	_, boxes := traced(t, x)
	all := strings.ReplaceAll(printed(boxes), " ", "")
	for path, m := range f.markers {
		if !excused(path) && !strings.Contains(all, strings.ReplaceAll(m, " ", "")) {
			t.Errorf("Extract%s is not printed (%q)", path, m)
		}
	}
	if len(f.markers) < 150 {
		t.Errorf("only %d fields were filled", len(f.markers))
	}
}

func TestEveryFieldOfTheProfileIsPrinted(t *testing.T) {
	f := &filler{markers: map[string]string{}}
	f.say = func(string) string { return fmt.Sprintf("марк%dер", f.n) }
	x := anonymous("ru")
	f.fill(reflect.ValueOf(x.Anonymized).Elem(), "")
	_, boxes := traced(t, x)
	for path, m := range f.markers {
		if !strings.Contains(printed(boxes), m) {
			t.Errorf("Anonymized%s is not printed (%q)", path, m)
		}
	}
}

// rareLetter is a letter no form uses, so that its loss can be counted.
const mm = 72 / 25.4

const rareLetter = 'ұ'

var anyText = rapid.OneOf(
	rapid.StringOfN(rapid.OneOf(rapid.Just(rareLetter), rapid.Rune()), 0, 60, -1),
	rapid.StringOfN(rapid.RuneFrom([]rune("абұұвгдеёж АБВ-—.,;:()\\№×⁹ \u00AD\u0301\u200B\n")), 0, 400, -1),
	rapid.SampledFrom([]string{"", "ұ\xD0", "aұ\x00bұ", "😀ұ", strings.Repeat("ұ", 3000), strings.Repeat("словұ ", 900), "\u202Eabұc", "ұ\u0301", "()\\\r\nұ"}),
)

// anyStrings fills an Extract with any text and counts a letter again.
func anyStrings(rt *rapid.T, forms *Forms) {
	f := &filler{markers: map[string]string{}}
	f.say = func(path string) string {
		if excused(path) { // may be printed or not
			return "x"
		}
		if f.n%7 != 0 { // most short, so that a run stays short too
			return rapid.StringOfN(rapid.RuneFrom([]rune("ұa \n«б")), 0, 12, -1).Draw(rt, path)
		}
		return anyText.Draw(rt, path)
	}
	var x exporter.Extract
	f.fill(reflect.ValueOf(&x).Elem(), "")
	x.Kind, x.Form, x.Lang, x.Anonymized = "signed", "extract", rapid.SampledFrom([]string{"ru", "en"}).Draw(rt, "lang"), nil
	x.Mark.Owner, x.Mark.Serial, x.VerifyURL = "Владелец", "01", "https://example.org/v/1"
	for _, path := range []string{".Mark.Owner", ".Mark.Serial", ".VerifyURL"} {
		delete(f.markers, path)
	}
	var boxes []paper.Box
	g := &Forms{forms: forms.forms, trace: func(b paper.Box) { boxes = append(boxes, b) }}
	if _, err := g.Draw(x); err != nil {
		rt.Fatal(err)
	}
	if bad := misplaced(boxes); bad != "" {
		rt.Fatal(bad)
	}
	want, got := 0, 0
	for path, m := range f.markers {
		if !excused(path) {
			want += strings.Count(m, string(rareLetter))
		}
	}
	for _, b := range boxes {
		if b.Y0 < 277*mm { // footers repeat
			got += strings.Count(b.Text, string(rareLetter))
		}
	}
	if got != want {
		rt.Fatalf("%d letters of %d are printed", got, want)
	}
}
