package fhir

import (
	"bytes"
	"iter"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// member is one member of an object or element of an array, and where its value starts in it.
type member struct {
	name  string
	start int
	value []byte
}

// members goes over an object, elements over an array, of JSON that parse has
// found valid. They only look for where values end and so are many times
// faster than parsing once more.
func members(raw []byte) iter.Seq[member]  { return walk(raw, '{') }
func elements(raw []byte) iter.Seq[member] { return walk(raw, '[') }

func walk(raw []byte, open byte) iter.Seq[member] {
	return func(yield func(member) bool) {
		i := white(raw, 0)
		if i >= len(raw) || raw[i] != open {
			return
		}
		for i = white(raw, i+1); i < len(raw) && raw[i] != open+2; { // } and ] follow { and [ by two
			var m member
			if open == '{' {
				end := valueEnd(raw, i)
				m.name = unquote(raw[i:end])
				i = white(raw, white(raw, end)+1) // :
			}
			end := valueEnd(raw, i)
			if end <= i {
				return
			}
			m.start, m.value = i, raw[i:end]
			if !yield(m) {
				return
			}
			if i = white(raw, end); i < len(raw) && raw[i] == ',' {
				i = white(raw, i+1)
			}
		}
	}
}

// unquote is the text of a JSON string.
func unquote(raw []byte) string {
	if len(raw) >= 2 && raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var s string
	if json.Unmarshal(raw, &s, already) != nil {
		return ""
	}
	return s
}

// kindOf is the kind of a value that starts at the first byte.
func kindOf(raw []byte) jsontext.Kind {
	if len(raw) == 0 {
		return 0
	}
	if c := raw[0]; c == '-' || c >= '0' && c <= '9' {
		return '0'
	}
	return jsontext.Kind(raw[0])
}

// white is the offset of the next byte that is no white space.
func white(raw []byte, i int) int {
	for i < len(raw) && (raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\t' || raw[i] == '\r') {
		i++
	}
	return i
}

// valueEnd is the offset after the value that starts at i.
func valueEnd(raw []byte, i int) int {
	depth := 0
	for ; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			i = quoteEnd(raw, i+1)
			if depth == 0 {
				return min(i+1, len(raw))
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return i
			}
			if depth == 0 {
				return i + 1
			}
		case ',', ':', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return i
			}
		}
	}
	return i
}

// quoteEnd is the offset of the closing quote of a text whose first byte is at i.
func quoteEnd(raw []byte, i int) int {
	for ; i < len(raw) && raw[i] != '"'; i++ {
		if raw[i] == '\\' {
			i++
		}
	}
	return i
}
