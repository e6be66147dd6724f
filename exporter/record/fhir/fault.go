package fhir

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"vypiska/exporter/record"
)

// maxFaults is how many faults of one file are told; the rest say nothing new.
const maxFaults = 20

// wrong is what a decoder of ours says about a value. It never holds the value.
type wrong struct{ path, what string }

func (w *wrong) Error() string { return w.what }

func wrongf(path, format string, args ...any) error {
	return &wrong{path, fmt.Sprintf(format, args...)}
}

// explain turns a decoding error into a path of field names we read and words
// about it. Errors of the JSON library are not repeated: they quote the input.
func explain(err error) (path, what string) {
	var own *wrong
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		path = dotted(semantic.JSONPointer)
		if !errors.As(err, &own) {
			return path, fmt.Sprintf("wrong JSON type: is %s, want %s", kindName(semantic.JSONKind), typeName(semantic.GoType))
		}
		return joinPath(path, own.path), own.what
	}
	if errors.As(err, &own) {
		return own.path, own.what
	}
	return "", "cannot be decoded"
}

func joinPath(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "." + b
}

// dotted writes /name/0/given as name[0].given. The parts are names of our own
// structs' fields and array indexes, never anything else of the input.
func dotted(p jsontext.Pointer) string {
	var b strings.Builder
	for part := range p.Tokens() {
		if _, err := strconv.Atoi(part); err == nil {
			b.WriteString("[" + part + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(part)
	}
	return b.String()
}

func kindName(k jsontext.Kind) string {
	switch k {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a text"
	case '0':
		return "a number"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	}
	return "something else"
}

func typeName(t reflect.Type) string {
	if t == nil {
		return "another"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return typeName(t.Elem())
	case reflect.Slice:
		return "an array"
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	}
	return "an object"
}

// syntaxFault puts a parser's error into words and a place.
func syntaxFault(raw []byte, err error) (place, what string) {
	offset := int64(len(raw))
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		offset = syntactic.ByteOffset
	}
	place = lineColumn(raw, int(offset))
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return place, "a key stands twice in one object, so it is not known which value is meant"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return place, "the text ends in the middle; fetch the file again"
	}
	return place, "not valid JSON"
}

// lineColumn counts both from one; columns are bytes.
func lineColumn(raw []byte, offset int) string {
	offset = min(max(offset, 0), len(raw))
	before := raw[:offset]
	line := bytes.Count(before, []byte{'\n'}) + 1
	return fmt.Sprintf("line %d, column %d", line, offset-bytes.LastIndexByte(before, '\n'))
}

// joinFaults makes one error of many.
func joinFaults(faults []*record.Fault) error {
	errs := make([]error, len(faults))
	for i, f := range faults {
		errs[i] = f
	}
	return errors.Join(errs...)
}
