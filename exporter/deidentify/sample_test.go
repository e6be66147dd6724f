package deidentify_test

import (
	"context"
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"vypiska/exporter/deidentify"
	"vypiska/exporter/record"
	"vypiska/exporter/record/fhir"
)

const samples = "../../testdata"

var asOf = time.Date(2025, 6, 15, 0, 0, 0, 0, time.UTC)

type sampleIndex struct {
	Patients []samplePatient
}

type samplePatient struct {
	ID        string
	PHI       []struct{ S, Type string }
	PHITokens []string
	Facts     struct{ Text []string }
}

func readIndex(t *testing.T) sampleIndex {
	t.Helper()
	raw, err := os.ReadFile(samples + "/fhir-ru.index.json")
	if err != nil {
		t.Fatal(err)
	}
	var ix sampleIndex
	if err := json.Unmarshal(raw, &ix); err != nil {
		t.Fatal(err)
	}
	return ix
}

// texts collects every string a value holds, Personal too.
func texts(v reflect.Value, out *[]string) {
	switch x := v.Interface().(type) {
	case record.Personal:
		*out = append(*out, x.Reveal())
		return
	case record.Date:
		*out = append(*out, x.Day())
		return
	case record.BirthDate:
		*out = append(*out, x.Reveal().Day())
		return
	}
	switch v.Kind() {
	case reflect.String:
		*out = append(*out, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			texts(v.Field(i), out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), out)
		}
	}
}

func allText(rec record.Record) string {
	var all []string
	texts(reflect.ValueOf(rec), &all)
	return strings.Join(all, "\n")
}

func wholeWord(text, s string) bool {
	text, s = strings.ToLower(text), strings.ToLower(s)
	for from := 0; ; {
		i := strings.Index(text[from:], s)
		if i < 0 {
			return false
		}
		i += from
		before, after := []rune(text[max(0, i-4):i]), []rune(text[i+len(s):min(len(text), i+len(s)+4)])
		if (len(before) == 0 || !wordRune(before[len(before)-1])) && (len(after) == 0 || !wordRune(after[0])) {
			return true
		}
		from = i + len(s)
	}
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

var bareYear = regexp.MustCompile(`^(19|20)\d\d$`)

func TestNothingOfAnyoneIsLeftInTheSamplePatients(t *testing.T) {
	src, err := fhir.OpenDir(context.Background(), samples+"/fhir-ru")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range readIndex(t).Patients {
		t.Run(p.ID, func(t *testing.T) {
			rec, err := src.Record(context.Background(), record.PatientID(p.ID))
			if err != nil {
				t.Fatal(err)
			}
			out, _, err := deidentify.Record(rec, deidentify.Gather(rec), deidentify.Strict, "ru", asOf)
			if err != nil {
				t.Fatal(err)
			}
			text := allText(out)
			for _, s := range p.PHI {
				if !bareYear.MatchString(s.S) && wholeWord(text, s.S) {
					t.Errorf("%s %q is still there", s.Type, s.S)
				}
			}
			for _, s := range p.PHITokens {
				if wholeWord(text, s) {
					t.Errorf("%q is still there", s)
				}
			}
			before := allText(rec)
			for _, f := range p.Facts.Text {
				if strings.Contains(before, f) && !strings.Contains(text, f) {
					t.Errorf("clinical fact %q is gone", f)
				}
				if !strings.Contains(before, f) && testing.Verbose() {
					t.Logf("fact %q is not in the record", f)
				}
			}
		})
	}
}
