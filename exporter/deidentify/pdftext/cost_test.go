//go:build !race

package pdftext

// Time and memory say nothing under the race detector.

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestCostIsBounded reads small files that want to be huge. Each must be
// refused, or read, in time; a machine under load gets a wide limit.
func TestCostIsBounded(t *testing.T) {
	doubling := newDraft()
	doubling.page(`<</XObject<</X 10 0 R>>>>`, "/X Do /X Do")
	for n := 10; n < 40; n++ {
		doubling.stream(n, fmt.Sprintf("/Subtype/Form/Resources<</XObject<</X %d 0 R>>>>", n+1), "/X Do /X Do ")
	}
	doubling.stream(40, "/Subtype/Form", "n")
	doubling.table("")
	packed := func(what string, n int) []byte {
		return pageWith(resources, hello, func(d *draft) {
			d.stream(10, "/Subtype/Form/Filter/FlateDecode/Resources "+resources, deflate(strings.Repeat(what, n)))
		})
	}
	var fonts strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&fonts, "/F%d 92 0 R", i)
	}
	for sentence, pdf := range map[string][]byte{
		"forms that double":  doubling.Bytes(),
		"opening brackets":   packed("[", 30<<20),
		"one long array":     packed("["+strings.Repeat("1 ", 20<<20)+"]", 1),
		"many short strings": packed("BT /F1 1 Tf (a)Tj 9 9 Td ", 2<<20),
		"many comments":      packed("%a\n", 10<<20),
		"many names":         packed("/A BMC EMC ", 4<<20),
		"half open strings":  []byte(string(onePage(hello)) + strings.Repeat("1 ( 1 ( ", 100000)),
		"half open objects":  []byte(string(onePage(hello)) + strings.Repeat("1 0 ob ", 100000)),
		"font changes":       pageWith("<</Font<<"+fonts.String()+">>>>", strings.Repeat("/F2999 1 Tf ", 300000), nil),
		"an array of numbers": pageWith(resources, hello, func(d *draft) {
			d.stream(10, "/Type/ObjStm/N 1/First 5/Filter/FlateDecode", deflate("20 0 ["+strings.Repeat("1 ", 20<<20)+"]"))
		}),
	} {
		t.Run(sentence, func(t *testing.T) {
			start := time.Now()
			_, err := Read(pdf)
			took := time.Since(start)
			t.Logf("%v for %d bytes: %v", took, len(pdf), err)
			if took > 20*time.Second {
				t.Errorf("took %v for %d bytes", took, len(pdf))
			}
		})
	}
}
