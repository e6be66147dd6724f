// Package layout holds the test that enforces the import rules of the house
// (docs/architecture.md): who may import whom, which folder is a library's one
// door, and who may reveal personal text. It parses files and builds nothing,
// so it also sees files behind build tags.
package layout

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const module = "vypiska/"

// allowed lists, for each product folder, the folders of this module it may
// import beside its own children. The longest matching folder counts.
var allowed = map[string]string{
	"exporter":                    "exporter signing",
	"exporter/record":             "exporter/record",
	"exporter/record/fhir":        "exporter/record",
	"exporter/policy":             "exporter/record",
	"exporter/deidentify":         "exporter/record exporter/deidentify",
	"exporter/deidentify/pdftext": "",
	"exporter/issued":             "exporter/policy exporter/deidentify signing",
	"exporter/parcel":             "exporter/record exporter/policy exporter/issued signing",
	"templates":                   "exporter= templates",
	"templates/paper":             "templates/paper",
	"signing":                     "signing",
	"storage":                     "exporter/issued storage",
	"storage/links":               "",
	"storage/register":            "",
}

// never lists pairs that must not meet.
var never = map[string]string{
	"internal/app":  "internal/web internal/jobs",
	"internal/web":  "internal/jobs internal/db storage signing templates",
	"internal/jobs": "internal/web",
}

// doors names the folders that may import a library.
var doors = map[string]string{
	"github.com/jung-kurt/gofpdf":         "templates/paper",
	"codeberg.org/go-pdf/fpdf":            "templates/paper",
	"rsc.io/qr":                           "templates/paper internal/web/view",
	"github.com/klippa-app/go-pdfium":     "templates/preview",
	"github.com/klauspost/compress":       "templates/paper",
	"golang.org/x/image":                  "templates/paper",
	"github.com/digitorus":                "signing conformance",
	"software.sslmate.com/src/go-pkcs12":  "signing",
	"github.com/ThalesGroup/crypto11":     "signing",
	"github.com/miekg/pkcs11":             "signing",
	"golang.org/x/crypto/ocsp":            "signing",
	"github.com/minio/minio-go":           "storage",
	"github.com/versity/versitygw":        "storage",
	"github.com/gin-gonic/gin":            "internal/web",
	"github.com/danielgtaylor/huma":       "internal/web",
	"github.com/alexedwards/scs":          "internal/web",
	"github.com/wneessen/go-mail":         "internal/mail",
	"github.com/prometheus/client_golang": "internal/meter",
	"github.com/riverqueue/river":         "internal/jobs",
	"database/sql":                        "internal/db internal/jobs",
	"filippo.io/age":                      "exporter/parcel",
	"github.com/smallstep/pkcs7":          "exporter/parcel",
	"github.com/minio/sio":                "storage",
	"github.com/aws/aws-sdk-go-v2":        "storage",
	"modernc.org/sqlite":                  "internal/db",
	"github.com/jackc/pgx":                "internal/db internal/jobs",
	"github.com/pressly/goose":            "internal/db",
	"github.com/rs/zerolog":               "cmd internal",
	"github.com/alecthomas/kong":          "cmd",
	"github.com/schollz/progressbar":      "cmd",
	"golang.org/x/mod/sumdb":              "storage/register",
	"golang.org/x/net/html":               "exporter/record/fhir",
	"github.com/go-json-experiment/json":  "exporter/record/fhir exporter/deidentify",
	"github.com/goccy/go-yaml":            "internal/config internal/app templates/form exporter/deidentify",
	"github.com/sony/gobreaker":           "exporter/record/fhir",
	"github.com/golang-jwt/jwt":           "exporter/record/fhir",
}

// revealers may call Personal.Reveal and BirthDate.Reveal (DESIGN rule 8).
// internal/mail reveals an address to the mail server and nothing else.
const revealers = "templates exporter/deidentify internal/web/view exporter/parcel internal/mail"

// source is one parsed file.
type source struct {
	folder string // slash-separated, relative to the module's root
	name   string
	test   bool
	file   *ast.File
}

// apart is a module of its own that measures us beside our peers: it imports
// their libraries past every door, and nothing of it enters the product.
const apart = "bench"

// read parses every Go file below root, testdata and the module apart excepted.
func read(root string) ([]source, error) {
	var out []source
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == ".git" || d.Name() == "data" || name == filepath.Join(root, apart)) {
			return filepath.SkipDir
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(name))
		out = append(out, source{filepath.ToSlash(rel), filepath.Base(name), strings.HasSuffix(name, "_test.go"), f})
		return err
	})
	return out, err
}

// Violations reads the module at root and names every broken rule.
func Violations(root string) ([]string, error) {
	files, err := read(root)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range files {
		for _, spec := range s.file.Imports {
			imp, _ := strconv.Unquote(spec.Path.Value)
			out = append(out, s.imports(imp)...)
		}
		out = append(out, s.reveals()...)
	}
	return out, nil
}

func (s source) imports(imp string) []string {
	to, ours := strings.CutPrefix(imp, module)
	if ours {
		if s.test {
			return nil // tests may look into every room of the house
		}
		return s.importsOurs(to)
	}
	for lib, door := range doors {
		if under(imp, lib) && !amongFolders(s.folder, door) {
			return []string{fmt.Sprintf("%s/%s imports %s: its door is %s", s.folder, s.name, imp, door)}
		}
	}
	return nil
}

func (s source) importsOurs(to string) []string {
	var out []string
	broken := func(why string) {
		out = append(out, fmt.Sprintf("%s/%s imports %s: %s", s.folder, s.name, to, why))
	}
	if under(to, "cmd") {
		broken("nothing imports cmd")
	}
	for who, whom := range never {
		if under(s.folder, who) && amongFolders(to, whom) {
			broken("these two never meet")
		}
	}
	if list, listed := rule(s.folder); listed && !permits(list, to) {
		broken("it may import only [" + list + "]")
	}
	return out
}

// rule finds the row of the longest folder above from.
func rule(from string) (list string, listed bool) {
	for ; from != "." && from != "/"; from = filepath.ToSlash(filepath.Dir(from)) {
		if list, listed = allowed[from]; listed {
			return list, true
		}
	}
	return "", false
}

// permits reports whether to is in the list; "x=" means x itself and not its children.
func permits(list, to string) bool {
	for _, f := range strings.Fields(list) {
		if exact, is := strings.CutSuffix(f, "="); is && to == exact || !is && under(to, f) {
			return true
		}
	}
	return false
}

func (s source) reveals() []string {
	if s.test || s.folder == "exporter/record" || amongFolders(s.folder, revealers) {
		return nil
	}
	var out []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Reveal" {
			out = append(out, fmt.Sprintf("%s/%s calls Reveal: only %s may", s.folder, s.name, revealers))
		}
		return true
	})
	return out
}

func amongFolders(path, dirs string) bool {
	return slices.ContainsFunc(strings.Fields(dirs), func(d string) bool { return under(path, d) })
}

func under(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }
