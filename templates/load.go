package templates

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vypiska/templates/form"
	"vypiska/templates/paper"
)

// embedded are the forms that ship with the program.
//
//go:embed forms/*.yaml
var embedded embed.FS

// code is the forms' own source: a form's hash is made of it too.
//
//go:embed *.go form/*.go
var code embed.FS

// Files that are not forms: what forms share.
const (
	wordsFile = "words.yaml"
	partsFile = "parts.yaml"
)

// source is one file and where it came from.
type source struct {
	form.File
	own bool // from the clinic's directory
}

// sources reads every file: the clinic's where it has one, else ours.
func sources(dir string) (map[string]source, error) {
	out := map[string]source{}
	ours, err := fs.ReadDir(embedded, "forms")
	if err != nil {
		return nil, err
	}
	for _, f := range ours {
		text, err := embedded.ReadFile("forms/" + f.Name())
		if err != nil {
			return nil, err
		}
		out[f.Name()] = source{File: form.File{Name: f.Name(), Text: text}}
	}
	if dir == "" {
		return out, nil
	}
	return out, override(out, dir)
}

// Files are the files that ship with the program, by name: the forms, and the
// words and parts they share.
func Files() (map[string][]byte, error) {
	all, err := sources("")
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for name, s := range all {
		out[name] = s.Text
	}
	return out, nil
}

// override puts the clinic's files in the place of ours. A file of another
// name would change nothing and is refused.
func override(all map[string]source, dir string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("templates.dir: %w", err)
	}
	for _, f := range files {
		name := f.Name()
		if f.IsDir() || strings.HasPrefix(name, ".") || !strings.HasSuffix(name, ".yaml") && !strings.HasSuffix(name, ".yml") {
			continue
		}
		if _, known := all[name]; !known {
			return fmt.Errorf("templates.dir: %s: no such form; rename it to one of %s, or remove it", name, strings.Join(names(all), ", "))
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return fmt.Errorf("templates.dir: %w", err)
		}
		all[name] = source{form.File{Name: name, Text: text}, true}
	}
	return nil
}

func names(all map[string]source) []string {
	var out []string
	for name := range all {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// read reads all forms; every fault of every file is in the error.
func (f *Forms) read(all map[string]source) error {
	library, err := form.NewLibrary(all[wordsFile].File, all[partsFile].File)
	if err != nil {
		return err
	}
	program, err := digest()
	if err != nil {
		return err
	}
	var faults []error
	for _, spec := range specs {
		file := all[spec.Name+".yaml"]
		read, err := library.Read(file.File, spec)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		h := sha256.New()
		for _, part := range [][]byte{program[:], all[wordsFile].Text, all[partsFile].Text, file.Text} {
			_, _ = fmt.Fprintf(h, "%d\n", len(part))
			_, _ = h.Write(part)
		}
		f.forms[spec.Name] = entry{read, hex.EncodeToString(h.Sum(nil)), file.own}
	}
	return errors.Join(faults...)
}

// digest is the SHA-256 of the code and fonts every form is drawn with.
func digest() ([sha256.Size]byte, error) {
	h := sha256.New()
	err := fs.WalkDir(code, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := code.ReadFile(path)
		_, _ = fmt.Fprintf(h, "%s %d\n", path, len(b))
		_, _ = h.Write(b)
		return err
	})
	if err != nil {
		return [sha256.Size]byte{}, err
	}
	sum, err := paper.Digest()
	_, _ = h.Write(sum[:])
	return [sha256.Size]byte(h.Sum(nil)), err
}
