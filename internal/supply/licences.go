package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// licences writes the licence of everything that is shipped. It fails where
// something has none.
func licences(w io.Writer, root string) error {
	modules, embedded, err := shipped(root)
	if err != nil {
		return err
	}
	if files := unclaimed(embedded); len(files) > 0 {
		return fmt.Errorf("nobody says who wrote %s: add it to assets or own", strings.Join(files, ", "))
	}
	b := &book{root: root, places: map[string]int{}}
	b.add("The Go standard library and runtime", filepath.Join(goRoot(), "LICENSE"))
	for _, m := range modules {
		files, err := licenceFiles(m.Dir)
		if err == nil && len(files) == 0 {
			err = errors.New("no licence at its root")
		}
		if err != nil {
			return fmt.Errorf("%s: %w", m.Path, err)
		}
		b.add(m.Path+" "+m.Version, files...)
		for _, in := range inside {
			if in.files == m.Path {
				b.add(in.what+", inside "+m.Path, filepath.Join(root, in.licence))
			}
		}
	}
	for _, f := range embedded {
		if a := assetOf(f); a != nil {
			b.add(a.what, filepath.Join(root, a.licence))
		}
	}
	return b.write(w)
}

// book gathers texts, each once, with who they are the licence of.
type book struct {
	root   string
	texts  []text
	places map[string]int
	err    error
}

type text struct {
	of   []string
	body string
}

func (b *book) add(of string, files ...string) {
	var all []string
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			b.err = errors.Join(b.err, fmt.Errorf("%s: %w", of, err))
			return
		}
		all = append(all, plain(body))
	}
	body := strings.Join(all, "\n\n")
	at, known := b.places[body]
	if !known {
		at = len(b.texts)
		b.places[body] = at
		b.texts = append(b.texts, text{body: body})
	}
	if list := b.texts[at].of; len(list) == 0 || list[len(list)-1] != of {
		b.texts[at].of = append(list, of)
	}
}

// plain is the text with ends of lines as everywhere here.
func plain(body []byte) string {
	body = bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))
	lines := strings.Split(strings.TrimSpace(strings.ToValidUTF8(string(body), "?")), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\f")
	}
	return strings.Join(lines, "\n")
}

func (b *book) write(w io.Writer) error {
	if b.err != nil {
		return b.err
	}
	var out strings.Builder
	out.WriteString("Licences of everything inside the program vypiska but its own code, which is under\nthe Apache License 2.0 (LICENSE). Made by `make licences`.\n")
	rule := strings.Repeat("=", 78)
	for _, t := range b.texts {
		fmt.Fprintf(&out, "\n%s\n%s\n%s\n\n%s\n", rule, strings.Join(t.of, "\n"), rule, t.body)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// goRoot is where the Go toolchain in use lies.
func goRoot() string {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
