package parcel

import (
	"bytes"
	"encoding/json"
	"testing"
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
