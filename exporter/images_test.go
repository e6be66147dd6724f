package exporter_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"vypiska/exporter"
	"vypiska/exporter/deidentify"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// photograph is a JPEG with enough detail to be written as one again.
func photograph(t testing.TB) record.Personal {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 400, 300))
	for i := range m.Pix {
		m.Pix[i] = byte(i * i >> 5)
	}
	m.SetGray(5, 5, color.Gray{Y: 255})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return text(b.String())
}

// illustrated is a record with a report that has two images, one of them restricted,
// and another whose images could not be read, one of them restricted.
func illustrated(t testing.TB) record.Record {
	rec := threePages()
	rec.Reports[0].Images = []record.Image{
		{Meta: record.Meta{Ref: "Media/1"}, Caption: text("Щукина, срез 41"), Date: date("2026-05-14"), Data: photograph(t)},
		{Meta: record.Meta{Ref: "Media/2", Labels: []record.Label{{Code: "R"}}}, Caption: text("Закрытый срез"), Data: photograph(t)},
	}
	rec.Reports[1].Images = []record.Image{{}, {}, {}, {Meta: record.Meta{Labels: []record.Label{{Code: "V"}}}}}
	return rec
}

// drawnOf makes a copy and gives what was drawn.
func drawnOf(t *testing.T, kind policy.Kind) (x exporter.Extract, paper exporter.Paper, withheld int) {
	t.Helper()
	e, drawn, _ := newExporter(t, illustrated(t))
	drawn.change = func(y *exporter.Extract) { x = *y }
	e.Warn = func(w exporter.Warning) {
		if w.Code == "labels" {
			withheld = w.Count
		}
	}
	if _, err := e.Export(context.Background(), grant(t, kind)); err != nil {
		t.Fatal(err)
	}
	return x, drawn.paper, withheld
}

func imagesOf(x exporter.Extract) (out []exporter.Image) {
	for _, r := range x.Reports {
		out = append(out, r.Images...)
	}
	return out
}

func TestASignedCopyHasTheImagesItsRecipientMaySee(t *testing.T) {
	x, paper, withheld := drawnOf(t, policy.Signed)
	images := imagesOf(x)
	if len(images) != 1 || !images[0].Caption.Equal(text("Щукина, срез 41")) || images[0].Date.Day() != "2026-05-14" {
		t.Fatalf("%d images", len(images))
	}
	if withheld != 2 {
		t.Errorf("%d resources withheld for their labels, want the two restricted images", withheld)
	}
	if n := bytes.Count(paper.PDF, []byte("/Subtype/Image")); n != 1 || paper.Spoilt != 0 {
		t.Errorf("%d images in the file, %d spoilt", n, paper.Spoilt)
	}
	if len(x.Omissions) != 1 || x.Omissions[0] != (exporter.Omission{Code: "image", Count: 3}) {
		t.Errorf("omissions %v, want the three the source could not give", x.Omissions)
	}
}

func TestAnAnonymizedCopyHasNoImagesAndSaysSo(t *testing.T) {
	x, paper, _ := drawnOf(t, policy.Anonymized)
	if n := len(imagesOf(x)); n != 0 {
		t.Errorf("%d images reach the form", n)
	}
	if len(x.Omissions) != 1 || x.Omissions[0] != (exporter.Omission{Code: "image", Count: 4}) {
		t.Errorf("omissions %v, want one image removed and three left out before", x.Omissions)
	}
	for _, sign := range []string{"/Subtype/Image", "/XObject", "DCTDecode", " Do Q"} {
		if bytes.Contains(paper.PDF, []byte(sign)) {
			t.Errorf("the file has %q", sign)
		}
	}
}

// Even the record that leaves de-identification holds no byte and no caption.
func TestDeidentificationTakesOutImages(t *testing.T) {
	rec := illustrated(t)
	clean, _, err := deidentify.Record(rec, deidentify.Gather(rec), deidentify.Strict, "ru", now)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{2, 4} {
		images := clean.Reports[i].Images
		if len(images) != want {
			t.Errorf("report %d: %d images, want their number to stay %d", i, len(images), want)
		}
		for _, one := range images {
			if !one.LeftOut() || !one.Caption.Empty() || !one.Date.IsZero() || one.Ref != "" || one.Labels != nil {
				t.Errorf("report %d: something of an image is left", i)
			}
		}
	}
	if len(rec.Reports[0].Images) != 2 {
		t.Error("the record handed in was changed")
	}
}

// A picture slipped in behind de-identification's back is refused.
func TestAnImageDrawnBehindDeidentificationsBackIsRefused(t *testing.T) {
	e, drawn, kept := newExporter(t, illustrated(t))
	drawn.change = func(x *exporter.Extract) {
		x.Reports[0].Images = []exporter.Image{{Data: photograph(t)}}
	}
	if c, err := e.Export(context.Background(), grant(t, policy.Anonymized)); err == nil || c.Valid() || len(kept.kept) > 0 {
		t.Errorf("made: %v, %v", c.Valid(), err)
	}
}
