package form

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// largest is the most that is read of one file, in bytes; ours have a twentieth.
const largest = 256 << 10

// deepest bounds how far blocks and texts may be nested.
const deepest = 24

// A File is one YAML file: its name for messages, and its text.
type File struct {
	Name string
	Text []byte
}

// node is a place in a file.
type node struct {
	ast.Node
	file  string
	depth int
}

// A Fault is something in a file that is not understood, and where.
type Fault struct {
	File         string
	Line, Column int // from 1; 0 where the whole file is meant
	What         string
}

func (f *Fault) Error() string {
	if f.Line == 0 {
		return f.File + ": " + f.What
	}
	return f.File + ":" + strconv.Itoa(f.Line) + ":" + strconv.Itoa(f.Column) + ": " + f.What
}

// wrong says what is wrong at n and what would do.
func (n node) wrong(format string, args ...any) error {
	f := &Fault{File: n.file, What: fmt.Sprintf(format, args...)}
	if p := n.GetToken().Position; p != nil {
		f.Line, f.Column = p.Line, p.Column
	}
	return f
}

// read parses a file of one document.
func read(f File) (node, error) {
	whole := func(what string) error { return &Fault{File: f.Name, What: what} }
	if len(f.Text) > largest {
		return node{}, whole(fmt.Sprintf("want at most %d KiB: is it another file?", largest>>10))
	}
	doc, err := parser.ParseBytes(bytes.TrimPrefix(f.Text, []byte("\ufeff")), 0)
	if err != nil {
		return node{}, syntax(f.Name, err)
	}
	var bodies []ast.Node
	for _, d := range doc.Docs {
		if d.Body != nil && d.Body.Type() != ast.CommentType && d.Body.Type() != ast.NullType {
			bodies = append(bodies, d.Body)
		}
	}
	if len(bodies) != 1 {
		return node{}, whole(fmt.Sprintf("want one YAML document, found %d", len(bodies)))
	}
	return node{Node: bodies[0], file: f.Name}, nil
}

func syntax(name string, err error) error {
	fault := &Fault{File: name, What: "not YAML: " + strings.SplitN(err.Error(), "\n", 2)[0]}
	var s *yaml.SyntaxError
	if errors.As(err, &s) && s.Token != nil && s.Token.Position != nil {
		fault.Line, fault.Column, fault.What = s.Token.Position.Line, s.Token.Position.Column, "not YAML: "+s.Message
	}
	return fault
}

// in is a node inside n.
func (n node) in(child ast.Node) node { return node{Node: child, file: n.file, depth: n.depth + 1} }

// pair is one line "key: value" of a mapping.
type pair struct {
	key   string
	at    node // the key
	value node
}

// isList reports whether n is a sequence.
func (n node) isList() bool {
	_, ok := n.Node.(*ast.SequenceNode)
	return ok
}

// isMap reports whether n is a mapping.
func (n node) isMap() bool {
	_, ok := n.Node.(ast.MapNode)
	return ok
}

// pairs reads a mapping in its order. No key may stand twice.
func (n node) pairs() ([]pair, error) {
	m, ok := n.Node.(ast.MapNode)
	if !ok {
		return nil, n.wrong("want lines of the form key: value")
	}
	if n.depth > deepest {
		return nil, n.wrong("nested more than %d deep; make it flatter", deepest)
	}
	var out []pair
	for rows := m.MapRange(); rows.Next(); {
		row := rows.KeyValue()
		word, ok := row.Key.(*ast.StringNode)
		at := n.in(row.Key)
		if !ok {
			return nil, at.wrong("want a word before the colon")
		}
		if slices.ContainsFunc(out, func(p pair) bool { return p.key == word.Value }) {
			return nil, at.wrong("%s stands here twice; delete one of the lines", word.Value)
		}
		out = append(out, pair{word.Value, at, n.in(row.Value)})
	}
	return out, nil
}

// fields are the values of a mapping by their keys.
type fields struct {
	node
	values map[string]node
}

// fields reads a mapping of which only the keys named are known.
func (n node) fields(known ...string) (fields, error) {
	all, err := n.pairs()
	if err != nil {
		return fields{}, err
	}
	f := fields{n, map[string]node{}}
	for _, p := range all {
		if !slices.Contains(known, p.key) {
			return fields{}, p.at.wrong("%s: no such field here; %s", p.key, use(p.key, known))
		}
		f.values[p.key] = p.value
	}
	return f, nil
}

// need is the value of a key that must be there.
func (f fields) need(key string) (node, error) {
	v, ok := f.values[key]
	if !ok {
		return node{}, f.wrong("%s is missing; add it", key)
	}
	return v, nil
}

// list reads a sequence.
func (n node) list() ([]node, error) {
	s, ok := n.Node.(*ast.SequenceNode)
	if !ok {
		return nil, n.wrong("want a list: lines that begin with -")
	}
	if n.depth > deepest {
		return nil, n.wrong("nested more than %d deep; make it flatter", deepest)
	}
	out := make([]node, len(s.Values))
	for i, v := range s.Values {
		out[i] = n.in(v)
	}
	return out, nil
}

// scalar is a plain value as it was written.
func (n node) scalar() (string, bool) {
	switch v := n.Node.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return strings.TrimRight(v.Value.Value, "\n"), true
	case *ast.IntegerNode, *ast.FloatNode:
		return v.GetToken().Value, true
	}
	return "", false
}

// word is a scalar that must not be empty.
func (n node) word() (string, error) {
	s, ok := n.scalar()
	if !ok || s == "" {
		return "", n.wrong("want one word or text after the colon")
	}
	return s, nil
}

// measure is a number between two bounds.
func (n node) measure(least, most float64) (float64, error) {
	s, _ := n.scalar()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v < least || v > most {
		return 0, n.wrong("want a number from %g to %g", least, most)
	}
	return v, nil
}

func (n node) truth() (bool, error) {
	b, ok := n.Node.(*ast.BoolNode)
	if !ok {
		return false, n.wrong("want true or false")
	}
	return b.Value, nil
}

// use suggests what to write instead of a word nobody knows.
func use(word string, known []string) string {
	known = slices.Sorted(slices.Values(known))
	best, least := "", 1+len(word)/3
	for _, k := range known {
		if d := distance(word, k); d <= least {
			best, least = k, d-1
		}
	}
	if best != "" {
		return "did you mean " + best + "? There are " + strings.Join(known, ", ")
	}
	return "use one of " + strings.Join(known, ", ")
}

// distance is the number of letters to change, add or drop between two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := corner
			if a[i] != b[j] {
				cost++
			}
			corner = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
