//go:build tools

package pdftext

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestAgainstPoppler compares the words of pages with those of an independent
// reader.
func TestAgainstPoppler(t *testing.T) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Fatal("pdftotext is missing: install the Debian package poppler-utils")
	}
	files := map[string][]byte{
		"own": pageWith("<</Font<</F1 <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>", hello, nil),
	}
	for _, name := range samples {
		files[name] = sample(t, name)
	}
	for name, pdf := range files {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(tool, "-q", "-enc", "UTF-8", "-", "-")
			cmd.Stdin = bytes.NewReader(pdf)
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("pdftotext: %v", err)
			}
			var ours []string
			for _, p := range mustRead(t, pdf).Pages {
				ours = append(ours, strings.Fields(p.Sorted)...)
			}
			theirs := strings.Fields(string(out))
			slices.Sort(ours)
			slices.Sort(theirs)
			if !slices.Equal(ours, theirs) {
				t.Errorf("we read %q, pdftotext %q", ours, theirs)
			}
		})
	}
}
