//go:build !race

// The renderer is one goroutine of WebAssembly; under the race detector it
// takes ten times as long and shows nothing.

package preview

import (
	"bytes"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"vypiska/templates/paper"
)

func page(t *testing.T) []byte {
	t.Helper()
	s, err := paper.New(paper.Setup{Title: "Preview", Lang: "ru", Made: time.Unix(0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	s.Paragraphs(paper.Text, "Диагнозы")
	s.Break()
	s.Paragraphs(paper.Warn, "Предварительный результат")
	doc, err := s.Finish(nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc.PDF
}

func start(t *testing.T) *Renderer {
	t.Helper()
	r, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func TestPagesAreDrawn(t *testing.T) {
	r := start(t)
	for _, grey := range []bool{false, true} {
		pages, err := r.Pages(page(t), 72, grey)
		if err != nil || len(pages) != 2 {
			t.Fatalf("%d pages, %v", len(pages), err)
		}
		picture, err := png.Decode(bytes.NewReader(pages[1]))
		if err != nil {
			t.Fatal(err)
		}
		if b := picture.Bounds(); b.Dx() < 590 || b.Dx() > 600 || b.Dy() < 840 || b.Dy() > 845 {
			t.Errorf("an A4 page at 72 dpi is %v", b)
		}
		ink, colour := 0, 0
		for y := range picture.Bounds().Dy() {
			for x := range picture.Bounds().Dx() {
				c := color.RGBAModel.Convert(picture.At(x, y)).(color.RGBA)
				if c.R < 240 || c.G < 240 {
					ink++
				}
				if c.R != c.G {
					colour++
				}
			}
		}
		if ink < 200 || (colour == 0) != grey {
			t.Errorf("grey %v: %d points of ink, %d of colour", grey, ink, colour)
		}
	}
}

func TestWhatCannotBeDrawn(t *testing.T) {
	r := start(t)
	if _, err := r.Pages([]byte("not a PDF"), 72, false); err == nil {
		t.Error("pages of what is no PDF")
	}
	if _, err := r.Pages(page(t), 5, false); err == nil || !strings.Contains(err.Error(), "want from 36 to 600") {
		t.Errorf("%v", err)
	}
}
