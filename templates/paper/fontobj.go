package paper

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
)

// fontObjects is how many objects one font takes, its CIDSet not counted.
const fontObjects = 5

// writeFonts writes every face the document used, and gives the entries of the
// resource dictionary (ISO 32000-1, 9.7).
func (s *Sheet) writeFonts(f *file, first int) string {
	var entries strings.Builder
	for i := range s.used {
		u := &s.used[i]
		if len(u.runes) == 0 {
			continue
		}
		writeFont(f, s.lib[i], u, first, s.pdfa.cidSet)
		fmt.Fprintf(&entries, "/F%d %d 0 R", i, first)
		first += fontObjects
		if s.pdfa.cidSet {
			first++
		}
	}
	return entries.String()
}

func writeFont(f *file, font *sfnt, u *usage, n int, listed bool) {
	list := ""
	if listed {
		list = fmt.Sprintf("/CIDSet %d 0 R", n+fontObjects)
	}
	name := subsetTag(u.runes) + "+" + font.name
	f.object(n, fmt.Appendf(nil, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, n+1, n+4))
	cid := fmt.Appendf(nil, "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"+
		"/FontDescriptor %d 0 R/CIDToGIDMap/Identity/DW 0/W[0[", name, n+2)
	for _, g := range u.gids {
		cid = append(strconv.AppendUint(cid, uint64(font.advance[g]), 10), ' ')
	}
	f.object(n+1, append(cid, "]]>>"...))
	f.object(n+2, fmt.Appendf(nil, "<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R%s>>",
		name, font.bbox[0], font.bbox[1], font.bbox[2], font.bbox[3], font.ascent, font.descent, font.cap, 50+font.weight*font.weight/4225, n+3, list))
	// Neither stream is deflated: outlines shrink by a quarter only, 6 KB of an
	// extract's 55, and deflating them would make a twelfth of its cost.
	program := font.subset(u.gids)
	f.stream(n+3, "/Length1 "+strconv.Itoa(len(program)), program)
	if listed {
		f.stream(n+fontObjects, "", cidSet(program))
	}
	f.stream(n+4, "", toUnicode(u.runes))
}

// subsetTag is the six letters that set one subset apart from another (9.6.4).
func subsetTag(runes []rune) string {
	sum := sha256.Sum256([]byte(string(runes)))
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// toUnicode maps every CID to the one rune it was drawn for (9.10.3). A range
// of CIDs stays within one first byte and lists its runes, which all faces have
// in the Basic Multilingual Plane.
func toUnicode(runes []rune) []byte {
	b := make([]byte, 0, 512+7*len(runes))
	b = append(b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"+
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"...)
	for from := 1; from < len(runes); {
		to := min(from|0xFF, len(runes)-1)
		b = append(appendHex(appendHex(append(b, "1 beginbfrange\n"...), from), to), '[')
		for _, r := range runes[from : to+1] {
			b = appendHex(b, int(r))
		}
		b = append(b, "]\nendbfrange\n"...)
		from = to + 1
	}
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}

func appendHex(b []byte, n int) []byte {
	const digits = "0123456789ABCDEF"
	return append(b, '<', digits[n>>12&15], digits[n>>8&15], digits[n>>4&15], digits[n&15], '>')
}
