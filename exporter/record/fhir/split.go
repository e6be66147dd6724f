package fhir

import (
	"bytes"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

func validUTF8(b []byte) bool { return utf8.Valid(b) }

// item is one resource as it lies in a text.
type item struct {
	ordinal int // of the entry or line, counted from 1; 0 for a file of one resource
	start   int // offset in the file
	raw     []byte
	url     string // fullUrl
}

// cutter cuts a file into resources and tells each fault with its place. It
// keeps nothing of the text.
type cutter struct {
	each  func(item)
	fault func(place, what string)

	bundle     bool
	lines      bool
	next, self string // links of a searchset
	total      int    // matches a searchset counts, -1 where it does not
	matches    int    // entries that are some
}

// cut takes the whole content of a file. What is told as a fault is not
// given to each; after a fault of syntax nothing more of the text is.
func (c *cutter) cut(raw []byte, lines bool) {
	skipped := 0
	if bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")) {
		skipped = 3
	}
	if what := notJSON(raw[skipped:]); what != "" {
		c.fault("", what)
		return
	}
	if at := firstInvalid(raw); at >= 0 {
		c.fault(lineColumn(raw, at), "not UTF-8; convert the file (is it windows-1251?)")
		return
	}
	if c.lines = lines; lines {
		c.cutLines(raw, skipped)
		return
	}
	if root, ok := c.parse(raw, skipped); ok {
		c.root(root)
	}
}

// notJSON recognises what is often found in the place of JSON.
func notJSON(raw []byte) string {
	text := bytes.TrimLeft(raw, " \t\r\n")
	switch {
	case len(text) == 0:
		return "the file is empty; fetch it again"
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")),
		len(raw) > 1 && (raw[0] == 0 || raw[1] == 0):
		return "UTF-16 text; FHIR JSON is UTF-8, convert the file"
	case text[0] == '<':
		return "XML or an HTML page; only FHIR JSON is read"
	}
	return ""
}

func firstInvalid(raw []byte) int {
	if utf8.Valid(raw) {
		return -1
	}
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// parse checks one JSON value that starts at from and fills the rest of raw.
func (c *cutter) parse(raw []byte, from int) (item, bool) {
	text := raw[from:]
	if at, what := scan(text); what != "" {
		c.fault(lineColumn(raw, from+at), what)
		return item{}, false
	}
	dec := jsontext.NewDecoder(bytes.NewBuffer(text))
	value, err := dec.ReadValue()
	if err != nil {
		place, what := syntaxFault(text, err)
		c.fault(place, what)
		return item{}, false
	}
	end := int(dec.InputOffset())
	if rest := bytes.TrimLeft(text[end:], " \t\r\n"); len(rest) > 0 {
		what := "something follows the end of the JSON; fetch the file again"
		if rest[0] == '{' {
			what = "several JSON texts in one file; if they are one resource a line, name the file .ndjson"
		}
		c.fault(lineColumn(raw, from+end), what)
		return item{}, false
	}
	if value.Kind() != '{' {
		c.fault("", "wrong JSON type: is "+kindName(value.Kind())+", want a Bundle or another resource")
		return item{}, false
	}
	return item{raw: text[end-len(value) : end], start: from + end - len(value)}, true
}

// cutLines reads NDJSON: one resource a line, empty lines allowed.
func (c *cutter) cutLines(raw []byte, from int) {
	for n := 1; from < len(raw); n++ {
		line := raw[from:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
		}
		if len(bytes.TrimSpace(line)) > 0 {
			place := "line " + itoa(n)
			one := cutter{fault: func(at, what string) { c.fault(joinPlace(place, column(at)), what) }}
			if it, ok := one.parse(line, 0); ok {
				it.ordinal, it.start = n, from+it.start
				c.each(it)
			}
		}
		from += len(line) + 1
	}
}

// column takes the column from a place within one line.
func column(place string) string {
	if i := bytes.LastIndexByte([]byte(place), ','); i >= 0 {
		return place[i+2:]
	}
	return place
}

func joinPlace(parts ...string) string {
	out := ""
	for _, p := range parts {
		if out != "" && p != "" {
			out += ", "
		}
		out += p
	}
	return out
}

// envelope is what we read of a Bundle besides its entries.
type envelope struct {
	Type  string `json:"type"`
	Total *int   `json:"total"`
	Link  []struct {
		Relation string `json:"relation"`
		URL      string `json:"url"`
	} `json:"link"`
	Rules string `json:"implicitRules"`
}

// root hands on a single resource, or the entries of a Bundle.
func (c *cutter) root(it item) {
	name, err := resourceType(it.raw)
	if err != nil {
		path, what := explain(err)
		c.fault(path, what)
		return
	}
	if name != "Bundle" {
		c.each(it)
		return
	}
	c.bundle = true
	entries, at, ok := c.envelope(it)
	if ok && len(entries) > 0 {
		c.entries(entries, at)
	}
}

// envelope checks the Bundle itself and finds its entries and where they start.
func (c *cutter) envelope(it item) (entries []byte, at int, ok bool) {
	var head envelope
	for m := range members(it.raw) {
		var err error
		switch m.name {
		case "entry":
			entries, at = m.value, it.start+m.start
		case "type":
			err = json.Unmarshal(m.value, &head.Type, already)
		case "total":
			err = json.Unmarshal(m.value, &head.Total, already)
		case "link":
			err = json.Unmarshal(m.value, &head.Link, already)
		case "implicitRules":
			if err = json.Unmarshal(m.value, &head.Rules, already); err == nil && head.Rules != "" {
				err = wrongf("", "the Bundle follows rules we do not know (FHIR R4, 2.27.4)")
			}
		}
		if err != nil {
			path, what := explain(err)
			c.fault(joinPath(m.name, path), what)
			return nil, 0, false
		}
	}
	if head.Total != nil {
		c.total = *head.Total
	}
	for _, l := range head.Link {
		switch l.Relation {
		case "next":
			c.next = l.URL
		case "self":
			c.self = l.URL
		}
	}
	switch {
	case !bundleTypes[head.Type]:
		c.fault("type", "want a Bundle of type collection, document, transaction, batch or searchset; others do not hold resources as they are now")
		return nil, 0, false
	case entries != nil && entries[0] != '[':
		c.fault("entry", "wrong JSON type: is "+kindName(kindOf(entries))+", want an array")
		return nil, 0, false
	}
	return entries, at, true
}

// entries walks a Bundle's entries. A faulty one does not hide the next.
func (c *cutter) entries(raw []byte, at int) {
	n := 0
	for m := range elements(raw) {
		if n++; m.value[0] == '{' {
			c.entry(m.value, n, at+m.start)
		} else {
			c.fault("entry "+itoa(n), "is "+kindName(kindOf(m.value))+", want an entry with a resource")
		}
	}
}

func (c *cutter) entry(raw []byte, n, at int) {
	it := item{ordinal: n}
	var method, mode, what string
	for m := range members(raw) {
		var err error
		switch m.name {
		case "resource":
			it.raw, it.start = m.value, at+m.start
		case "fullUrl":
			err = json.Unmarshal(m.value, &it.url, already)
		case "request":
			var r struct {
				Method string `json:"method"`
			}
			err = json.Unmarshal(m.value, &r, already)
			method = r.Method
		case "modifierExtension":
			var more []present
			if err = json.Unmarshal(m.value, &more, already); err == nil && anyPresent(more) {
				err = wrongf("", "changes the meaning in a way we do not know (FHIR R4, 2.4.1)")
			}
		case "search":
			mode = topString(m.value, "mode")
		}
		if err != nil {
			path, why := explain(err)
			what = joinPath(m.name, path) + ": " + why
		}
	}
	if mode == "" || mode == "match" {
		c.matches++
	}
	switch {
	case what != "":
	case method != "" && method != "POST" && method != "PUT":
		what = "asks to delete or change something; only POST and PUT carry a resource as it is now"
	case it.raw == nil || it.raw[0] == 'n':
		what = "holds no resource"
	default:
		c.each(it)
		return
	}
	c.fault("entry "+itoa(n), what)
}
