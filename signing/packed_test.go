package signing

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"
)

// packedPage is one page with a cross-reference stream of its own entries, and an
// object stream, 6, that holds the page's resources, 7. The cross-reference
// stream is 8 and ends with what can be read as a page's contents.
func packedPage(catalog, resources, entries string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	rows := make([][3]int, 9)
	rows[0], rows[7] = [3]int{0, 0, 65535}, [3]int{2, 6, 0}
	for i, text := range []string{catalog, "<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources 7 0 R /Contents 4 0 R>>",
		stream("BT /F 20 Tf 50 700 Td (Extract) Tj ET /O Do"), font, objectStream(7, resources)} {
		rows[i+1] = [3]int{1, b.Len(), 0}
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, text)
	}
	at := b.Len()
	rows[8] = [3]int{1, at, 0}
	var data []byte
	for _, r := range rows {
		data = binary.BigEndian.AppendUint32(append(data, byte(r[0])), uint32(r[1]))
		data = binary.BigEndian.AppendUint16(data, uint16(r[2]))
	}
	data = append(data, "\n/I Do\n"...)
	fmt.Fprintf(&b, "8 0 obj\n<</Type /XRef /Size 9 /Root 1 0 R /Index [0 9] /W [1 4 2] %s %s /Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", trailerID, entries, len(data), data, at)
	return b.Bytes()
}

func objectStream(num int, text string) string {
	head := fmt.Sprintf("%d 0 ", num)
	return fmt.Sprintf("<</Type /ObjStm /N 1 /First %d /Length %d>>\nstream\n%s\nendstream", len(head), len(head+text), head+text)
}

// TestAStreamOfTheFileIsNothingElse: what an object stream holds changes with it
// although every place stays, and a cross-reference stream repeats the trailer,
// so that it is not looked into. Neither may be anything to a reader besides.
func TestAStreamOfTheFileIsNothingElse(t *testing.T) {
	cover := "<</Subtype /Form /BBox [0 0 595 842] /Length 34>>\nstream\n1 g 0 0 595 842 re f               \nendstream"
	other := "<</Font <</F 20 0 R>>>>"
	for name, row := range map[string]struct {
		pdf    []byte
		attack func([]byte) map[int]string
	}{
		"the store is an object stream": {packedPage("<</Type /Catalog /Pages 2 0 R /DSS 6 0 R>>", "<</Font <</F 5 0 R>>>>", ""), func([]byte) map[int]string {
			return map[int]string{6: objectStream(7, other), 20: "<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"}
		}},
		"the extensions are an object stream": {packedPage("<</Type /Catalog /Pages 2 0 R /Extensions 6 0 R>>", "<</Font <</F 5 0 R>>>>", ""), func(b []byte) map[int]string {
			return map[int]string{1: withStore(b), 6: objectStream(7, other), 20: "<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"}
		}},
		"a form is the cross-reference stream": {packedPage("<</Type /Catalog /Pages 2 0 R>>", "<</Font <</F 5 0 R>> /XObject <</O 8 0 R>>>>",
			"/Subtype /Form /BBox [0 0 595 842] /Resources <</XObject <</I 90 0 R>>>>"), func(b []byte) map[int]string {
			return map[int]string{1: withStore(b), 90: cover}
		}},
	} {
		attacked(t, name, row.pdf, row.attack)
	}
}

// TestNoAdditionMakesAFileLinearized: readers that then begin at its front would
// show what was prepared there.
func TestNoAdditionMakesAFileLinearized(t *testing.T) {
	added := func(length int) []byte {
		good, err := New(keyOf(t, p256())).Seal(t.Context(), paged(fmt.Sprintf("<</Type /Catalog /Pages 2 0 R /Linearized 1 /L %07d>>", length), usual), request())
		if err != nil {
			t.Fatal(err)
		}
		return revise(good, map[int]string{1: withStore(good)})
	}
	other := added(0)
	if r, err := Check(t.Context(), other, ours().pool, noon); !r.Valid {
		t.Fatal("one that is not linearized any more is refused:", err)
	}
	forged := added(len(other))
	if len(forged) != len(other) {
		t.Fatalf("%d bytes, want %d", len(forged), len(other))
	}
	if r, err := Check(t.Context(), forged, ours().pool, noon); r.Valid || !errors.Is(err, ErrInvalid) {
		t.Error(r, err)
	}
}
