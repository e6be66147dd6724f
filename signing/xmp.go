package signing

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

const (
	rdf        = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xmpBasic   = "http://ns.adobe.com/xap/1.0/"
	xmpPDF     = "http://ns.adobe.com/pdf/1.3/"
	maxXMP     = 1 << 20 // bytes; ours have two thousand
	maxXMPDeep = 16
	within     = "\n" // between a property and what is in it: no name holds one
)

// lastWritten are the properties that tell when and by what a file was last written.
var lastWritten = []string{xmpBasic + " ModifyDate", xmpBasic + " MetadataDate", xmpPDF + " Producer"}

// metadata: programs (pyHanko is one) write the XMP packet anew when they add a
// time stamp. It must say what it said, but for when and by what it was written.
func (c *comparison) metadata(catalog object) error {
	at := catalog.get("Metadata") // the newer catalog names the same one
	if at.kind != kindRef || !c.old.knows(at.ref.num) || at.ref.num < len(c.now.places) && c.now.places[at.ref.num] == c.old.places[at.ref.num] {
		return nil
	}
	before, err := c.old.properties(at)
	if err != nil {
		return fmt.Errorf("metadata: %w", err)
	}
	after, err := c.now.properties(at)
	if err != nil {
		return fmt.Errorf("metadata: %w", err)
	}
	if !slices.Equal(before, after) {
		return errors.New("the metadata say something else")
	}
	return c.mayAs(at, role{"metadata", 1})
}

// properties are what an XMP packet says, in order, without lastWritten.
func (d *document) properties(o object) ([]string, error) {
	o, err := d.resolve(o)
	if err != nil {
		return nil, err
	}
	if !o.hasData || !o.get("Type").isName("Metadata") || !o.get("Subtype").isName("XML") || o.has("F") {
		return nil, errors.New("not an XMP packet")
	}
	raw, err := d.inflate(o)
	if err != nil {
		return nil, err
	}
	if len(raw) > maxXMP {
		return nil, errors.New("an XMP packet of more than 1 MB")
	}
	return readXMP(raw)
}

// readXMP lists property=value; an attribute of a description and an element in
// it are two ways to write one property (ISO 16684-1, 7.9.2.2).
func readXMP(raw []byte) ([]string, error) {
	var out []string
	var path []string // below the description, nil outside of one
	depth, inside := 0, false
	say := func(name, value string) {
		if property, _, _ := strings.Cut(name, within); !slices.Contains(lastWritten, property) {
			out = append(out, name+"="+value)
		}
	}
	for d := xml.NewDecoder(bytes.NewReader(raw)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			slices.Sort(out)
			return out, nil
		}
		if err != nil {
			return nil, errors.New("an XMP packet that is not XML")
		}
		switch t := token.(type) {
		case xml.Directive, xml.Comment:
			return nil, errors.New("an XMP packet with a declaration or a comment")
		case xml.StartElement:
			if depth++; depth > maxXMPDeep {
				return nil, errors.New("an XMP packet nested too deep")
			}
			if !inside {
				inside = t.Name.Space == rdf && t.Name.Local == "Description"
			} else {
				path = append(path, t.Name.Space+" "+t.Name.Local)
			}
			for _, a := range t.Attr {
				if inside && a.Name.Space != "xmlns" && a.Name.Local != "xmlns" && (a.Name.Space != rdf || a.Name.Local != "about") {
					say(strings.Join(append(slices.Clone(path), a.Name.Space+" "+a.Name.Local), within), a.Value)
				}
			}
		case xml.EndElement:
			if depth--; inside && len(path) == 0 {
				inside = false
			} else if inside {
				path = path[:len(path)-1]
			}
		case xml.CharData:
			text := strings.TrimSpace(string(t))
			if text != "" && len(path) == 0 && strings.Trim(text, "\uFEFF") != "" {
				return nil, errors.New("an XMP packet with text outside of its properties")
			}
			if text != "" && len(path) > 0 {
				say(strings.Join(path, within), text)
			}
		}
	}
}
