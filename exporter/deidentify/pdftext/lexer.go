package pdftext

import (
	"bytes"
	"errors"
	"fmt"
)

// A kind is one of the basic types of ISO 32000-1, 7.3, or a bare keyword.
type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindNumber
	kindString
	kindName
	kindArray
	kindDict
	kindRef
	kindKeyword
)

// A value is one PDF object without its number. The zero value is null.
type value struct {
	kind  kind
	whole bool    // a number written without a point
	num   float64 // number; number of the object a ref points to
	text  []byte  // decoded string or name; keyword
	items []value // elements of an array; keys and values of a dictionary in turn
}

// get returns the value under key of a dictionary, null if there is none.
func (v value) get(key string) value {
	if v.kind != kindDict {
		return value{}
	}
	for i := 0; i+1 < len(v.items); i += 2 {
		if string(v.items[i].text) == key {
			return v.items[i+1]
		}
	}
	return value{}
}

func (v value) isName(s string) bool { return v.kind == kindName && string(v.text) == s }

// integer returns a whole number that fits an int32 and is at least 0.
func (v value) integer() (int, bool) {
	if v.kind != kindNumber || !v.whole || v.num < 0 || v.num > 1<<31-1 {
		return 0, false
	}
	return int(v.num), true
}

const (
	space = 1 << iota
	delimiter
)

// class tells white space and delimiters apart (ISO 32000-1, 7.2.2, tables 1 and 2).
var class = func() (c [256]uint8) {
	for _, b := range []byte("\x00\t\n\f\r ") {
		c[b] = space
	}
	for _, b := range []byte("()<>[]{}/%") {
		c[b] = delimiter
	}
	return c
}()

// A lexer reads objects from src. Values keep slices of src.
type lexer struct {
	src []byte
	pos int
	// comment is told of every comment skipped, without its percent sign.
	comment func([]byte)

	stack  []value // elements of the containers that are open
	arena  []value
	budget *int // of bytes that may still be taken, shared by a document
}

const (
	maxNesting  = 64
	maxElements = 1 << 20 // of the containers open at one time
	valueSize   = 72      // bytes of a value in memory
)

var (
	errEnd     = errors.New("ends in the middle of an object")
	errNesting = errors.New("arrays or dictionaries are nested too deeply")
	errLong    = errors.New("array or dictionary is too long")
)

// at adds the place to what went wrong.
func (l *lexer) at(err error) error { return fmt.Errorf("byte %d: %w", l.pos, err) }

// skip passes white space and comments.
func (l *lexer) skip() {
	for l.pos < len(l.src) {
		c := l.src[l.pos]
		if class[c] == space {
			l.pos++
			continue
		}
		if c != '%' {
			return
		}
		end := len(l.src)
		if i := bytes.IndexAny(l.src[l.pos:], "\r\n"); i >= 0 {
			end = l.pos + i
		}
		if l.comment != nil {
			l.comment(l.src[l.pos+1 : end])
		}
		l.pos = end
	}
}

// next reads one object or keyword; at the end of src it returns errEnd.
// A reference is read as two numbers and the keyword R: containers and object join them.
func (l *lexer) next(depth int) (value, error) {
	if depth > maxNesting {
		return value{}, l.at(errNesting)
	}
	l.skip()
	if l.pos >= len(l.src) {
		return value{}, l.at(errEnd)
	}
	switch c := l.src[l.pos]; c {
	case '(':
		return l.literal()
	case '/':
		return l.name()
	case '[':
		l.pos++
		return l.container(depth, kindArray)
	case '<':
		if l.pos+1 < len(l.src) && l.src[l.pos+1] == '<' {
			l.pos += 2
			return l.container(depth, kindDict)
		}
		return l.hex()
	case ']', '>', ')', '{', '}':
		n := 1
		if c == '>' && l.pos+1 < len(l.src) && l.src[l.pos+1] == '>' {
			n = 2
		}
		l.pos += n
		return value{kind: kindKeyword, text: l.src[l.pos-n : l.pos]}, nil
	}
	return l.word()
}

// object reads one object that may be a reference.
func (l *lexer) object() (value, error) {
	v, err := l.next(0)
	if _, ok := v.integer(); err != nil || !ok {
		return v, err
	}
	mark := l.pos
	if gen, err := l.next(0); err == nil && gen.kind == kindNumber {
		if r, err := l.next(0); err == nil && r.kind == kindKeyword && string(r.text) == "R" {
			return value{kind: kindRef, num: v.num}, nil
		}
	}
	l.pos = mark
	return v, nil
}

// word reads a number or a keyword.
func (l *lexer) word() (value, error) {
	start := l.pos
	for l.pos < len(l.src) && class[l.src[l.pos]] == 0 {
		l.pos++
	}
	w := l.src[start:l.pos]
	if c := w[0]; c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.' {
		n, whole, ok := number(w)
		if !ok {
			l.pos = start
			return value{}, l.at(errors.New("malformed number"))
		}
		return value{kind: kindNumber, num: n, whole: whole}, nil
	}
	switch string(w) {
	case "true", "false":
		return value{kind: kindBool, whole: w[0] == 't'}, nil
	case "null":
		return value{}, nil
	}
	return value{kind: kindKeyword, text: w}, nil
}

// number reads a decimal (ISO 32000-1, 7.3.3: no exponent).
func number(w []byte) (n float64, whole, ok bool) {
	sign, i := 1.0, 0
	if w[0] == '-' || w[0] == '+' {
		if i = 1; w[0] == '-' {
			sign = -1
		}
	}
	digits, scale := 0, 0.0
	for ; i < len(w); i++ {
		switch c := w[i]; {
		case c == '.' && scale == 0:
			scale = 1
		case c >= '0' && c <= '9':
			digits++
			if scale == 0 {
				n = n*10 + float64(c-'0')
			} else if scale *= 10; scale < 1e15 {
				n += float64(c-'0') / scale
			}
		default:
			return 0, false, false
		}
	}
	return sign * n, scale == 0, digits > 0
}

// container reads to the closing bracket of an array or dictionary.
func (l *lexer) container(depth int, k kind) (value, error) {
	base := len(l.stack)
	closing := "]"
	if k == kindDict {
		closing = ">>"
	}
	for {
		v, err := l.next(depth + 1)
		if err != nil {
			l.stack = l.stack[:base]
			return value{}, err
		}
		if v.kind != kindKeyword {
			if l.stack = append(l.stack, v); len(l.stack) > maxElements {
				return value{}, l.at(errLong)
			}
			continue
		}
		if string(v.text) == closing {
			break
		}
		if !l.refer(v, base) {
			l.stack = l.stack[:base]
			return value{}, l.at(errors.New("keyword or bracket that does not belong there"))
		}
	}
	items := l.keep(l.stack[base:])
	l.stack = l.stack[:base]
	if l.budget != nil && *l.budget < 0 {
		return value{}, errTooMuch
	}
	if k == kindDict {
		if err := checkDict(items); err != nil {
			return value{}, l.at(err)
		}
	}
	return value{kind: k, items: items}, nil
}

// refer turns the two numbers before the keyword R into a reference.
func (l *lexer) refer(v value, base int) bool {
	n := len(l.stack)
	if string(v.text) != "R" || n-base < 2 {
		return false
	}
	num, ok := l.stack[n-2].integer()
	if _, ok2 := l.stack[n-1].integer(); !ok || !ok2 {
		return false
	}
	l.stack[n-2] = value{kind: kindRef, num: float64(num)}
	l.stack = l.stack[:n-1]
	return true
}

// checkDict refuses a key without a value, a key that is no name, and a key
// written twice: readers differ in which of the two they take.
func checkDict(items []value) error {
	if len(items)%2 != 0 {
		return errors.New("dictionary has a key without a value")
	}
	var seen map[string]bool
	if len(items) > 32 {
		seen = make(map[string]bool, len(items)/2)
	}
	for i := 0; i < len(items); i += 2 {
		if items[i].kind != kindName {
			return errors.New("dictionary has a key that is no name")
		}
		twice := false
		if seen != nil {
			twice = seen[string(items[i].text)]
			seen[string(items[i].text)] = true
		} else {
			for j := 0; j < i && !twice; j += 2 {
				twice = bytes.Equal(items[i].text, items[j].text)
			}
		}
		if twice {
			return errors.New("dictionary has one key twice")
		}
	}
	return nil
}

// keep copies values to memory that lives as long as the document.
func (l *lexer) keep(vs []value) []value {
	if len(vs) == 0 {
		return nil
	}
	if cap(l.arena)-len(l.arena) < len(vs) {
		l.arena = make([]value, 0, max(len(vs), 256))
		if l.budget != nil {
			*l.budget -= valueSize * cap(l.arena)
		}
	}
	n := len(l.arena)
	l.arena = append(l.arena, vs...)
	return l.arena[n:len(l.arena):len(l.arena)]
}
