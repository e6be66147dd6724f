// Package parcel writes and checks an insurer's package: an ASiC-E container
// (ETSI EN 319 162-1) of sealed documents with a registry of them, proofs that
// each is in the clinic's register, and one CAdES signature over it all.
//
// The container is a ZIP of a shape that has no room for anything unseen: every
// file is stored as it is, without compression, extra fields, comments or gaps,
// and each name is one of those this file lists. Same input, same bytes up to
// signatures. Writing and checking hold one document in memory at a time, and a
// few hundred bytes about each.
package parcel

import (
	"fmt"
	"strings"
	"time"

	"vypiska/exporter/issued"
	"vypiska/signing"
)

// MIMEType is what a package is, in HTTP and in its own first file.
const MIMEType = "application/vnd.etsi.asic-e+zip"

// Names of the files of a package. Documents are documents/NUMBER.pdf, proofs
// proofs/NUMBER.json, as `vypiska verify --proof` reads them.
const (
	mimetypeName  = "mimetype"
	readmeName    = "README.txt"
	manifestName  = "manifest.json"
	registryName  = "registry.json"
	schemaName    = "registry.schema.json"
	tableName     = "registry.csv"
	keysName      = "register-keys.txt"
	asicName      = "META-INF/ASiCManifest001.xml"
	signatureName = "META-INF/signature001.p7s"

	documentsDir = "documents/"
	proofsDir    = "proofs/"
)

// fixed are the files every package has once.
var fixed = []string{mimetypeName, readmeName, manifestName, registryName, schemaName, tableName, keysName, asicName, signatureName}

// known reports whether a package may have a file of this name.
func known(name string) bool {
	for _, f := range fixed {
		if name == f {
			return true
		}
	}
	_, ok := numberOf(name)
	return ok
}

// numberOf is the copy's number in the name of a document or a proof.
func numberOf(name string) (number string, ok bool) {
	for dir, ending := range map[string]string{documentsDir: ".pdf", proofsDir: ".json"} {
		inside, is := strings.CutPrefix(name, dir)
		number, ends := strings.CutSuffix(inside, ending)
		if !is || !ends {
			continue
		}
		n, err := issued.ParseNumber(number)
		return number, err == nil && n.String() == number
	}
	return "", false
}

// mediaType is what the ASiC manifest says of a file.
func mediaType(name string) string {
	switch {
	case strings.HasSuffix(name, ".pdf"):
		return "application/pdf"
	case strings.HasSuffix(name, ".json"):
		return "application/json"
	case strings.HasSuffix(name, ".csv"):
		return "text/csv"
	}
	return "text/plain"
}

// Format is the version of the manifest's shape.
const Format = "vypiska-package-1"

// Manifest is manifest.json: what the package is, and every file in it.
type Manifest struct {
	Format   string   `json:"format"`
	Package  string   `json:"package"` // the package's own number
	Contract Contract `json:"contract"`
	Period   Period   `json:"period"`
	// MadeAt is the moment of making; AsOf the day decisions were about.
	MadeAt time.Time `json:"made_at"`
	AsOf   string    `json:"as_of"`
	// Sequence counts the packages of the contract from 1; Previous is the one before.
	Sequence int64     `json:"sequence"`
	Previous *Previous `json:"previous"`
	// Replaces is the number of an earlier package that must not be used any more.
	Replaces string `json:"replaces,omitempty"`
	Counts   Counts `json:"counts"`
	Files    []File `json:"files"`
	// Deleted are copies of earlier packages that were revoked since: they must
	// not be used any more.
	Deleted []Deleted `json:"deleted"`
}

// Contract names the contract's version a package was made under.
type Contract struct {
	Number  string `json:"number"`
	Version int    `json:"version"`
	Insurer string `json:"insurer"`
	Scope   string `json:"scope_sha256"`
	Fields  string `json:"fields"`
	// Purposes are what the insurer may use the data for.
	Purposes []string  `json:"purposes,omitempty"`
	LegalIDs *LegalIDs `json:"insurer_ids,omitempty"`
}

// LegalIDs say who the insurer is to the law.
type LegalIDs struct {
	Name string `json:"name,omitempty"`
	INN  string `json:"inn,omitempty"`
	KPP  string `json:"kpp,omitempty"`
	OGRN string `json:"ogrn,omitempty"`
}

// Period is the days a package is about, both included.
type Period struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Previous is the package before in the contract's sequence.
type Previous struct {
	Number string `json:"number"`
	SHA256 string `json:"sha256"`
}

// Counts say how much there is.
type Counts struct {
	Documents int `json:"documents"`
	Reports   int `json:"reports"`
}

// File is one file of the container; Number is set on documents.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	Number string `json:"number,omitempty"`
}

// Deleted is one revoked copy and the package it went out with.
type Deleted struct {
	Number   string `json:"number"`
	SHA256   string `json:"sha256"`
	Sequence int64  `json:"sequence"`
}

// invalidf is an error that says the package does not hold.
func invalidf(format string, args ...any) error {
	return fmt.Errorf("%w: %w", signing.ErrInvalid, fmt.Errorf(format, args...))
}
