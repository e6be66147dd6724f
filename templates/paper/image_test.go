package paper

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	tone "image/color"
	"image/jpeg"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const spoiltWords = "Изображение повреждено"

func pngOf(t testing.TB, m image.Image) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func jpegOf(t testing.TB, m image.Image) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// noise is a picture that does not compress, in colours or in grey.
func noise(w, h int, grey bool) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	seed := uint32(1)
	for i := 0; i < len(m.Pix); i += 4 {
		seed = seed*1664525 + 1013904223
		r, g, b := byte(seed>>24), byte(seed>>16), byte(seed>>8)
		if grey {
			g, b = r, r
		}
		copy(m.Pix[i:], []byte{r, g, b, 255})
	}
	return m
}

// corners is white with the upper left quarter red.
func corners(w, h int) *image.RGBA {
	m := white(w, h)
	for y := range h / 2 {
		for x := range w / 2 {
			m.SetRGBA(x, y, tone.RGBA{R: 255, A: 255})
		}
	}
	return m
}

// segment puts a segment of a JPEG behind its first marker.
func segment(file string, marker byte, body string) string {
	head := append([]byte{0xFF, marker}, binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))...)
	return file[:2] + string(head) + body + file[2:]
}

func exif(orientation byte) string {
	return "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02\x01\x0e\x00\x02\x00\x00\x00\x05\x00\x00\x00\x26\x01\x12\x00\x03\x00\x00\x00\x01\x00" +
		string(rune(orientation)) + "\x00\x00\x00\x00\x00\x00Planted Ivanov"
}

// chunk puts a chunk of a PNG behind its head.
func chunk(file, name, body string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(b, name+body...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE([]byte(name+body)))
	return file[:33] + string(b) + file[33:]
}

// declared is a PNG that claims to be w times h.
func declared(w, h uint32) string {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	body := "IHDR" + string(head) + "\x08\x02\x00\x00\x00"
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(body)))
	return "\x89PNG\r\n\x1a\n\x00\x00\x00\x0d" + body + string(sum)
}

// cmyk is a JPEG of 16 by 16 pixels with Adobe's inverted CMYK, all red,
// made by Pillow: Go has no encoder for that.
const cmyk = "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUVFQwPFxgWFB" +
	"gSFBUU/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQEC" +
	"AwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dX" +
	"Z3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4E" +
	"QwBNAFkASwAAPwD9U6/Kqvyqr9U6KKKKKKKKKKKK/9k="

func cmykFile(t testing.TB) string {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(cmyk)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// xobjects are the image objects of a file, in order.
func xobjects(pdf []byte) (out []string) {
	for _, m := range regexp.MustCompile(`(?s)\d+ 0 obj\n(<</Type/XObject/Subtype/Image.*?)\nendobj\n`).FindAllSubmatch(pdf, -1) {
		out = append(out, string(m[1]))
	}
	return out
}

func drawnPictures(t testing.TB, files ...string) Document {
	t.Helper()
	s := sheet(t)
	for _, f := range files {
		s.Image(Picture{File: f, Caption: "Подпись", Spoilt: spoiltWords})
	}
	return finished(t, s)
}

func TestPicturesOfEveryKind(t *testing.T) {
	transparent := image.NewPaletted(image.Rect(0, 0, 40, 30), tone.Palette{tone.NRGBA{}, tone.NRGBA{R: 255, A: 255}})
	deep := image.NewGray16(image.Rect(0, 0, 300, 200))
	gray := image.NewGray(image.Rect(0, 0, 300, 200))
	for _, c := range []struct {
		name, file          string
		space, filter       string
		width, height       int // in pixels, as written
		pointsWide, pointsH float64
	}{
		{"a grey JPEG stays grey", jpegOf(t, gray), "Gray", "Flate", 300, 200, 144, 96},
		{"a grey photograph", jpegOf(t, noise(1200, 900, true)), "Gray", "DCT", 1155, 866, 415.75, 311.81},
		{"a photograph in colours", jpegOf(t, noise(900, 600, false)), "RGB", "DCT", 900, 600, 432, 288},
		{"a PNG of lines loses nothing", pngOf(t, corners(600, 300)), "RGB", "Flate", 600, 300, 288, 144},
		{"a photograph kept as PNG", pngOf(t, noise(900, 600, false)), "RGB", "DCT", 900, 600, 432, 288},
		{"16 bits of grey", pngOf(t, deep), "Gray", "Flate", 300, 200, 144, 96},
		{"a palette with a transparent colour", pngOf(t, transparent), "Gray", "Flate", 40, 30, 19.2, 14.4},
		{"CMYK becomes RGB", cmykFile(t), "RGB", "Flate", 16, 16, 7.68, 7.68},
		{"one point", pngOf(t, noise(1, 1, false)), "RGB", "Flate", 1, 1, 0.5, 0.5},
		{"very wide", pngOf(t, corners(20000, 2)), "RGB", "Flate", 1417, 1, 510.24, 0.5},
		{"very tall", pngOf(t, corners(2, 20000)), "RGB", "Flate", 1, 866, 0.5, 311.81},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := drawnPictures(t, c.file)
			all := xobjects(d.PDF)
			if len(all) != 1 || d.Spoilt != 0 {
				t.Fatalf("%d pictures, %d spoilt", len(all), d.Spoilt)
			}
			head := fmt.Sprintf("/Width %d/Height %d/ColorSpace/Device%s/BitsPerComponent 8/Filter/%sDecode", c.width, c.height, c.space, c.filter)
			if !strings.Contains(all[0], head) {
				t.Errorf("written as %.150q, want %q", all[0], head)
			}
			m := regexp.MustCompile(`q ([\d.]+) 0 0 ([\d.]+) [\d.]+ [\d.]+ cm /I0 Do Q`).FindSubmatch(firstPage(t, d.PDF))
			if m == nil || point(m[1]) != c.pointsWide || point(m[2]) != c.pointsH {
				t.Errorf("drawn as %q, want %v by %v points", m, c.pointsWide, c.pointsH)
			}
		})
	}
}

func firstPage(t testing.TB, pdf []byte) []byte {
	t.Helper()
	m := regexp.MustCompile(`(?s)\n4 0 obj\n(.*?)\nendobj\n`).FindSubmatch(pdf)
	if m == nil {
		t.Fatal("the first page has no content")
	}
	return inflate(t, m[1])
}

// pixels reads a Flate picture back; the rows' filters are undone by PNG's own decoder.
func pixels(t testing.TB, object string) image.Image {
	t.Helper()
	m := regexp.MustCompile(`(?s)/Width (\d+)/Height (\d+)/ColorSpace/Device(Gray|RGB).*?/FlateDecode.*?/Length (\d+)>>\nstream\n`).FindStringSubmatchIndex(object)
	if m == nil {
		t.Fatalf("not a Flate picture: %.150q", object)
	}
	number := func(i int) int { n, _ := strconv.Atoi(object[m[2*i]:m[2*i+1]]); return n }
	file := declared(uint32(number(1)), uint32(number(2)))
	if object[m[6]:m[7]] == "Gray" {
		head := []byte(file)
		head[25] = 0
		binary.BigEndian.PutUint32(head[29:], crc32.ChecksumIEEE(head[12:29]))
		file = string(head)
	}
	file += chunk(strings.Repeat(" ", 33), "IDAT", object[m[1]:m[1]+number(4)])[33:]
	got, err := png.Decode(strings.NewReader(file + "\x00\x00\x00\x00IEND\xaeB`\x82"))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func at(t testing.TB, m image.Image, x, y int) [3]uint8 {
	t.Helper()
	c := tone.RGBAModel.Convert(m.At(x, y)).(tone.RGBA)
	return [3]uint8{c.R, c.G, c.B}
}

func TestPixelsAreThoseOfTheSource(t *testing.T) {
	half, large := image.NewNRGBA(image.Rect(0, 0, 10, 10)), image.NewNRGBA(image.Rect(0, 0, 6000, 300))
	for _, m := range []*image.NRGBA{half, large} {
		for i := 0; i < len(m.Pix); i += 4 {
			copy(m.Pix[i:], []byte{0, 0, 255, 128})
		}
	}
	corner, big := pngOf(t, corners(20, 20)), pngOf(t, corners(4000, 4000))
	drawn := map[string]image.Image{}
	for _, c := range []struct {
		name, file string
		x, y       int
		want       [3]uint8
	}{
		{"red where red was", corner, 3, 3, [3]uint8{255, 0, 0}},
		{"white where white was", corner, 15, 3, [3]uint8{255, 255, 255}},
		{"what is half transparent lies on white", pngOf(t, half), 5, 5, [3]uint8{127, 127, 255}},
		{"what is transparent is white", pngOf(t, image.NewNRGBA(image.Rect(0, 0, 9, 9))), 5, 5, [3]uint8{255, 255, 255}},
		{"half transparent and scaled", pngOf(t, large), 100, 50, [3]uint8{127, 127, 255}},
		{"scaled, red is still upper left", big, 100, 100, [3]uint8{255, 0, 0}},
		{"scaled, the rest is white", big, 800, 100, [3]uint8{255, 255, 255}},
		{"CMYK red is red", cmykFile(t), 8, 8, [3]uint8{255, 0, 0}},
	} {
		if drawn[c.file] == nil {
			drawn[c.file] = pixels(t, xobjects(drawnPictures(t, c.file).PDF)[0])
		}
		if got := at(t, drawn[c.file], c.x, c.y); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// The red corner must be where a viewer that knows EXIF shows it.
func TestOrientationIsHonoured(t *testing.T) {
	for orientation, red := range map[byte][2]int{0: {0, 0}, 1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}, 9: {0, 0}} {
		file := segment(jpegOf(t, corners(80, 40)), 0xE1, exif(orientation))
		m := pixels(t, xobjects(drawnPictures(t, file).PDF)[0])
		w, h := m.Bounds().Dx(), m.Bounds().Dy()
		if onSide := orientation >= 5 && orientation <= 8; onSide != (h > w) {
			t.Errorf("orientation %d: %d by %d", orientation, w, h)
		}
		for _, quarter := range [][2]int{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
			got := at(t, m, w/4+quarter[0]*w/2, h/4+quarter[1]*h/2)
			if isRed := got[1] < 100; isRed != (quarter == red) {
				t.Errorf("orientation %d: quarter %v is %v", orientation, quarter, got)
			}
		}
	}
}

func TestNothingButPixelsGetsIn(t *testing.T) {
	for name, file := range map[string]string{
		"EXIF":                segment(jpegOf(t, corners(80, 40)), 0xE1, exif(1)),
		"EXIF of a photo":     segment(jpegOf(t, noise(900, 600, false)), 0xE1, exif(6)),
		"a JPEG's comment":    segment(jpegOf(t, noise(900, 600, false)), 0xFE, "Planted Ivanov"),
		"a PNG's text":        chunk(pngOf(t, corners(80, 40)), "tEXt", "Comment\x00Planted Ivanov"),
		"behind the file":     pngOf(t, corners(80, 40)) + "Planted Ivanov",
		"a spoilt picture is": "\xff\xd8\xff\xe1\x00\x20Exif Planted Ivanov",
	} {
		d := drawnPictures(t, file)
		all := string(d.PDF)
		for _, x := range xobjects(d.PDF) {
			if strings.Contains(x, "/FlateDecode") {
				all += string(inflate(t, []byte(x)))
			}
		}
		if strings.Contains(all, "Planted") || strings.Contains(all, "Exif") {
			t.Errorf("%s is in the document", name)
		}
	}
}

func TestWhatCannotBeDrawnIsABoxThatSaysSo(t *testing.T) {
	whole := jpegOf(t, noise(200, 200, false))
	for name, file := range map[string]string{
		"nothing": "", "words": "не картинка", "a GIF": "GIF89a\x01\x00\x01\x00\x00\x00\x00;",
		"a JPEG cut short": whole[:len(whole)/2], "a PNG cut short": pngOf(t, corners(90, 90))[:60],
		"a declared size over the limit": declared(8000, 8000), "a size that overflows": declared(0x7fffffff, 0x7fffffff), "no size": declared(0, 5),
	} {
		t.Run(name, func(t *testing.T) {
			d := drawnPictures(t, file, file)
			if d.Spoilt != 2 || len(xobjects(d.PDF)) != 0 {
				t.Errorf("%d spoilt, %d drawn", d.Spoilt, len(xobjects(d.PDF)))
			}
			if text := readable(t, d.PDF); strings.Count(text, spoiltWords) != 2 || strings.Count(text, "Подпись") != 2 {
				t.Errorf("the page says %q", text)
			}
		})
	}
}

func TestCostIsBoundedBeforeDecoding(t *testing.T) {
	for _, c := range []struct {
		name  string
		model tone.Model
		file  string
		side  int
		ok    bool
	}{
		{"a photograph of 49 megapixels", tone.YCbCrModel, "\xff\xc0", 7000, true},
		{"a progressive one of 25", tone.YCbCrModel, "\xff\xc2", 5000, false},
		{"a progressive one of 16", tone.YCbCrModel, "\xff\xc2", 4000, true},
		{"16 bits of colour, 25 megapixels", tone.NRGBA64Model, "", 5000, false},
		{"a hundred scans", tone.YCbCrModel, strings.Repeat("\xff\xda", 100), 9, true},
		{"more scans than any picture needs", tone.YCbCrModel, strings.Repeat("\xff\xda", 101), 9, false},
		{"51 megapixels", tone.GrayModel, "", 7142, false},
	} {
		need, err := admit(image.Config{ColorModel: c.model, Width: c.side, Height: c.side}, c.file != "", c.file)
		if (err == nil) != c.ok || need > maxDecoded {
			t.Errorf("%s: %d bytes, %v", c.name, need, err)
		}
	}
}

func TestTheSamePictureIsEmbeddedOnce(t *testing.T) {
	a, b := pngOf(t, corners(50, 50)), pngOf(t, corners(60, 60))
	d := drawnPictures(t, a, b, a, a)
	if n := len(xobjects(d.PDF)); n != 2 {
		t.Errorf("%d pictures embedded, want 2", n)
	}
	if n := bytes.Count(firstPage(t, d.PDF), []byte("/I0 Do")); n != 3 {
		t.Errorf("the first is drawn %d times, want 3", n)
	}
	if !bytes.Equal(d.PDF, drawnPictures(t, a, b, a, a).PDF) {
		t.Error("the same drawing gave other bytes")
	}
}

func TestACaptionStaysWithItsPicture(t *testing.T) {
	wide := pngOf(t, corners(700, 500))
	for gap := 20; gap < 420; gap += 11 {
		s, boxes := traced(t)
		s.y = bottomEdge - float64(gap)
		s.Sub("Ключевые изображения", "")
		s.Image(Picture{File: wide, Caption: strings.Repeat("Очаг в сегменте S6. ", 20)})
		finished(t, s)
		pages := map[int]bool{}
		for _, b := range *boxes {
			if b.Text == "" || strings.Contains(b.Text, "Ключевые") || strings.Contains(b.Text, "Очаг") {
				pages[b.Page] = true
			}
		}
		if len(pages) != 1 {
			t.Fatalf("with %d points left the picture, its heading and caption are on %d pages", gap, len(pages))
		}
		if bad := misplaced(*boxes); bad != "" {
			t.Fatal(bad)
		}
	}
	s, boxes := traced(t)
	s.Image(Picture{File: wide, Caption: strings.Repeat("Очень длинная подпись.\n", 300)})
	if d := finished(t, s); d.Pages < 3 || misplaced(*boxes) != "" {
		t.Errorf("a caption of 300 lines: %d pages, %s", d.Pages, misplaced(*boxes))
	}
}

func TestAPictureOnAPageWithoutText(t *testing.T) {
	s := sheet(t)
	s.Image(Picture{File: pngOf(t, corners(50, 50))})
	d, err := s.Finish(nil)
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, d.PDF)
}

// wellFormed checks that the cross-reference table points at objects, and that
// resources name objects that are there.
func wellFormed(t testing.TB, pdf []byte) {
	t.Helper()
	at := bytes.LastIndex(pdf, []byte("\nxref\n"))
	entries := regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(pdf[at:], -1)
	for i, e := range entries {
		off, _ := strconv.Atoi(string(e[1]))
		if !bytes.HasPrefix(pdf[off:], []byte(strconv.Itoa(i+1)+" 0 obj\n")) {
			t.Fatalf("entry %d points at %.12q", i+1, pdf[off:])
		}
	}
	for _, m := range regexp.MustCompile(`/I\d+ (\d+) 0 R`).FindAllSubmatch(pdf[:at], -1) {
		n, _ := strconv.Atoi(string(m[1]))
		off, _ := strconv.Atoi(string(entries[n-1][1]))
		if !bytes.HasPrefix(pdf[off:], []byte(string(m[1])+" 0 obj\n<</Type/XObject/Subtype/Image")) {
			t.Fatalf("object %d is no picture", n)
		}
	}
}

// FuzzImage draws any bytes: nothing panics, the file stays well-formed, and a
// picture is either drawn or told to be spoilt.
func FuzzImage(f *testing.F) {
	for _, seed := range []string{pngOf(f, corners(8, 6)), pngOf(f, image.NewNRGBA64(image.Rect(0, 0, 5, 5))), jpegOf(f, corners(16, 9)),
		segment(jpegOf(f, image.NewGray(image.Rect(0, 0, 9, 9))), 0xE1, exif(6)), cmykFile(f), declared(9, 9), "\xff\xd8\xff\xe1\x00\x09Exif\x00\x00M"} {
		f.Add(seed, "подпись")
	}
	f.Fuzz(func(t *testing.T, file, caption string) {
		s := sheet(t)
		s.Image(Picture{File: file, Caption: caption, Spoilt: spoiltWords})
		d := finished(t, s)
		wellFormed(t, d.PDF)
		if len(xobjects(d.PDF))+d.Spoilt != 1 {
			t.Errorf("%d pictures, %d spoilt", len(xobjects(d.PDF)), d.Spoilt)
		}
	})
}
