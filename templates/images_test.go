package templates

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"

	"vypiska/exporter"
)

// picture is a small PNG.
func picture(t testing.TB) exporter.Text {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 48))); err != nil {
		t.Fatal(err)
	}
	return text(b.String())
}

func TestImagesAreDrawn(t *testing.T) {
	x := sample("ru")
	x.Reports[0].Images = []exporter.Image{
		{Data: picture(t), Caption: text("Аксиальный срез"), Date: date("2026-05-14")},
		{Data: text("\xff\xd8\xff spoilt"), Caption: text("Второй срез")},
	}
	x.Omissions = []exporter.Omission{{Code: "image", Count: 3}}
	p, boxes := traced(t, x)
	if !bytes.Contains(p.PDF, []byte("/Subtype/Image/Width 64/Height 48/ColorSpace/DeviceGray")) || p.Spoilt != 1 {
		t.Errorf("the picture is not in the file, or %d are spoilt instead of one", p.Spoilt)
	}
	for _, want := range []string{"14.05.2026 · Аксиальный срез", "Изображение здесь не напечатано", "Второй срез", "Изображения: 3"} {
		if !strings.Contains(printed(boxes), want) {
			t.Errorf("not printed: %s", want)
		}
	}
	if bad := misplaced(boxes); bad != "" {
		t.Error(bad)
	}
}

func TestAnAnonymizedCopyWithAnImageIsRefused(t *testing.T) {
	x := anonymous("ru")
	x.Reports[0].Images = []exporter.Image{{Data: picture(t)}}
	if _, err := forms(t).Draw(x); !errors.Is(err, ErrIdentified) {
		t.Errorf("drawn: %v", err)
	}
}
