package layout

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheHouseKeepsItsRules(t *testing.T) {
	found, err := Violations(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Error(v)
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	files, err := read(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, s := range files {
		said[s.folder] = said[s.folder] || s.file.Doc != nil || s.test && strings.HasSuffix(s.file.Name.Name, "_test")
	}
	for folder, ok := range said {
		if !ok {
			t.Errorf("%s has no package comment", folder)
		}
	}
}

func TestPlantedViolationsAreFound(t *testing.T) {
	for _, p := range []struct{ name, folder, code, want string }{
		{"cmd is imported", "internal/app", `import _ "vypiska/cmd/vypiska"`, "nothing imports cmd"},
		{"record imports another folder", "exporter/record", `import _ "vypiska/signing"`, "it may import only"},
		{"signing imports record", "signing", `import _ "vypiska/exporter/record"`, "it may import only"},
		{"links import storage", "storage/links", `import _ "vypiska/storage"`, "it may import only"},
		{"the register imports record", "storage/register", `import _ "vypiska/exporter/record"`, "it may import only"},
		{"deidentify imports policy", "exporter/deidentify", `import _ "vypiska/exporter/policy"`, "it may import only"},
		{"issued imports record", "exporter/issued", `import _ "vypiska/exporter/record"`, "it may import only"},
		{"storage imports policy", "storage", `import _ "vypiska/exporter/policy"`, "it may import only"},
		{"the story imports forms", "exporter", `import _ "vypiska/templates"`, "it may import only"},
		{"the story imports storage", "exporter", `import _ "vypiska/storage"`, "it may import only"},
		{"a form imports record", "templates", `import _ "vypiska/exporter/record"`, "it may import only"},
		{"paper imports the extract", "templates/paper", `import _ "vypiska/exporter"`, "it may import only"},
		{"a product folder imports internal", "storage", `import _ "vypiska/internal/db"`, "it may import only"},
		{"app imports web", "internal/app", `import _ "vypiska/internal/web"`, "never meet"},
		{"jobs import web", "internal/jobs", `import _ "vypiska/internal/web"`, "never meet"},
		{"web reaches SQL", "internal/web", `import _ "vypiska/internal/db"`, "never meet"},
		{"gofpdf outside paper", "templates", `import _ "github.com/jung-kurt/gofpdf"`, "its door is"},
		{"pdfsign outside signing", "internal/app", `import _ "github.com/digitorus/pdfsign/verify"`, "its door is"},
		{"SQL outside db", "storage/register", `import _ "database/sql"`, "its door is"},
		{"a log in a product folder", "exporter", `import _ "github.com/rs/zerolog"`, "its door is"},
		{"only the module apart is left out", "storage/bench", `import _ "github.com/jung-kurt/gofpdf"`, "its door is"},
		{"Reveal in the story", "exporter", `func f(p interface{ Reveal() string }) string { return p.Reveal() }`, "calls Reveal"},
		{"Reveal in app", "internal/app", `func f(p interface{ Reveal() string }) func() string { return p.Reveal }`, "calls Reveal"},
	} {
		t.Run(p.name, func(t *testing.T) {
			found := plant(t, p.folder, p.code)
			if len(found) != 1 || !strings.Contains(found[0], p.want) || !strings.HasPrefix(found[0], p.folder+"/planted.go") {
				t.Errorf("found %q, want one that says %q", found, p.want)
			}
		})
	}
}

func TestWhatIsAllowedIsNotNamed(t *testing.T) {
	for folder, code := range map[string]string{
		"exporter/record/fhir": `import _ "vypiska/exporter/record"`,
		"templates":            `import ( _ "vypiska/exporter"; _ "vypiska/templates/paper" )`,
		"templates/paper":      `import _ "github.com/jung-kurt/gofpdf"`,
		"cmd/vypiska":          `import _ "vypiska/internal/app"`,
		"internal/app":         `import _ "vypiska/exporter/issued"`,
		"bench":                `import ( _ "github.com/jung-kurt/gofpdf"; _ "github.com/johnfercher/maroto/v2" )`,
	} {
		if found := plant(t, folder, code); len(found) > 0 {
			t.Errorf("%s: %q", folder, found)
		}
	}
}

func plant(t *testing.T, folder, code string) []string {
	t.Helper()
	root := t.TempDir()
	dir := filepath.Join(root, filepath.FromSlash(folder))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "planted.go"), []byte("package planted\n"+code+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := Violations(root)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
