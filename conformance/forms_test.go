//go:build conformance

package conformance

import (
	"testing"

	"vypiska/templates"
	"vypiska/templates/form"
)

// forms draws every form in every language as profile, with the sample data.
func forms(t *testing.T, profile string) (all []drawing) {
	t.Helper()
	f, err := templates.New(templates.Options{Profile: profile})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range templates.Names() {
		for _, lang := range form.Languages {
			p, err := f.Preview(name, lang)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, drawing{name + "." + lang, p})
		}
	}
	return all
}
