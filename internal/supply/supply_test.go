package main

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// Everything shipped has its licence in docs/licences.txt, and nothing else has.
func TestTheLicencesAreComplete(t *testing.T) {
	var fresh bytes.Buffer
	if err := licences(&fresh, root); err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(root + "/docs/licences.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, fresh.Bytes()) {
		t.Error("docs/licences.txt is not what is shipped: run make licences")
	}
	for _, part := range []string{"PT Sans", "DejaVu Sans", "petrovich-rules", "russiannames", "SCOWL", "Lebedev", "sRGB", "PDFium, inside", "gin-gonic/gin ", "modernc.org/sqlite ", "The Go standard library"} {
		if !strings.Contains(string(kept), part) {
			t.Errorf("docs/licences.txt lacks %s", part)
		}
	}
}

func TestAFileNobodyClaimsIsNamed(t *testing.T) {
	got := unclaimed([]string{"templates/paper/fonts/PTS55F.ttf", "templates/paper/fonts/Arial.ttf", "templates/forms/extract.yaml", "internal/web/fonts/x.woff2", "templates/paper/table.go"})
	if !slices.Equal(got, []string{"templates/paper/fonts/Arial.ttf", "internal/web/fonts/x.woff2"}) {
		t.Error(got)
	}
}

// Each file of others that the table names is really there, with a licence.
func TestEveryAssetIsThere(t *testing.T) {
	_, embedded, err := shipped(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range assets {
		if !slices.ContainsFunc(embedded, func(f string) bool { return matches(a.files, f) }) {
			t.Errorf("nothing embedded is %s", a.files)
		}
	}
	for _, a := range append(assets, inside...) {
		if text, err := os.ReadFile(root + "/" + a.licence); err != nil || len(text) < 200 {
			t.Errorf("%s: %d bytes of licence, %v", a.what, len(text), err)
		}
	}
}

// The bill of materials names every module inside a program, here this test's own.
func TestTheBillNamesEveryModule(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	info, err := buildinfo.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	var out, again bytes.Buffer
	if err := sbom(&out, self); err != nil {
		t.Fatal(err)
	}
	if err := sbom(&again, self); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same program gives another bill", err)
	}
	var b bill
	if err := json.Unmarshal(out.Bytes(), &b); err != nil {
		t.Fatal(err)
	}
	if b.Format != "CycloneDX" || len(b.Metadata.Component.Hashes) != 1 || len(b.Components) != 1+len(info.Deps)+len(assets)+len(inside) {
		t.Errorf("%s, %d components of %d modules", b.Format, len(b.Components), len(info.Deps))
	}
	refs := map[string]bool{}
	for _, c := range b.Components {
		if refs[c.Ref] {
			t.Errorf("%s is there twice", c.Ref)
		}
		refs[c.Ref] = true
	}
	for _, on := range b.Dependencies[0].On {
		if !refs[on] {
			t.Errorf("it depends on %s, which is not there", on)
		}
	}
	if err := sbom(&out, "main.go"); err == nil {
		t.Error("a file that is no program has a bill")
	}
}
