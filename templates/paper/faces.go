package paper

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"unicode"
)

// Fonts ship whole with their licences, as the ParaType Free Font License
// asks; what goes into a document is a subset made in memory.
//
//go:embed fonts icc/sRGB.icc *.go
var sources embed.FS

// A Face is one of the type faces a form may use.
type Face uint8

// Faces of the forms. The last two stand in, rune by rune, where these lack a glyph.
const (
	Sans Face = iota
	Bold
	Serif
	spareSans
	spareBold
	faces
)

var fontFiles = [faces]struct{ file, name string }{
	{"PTS55F.ttf", "PTSans-Regular"},
	{"PTS75F.ttf", "PTSans-Bold"},
	{"PTF55F.ttf", "PTSerif-Regular"},
	{"DejaVuSans.ttf", "DejaVuSans"},
	{"DejaVuSans-Bold.ttf", "DejaVuSans-Bold"},
}

// spareScale makes the stand-in's letters as high as those around them.
const spareScale = 0.92

// replacement is drawn where no face has a glyph.
const replacement = '□'

// library holds the parsed faces. They are read only.
var library = sync.OnceValues(func() (*[faces]*sfnt, error) {
	var l [faces]*sfnt
	for i, f := range fontFiles {
		file, err := sources.ReadFile("fonts/" + f.file)
		if err != nil {
			return nil, fmt.Errorf("read font %s: %w", f.file, err)
		}
		if l[i], err = parse(f.name, file); err != nil {
			return nil, err
		}
	}
	return &l, nil
})

// Digest is the SHA-256 of everything in this package that decides how a page
// looks: fonts, colour profile, code. Forms make their own hash of it.
var Digest = sync.OnceValues(func() ([sha256.Size]byte, error) {
	h := sha256.New()
	err := fs.WalkDir(sources, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := sources.ReadFile(path)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(h, "%s %d\n", path, len(b))
		_, _ = h.Write(b)
		return nil
	})
	var sum [sha256.Size]byte
	return [sha256.Size]byte(h.Sum(sum[:0])), err
})

func spareOf(f Face) Face {
	if f == Bold {
		return spareBold
	}
	return spareSans
}

// faceFor says which face draws r in a run of face f, and whether one can.
// Superscripts all come from the stand-in: ×10¹² must not mix two designs.
func faceFor(l *[faces]*sfnt, f Face, r rune) (Face, bool) {
	if r < 0 || r > 0xFFFF || unshaped(r) {
		return 0, false
	}
	if l[f].gids[r] != 0 && !superscript(r) {
		return f, true
	}
	if s := spareOf(f); l[s].gids[r] != 0 {
		return s, true
	}
	return f, l[f].gids[r] != 0
}

func superscript(r rune) bool {
	return r == '¹' || r == '²' || r == '³' || r >= '⁰' && r <= '⁾'
}

// unshaped names runes whose glyphs alone would mislead: scripts written from
// right to left or joined, which we do not lay out, and private use.
func unshaped(r rune) bool {
	switch {
	case r >= 0x0590 && r <= 0x08FF, r >= 0xFB1D && r <= 0xFDFF, r >= 0xFE70 && r <= 0xFEFE:
		return true
	case r >= 0xE000 && r <= 0xF8FF, r >= 0xD800 && r <= 0xDFFF:
		return true
	}
	return r >= 0xFDD0 && unicode.Is(unicode.Noncharacter_Code_Point, r)
}
