package signing

import (
	"bytes"
	"fmt"
)

// maxDepth bounds nested arrays and dictionaries, in our parser and thereby in
// the libraries that see a file after it: their recursion has no bound.
const maxDepth = 48

// parser reads PDF objects (ISO 32000-1, 7.3) out of src. It is strict: what it
// does not understand is an error, never a guess.
type parser struct {
	src   []byte
	pos   int
	depth int
	// nodes counts down with every object read; below zero reading stops. It
	// bounds memory: "0 " is two bytes of file and a hundred of objects.
	nodes *int
	// visit, if there is one, is told of every reference; then values are only
	// passed by, and nothing of them is kept.
	visit func(ref) error
}

func (p *parser) fail(what string) error {
	return fmt.Errorf("byte %d: %s", p.pos, what)
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func isRegular(c byte) bool { return !isSpace(c) && !isDelimiter(c) }

// space skips white space and comments.
func (p *parser) space() {
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; {
		case isSpace(c):
			p.pos++
		case c == '%':
			for p.pos < len(p.src) && p.src[p.pos] != '\n' && p.src[p.pos] != '\r' {
				p.pos++
			}
		default:
			return
		}
	}
}

// peek returns the byte n places ahead, 0 beyond the end.
func (p *parser) peek(n int) byte {
	if p.pos+n < len(p.src) {
		return p.src[p.pos+n]
	}
	return 0
}

// word returns the run of regular characters at the position.
func (p *parser) word() []byte {
	from := p.pos
	for p.pos < len(p.src) && isRegular(p.src[p.pos]) {
		p.pos++
	}
	return p.src[from:p.pos]
}

// keyword skips space and takes the given word, or says that it is not there.
func (p *parser) keyword(want string) error {
	p.space()
	at := p.pos
	if got := p.word(); string(got) != want {
		p.pos = at
		return p.fail("want " + want)
	}
	return nil
}

// number skips space and takes an unsigned integer of at most 15 digits.
func (p *parser) number() (int, error) {
	p.space()
	at := p.pos
	n, ok := digits(p.word())
	if !ok {
		p.pos = at
		return 0, p.fail("want an unsigned number")
	}
	return n, nil
}

func digits(b []byte) (int, bool) {
	if len(b) == 0 || len(b) > 15 {
		return 0, false
	}
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// literal takes a string in parentheses, with its balanced inner ones.
func (p *parser) literal() error {
	open := 0
	for ; p.pos < len(p.src); p.pos++ {
		switch p.src[p.pos] {
		case '\\':
			p.pos++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				p.pos++
				return nil
			}
		}
	}
	return p.fail("a string does not end")
}

// hexadecimal takes a string in angle brackets.
func (p *parser) hexadecimal() error {
	end := bytes.IndexByte(p.src[p.pos:], '>')
	if end < 0 {
		return p.fail("a hexadecimal string does not end")
	}
	for _, c := range p.src[p.pos+1 : p.pos+end] {
		if _, ok := hexDigit(c); !ok && !isSpace(c) {
			return p.fail("a hexadecimal string holds something else")
		}
	}
	p.pos += end + 1
	return nil
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}
