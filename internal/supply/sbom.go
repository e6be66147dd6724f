package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// bill is the part of CycloneDX 1.6 that is used here.
type bill struct {
	Schema       string       `json:"$schema"`
	Format       string       `json:"bomFormat"`
	Spec         string       `json:"specVersion"`
	Version      int          `json:"version"`
	Metadata     metadata     `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type metadata struct {
	Component  component  `json:"component"`
	Properties []property `json:"properties,omitempty"`
}

type component struct {
	Type    string `json:"type"`
	Ref     string `json:"bom-ref"`
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	PURL    string `json:"purl,omitempty"`
	Hashes  []sum  `json:"hashes,omitempty"`
}

type sum struct {
	Alg     string `json:"alg"`
	Content string `json:"content"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref string   `json:"ref"`
	On  []string `json:"dependsOn,omitempty"`
}

// sbom writes what a built program says of itself, and the files of others that
// are embedded in it. The same program gives the same bill.
func sbom(w io.Writer, program string) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return fmt.Errorf("%s: %w", program, err)
	}
	raw, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(raw)
	whole := component{Type: "application", Ref: "vypiska", Name: info.Main.Path, Version: info.Main.Version,
		Hashes: []sum{{"SHA-256", hex.EncodeToString(digest[:])}}}
	b := bill{Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: metadata{Component: whole}}
	for _, s := range info.Settings {
		b.Metadata.Properties = append(b.Metadata.Properties, property{"go:build:" + s.Key, s.Value})
	}
	b.Components = append(b.Components, component{Type: "library", Ref: "go-std", Name: "std", Version: strings.TrimPrefix(info.GoVersion, "go"),
		PURL: "pkg:golang/std@" + strings.TrimPrefix(info.GoVersion, "go")})
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		b.Components = append(b.Components, component{Type: "library", Ref: m.Path, Name: m.Path, Version: m.Version,
			PURL: "pkg:golang/" + m.Path + "@" + m.Version, Hashes: moduleSum(m.Sum)})
	}
	for _, a := range append(assets, inside...) {
		b.Components = append(b.Components, component{Type: "data", Ref: "file:" + a.files, Name: a.what})
	}
	all := dependency{Ref: "vypiska"}
	for _, c := range b.Components {
		all.On = append(all.On, c.Ref)
	}
	b.Dependencies = []dependency{all}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(b)
}

// moduleSum is a module's "h1:" sum, a SHA-256 over its files, as hexadecimal.
func moduleSum(h1 string) []sum {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(h1, "h1:"))
	if err != nil || len(raw) != sha256.Size {
		return nil
	}
	return []sum{{"SHA-256", hex.EncodeToString(raw)}}
}
