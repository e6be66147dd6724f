package signing

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"sort"
)

// update is one revision being appended to a document (ISO 32000-1, 7.5.6).
// The bytes before it are copied once and never touched.
type update struct {
	doc    *document
	out    []byte
	placed []placed
	next   int // the next free object number
}

type placed struct {
	ref ref
	at  int
}

// begin copies the document into a buffer that has room for extra bytes more.
// A document of our own making is continued where it lies, if there is room.
func (d *document) begin(extra int) *update {
	u := &update{doc: d, next: len(d.places)}
	if d.own {
		u.out = slices.Grow(d.src, extra)
	} else {
		u.out = append(make([]byte, 0, len(d.src)+extra), d.src...)
	}
	if last := u.out[len(u.out)-1]; last != '\n' && last != '\r' {
		u.out = append(u.out, '\n')
	}
	return u
}

// fresh reserves an object number.
func (u *update) fresh() ref {
	u.next++
	return ref{num: u.next - 1}
}

func (u *update) printf(format string, args ...any) {
	u.out = fmt.Appendf(u.out, format, args...)
}

// start begins an object; the caller writes its body and calls end.
func (u *update) start(r ref) {
	u.placed = append(u.placed, placed{r, len(u.out)})
	u.printf("%d %d obj\n", r.num, r.gen)
}

func (u *update) end() { u.out = append(u.out, "\nendobj\n"...) }

// dict writes a dictionary as it was, without the keys in replaced, and with
// whatever add writes at its end.
func (u *update) dict(o object, replaced map[string]bool, add func()) {
	u.out = append(u.out, "<<"...)
	for _, p := range o.pairs {
		if replaced[p.key] {
			continue
		}
		u.out = append(u.out, '/')
		u.out = append(u.out, escapeName(p.key)...)
		u.out = append(u.out, ' ')
		u.out = append(u.out, p.val.raw...)
		u.out = append(u.out, '\n')
	}
	add()
	u.out = append(u.out, ">>"...)
}

func escapeName(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if c := s[i]; isRegular(c) && c != '#' && c > ' ' && c < 0x7F {
			out = append(out, c)
		} else {
			out = fmt.Appendf(out, "#%02X", c)
		}
	}
	return out
}

// refs writes an array of what was there and more references.
func (u *update) refs(old []object, more ...ref) {
	u.out = append(u.out, '[')
	for _, o := range old {
		u.out = append(u.out, o.raw...)
		u.out = append(u.out, ' ')
	}
	for _, r := range more {
		u.printf("%s ", r)
	}
	u.out = append(u.out[:len(u.out)-1], ']')
}

// finish writes the cross-reference section, in the kind the file has, and the
// end of the file. salt makes the second /ID element differ.
func (u *update) finish(salt []byte) {
	if u.doc.sections[0].stream {
		u.finishStream(salt)
	} else {
		u.finishTable(salt)
	}
}

func (u *update) finishTable(salt []byte) {
	at := len(u.out)
	u.printf("xref\n")
	for _, run := range u.runs() {
		u.printf("%d %d\n", run[0].ref.num, len(run))
		for _, p := range run {
			u.printf("%010d %05d n \n", p.at, p.ref.gen)
		}
	}
	u.printf("trailer\n")
	u.trailer(salt, func() {})
	u.printf("\nstartxref\n%d\n%%%%EOF\n", at)
}

// finishStream writes the section as an unfiltered stream: a reader needs
// nothing but /W to read it.
func (u *update) finishStream(salt []byte) {
	self := u.fresh()
	at := len(u.out)
	u.start(self)
	var index, rows []byte
	for _, run := range u.runs() {
		index = fmt.Appendf(index, "%d %d ", run[0].ref.num, len(run))
		for _, p := range run {
			rows = append(rows, 1)
			rows = append(rows, byte(p.at>>32))
			rows = binary.BigEndian.AppendUint32(rows, uint32(p.at))
			rows = binary.BigEndian.AppendUint16(rows, uint16(p.ref.gen))
		}
	}
	u.trailer(salt, func() {
		u.printf("/Type /XRef /W [1 5 2] /Index [%s] /Length %d\n", index, len(rows))
	})
	u.out = append(u.out, "\nstream\n"...)
	u.out = append(u.out, rows...)
	u.out = append(u.out, "\nendstream"...)
	u.end()
	u.printf("startxref\n%d\n%%%%EOF\n", at)
}

// runs sorts what was placed into runs of consecutive numbers.
func (u *update) runs() [][]placed {
	sort.Slice(u.placed, func(i, j int) bool { return u.placed[i].ref.num < u.placed[j].ref.num })
	var runs [][]placed
	for i, p := range u.placed {
		if i > 0 && u.placed[i-1].ref.num+1 == p.ref.num {
			runs[len(runs)-1] = append(runs[len(runs)-1], p)
			continue
		}
		runs = append(runs, []placed{p})
	}
	return runs
}

// ownTrailerKeys are written anew; everything else in a trailer is kept.
var ownTrailerKeys = map[string]bool{"Size": true, "Prev": true, "ID": true, "Type": true, "W": true, "Index": true,
	"Length": true, "Filter": true, "DecodeParms": true}

// trailer writes the trailer's dictionary, which for a cross-reference stream
// is the stream's, with the stream's own entries.
func (u *update) trailer(salt []byte, more func()) {
	old := u.doc.trailer()
	u.dict(old, ownTrailerKeys, func() {
		u.printf("/Size %d /Prev %d ", u.next, u.doc.sections[0].at)
		u.identifier(old.get("ID"), salt)
		more()
	})
}

// identifier keeps the first element of /ID, which names the document, and
// changes the second, which names its version (ISO 32000-1, 14.4).
func (u *update) identifier(old object, salt []byte) {
	h := sha256.New()
	h.Write(old.raw)
	h.Write(salt)
	h.Write(u.doc.src[max(0, len(u.doc.src)-4096):])
	version := h.Sum(nil)[:16]
	if len(old.items) == 2 && old.items[0].kind == kindString {
		u.printf("/ID [%s <%X>]", old.items[0].raw, version)
		return
	}
	u.printf("/ID [<%X> <%X>]", version, version)
}
