package signing

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// draft is a document with a signature dictionary whose /Contents is still
// zeros. The gap is the hexadecimal string with its brackets.
type draft struct {
	out      []byte
	gap, end int
}

// content is what the signature covers: everything but the gap.
func (d draft) content() [2][]byte { return [2][]byte{d.out[:d.gap], d.out[d.end:]} }

// byteRange is written at its full width first, because its numbers are known
// only when everything after it is written; no signed byte moves then.
const byteRange = "/ByteRange [0 0000000000 0000000000 0000000000]"

// sheet is where a seal goes: the form as it is, the page, the field's name. A
// document time stamp has no page.
type sheet struct {
	catalog, form object
	formRef       ref // zero if the form is not an object of its own
	fields        []object
	page          page
	annots        []object
	name          string
}

// draft writes the revision: signature dictionary, widget, appearance, page,
// form, cross-reference section. space is for the CMS, more for later revisions.
func (d *document) draft(r Request, name string, space, more int) (draft, error) {
	sh, err := d.sheet(r)
	if err != nil {
		return draft{}, err
	}
	u := d.begin(2*space + 2<<10 + r.texts() + len(name)*4 + len(sh.page.dict.raw) + len(sh.catalog.raw) + len(sh.form.raw) + more)
	sig, widget := u.fresh(), u.fresh()
	g := u.signature(sig, space, name, r)
	u.widget(widget, sig, sh, r.Rect)
	u.start(sh.page.ref)
	u.dict(sh.page.dict, map[string]bool{"Annots": true}, func() {
		u.printf("/Annots ")
		u.refs(sh.annots, widget)
	})
	u.end()
	u.form(sh, sig, widget, r.Certify)
	u.finish([]byte(pdfDate(r.Time)))
	return u.close(g)
}

// texts is the room that a request's texts take as hexadecimal UTF-16.
func (r Request) texts() int {
	return 4 * (len(r.Reason) + len(r.Location) + len(r.ContactInfo) + len(r.Field))
}

// stampDraft writes the revision of a document time stamp (ETSI EN 319 142-1,
// 5.4.3). Its field is on no page: to write a page anew would be a change that a
// certification forbids.
func (d *document) stampDraft(salt []byte, more int) (draft, error) {
	var sh sheet
	if err := d.readForm(&sh); err != nil {
		return draft{}, err
	}
	_, names, err := d.signatureFields()
	if err != nil {
		return draft{}, err
	}
	sh.name = freeName("Timestamp", names)
	u := d.begin(2*maxToken + 4<<10 + len(sh.catalog.raw) + len(sh.form.raw) + more)
	sig, widget := u.fresh(), u.fresh()
	g := u.gap(sig, "DocTimeStamp", stampFilter, maxToken)
	u.printf(">>")
	u.end()
	u.widget(widget, sig, sh, [4]float64{})
	u.form(sh, sig, widget, false)
	u.finish(salt)
	return u.close(g)
}

// gap is where a signature dictionary keeps its /Contents and its /ByteRange.
type gap struct{ from, to, byteRange int }

// close fills in the byte range, when everything after it is written.
func (u *update) close(g gap) (draft, error) {
	numbers := fmt.Sprintf("/ByteRange [0 %d %d %d]", g.from, g.to, len(u.out)-g.to)
	if len(numbers) > len(byteRange) {
		return draft{}, errors.New("the document is too large")
	}
	copy(u.out[g.byteRange:], numbers+strings.Repeat(" ", len(byteRange)-len(numbers)))
	return draft{u.out, g.from, g.to}, nil
}

// sheet looks the document over and refuses what cannot be sealed soundly.
func (d *document) sheet(r Request) (sheet, error) {
	sh := sheet{name: r.Field}
	if err := checkRect(r); err != nil {
		return sh, err
	}
	if err := d.fieldName(&sh, r); err != nil {
		return sh, err
	}
	var err error
	if sh.page, err = d.page(max(0, r.Page)); err != nil {
		return sh, fmt.Errorf("page of the mark: %w", err)
	}
	if sh.annots, err = d.array(sh.page.dict.get("Annots")); err != nil {
		return sh, fmt.Errorf("page %d: /Annots: %w", r.Page, err)
	}
	return sh, d.readForm(&sh)
}

func (d *document) readForm(sh *sheet) (err error) {
	if sh.catalog, err = d.catalog(); err != nil {
		return err
	}
	form := sh.catalog.get("AcroForm")
	if form.kind == kindRef {
		sh.formRef = form.ref
	}
	if sh.form, err = d.resolve(form); err != nil {
		return fmt.Errorf("form: %w", err)
	}
	if sh.form.has("XFA") {
		return errors.New("the document holds an XFA form, which a seal cannot cover: print it to a plain PDF first")
	}
	sh.fields, err = d.array(sh.form.get("Fields"))
	return err
}

func checkRect(r Request) error {
	for _, v := range r.Rect {
		if math.IsNaN(v) || math.Abs(v) > 1e6 {
			return fmt.Errorf("the mark's place %v is not on any page", r.Rect)
		}
	}
	if r.Page < -1 || r.Page == -1 && r.Rect != [4]float64{} {
		return fmt.Errorf("page %d for a mark at %v: want a page from 0, or -1 and no place", r.Page, r.Rect)
	}
	if r.Rect[2] < r.Rect[0] || r.Rect[3] < r.Rect[1] {
		return fmt.Errorf("the mark's place %v: want lower left, then upper right", r.Rect)
	}
	return nil
}

// fieldName settles the field's name. A document that carries a signature takes
// only an invisible further one: a visible widget could cover what was signed.
func (d *document) fieldName(sh *sheet, r Request) error {
	sigs, names, err := d.signatureFields()
	if err != nil {
		return err
	}
	if len(sigs) > 0 && (r.Certify || visible(r.Rect)) {
		return errors.New("the document already has a signature field: a further seal must be invisible and not certify")
	}
	if cat, err := d.catalog(); err != nil || cat.has("Perms") {
		return errors.Join(errors.New("the document is certified or restricted (/Perms): a further seal would break that"), err)
	}
	if sh.name == "" {
		sh.name = freeName("Seal", names)
	}
	if names[sh.name] || strings.Contains(sh.name, ".") {
		return fmt.Errorf("the field name %q is taken or has a point in it", sh.name)
	}
	return nil
}

// freeName is base, or base with the first number that makes it new.
func freeName(base string, taken map[string]bool) string {
	name := base
	for n := 2; taken[name]; n++ {
		name = fmt.Sprintf("%s%d", base, n)
	}
	return name
}

func visible(rect [4]float64) bool { return rect[0] != rect[2] && rect[1] != rect[3] }

// gap begins a signature dictionary (ISO 32000-1, 12.8.1) up to its /Contents
// of size bytes; the caller writes further entries and ends it.
func (u *update) gap(sig ref, kind, filter string, size int) gap {
	u.start(sig)
	u.printf("<</Type /%s /Filter /Adobe.PPKLite /SubFilter /%s\n", kind, filter)
	g := gap{byteRange: len(u.out)}
	u.printf("%s\n/Contents ", byteRange)
	g.from = len(u.out)
	u.out = append(u.out, '<')
	for range 2 * size {
		u.out = append(u.out, '0')
	}
	u.out = append(u.out, '>')
	g.to = len(u.out)
	return g
}

// signature writes the signature dictionary of a seal.
func (u *update) signature(sig ref, size int, name string, r Request) gap {
	g := u.gap(sig, "Sig", subFilter, size)
	u.printf("\n/M (%s)", pdfDate(r.Time))
	for _, text := range [][2]string{{"Name", name}, {"Reason", r.Reason}, {"Location", r.Location}, {"ContactInfo", r.ContactInfo}} {
		if text[1] != "" {
			u.printf("\n/%s %s", text[0], hexText(text[1]))
		}
	}
	if r.Certify {
		u.printf("\n/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P 2 /V /1.2>>>>]")
	}
	u.printf(">>")
	u.end()
	return g
}

// widget writes field and annotation in one. /F 132 is Print and Locked. The
// appearance is empty, as the mark is already drawn on the page: PDF/A wants
// one for every widget with an area (ISO 19005-2, 6.3.3), and PDF/A-1 for the
// invisible as well (ISO 19005-1, 6.9). A document time stamp's is on no page.
func (u *update) widget(widget, sig ref, sh sheet, rect [4]float64) {
	ap := u.fresh()
	u.start(ap)
	u.printf("<</Type /XObject /Subtype /Form /BBox [0 0 %s %s] /Resources <<>> /Length 0>>\nstream\n\nendstream",
		decimal(rect[2]-rect[0]), decimal(rect[3]-rect[1]))
	u.end()
	u.start(widget)
	u.printf("<</Type /Annot /Subtype /Widget /FT /Sig /T %s /F 132 /V %s /AP <</N %s>>\n", hexText(sh.name), sig, ap)
	if sh.page.ref.num > 0 {
		u.printf("/P %s ", sh.page.ref)
	}
	u.printf("/Rect [%s %s %s %s]>>", decimal(rect[0]), decimal(rect[1]), decimal(rect[2]), decimal(rect[3]))
	u.end()
}

// decimal writes a number without an exponent, which PDF does not know.
func decimal(f float64) string {
	s := strings.TrimRight(fmt.Sprintf("%.4f", f), "0")
	return strings.TrimSuffix(s, ".")
}

// form adds the field to the interactive form: in the form's own object if it
// has one, else in the catalog.
func (u *update) form(sh sheet, sig, widget ref, certify bool) {
	fields := func() {
		u.dict(sh.form, map[string]bool{"Fields": true, "SigFlags": true}, func() {
			u.printf("/SigFlags 3 /Fields ")
			u.refs(sh.fields, widget)
		})
	}
	replaced := map[string]bool{}
	if sh.formRef.num > 0 {
		u.start(sh.formRef)
		fields()
		u.end()
		if !certify {
			return
		}
	} else {
		replaced["AcroForm"] = true
	}
	if certify {
		replaced["Perms"] = true
	}
	u.start(u.doc.root().ref)
	u.dict(sh.catalog, replaced, func() {
		if replaced["AcroForm"] {
			u.printf("/AcroForm ")
			fields()
		}
		if certify {
			u.printf(" /Perms <</DocMDP %s>>", sig)
		}
	})
	u.end()
}
