package fhir

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"mime"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"vypiska/exporter/record"
)

type diagnosticReport struct {
	head
	Subject         reference    `json:"subject"`
	Encounter       reference    `json:"encounter"`
	Category        []concept    `json:"category"`
	Code            concept      `json:"code"`
	Effective       date         `json:"effectiveDateTime"`
	EffectivePeriod period       `json:"effectivePeriod"`
	Issued          date         `json:"issued"`
	Performer       []reference  `json:"performer"`
	Interpreter     []reference  `json:"resultsInterpreter"`
	Result          []reference  `json:"result"`
	Study           []reference  `json:"imagingStudy"`
	BasedOn         []reference  `json:"basedOn"`
	Specimen        []reference  `json:"specimen"`
	Conclusion      string       `json:"conclusion"`
	ConclusionCode  []concept    `json:"conclusionCode"`
	Form            []attachment `json:"presentedForm"`
	Media           []keyImage   `json:"media"`
}

func (d *diagnosticReport) owners() ([]reference, bool) { return []reference{d.Subject}, true }

func (d *diagnosticReport) links() []reference {
	out := append(append([]reference{}, d.Result...), d.Study...)
	for _, k := range d.Media {
		out = append(out, k.Link)
	}
	return out
}

func (d *diagnosticReport) check() error {
	for i, f := range d.Form {
		if _, err := f.read(); err != nil {
			path, what := explain(err)
			return wrongf("presentedForm["+itoa(i)+"]."+path, "%s", what)
		}
	}
	return nil
}

func (s *scene) report(d *diagnosticReport) (record.Report, error) {
	out := record.Report{
		Meta: s.meta(d.Encounter), Status: record.Status(d.Status), Code: d.Code.text(), Identifiers: identifierList(d.Identifier),
		Effective: d.EffectivePeriod.record(), Issued: d.Issued.Date, Results: s.own(d.Result), Studies: s.own(d.Study),
		Missing: s.missing(d.Result), BasedOn: s.own(d.BasedOn), Conclusion: words(d.Conclusion), Findings: texts(d.ConclusionCode),
	}
	for _, r := range d.Specimen {
		if sp, _ := s.specimen(r); !sp.words().Empty() {
			out.Specimens = append(out.Specimens, sp.words())
		}
	}
	for _, c := range d.Category {
		out.Categories = append(out.Categories, c.codes()...)
	}
	if !d.Effective.IsZero() {
		out.Effective = moment(d.Effective)
	}
	seen := map[record.Ref]bool{}
	for _, r := range append(append([]reference{}, d.Performer...), d.Interpreter...) {
		for _, p := range s.performer(r) {
			if p.Ref == "" || !seen[p.Ref] {
				seen[p.Ref] = true
				out.Performers = append(out.Performers, p)
			}
		}
	}
	for _, f := range d.Form {
		form, err := f.read()
		if err != nil {
			return record.Report{}, err
		}
		if !form.Text.Empty() {
			out.Documents = append(out.Documents, form.Document)
		}
		if s.isPicture(f) {
			s.shows[s.self] = true
			continue
		}
		out.Unreadable += form.unreadable
	}
	if more := d.additional(); !more.Empty() {
		out.Documents = append(out.Documents, record.Document{Text: more})
	} else if d.Narrative.Status == "additional" && d.Narrative.Div != "" { // with boxes, say, or words struck out
		out.Unreadable++
	}
	if len(d.Media) > 0 {
		s.shows[s.self] = true
	}
	return out, nil
}

// form is an attachment turned into text as far as that can be done.
type form struct {
	record.Document
	unreadable int
}

// read decodes the attachment and checks that its bytes are what it says they
// are. What cannot become text is counted. Errors are *wrong.
func (a attachment) read() (form, error) {
	if a.Data == "" {
		if a.URL == "" && a.ContentType == "" {
			return form{}, nil
		}
		return form{unreadable: 1}, nil
	}
	content, err := a.content()
	if err != nil {
		return form{}, err
	}
	mediaType, params, err := mime.ParseMediaType(a.ContentType)
	if err != nil {
		if a.ContentType == "" {
			return form{unreadable: 1}, nil
		}
		return form{}, wrongf("contentType", "not a media type")
	}
	out := form{Document: record.Document{Title: words(a.Title), Language: a.Language}}
	switch mediaType {
	case "text/plain":
		out.unreadable, out.Text, err = plainText(content, params["charset"])
	case "text/html", "application/xhtml+xml":
		out.unreadable, out.Text, err = hypertext(content, params["charset"])
	default:
		out.unreadable, err = 1, checkMagic(mediaType, content)
	}
	return out, err
}

// content decodes the base64 (FHIR R4, 2.24.0.1: white space is allowed) and
// compares size and SHA-1 where the attachment states them.
func (a attachment) content() ([]byte, error) {
	data := a.Data
	if strings.ContainsAny(data, " \t\r\n") {
		data = strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "").Replace(data)
	}
	content, err := base64.StdEncoding.Strict().DecodeString(data)
	switch {
	case err != nil:
		return nil, wrongf("data", "not base64")
	case a.Size != nil && *a.Size != int64(len(content)):
		return nil, wrongf("size", "states %d bytes, data has %d", *a.Size, len(content))
	}
	if a.Hash != "" {
		sum := sha1.Sum(content) // the hash FHIR R4 names, Attachment.hash
		if a.Hash != base64.StdEncoding.EncodeToString(sum[:]) {
			return nil, wrongf("hash", "is not the SHA-1 of the data")
		}
	}
	return content, nil
}

// magic is how files of a type begin.
var magic = map[string][]string{
	"application/pdf":    {"%PDF-"},
	"image/png":          {"\x89PNG\r\n\x1a\n"},
	"image/jpeg":         {"\xff\xd8\xff"},
	"image/jpg":          {"\xff\xd8\xff"},
	"image/gif":          {"GIF87a", "GIF89a"},
	"image/tiff":         {"II*\x00", "MM\x00*"},
	"image/bmp":          {"BM"},
	"image/webp":         {"RIFF"},
	"application/rtf":    {`{\rtf`},
	"text/rtf":           {`{\rtf`},
	"application/zip":    {"PK"},
	"application/msword": {"\xd0\xcf\x11\xe0", `{\rtf`},
	"application/xml":    {"<", "\xef\xbb\xbf<"},
	"text/xml":           {"<", "\xef\xbb\xbf<"},
	"application/dicom":  {"DICM"},
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": {"PK"},
}

// checkMagic compares bytes with their declared type; types not in the table
// cannot be checked and are never shown.
func checkMagic(mediaType string, content []byte) error {
	begins, ok := magic[mediaType]
	if !ok {
		return nil
	}
	if mediaType == "application/dicom" { // after a preamble (PS3.10, 7.1)
		content = content[min(128, len(content)):]
	}
	if mediaType == "application/xml" || mediaType == "text/xml" {
		content = bytes.TrimLeft(content, " \t\r\n")
	}
	for _, b := range begins {
		if bytes.HasPrefix(content, []byte(b)) {
			return nil
		}
	}
	return wrongf("data", "is not what contentType says (%s)", mediaType)
}

// plainText decodes text/plain. A charset we do not know makes it unreadable.
func plainText(content []byte, charset string) (unreadable int, text record.Personal, err error) {
	decoded, known, err := decodeCharset(content, charset)
	if err != nil || !known {
		return 1, record.Personal{}, err
	}
	text, err = printable(decoded)
	return 0, text, err
}

// decodeCharset turns bytes of a charset (UTF-8 by default) into text.
func decodeCharset(content []byte, charset string) (text string, known bool, err error) {
	if charset == "" {
		charset = "utf-8"
	}
	enc, err := htmlindex.Get(charset)
	if err != nil {
		return "", false, nil
	}
	if name, _ := htmlindex.Name(enc); name == "utf-8" {
		content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
		if !validUTF8(content) {
			return "", true, wrongf("data", "is not UTF-8 text as contentType says")
		}
		return string(content), true, nil
	}
	decoded, err := enc.NewDecoder().Bytes(content)
	if err != nil || bytes.ContainsRune(decoded, '\uFFFD') {
		return "", true, wrongf("data", "is not text in the charset contentType says")
	}
	return string(decoded), true, nil
}

// printable normalises line ends, takes a form feed for one, and refuses other
// control characters: they are a sign of bytes that are no text.
func printable(s string) (record.Personal, error) {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n").Replace(s)
	for _, r := range s {
		if r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
			return record.Personal{}, wrongf("data", "control character in a text")
		}
	}
	return words(s), nil
}
