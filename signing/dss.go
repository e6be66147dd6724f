package signing

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// vriKey names a signature in /VRI: the SHA-1 of all of its /Contents, the zeros
// at its end included, in upper case (ETSI EN 319 142-1, 5.4.2.3).
func (s seal) vriKey(src []byte) string {
	contents := make([]byte, (s.end-s.gap-2)/2)
	if _, err := hex.Decode(contents, src[s.gap+1:s.end-1]); err != nil {
		return "" // decode has read the same digits
	}
	sum := sha1.Sum(contents)
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// store is a document's security store (/DSS) as it is.
type store struct {
	ref  ref // zero if it is not an object of its own
	dict object
	vri  object
}

func (d *document) store() (store, error) {
	var s store
	cat, err := d.catalog()
	if err != nil {
		return s, err
	}
	at := cat.get("DSS")
	if at.kind == kindRef {
		s.ref = at.ref
	}
	if s.dict, err = d.resolve(at); err != nil {
		return s, fmt.Errorf("/DSS: %w", err)
	}
	if s.vri, err = d.resolve(s.dict.get("VRI")); err != nil {
		return s, fmt.Errorf("/DSS: /VRI: %w", err)
	}
	return s, nil
}

// dssWriter writes a revision with more validation data.
type dssWriter struct {
	u     *update
	store store
	lists [3]list
}

// list is one of /Certs, /OCSPs, /CRLs: what was there, what is new, and where
// each thing is by its digest, so that nothing is kept twice.
type list struct {
	name, inVRI string
	old         []object
	added       []ref
	at          map[[sha256.Size]byte]ref
}

// addEvidence appends a revision with the evidence of signatures, by their keys
// in /VRI. What the store held before stays in it.
func (d *document) addEvidence(of map[string]evidence, order []string, salt []byte) ([]byte, error) {
	w := dssWriter{lists: [3]list{{name: "Certs", inVRI: "Cert"}, {name: "OCSPs", inVRI: "OCSP"}, {name: "CRLs", inVRI: "CRL"}}}
	var err error
	if w.store, err = d.store(); err != nil {
		return nil, err
	}
	for i := range w.lists {
		if err := d.readList(&w.lists[i], w.store.dict); err != nil {
			return nil, err
		}
	}
	size := 0
	for _, e := range of {
		size += e.size()
	}
	cat, err := d.catalog()
	if err != nil {
		return nil, err
	}
	w.u = d.begin(size + 8<<10 + len(cat.raw) + len(w.store.dict.raw) + len(w.store.vri.raw))
	w.write(cat, of, order)
	w.u.finish(salt)
	return w.u.out, nil
}

func (e evidence) size() (n int) {
	for _, l := range [][][]byte{e.certs, e.ocsps, e.crls} {
		for _, der := range l {
			n += len(der) + 100
		}
	}
	return n
}

// readList notes what the store holds. A stream that this program cannot read is
// left where it is, and what it holds may be there twice then.
func (d *document) readList(l *list, dss object) (err error) {
	l.at = make(map[[sha256.Size]byte]ref)
	if l.old, err = d.array(dss.get(l.name)); err != nil {
		return fmt.Errorf("/DSS: /%s: %w", l.name, err)
	}
	for _, o := range l.old {
		s, err := d.resolve(o)
		if err != nil {
			return fmt.Errorf("/DSS: /%s: %w", l.name, err)
		}
		if data, err := d.inflate(s); err == nil && o.kind == kindRef {
			l.at[sha256.Sum256(data)] = o.ref
		}
	}
	return nil
}

// write writes the new streams, then the store, then the catalog.
func (w *dssWriter) write(cat object, of map[string]evidence, order []string) {
	var entries strings.Builder
	for _, key := range order {
		fmt.Fprintf(&entries, "/%s <<", key)
		e := of[key]
		for i, ders := range [][][]byte{e.certs, e.ocsps, e.crls} {
			if len(ders) > 0 {
				fmt.Fprintf(&entries, "/%s [%s] ", w.lists[i].inVRI, w.streams(&w.lists[i], ders))
			}
		}
		entries.WriteString(">>\n")
	}
	at, catalogToo := w.store.ref, w.store.ref.num == 0
	if catalogToo {
		at = w.u.fresh()
	}
	w.u.start(at)
	w.dss(entries.String(), order)
	w.u.end()
	if catalogToo {
		w.catalog(cat, at)
	}
}

// streams writes those that are not there yet and returns all their references.
func (w *dssWriter) streams(l *list, ders [][]byte) string {
	var refs []string
	for _, der := range ders {
		sum := sha256.Sum256(der)
		at, there := l.at[sum]
		if !there {
			at = w.u.fresh()
			w.u.start(at)
			w.u.printf("<</Length %d>>\nstream\n", len(der))
			w.u.out = append(w.u.out, der...)
			w.u.out = append(w.u.out, "\nendstream"...)
			w.u.end()
			l.at[sum] = at
			l.added = append(l.added, at)
		}
		refs = append(refs, at.String())
	}
	return strings.Join(refs, " ")
}

func (w *dssWriter) dss(entries string, order []string) {
	ours := map[string]bool{"Type": true, "VRI": true}
	for _, l := range w.lists {
		ours[l.name] = true
	}
	u := w.u
	u.dict(w.store.dict, ours, func() {
		u.printf("/Type /DSS\n")
		for _, l := range w.lists {
			if len(l.old)+len(l.added) > 0 {
				u.printf("/%s ", l.name)
				u.refs(l.old, l.added...)
				u.printf("\n")
			}
		}
		again := make(map[string]bool)
		for _, key := range order {
			again[key] = true
		}
		u.printf("/VRI ")
		u.dict(w.store.vri, again, func() { u.printf("%s", entries) })
	})
}

// catalog names the store and says which extension of PDF 1.7 it is (ETSI TS
// 102 778-4, annex A).
func (w *dssWriter) catalog(cat object, at ref) {
	u := w.u
	u.start(u.doc.root().ref)
	u.dict(cat, map[string]bool{"DSS": true}, func() {
		u.printf("/DSS %s", at)
		if !cat.has("Extensions") {
			u.printf(" /Extensions <</ESIC <</BaseVersion /1.7 /ExtensionLevel 1>>>>")
		}
	})
	u.end()
}
