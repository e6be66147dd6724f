package pdftext

import (
	"bytes"
	"errors"
)

// literal reads a string in parentheses (ISO 32000-1, 7.3.4.2).
func (l *lexer) literal() (value, error) {
	start := l.pos + 1
	depth, plain := 1, true
	for i := start; i < len(l.src); i++ {
		switch l.src[i] {
		case '\\':
			plain = false
			i++
		case '\r':
			plain = false // a line end is read as \n
		case '(':
			depth++
		case ')':
			if depth--; depth > 0 {
				continue
			}
			text := l.src[start:i:i]
			if !plain {
				text = unescape(text)
			}
			l.pos = i + 1
			return value{kind: kindString, text: text}, nil
		}
	}
	return value{}, l.at(errors.New("string without its closing parenthesis"))
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

// unescape takes backslashes and line ends out of a literal string.
func unescape(s []byte) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\r' { // any line end counts as \n
			if i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
			c = '\n'
		} else if c == '\\' && i+1 < len(s) {
			i++
			var n int
			var drop bool
			if c, n, drop = escape(s[i:]); drop {
				i += n
				continue
			}
			i += n
		}
		out = append(out, c)
	}
	return out
}

// escape reads what follows a backslash: the byte it stands for and how many
// bytes beyond the first it took. A line end after a backslash is dropped.
func escape(s []byte) (c byte, more int, drop bool) {
	switch c = s[0]; {
	case c == '\r':
		if len(s) > 1 && s[1] == '\n' {
			return 0, 1, true
		}
		return 0, 0, true
	case c == '\n':
		return 0, 0, true
	case c >= '0' && c <= '7':
		n := c - '0'
		for more < 2 && more+1 < len(s) && s[more+1] >= '0' && s[more+1] <= '7' {
			more++
			n = n<<3 | (s[more] - '0')
		}
		return n, more, false
	}
	if e, ok := escapes[c]; ok {
		return e, 0, false
	}
	return c, 0, false
}

// hex reads a string in angle brackets (ISO 32000-1, 7.3.4.3).
func (l *lexer) hex() (value, error) {
	start := l.pos + 1
	end := bytes.IndexByte(l.src[start:], '>')
	if end < 0 {
		return value{}, l.at(errors.New("hexadecimal string without its closing bracket"))
	}
	text, err := unhex(l.src[start : start+end])
	if err != nil {
		return value{}, l.at(err)
	}
	l.pos = start + end + 1
	return value{kind: kindString, text: text}, nil
}

// unhex decodes hexadecimal digits with white space between; a missing last digit is 0.
func unhex(s []byte) ([]byte, error) {
	out := make([]byte, 0, (len(s)+1)/2)
	half, have := byte(0), false
	for _, c := range s {
		if class[c] == space {
			continue
		}
		d, ok := digit(c)
		if !ok {
			return nil, errors.New("hexadecimal string with something that is no digit")
		}
		if have = !have; have {
			half = d << 4
		} else {
			out = append(out, half|d)
		}
	}
	if have {
		out = append(out, half)
	}
	return out, nil
}

func digit(c byte) (byte, bool) {
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

// name reads a name with #xx written out (ISO 32000-1, 7.3.5).
func (l *lexer) name() (value, error) {
	l.pos++
	start := l.pos
	for l.pos < len(l.src) && class[l.src[l.pos]] == 0 {
		l.pos++
	}
	text := l.src[start:l.pos:l.pos]
	if bytes.IndexByte(text, '#') < 0 {
		return value{kind: kindName, text: text}, nil
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '#' && i+2 < len(text) {
			hi, ok1 := digit(text[i+1])
			lo, ok2 := digit(text[i+2])
			if ok1 && ok2 {
				out = append(out, hi<<4|lo)
				i += 2
				continue
			}
		}
		out = append(out, text[i])
	}
	return value{kind: kindName, text: out}, nil
}
