package view

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quietZone is the white border a QR code needs, in modules (ISO/IEC 18004, 9.1).
const quietZone = 4

// QR is a QR code as a page draws it: a path over a square of Size modules.
type QR struct {
	Size int
	Path string
}

// Picture draws the text as a QR code. It is made here and not fetched, since an
// address of its own would put what is in it into an address.
func Picture(text string) (QR, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return QR{}, fmt.Errorf("draw QR code: %w", err)
	}
	var b strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x+quietZone, y+quietZone)
			}
		}
	}
	return QR{code.Size + 2*quietZone, b.String()}, nil
}
