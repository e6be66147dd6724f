package templates

import (
	"bytes"
	"strings"
	"testing"
)

func TestFormsConformToTheProfileChosen(t *testing.T) {
	for profile, part := range map[string]string{"1b": "<pdfaid:part>1<", "2b": "<pdfaid:part>2<", "": "<pdfaid:part>2<"} {
		f, err := New(Options{Profile: profile})
		if err != nil {
			t.Fatal(err)
		}
		p, err := f.Draw(sample("ru"))
		if err != nil || !bytes.Contains(p.PDF, []byte(part)) {
			t.Errorf("profile %q: the file does not say %s (%v)", profile, part, err)
		}
	}
}

// A clinic's wrong setting must stop the start, not the first copy.
func TestAnUnknownProfileIsRefusedAtOnce(t *testing.T) {
	if f, err := New(Options{Profile: "3b"}); err == nil || f != nil || !strings.Contains(err.Error(), `"2b"`) {
		t.Errorf("%v, %v", f, err)
	}
}
