package fhir

import (
	"mime"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"vypiska/exporter/record"
)

// Bounds on the pictures of a record. What is beyond them is left out, and the
// paper says how many.
const (
	// maxImage lets a radiograph of 15 megapixels (some 5 MB as a good JPEG) in
	// and keeps out what was not made to be looked at on paper.
	maxImage = 8 << 20
	// maxReportImages: a report points to a few key images; a hundred slices are
	// the archive, where ImagingStudy leads.
	maxReportImages = 12
	// maxRecordImages bounds the sheets of paper of a copy of a whole life.
	maxRecordImages = 60
	// maxRecordBytes bounds the memory one record takes for pictures.
	maxRecordBytes = 64 << 20
)

// pictures are the types read for the sake of pictures alone. What is wrong with
// them is a notice and never a fault: the words of a record are worth a copy
// without its pictures.
var pictures = wordSet("Media Binary")

// keyImage is one DiagnosticReport.media.
type keyImage struct {
	Comment string    `json:"comment"`
	Link    reference `json:"link"`
}

type media struct {
	head
	Subject       reference    `json:"subject"`
	Operator      reference    `json:"operator"`
	Created       date         `json:"createdDateTime"`
	CreatedPeriod period       `json:"createdPeriod"`
	Content       attachment   `json:"content"`
	Note          []annotation `json:"note"`
	spoilt        string
}

func (m *media) owners() ([]reference, bool) { return []reference{m.Subject}, true }

// unusable is the verdict about a Media.
func (m *media) unusable() string {
	if m.Status == "not-done" {
		return silent
	}
	if m.spoilt == "" && !mediaStatuses[m.Status] {
		return "its status is none of Media in FHIR R4"
	}
	return m.spoilt
}

func (m *media) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	type fields media
	what, id, err := lenient(dec, (*fields)(m), &m.head)
	if what != "" {
		*m = media{head: head{ResourceType: "Media", ID: id}, spoilt: what}
	}
	return err
}

type binary struct {
	head
	ContentType string    `json:"contentType"`
	Security    reference `json:"securityContext"`
	Data        string    `json:"data"`
	spoilt      string
}

func (b *binary) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	type fields binary
	what, id, err := lenient(dec, (*fields)(b), &b.head)
	if what != "" {
		*b = binary{head: head{ResourceType: "Binary", ID: id}, spoilt: what}
	}
	return err
}

// lenient decodes a resource whose faults must not stand in a copy's way. It
// says what is wrong, if anything is; then only the id can be used.
func lenient(dec *jsontext.Decoder, into any, h *head) (what, id string, err error) {
	raw, err := dec.ReadValue()
	if err != nil {
		return "", "", err
	}
	if id = topString(raw, "id"); !validID(id) {
		id = ""
	}
	if err := json.Unmarshal(raw, into, already); err != nil {
		path, why := explain(err)
		return "cannot be read: " + joinPlace(path, why), id, nil
	}
	h.ID, h.Contained = id, nil
	if h.ImplicitRules != "" || anyPresent(h.ModifierExtension) {
		return "something changes its meaning in a way we do not know (implicitRules, modifierExtension)", id, nil
	}
	return "", id, nil
}

// isPicture reports whether a presented form is one of the pictures and no
// unreadable attachment: it is a JPEG or PNG, and its bytes are in the source.
func (s *scene) isPicture(a attachment) bool {
	b, _ := s.binary(a)
	return shown[mediaType(a, b)] && (a.Data != "" || b != nil)
}

// shown are the types a form can print.
var shown = wordSet("image/jpeg image/jpg image/png")

// mediaType is what the attachment says it is, else what its Binary says.
func mediaType(a attachment, b *binary) string {
	if a.ContentType == "" && b != nil {
		a.ContentType = b.ContentType
	}
	t, _, err := mime.ParseMediaType(a.ContentType)
	if err != nil {
		return ""
	}
	return t
}

// pixels are the bytes of a picture and how many, 0 unless all of it is there, of
// a kind we show, what it says it is, and not too large. labels are its Binary's.
func (s *scene) pixels(a attachment) (data record.Personal, labels []record.Label, size int) {
	b, labels := s.binary(a)
	kind := mediaType(a, b)
	if b != nil {
		a.Data = b.Data
	}
	if a.Data == "" || !shown[kind] {
		return data, nil, 0
	}
	content, err := a.content()
	if err != nil || checkMagic(kind, content) != nil || len(content) > maxImage {
		return data, nil, 0
	}
	return record.NewPersonal(string(content)), labels, len(content)
}

// binary finds the Binary an attachment without data points to, and its labels.
// One that stands under somebody else's protection is not ours (FHIR R4,
// Binary.securityContext).
func (s *scene) binary(a attachment) (*binary, []record.Label) {
	if a.Data != "" || a.URL == "" {
		return nil, nil
	}
	inner, found, _ := s.picture(reference{Reference: a.URL}, "Binary")
	b, ok := found.(*binary)
	if !ok {
		return nil, nil
	}
	if guard := inner.point(b.Security); b.Security != (reference{}) {
		if key := s.ix.find(guard, inner.e.source); key != s.key && !s.mine[key] {
			return nil, nil
		}
	}
	return b, inner.meta(reference{}).Labels
}

// picture opens a Media or Binary, contained or in the source; where that cannot
// be, it says why, as a verdict does.
func (s *scene) picture(r reference, want string) (inner *scene, found resource, why string) {
	const nowhere = "it is nowhere in the source"
	p := s.point(r)
	if p.kind == toContained {
		if found = s.contained[p.id]; found == nil || found.top().ResourceType != want {
			return nil, nil, nowhere
		}
		inner = &scene{assembler: s.assembler, e: s.e, h: found.top(), contained: s.contained, self: s.self, outer: s}
		return inner, found, verdict(found)
	}
	key := s.ix.find(p, s.e.source, want)
	if key == "" {
		return nil, nil, nowhere
	}
	e := s.ix.byKey[key].newest
	if e.verdict != "" {
		return nil, nil, e.verdict
	}
	inner, found, err := s.open(e)
	if err != nil {
		return nil, nil, "it cannot be read again"
	}
	return inner, found, ""
}

// media finds a key image. untold says that it is none of this report's: another
// patient's, or entered in error.
func (s *scene) media(r reference) (inner *scene, m *media, untold bool) {
	inner, found, why := s.picture(r, "Media")
	m, ok := found.(*media)
	switch {
	case !ok || why != "":
		return nil, nil, why == silent
	case inner.outer != nil: // contained: the patient's as the report is, unless it names somebody else
		if p := s.point(m.Subject); p.kind != noPointer && s.ix.find(p, s.e.source) != s.key {
			return nil, nil, true
		}
	case !s.mine[inner.e.key]:
		return nil, nil, len(inner.e.patients) > 0
	}
	return inner, m, false
}

// album takes pictures into a record as long as there is room.
type album struct{ ofReport, images, bytes int }

// add takes i, of size bytes, or leaves it out.
func (l *album) add(r *record.Report, i record.Image, size int) {
	if size == 0 || l.ofReport == 0 || l.images == 0 || size > l.bytes {
		i.Data = record.Personal{}
	} else {
		l.ofReport, l.images, l.bytes = l.ofReport-1, l.images-1, l.bytes-size
	}
	r.Images = append(r.Images, i)
}

// illustrate gives the reports their pictures, the newest report first: where
// there are too many, it is the old ones that do without. It reads those reports
// again, because keeping the bytes of all forms until now would have no bound.
func (a *assembler) illustrate() error {
	room := album{images: maxRecordImages, bytes: maxRecordBytes}
	for i := len(a.out.Reports) - 1; i >= 0; i-- {
		r := &a.out.Reports[i]
		if !a.shows[r.Ref] {
			continue
		}
		s, found, err := a.open(a.ix.byKey[string(r.Ref)].newest)
		if err != nil {
			return err
		}
		if d, ok := found.(*diagnosticReport); ok {
			s.illustrate(r, d, &room)
		}
	}
	return nil
}

func (s *scene) illustrate(r *record.Report, d *diagnosticReport, room *album) {
	room.ofReport = maxReportImages
	for _, k := range d.Media {
		inner, m, untold := s.media(k.Link)
		switch {
		case m != nil:
			image, size := inner.keyImage(m, k.Comment)
			room.add(r, image, size)
		case !untold:
			room.add(r, record.Image{}, 0)
		}
	}
	for _, f := range d.Form {
		if s.isPicture(f) {
			data, labels, size := s.pixels(f)
			room.add(r, record.Image{Meta: record.Meta{Ref: r.Ref, Labels: labels}, Caption: words(f.Title), Data: data}, size)
		}
	}
}

func (s *scene) keyImage(m *media, comment string) (i record.Image, size int) {
	data, labels, size := s.pixels(m.Content)
	i = record.Image{Meta: s.meta(reference{}), Date: stated(m.Created, m.CreatedPeriod.Start), Data: data}
	i.Labels = append(i.Labels, labels...)
	i.Caption = record.Join("\n", words(comment), words(m.Content.Title), noteText(m.Note))
	return i, size
}
