package signing

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sort"
	"time"
)

// The kinds of signature: a seal, what older programs write in its place, and a
// document time stamp.
const (
	subFilter   = "ETSI.CAdES.detached"
	plainFilter = "adbe.pkcs7.detached"
	stampFilter = "ETSI.RFC3161"
)

// maxCMS bounds the space of one signature: readers copy it many times.
const maxCMS = 512 << 10

// seal is one signature as it lies in the file, after the structural guard:
// src[:gap] and src[end:reach] are what it covers, src[gap:end] is exactly its
// own /Contents.
type seal struct {
	field           field
	dict            object
	gap, end, reach int
	der             []byte // the CMS, without the zeros after it
	when            time.Time
	stamp           bool // a document time stamp; der is its token
	plain           bool // adbe.pkcs7.detached, which is no PAdES
}

// seals reads and guards every signature of the document, oldest first. Every
// signature field must hold one: an empty or half-made field is refused.
func (d *document) seals() ([]seal, error) {
	fields, _, err := d.signatureFields()
	if err != nil {
		return nil, because(ReasonStructure, err)
	}
	if len(fields) == 0 {
		return nil, because(ReasonUnsigned, nil)
	}
	var seals []seal
	for i, f := range fields {
		s, err := d.seal(f)
		if err != nil {
			return nil, fmt.Errorf("signature field %d: %w", i+1, err)
		}
		seals = append(seals, s)
	}
	sort.SliceStable(seals, func(i, j int) bool { return seals[i].reach < seals[j].reach })
	for i := 1; i < len(seals); i++ {
		if seals[i].gap < seals[i-1].reach {
			return nil, becausef(ReasonRange, "two signatures overlap at byte %d", seals[i].gap)
		}
	}
	return seals, d.checkPerms(seals)
}

// seal guards one field. The signature dictionary must lie in the file as it
// is, not in an object stream: only then are its offsets the file's.
func (d *document) seal(f field) (seal, error) {
	v := f.dict.get("V")
	if !f.signed || v.kind != kindRef || v.ref.num >= len(d.places) || d.places[v.ref.num].kind != placeOffset {
		return seal{}, because(ReasonField, nil)
	}
	dict, err := d.dict(v)
	if err != nil {
		return seal{}, because(ReasonStructure, err)
	}
	s := seal{field: f, dict: dict}
	sub, t := dict.get("SubFilter").name(), dict.get("Type")
	if s.stamp = sub == stampFilter; !t.isName("DocTimeStamp") && (s.stamp || t.kind != kindNull && !t.isName("Sig")) {
		return seal{}, becausef(ReasonUnsupported, "/Type %q", t.name())
	}
	s.plain = sub == plainFilter
	if !s.stamp && (sub != subFilter && !s.plain || t.isName("DocTimeStamp")) || !dict.get("Filter").isName("Adobe.PPKLite") {
		return seal{}, becausef(ReasonUnsupported, "/SubFilter %q, want %s, %s or %s", sub, subFilter, plainFilter, stampFilter)
	}
	if err := d.checkDirect(dict); err != nil {
		return seal{}, because(ReasonStructure, err)
	}
	if err := s.ranges(d.src); err != nil {
		return seal{}, err
	}
	s.when = s.claimed()
	return s, nil
}

// ranges checks /ByteRange against the file (ISO 32000-1, 12.8.1): four
// numbers, from 0, leaving out exactly the /Contents of this very dictionary.
func (s *seal) ranges(src []byte) error {
	contents, br := s.dict.get("Contents"), s.dict.get("ByteRange").items
	if contents.kind != kindString || contents.raw[0] != '<' || len(contents.raw)%2 != 0 || len(contents.raw) <= 2 {
		return becausef(ReasonField, "/Contents is missing or not hexadecimal")
	}
	if len(br) != 4 {
		return becausef(ReasonRange, "/ByteRange has %d numbers, want 4", len(br))
	}
	for _, n := range br {
		if n.kind != kindInteger || n.n < 0 || n.n > len(src) {
			return becausef(ReasonRange, "/ByteRange holds a number outside the file")
		}
	}
	s.gap, s.end, s.reach = br[1].n, br[2].n, br[2].n+br[3].n
	if br[0].n != 0 || s.gap != contents.at || s.end != contents.at+len(contents.raw) {
		return becausef(ReasonRange, "/ByteRange leaves out something else than /Contents")
	}
	if s.reach > len(src) || s.reach <= s.end {
		return becausef(ReasonRange, "/ByteRange does not end within the file")
	}
	return s.decode(contents.raw[1 : len(contents.raw)-1])
}

// decode takes the CMS out of the gap. After it only zeros may follow, and
// nothing but digits may stand in it: the gap is the only part of the file
// that no signature covers.
func (s *seal) decode(digits []byte) error {
	if len(digits) > 2*maxCMS {
		return becausef(ReasonUnsupported, "a signature of %d bytes, at most %d", len(digits)/2, maxCMS)
	}
	all := make([]byte, len(digits)/2)
	if _, err := hex.Decode(all, digits); err != nil {
		return becausef(ReasonRange, "/Contents holds something else than digits")
	}
	n, err := derLength(all)
	if err != nil {
		return because(ReasonContents, err)
	}
	if len(bytes.Trim(all[n:], "\x00")) != 0 {
		return becausef(ReasonContents, "something follows the signature in /Contents")
	}
	s.der = all[:n]
	return nil
}

func (s seal) content(src []byte) [2][]byte {
	return [2][]byte{src[:s.gap], src[s.end:s.reach]}
}

// directKeys may not be references in a signature dictionary: what they refer
// to could be changed later, or be read differently by another program.
var directKeys = []string{"Type", "Filter", "SubFilter", "ByteRange", "Contents", "M", "Name", "Reason", "Location", "ContactInfo"}

func (d *document) checkDirect(sig object) error {
	for _, key := range directKeys {
		if sig.get(key).kind == kindRef {
			return fmt.Errorf("/%s of a signature is a reference", key)
		}
	}
	refs, err := d.array(sig.get("Reference"))
	if err != nil {
		return fmt.Errorf("/Reference: %w", err)
	}
	for _, r := range refs {
		r, err1 := d.dict(r)
		_, err2 := d.resolve(r.get("TransformMethod"))
		params, err3 := d.resolve(r.get("TransformParams"))
		_, err4 := d.resolve(params.get("P"))
		if err := errors.Join(err1, err2, err3, err4); err != nil {
			return fmt.Errorf("/Reference: %w", err)
		}
	}
	return nil
}

// permission returns P of a certification signature, 0 for an approval one.
func (d *document) permission(s seal) int {
	refs, _ := d.array(s.dict.get("Reference"))
	for _, r := range refs {
		r, _ := d.dict(r)
		method, _ := d.resolve(r.get("TransformMethod"))
		if !method.isName("DocMDP") {
			continue
		}
		params, _ := d.resolve(r.get("TransformParams"))
		p, _ := d.resolve(params.get("P"))
		if p.kind == kindInteger && p.n >= 1 && p.n <= 3 {
			return p.n
		}
		return 2
	}
	return 0
}

// checkPerms: what the catalog calls the certification must be one of the
// signatures that were checked, and only the first may certify.
func (d *document) checkPerms(seals []seal) error {
	for _, s := range seals[1:] {
		if d.permission(s) != 0 {
			return becausef(ReasonStructure, "a certification signature is not the first one")
		}
	}
	cat, err := d.catalog()
	if err != nil {
		return because(ReasonStructure, err)
	}
	perms, err := d.resolve(cat.get("Perms"))
	if err != nil {
		return because(ReasonStructure, err)
	}
	if perms.has("UR") || perms.has("UR3") {
		return because(ReasonUnsupported, errors.New("usage rights signature"))
	}
	mdp := perms.get("DocMDP")
	if mdp.kind == kindNull {
		return nil
	}
	known := slices.ContainsFunc(seals, func(s seal) bool {
		return mdp.kind == kindRef && s.field.dict.get("V").ref == mdp.ref && d.permission(s) > 0
	})
	if !known {
		return becausef(ReasonStructure, "/Perms names a certification that is not there")
	}
	return nil
}
