package fhir

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"vypiska/exporter/record"
)

// breaks are elements that begin and end a line.
var breaks = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Br: true, atom.Tr: true, atom.Li: true, atom.Ul: true, atom.Ol: true,
	atom.Table: true, atom.Thead: true, atom.Tbody: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true,
	atom.H5: true, atom.H6: true, atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true,
	atom.Blockquote: true, atom.Pre: true, atom.Hr: true, atom.Dl: true, atom.Dt: true, atom.Dd: true,
	atom.Title: true, atom.Body: true, atom.Caption: true, atom.Address: true,
}

// dropped are elements whose content is no text of the document.
var dropped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Title: true, atom.Textarea: true,
	atom.Iframe: true, atom.Object: true, atom.Svg: true, atom.Select: true,
}

// unsayable are elements whose meaning plain text would turn round: a struck-out
// word must not read as written.
var unsayable = map[atom.Atom]bool{
	atom.Del: true, atom.S: true, atom.Strike: true, atom.Math: true,
	atom.Input: true, // a box, ticked or not
}

// hypertext turns HTML into lines of text. It reads tokens and builds no tree,
// so that nesting costs nothing. A document that plain text would misstate is
// unreadable as a whole; an image is one more thing that cannot be read.
func hypertext(content []byte, declared string) (unreadable int, text record.Personal, err error) {
	decoded, known, err := decodeCharset(content, htmlCharset(content, declared))
	if err != nil || !known {
		return 1, record.Personal{}, err
	}
	p := page{tokens: html.NewTokenizer(strings.NewReader(decoded))}
	p.read()
	if p.unsayable {
		return 1, record.Personal{}, nil
	}
	text, err = printable(p.text())
	if err == nil && text.Empty() && p.images == 0 {
		return 1, text, nil
	}
	return p.images, text, err
}

// htmlCharset is the charset declared outside, else inside the document.
func htmlCharset(content []byte, declared string) string {
	if declared != "" || validUTF8(content) {
		return declared
	}
	head := bytes.ToLower(content[:min(1024, len(content))])
	if !bytes.Contains(head, []byte("charset")) {
		return "" // what DetermineEncoding says then is a guess
	}
	_, name, _ := charset.DetermineEncoding(content, "")
	return name
}

// page gathers the text of an HTML document.
type page struct {
	tokens    *html.Tokenizer
	b         bytes.Buffer
	inside    atom.Atom // a dropped element
	depth     int       // how often it is open
	images    int
	unsayable bool
}

func (p *page) read() {
	for {
		switch kind := p.tokens.Next(); kind {
		case html.ErrorToken:
			return
		case html.TextToken:
			if p.depth == 0 {
				p.b.Write(p.tokens.Text())
			} else if p.inside == atom.Style && hiding(string(p.tokens.Text())) {
				p.unsayable = true
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, attributes := p.tokens.TagName()
			p.tag(atom.Lookup(name), kind, attributes)
		}
	}
}

func (p *page) tag(a atom.Atom, kind html.TokenType, attributes bool) {
	if p.depth > 0 {
		if a == p.inside {
			p.depth += step(kind)
		}
		return
	}
	switch {
	case dropped[a] && kind == html.StartTagToken:
		p.inside, p.depth = a, 1
	case a == atom.Img && kind != html.EndTagToken:
		p.images++
	case unsayable[a] || attributes && p.hides():
		p.unsayable = true
	case breaks[a]:
		p.b.WriteByte('\v') // a line end of ours; text() knows it from white space of the source
	case a == atom.Sup && kind == html.StartTagToken:
		p.b.WriteByte('^') // 10⁹ must not read as 109
	case a == atom.Td || a == atom.Th:
		p.b.WriteByte(' ')
	}
}

func step(kind html.TokenType) int {
	switch kind {
	case html.StartTagToken:
		return 1
	case html.EndTagToken:
		return -1
	}
	return 0
}

// hides reports attributes that keep an element from being seen as its text.
func (p *page) hides() bool {
	for {
		key, value, more := p.tokens.TagAttr()
		if string(key) == "hidden" {
			return true
		}
		if string(key) == "style" {
			if hiding(string(value)) {
				return true
			}
		}
		if !more {
			return false
		}
	}
}

// hiding reports a style that keeps words from being seen as they are written.
func hiding(style string) bool {
	style = strings.ToLower(strings.Join(strings.Fields(style), ""))
	for _, s := range []string{"display:none", "visibility:hidden", "line-through"} {
		if strings.Contains(style, s) {
			return true
		}
	}
	return false
}

// text folds white space as a browser does and drops empty lines.
func (p *page) text() string {
	var lines []string
	for _, line := range strings.Split(p.b.String(), "\v") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
