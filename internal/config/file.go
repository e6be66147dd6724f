package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// largest is the most of a settings file that is read, in bytes. One with every
// setting has a tenth of it.
const largest = 64 << 10

// readFile reads what a file says, by key; nothing where there is no name.
func readFile(name string) (map[string]given, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("settings file: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, largest+1))
	if err != nil {
		return nil, fmt.Errorf("settings file: %w", err)
	}
	if len(text) > largest {
		return nil, fmt.Errorf("settings file %s: want at most %d KiB: is it another file?", name, largest>>10)
	}
	return parse(filepath.Base(name), text)
}

// parse reads a YAML file: settings by their keys, which may be written whole
// ("links.life: 24h") or as sections. No error repeats what the file says but a
// setting's own name and value.
func parse(name string, text []byte) (map[string]given, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))                       // as some editors on Windows begin a file
	doc, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey()) // row says of a second one where the first is
	if err != nil {
		return nil, syntax(name, err)
	}
	r := reader{name: name, known: map[string]bool{}, found: map[string]given{}}
	for _, s := range table {
		r.known[s.Key] = true
	}
	bodies := 0
	for _, d := range doc.Docs {
		if d.Body == nil || d.Body.Type() == ast.CommentType || d.Body.Type() == ast.NullType {
			continue
		}
		if bodies++; bodies > 1 {
			return nil, fmt.Errorf("%s: want one document; delete what follows the second ---", r.at(d.Body))
		}
		if err := r.section("", d.Body); err != nil {
			return nil, err
		}
	}
	return r.found, nil
}

// syntax says where the file is not YAML, without its text.
func syntax(name string, err error) error {
	var s *yaml.SyntaxError
	if errors.As(err, &s) && s.Token != nil && s.Token.Position != nil {
		return fmt.Errorf("%s:%d: not YAML: want lines of the form key: value; `vypiska config --defaults` prints a file to start from", name, s.Token.Position.Line)
	}
	return fmt.Errorf("%s: not YAML; `vypiska config --defaults` prints a file to start from", name)
}

type reader struct {
	name  string
	known map[string]bool
	found map[string]given
}

func (r reader) at(n ast.Node) string {
	return r.name + ":" + strconv.Itoa(n.GetToken().Position.Line)
}

// section reads the mapping below prefix.
func (r reader) section(prefix string, n ast.Node) error {
	m, ok := n.(ast.MapNode)
	if !ok {
		return fmt.Errorf("%s: want lines of the form key: value", r.at(n))
	}
	for rows := m.MapRange(); rows.Next(); {
		if err := r.row(prefix, rows.KeyValue()); err != nil {
			return err
		}
	}
	return nil
}

func (r reader) row(prefix string, row *ast.MappingValueNode) error {
	word, ok := row.Key.(*ast.StringNode)
	if !ok {
		return fmt.Errorf("%s: want a setting's name before the colon", r.at(row.Key))
	}
	key := prefix + word.Value
	if !r.known[key] {
		if r.isSection(key) {
			return r.section(key+".", row.Value)
		}
		return fmt.Errorf("%s: %s: no such setting; delete the line or use one of %s", r.at(row.Key), key, near(key, sorted(r.known)))
	}
	if before, twice := r.found[key]; twice {
		return fmt.Errorf("%s: %s: set before, at %s; delete one of them", r.at(row.Key), key, before.place)
	}
	value, ok := plain(row.Value)
	if !ok {
		return fmt.Errorf("%s: %s: want one plain value after the colon, \"\" for an empty one", r.at(row.Key), key)
	}
	r.found[key] = given{value, r.at(row.Key)}
	return nil
}

func (r reader) isSection(key string) bool {
	for k := range r.known {
		if strings.HasPrefix(k, key+".") {
			return true
		}
	}
	return false
}

// plain is the value as it was written: 168h, 3 and off are all texts here.
func plain(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// Defaults is a settings file in which every setting has its default, under its
// manual sentence.
func Defaults() string {
	var b strings.Builder
	b.WriteString("# Settings of vypiska. A flag (--links-life) goes before the environment\n" +
		"# (VYPISKA_LINKS_LIFE), which goes before this file.\n")
	section := ""
	for _, s := range table {
		head, name, nested := strings.Cut(s.Key, ".")
		indent := ""
		if nested {
			indent = "  "
		} else {
			head, name = "", s.Key
		}
		b.WriteString("\n")
		if head != section {
			section = head
			fmt.Fprintf(&b, "%s:\n", head)
		}
		fmt.Fprintf(&b, "%s%s%s: %s\n", comment(indent, s.Manual), indent, name, quoted(s.Default))
	}
	return b.String()
}

// quoted is a default as YAML: none of them needs more than this, which a test holds.
func quoted(value string) string {
	if value == "" {
		return `""`
	}
	return value
}

// comment breaks a sentence into comment lines.
func comment(indent, sentence string) string {
	const width = 76
	var b strings.Builder
	line := indent + "#"
	for _, w := range strings.Fields(sentence) {
		if len(line)+1+len(w) > width {
			b.WriteString(line + "\n")
			line = indent + "#"
		}
		line += " " + w
	}
	return b.String() + line + "\n"
}
