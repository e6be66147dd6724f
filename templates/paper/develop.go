package paper

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	tone "image/color"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"sync"

	"golang.org/x/image/draw"
)

// Limits on a picture before it is decoded. A file of a few bytes can declare
// any size.
const (
	maxPixels = 50_000_000
	// maxDecoded is what a decoder may take for one picture. Photographs and
	// grey pictures reach maxPixels before it, kinds that take more do not.
	maxDecoded = 256 << 20
	// maxScans: a progressive JPEG has a dozen; each costs a walk over the whole picture.
	maxScans = 100
	// Pictures that take more than largeDecoded are decoded one at a time in a
	// process, so that many documents drawn at once take the memory of one:
	// maxDecoded and at most 100 MB for making it smaller.
	largeDecoded = 16 << 20
)

var (
	errPicture = errors.New("not a JPEG or PNG within the limits")
	desk       sync.Mutex
)

// develop makes an XObject of a JPEG or PNG file: scaled for print, on white,
// turned as EXIF says, in grey if it is grey, and without anything else the
// file held. Its colour profile is not applied.
func develop(file string) (*picture, error) {
	isJPEG := strings.HasPrefix(file, "\xff\xd8\xff")
	read, config := png.Decode, png.DecodeConfig
	if isJPEG {
		read, config = jpeg.Decode, jpeg.DecodeConfig
	}
	c, err := config(strings.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("read a picture's head: %w", err)
	}
	need, err := admit(c, isJPEG, file)
	if err != nil {
		return nil, err
	}
	if need > largeDecoded {
		desk.Lock()
		defer desk.Unlock()
	}
	src, err := read(strings.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("decode a picture: %w", err)
	}
	turn := 1
	if isJPEG {
		turn = orientation([]byte(file))
	}
	return printed(src, turn, isJPEG)
}

// admit holds the limits against what a file declares and gives an upper bound
// of the bytes its decoder takes.
func admit(c image.Config, isJPEG bool, file string) (need int, err error) {
	if c.Width <= 0 || c.Height <= 0 || c.Height > maxPixels/c.Width {
		return 0, errPicture
	}
	each, samples := 16, 4
	switch c.ColorModel {
	case tone.GrayModel:
		each, samples = 2, 1
	case tone.Gray16Model:
		each = 4
	case tone.YCbCrModel:
		each, samples = 3, 3
	case tone.RGBAModel, tone.NRGBAModel:
		each = 8
	}
	if _, ok := c.ColorModel.(tone.Palette); ok {
		each = 2
	}
	if isJPEG && strings.Contains(file, "\xff\xc2") { // progressive: four bytes of coefficients beside each sample
		each += 4 * samples
	}
	if isJPEG && strings.Count(file, "\xff\xda") > maxScans || c.Width*c.Height > maxDecoded/each {
		return 0, errPicture
	}
	return c.Width * c.Height * each, nil
}

// printed scales the picture to what paper can show and encodes it.
func printed(src image.Image, turn int, photo bool) (*picture, error) {
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	across, down := float64(w), float64(h)
	if turn >= 5 { // lies on its side
		across, down = down, across
	}
	scale := min(72.0/coarsest, fullWidth/across, pictureHeight/down) // points for a pixel
	p := &picture{w: max(across*scale, 0.5), h: max(down*scale, 0.5)}
	dots := min(1, scale*finest/72)
	side := func(n int) int { return max(1, int(math.Round(float64(n)*dots))) }
	err := p.encode(turned(scaled(src, side(w), side(h)), turn), photo)
	return p, err
}

// scaled gives the picture on white with w times h pixels. Halves come first:
// a good filter over a large picture takes 32 bytes for each pixel.
func scaled(src image.Image, w, h int) *image.RGBA {
	for b := src.Bounds(); b.Dx() > 2*w || b.Dy() > 2*h; b = src.Bounds() {
		halfW, halfH := b.Dx(), b.Dy()
		if halfW > 2*w {
			halfW /= 2
		}
		if halfH > 2*h {
			halfH /= 2
		}
		half := image.NewRGBA(image.Rect(0, 0, halfW, halfH))
		draw.ApproxBiLinear.Scale(half, half.Bounds(), src, b, draw.Src, nil)
		src = half
	}
	out := white(w, h)
	if b := src.Bounds(); b.Dx() == w && b.Dy() == h {
		draw.Draw(out, out.Bounds(), src, b.Min, draw.Over)
	} else {
		draw.CatmullRom.Scale(out, out.Bounds(), src, b, draw.Over, nil)
	}
	return out
}

func white(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	return m
}

// turned applies an orientation of EXIF (2.32, 4.6.4 A): 1 to 8, anything else is 1.
func turned(m *image.RGBA, orientation int) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	from := map[int]func(x, y int) (int, int){
		2: func(x, y int) (int, int) { return w - 1 - x, y },
		3: func(x, y int) (int, int) { return w - 1 - x, h - 1 - y },
		4: func(x, y int) (int, int) { return x, h - 1 - y },
		5: func(x, y int) (int, int) { return y, x },
		6: func(x, y int) (int, int) { return y, h - 1 - x },
		7: func(x, y int) (int, int) { return w - 1 - y, h - 1 - x },
		8: func(x, y int) (int, int) { return w - 1 - y, x },
	}[orientation]
	if from == nil {
		return m
	}
	if orientation >= 5 {
		w, h = h, w
	}
	out := white(w, h)
	w, h = m.Rect.Dx(), m.Rect.Dy()
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			sx, sy := from(x, y)
			copy(out.Pix[out.PixOffset(x, y):][:4], m.Pix[m.PixOffset(sx, sy):])
		}
	}
	return out
}

// orientation finds EXIF's Orientation in a JPEG's segments, 1 if there is none.
func orientation(b []byte) int {
	for b = b[2:]; len(b) > 4 && b[0] == 0xFF && b[1] != 0xDA; {
		n := 2 + int(binary.BigEndian.Uint16(b[2:]))
		if n > len(b) {
			break
		}
		if tiff, ok := bytes.CutPrefix(b[4:max(4, n)], []byte("Exif\x00\x00")); ok && len(tiff) >= 8 {
			return tiffOrientation(tiff)
		}
		b = b[n:]
	}
	return 1
}

// tiffOrientation reads tag 274 of the first directory (TIFF 6.0, section 2).
func tiffOrientation(tiff []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int(order.Uint32(tiff[4:]) & 0x7FFFFFFF)
	if at > len(tiff)-2 {
		return 1
	}
	for n := int(order.Uint16(tiff[at:])); n > 0 && at <= len(tiff)-14; n-- {
		if entry := tiff[at+2:]; order.Uint16(entry) == 274 {
			return int(order.Uint16(entry[8:]))
		}
		at += 12
	}
	return 1
}

const (
	// Up to losslessBytes a picture keeps every pixel; photographs of more than
	// smallPixels are not even tried.
	losslessBytes = 160 << 10
	smallPixels   = 1 << 16
	quality       = 88
)

// encode writes m as JPEG or as Flate with PNG's predictors (ISO 32000-1, 7.4.4.4).
func (p *picture) encode(m *image.RGBA, photo bool) error {
	var out image.Image = m
	space, colors := "DeviceRGB", 3
	if g := grayOf(m); g != nil {
		out, space, colors = g, "DeviceGray", 1
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	dict := fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s/BitsPerComponent 8", w, h, space)
	if !photo || w*h <= smallPixels {
		var file bytes.Buffer
		if err := png.Encode(&file, out); err != nil {
			return fmt.Errorf("encode a picture: %w", err)
		}
		p.body = pixelData(file.Bytes())
		p.dict = fmt.Sprintf("%s/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d/Columns %d>>", dict, colors, w)
		if len(p.body) <= losslessBytes {
			return nil
		}
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, out, &jpeg.Options{Quality: quality}); err != nil {
		return fmt.Errorf("encode a picture: %w", err)
	}
	if p.body == nil || file.Len() < len(p.body) {
		p.body, p.dict = file.Bytes(), dict+"/Filter/DCTDecode"
	}
	return nil
}

// pixelData is the deflated pixels in a PNG file of ours: PDF has the same format
// inside a frame of its own.
func pixelData(file []byte) (out []byte) {
	for b := file[8:]; len(b) >= 12; {
		n := int(binary.BigEndian.Uint32(b))
		if string(b[4:8]) == "IDAT" {
			out = append(out, b[8:8+n]...)
		}
		b = b[12+n:]
	}
	return out
}

// grayOf is m in grey, nil if it has colours.
func grayOf(m *image.RGBA) *image.Gray {
	g := image.NewGray(m.Rect)
	for i := range g.Pix {
		px := m.Pix[4*i : 4*i+3]
		if px[0] != px[1] || px[1] != px[2] {
			return nil
		}
		g.Pix[i] = px[0]
	}
	return g
}
