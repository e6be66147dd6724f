//go:build conformance

package conformance

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"vypiska/exporter/issued"
	"vypiska/exporter/parcel"
	"vypiska/exporter/record"
	"vypiska/signing"
)

// words are what a clinic's records may hold and a spreadsheet may take for
// something else: each must be in its cell as it is.
var words = []string{
	"Шёнберг-Щукина Ъ. Ы.", "Иванов; «Роза» \"и\" Ко", "=HYPERLINK(\"http://localhost\";\"x\")", "+79001234567", "-1", "@SUM(A1:A9)", "|cmd", "%x", "＝1+1",
	"0078 1234567", "00782233", "1234567890123456", "1E5", "01.02", "2026-10", "2345-7", "12:30", "ИСТИНА", "TRUE", "1/2", "Анализ\nкрови\tобщий", "Ё ё № ‰ → 漢",
	strings.Repeat("Очень длинное название ", 60), "'уже с апострофом", " =пробел", "17",
}

// TestTables writes the table of a package whose every text is hard on a
// spreadsheet, and one that lies: its cells are not kept from being taken for more.
func TestTables(t *testing.T) {
	h := newHouse(t)
	s := h.signer(t, "p-256", signing.LevelB)
	table := entry(t, h.packedWith(t, s, hard), "registry.csv")
	save(t, filepath.Join(out, "tables", "registry.text.csv"), table)
	for i, kept := range []string{"'=HYPERLINK", "'1234567890123456"} {
		lie := bytes.Replace(table, []byte(kept), []byte(kept[1:]), 1)
		if bytes.Equal(lie, table) {
			t.Fatalf("the table has no %s", kept)
		}
		save(t, filepath.Join(out, "tables", fmt.Sprintf("planted.registry.text.%d.csv", i)), lie)
	}
}

// hard gives a row a line for each of the words.
func hard(r parcel.Row) parcel.Row {
	one := r.Services[0]
	r.Services = nil
	for i, w := range words {
		r.Services = append(r.Services, parcel.Service{Report: record.Ref(fmt.Sprintf("%s-%d", one.Report, i)), Date: one.Date, Code: w, Title: record.NewPersonal(w), Policy: record.NewPersonal("0078 1234567")})
	}
	r.Name = record.NewPersonal(words[0])
	return r
}

func entry(t *testing.T, pack []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(pack), int64(len(pack)))
	must(t, err)
	r, err := z.Open(name)
	must(t, err)
	text, err := io.ReadAll(r)
	must(t, err)
	return text
}

// newPack begins a package into out.
func (h *house) newPack(t *testing.T, out io.Writer) *issued.Pack {
	t.Helper()
	number, err := issued.NewNumber(rand.Reader)
	must(t, err)
	pack, err := issued.NewPack(h.granted(t), number, out)
	must(t, err)
	return pack
}
