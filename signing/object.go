package signing

import (
	"bytes"
	"errors"
	"math"
	"strconv"
)

type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindInteger
	kindReal
	kindString
	kindName
	kindArray
	kindDict
	kindRef
)

// ref names an indirect object.
type ref struct{ num, gen int }

func (r ref) String() string { return strconv.Itoa(r.num) + " " + strconv.Itoa(r.gen) + " R" }

// object is one PDF object as it was written. raw keeps the very bytes, so that
// what an update does not change is copied, not written anew.
type object struct {
	kind  kind
	raw   []byte
	at    int // where raw begins in its source
	n     int // an integer's value
	ref   ref
	items []object // of an array
	pairs []pair   // of a dictionary, in order
	// data is a stream's content as stored; hasData tells an empty stream from none.
	data    []byte
	hasData bool
}

type pair struct {
	key string
	val object
}

// get returns the value of a dictionary's key, null if it has none.
func (o object) get(key string) object {
	for _, p := range o.pairs {
		if p.key == key {
			return p.val
		}
	}
	return object{}
}

func (o object) has(key string) bool { return o.get(key).kind != kindNull }

// name returns a name's text, "" for anything else.
func (o object) name() string {
	if o.kind != kindName {
		return ""
	}
	s, _ := unescapeName(o.raw[1:])
	return s
}

func (o object) isName(want string) bool { return o.kind == kindName && o.name() == want }

// text returns a string's bytes, nil for anything else.
func (o object) text() []byte {
	if o.kind != kindString {
		return nil
	}
	if o.raw[0] == '<' {
		return unhex(o.raw[1 : len(o.raw)-1])
	}
	return unescape(o.raw[1 : len(o.raw)-1])
}

// real returns a number's value.
func (o object) real() (float64, bool) {
	if o.kind != kindInteger && o.kind != kindReal {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(o.raw), 64)
	return f, err == nil
}

// value reads the object at the position.
func (p *parser) value() (object, error) {
	p.space()
	if *p.nodes--; *p.nodes < 0 {
		return object{}, p.fail("more objects than this program is willing to read")
	}
	from := p.pos
	o, err := p.bare()
	if err != nil {
		return object{}, err
	}
	o.at, o.raw = from, p.src[from:p.pos]
	return o, nil
}

func (p *parser) bare() (object, error) {
	switch c := p.peek(0); {
	case c == '/':
		p.pos++
		_, err := unescapeName(p.word())
		return object{kind: kindName}, err
	case c == '(':
		return object{kind: kindString}, p.literal()
	case c == '<' && p.peek(1) == '<':
		return p.nested(p.dict)
	case c == '<':
		return object{kind: kindString}, p.hexadecimal()
	case c == '[':
		return p.nested(p.array)
	case c >= '0' && c <= '9':
		if r, ok := p.reference(); ok {
			return object{kind: kindRef, ref: r}, p.visited(r)
		}
		fallthrough
	case c == '+' || c == '-' || c == '.':
		return p.numeral()
	}
	return p.constant()
}

func (p *parser) visited(r ref) error {
	if p.visit == nil {
		return nil
	}
	return p.visit(r)
}

func (p *parser) nested(read func() (object, error)) (object, error) {
	if p.depth++; p.depth > maxDepth {
		return object{}, p.fail("objects nested too deeply")
	}
	defer func() { p.depth-- }()
	return read()
}

func (p *parser) constant() (object, error) {
	at := p.pos
	switch string(p.word()) {
	case "true", "false":
		return object{kind: kindBool}, nil
	case "null":
		return object{kind: kindNull}, nil
	}
	p.pos = at
	return object{}, p.fail("want an object")
}

// reference takes "12 0 R" or leaves the position where it was.
func (p *parser) reference() (ref, bool) {
	at := p.pos
	num, ok := digits(p.word())
	if ok && isSpace(p.peek(0)) {
		gen, err := p.number()
		if err == nil && num <= math.MaxInt32 && gen <= math.MaxUint16 && p.keyword("R") == nil {
			return ref{num, gen}, true
		}
	}
	p.pos = at
	return ref{}, false
}

func (p *parser) numeral() (object, error) {
	at := p.pos
	w := p.word()
	if n, err := strconv.Atoi(string(w)); err == nil {
		return object{kind: kindInteger, n: n}, nil
	}
	for i, c := range w {
		if (c < '0' || c > '9') && c != '.' && (i > 0 || c != '-' && c != '+') {
			p.pos = at
			return object{}, p.fail("want a number")
		}
	}
	if bytes.Count(w, []byte(".")) != 1 {
		p.pos = at
		return object{}, p.fail("want a number")
	}
	return object{kind: kindReal}, nil
}

func (p *parser) array() (object, error) {
	p.pos++
	var items []object
	for {
		if p.space(); p.peek(0) == ']' {
			p.pos++
			return object{kind: kindArray, items: items}, nil
		}
		o, err := p.value()
		if err != nil {
			return object{}, err
		}
		if p.visit == nil {
			items = append(items, o)
		}
	}
}

// dict refuses a key given twice: readers disagree about which one counts, and
// that is how a signed value is hidden behind another.
func (p *parser) dict() (object, error) {
	p.pos += 2
	var pairs []pair
	var seen keys
	for {
		if p.space(); p.peek(0) == '>' && p.peek(1) == '>' {
			p.pos += 2
			return object{kind: kindDict, pairs: pairs}, nil
		}
		if p.peek(0) != '/' {
			return object{}, p.fail("want a key")
		}
		p.pos++
		word := p.word()
		if p.visit != nil {
			if _, err := p.value(); err != nil {
				return object{}, err
			}
			continue
		}
		key, err := unescapeName(word)
		if err != nil || seen.again(key, pairs) {
			return object{}, p.fail("a key is malformed or given twice")
		}
		val, err := p.value()
		if err != nil {
			return object{}, err
		}
		pairs = append(pairs, pair{key, val})
	}
}

// keys finds a key given twice: by looking in small dictionaries, with a set in
// large ones, so that a hostile one is not quadratic.
type keys map[string]bool

func (k *keys) again(key string, pairs []pair) bool {
	if len(pairs) < 24 {
		return object{pairs: pairs}.gives(key)
	}
	if *k == nil {
		*k = make(keys)
		for _, p := range pairs {
			(*k)[p.key] = true
		}
	}
	was := (*k)[key]
	(*k)[key] = true
	return was
}

func (o object) gives(key string) bool {
	for _, p := range o.pairs {
		if p.key == key {
			return true
		}
	}
	return false
}

func unescapeName(b []byte) (string, error) {
	if bytes.IndexByte(b, '#') < 0 {
		return string(b), nil
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c == '#' {
			if i+2 >= len(b) {
				return "", errors.New("a name ends within an escape")
			}
			hi, ok1 := hexDigit(b[i+1])
			lo, ok2 := hexDigit(b[i+2])
			if !ok1 || !ok2 {
				return "", errors.New("a name holds a malformed escape")
			}
			c, i = hi<<4|lo, i+2
		}
		out = append(out, c)
	}
	return string(out), nil
}

func unhex(b []byte) []byte {
	out := make([]byte, 0, (len(b)+1)/2)
	half, high := false, byte(0)
	for _, c := range b {
		d, ok := hexDigit(c)
		if !ok {
			continue
		}
		if half {
			out = append(out, high|d)
		}
		half, high = !half, d<<4
	}
	if half {
		out = append(out, high)
	}
	return out
}

// unescape decodes the inside of a literal string (ISO 32000-1, 7.3.4.2).
func unescape(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 == len(b) {
			out = append(out, b[i])
			continue
		}
		i++
		if at := bytes.IndexByte([]byte("nrtbf"), b[i]); at >= 0 {
			out = append(out, "\n\r\t\b\f"[at])
			continue
		}
		switch c := b[i]; {
		case c >= '0' && c <= '7':
			n := 0
			for end := min(i+3, len(b)); i < end && b[i] >= '0' && b[i] <= '7'; i++ {
				n = n*8 + int(b[i]-'0')
			}
			i--
			out = append(out, byte(n))
		case c == '\n' || c == '\r':
			if c == '\r' && i+1 < len(b) && b[i+1] == '\n' {
				i++
			}
		default:
			out = append(out, c)
		}
	}
	return out
}
