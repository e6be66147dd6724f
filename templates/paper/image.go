package paper

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// A Picture is an image with its caption.
type Picture struct {
	// File is a JPEG or PNG file, from wherever it came: it is decoded within
	// limits and written anew, so that nothing of it but its pixels gets into
	// the document.
	File    string
	Caption string
	// Spoilt is what the page says in the place of a picture that cannot be
	// decoded or is too large.
	Spoilt string
}

const (
	pictureHeight = 110 * mm
	coarsest      = 150 // dots per inch; a small picture stays small
	finest        = 200 // more cannot be seen on paper at reading distance
	captionKept   = 12  // lines of a caption that stay with the picture; more flow on
)

var spoiltText = style{Sans, 8.5, grey, 11}

// gallery holds the pictures of a document, each once.
type gallery struct {
	all    []*picture
	known  map[[sha256.Size]byte]*picture // by the file; nil for one that is spoilt
	spoilt int
}

// picture is one image XObject, and how large it is on paper.
type picture struct {
	number int
	w, h   float64
	dict   string
	body   []byte
}

// Image draws p with its caption below, together on one page. It never fails: a
// picture that cannot be drawn is a box that says so, and is counted.
func (s *Sheet) Image(p Picture) {
	one := s.gallery.picture(p.File)
	var caption, words []line
	for _, t := range paragraphs(p.Caption) {
		caption = append(caption, s.wrap(smallText, t, fullWidth)...)
	}
	h := 0.0
	if one != nil {
		h = one.h
	} else {
		words = s.wrap(spoiltText, tidy(p.Spoilt), spoiltWidth-20)
		h = float64(len(words))*spoiltText.leading + 20
	}
	s.room(6 + h + float64(min(len(caption), captionKept))*smallText.leading)
	s.Skip(3)
	if one != nil {
		s.place(one)
	} else {
		s.spoilt(words, h)
	}
	s.y += h + 3
	s.flow(smallText, caption)
	s.y += 4
}

// place draws p in a thin frame: many pictures are white at their edges.
func (s *Sheet) place(p *picture) {
	b := append(s.buf[:0], "q "...)
	b = append(appendNumber(b, p.w), " 0 0 "...)
	for _, v := range []float64{p.h, leftEdge, pageHeight - s.y - p.h} {
		b = append(appendNumber(b, v), ' ')
	}
	s.write(fmt.Appendf(b, "cm /I%d Do Q", p.number))
	s.pen(0.4, hair)
	s.canvas().Rect(leftEdge, s.y, p.w, p.h, "D")
	if s.setup.Trace != nil {
		s.setup.Trace(Box{Page: s.pdf.PageNo(), X0: leftEdge, Y0: s.y, X1: leftEdge + p.w, Y1: s.y + p.h})
	}
}

const spoiltWidth = 110 * mm

// spoilt is the box in the place of a picture.
func (s *Sheet) spoilt(words []line, h float64) {
	s.block(leftEdge, s.y, spoiltWidth, h, tint)
	s.pen(0.5, grey)
	s.canvas().Rect(leftEdge, s.y, spoiltWidth, h, "D")
	for i, l := range words {
		s.put(spoiltText, leftEdge+10, s.y+10+float64(i)*spoiltText.leading, l)
	}
}

// picture is that of a file; nil, counted, for one that cannot be drawn.
func (g *gallery) picture(file string) *picture {
	sum := sha256.Sum256([]byte(file))
	p, seen := g.known[sum]
	if !seen {
		if g.known == nil {
			g.known = map[[sha256.Size]byte]*picture{}
		}
		var err error
		if p, err = develop(file); err == nil {
			p.number = len(g.all)
			g.all = append(g.all, p)
		}
		g.known[sum] = p
	}
	if p == nil {
		g.spoilt++
	}
	return p
}

// write writes the pictures as objects from first on, or behind the last that is
// there, and gives what they add to the resource dictionary.
func (g *gallery) write(f *file, first int) string {
	if len(g.all) == 0 {
		return ""
	}
	var entries strings.Builder
	for _, p := range g.all {
		n := max(first, len(f.offsets))
		f.stream(n, p.dict, p.body)
		fmt.Fprintf(&entries, "/I%d %d 0 R", p.number, n)
	}
	return "/XObject<<" + entries.String() + ">>"
}
