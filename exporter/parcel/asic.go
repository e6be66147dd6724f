package parcel

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"slices"
	"strings"
)

const (
	asicSpace   = "http://uri.etsi.org/02918/v1.2.1#"
	dsigSpace   = "http://www.w3.org/2000/09/xmldsig#"
	sha256URI   = "http://www.w3.org/2001/04/xmlenc#sha256"
	signatureIs = "application/pkcs7-signature"
)

// asicManifest writes the file that is signed (EN 319 162-1, 4.4.3.2 and A.4): a
// reference with its digest to every file but mimetype and META-INF.
func asicManifest(files []File) []byte {
	var b bytes.Buffer
	b.Grow(1024 + 320*len(files))
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<asic:ASiCManifest xmlns:asic="` + asicSpace + `" xmlns:ds="` + dsigSpace + `">` + "\n" +
		`<asic:SigReference URI="` + signatureName + `" MimeType="` + signatureIs + `"/>` + "\n")
	for _, f := range files {
		sum, _ := hex.DecodeString(f.SHA256) // our own digest
		b.WriteString(`<asic:DataObjectReference URI="` + f.Name + `" MimeType="` + mediaType(f.Name) + `">` +
			`<ds:DigestMethod Algorithm="` + sha256URI + `"/><ds:DigestValue>` + base64.StdEncoding.EncodeToString(sum) + `</ds:DigestValue>` +
			`</asic:DataObjectReference>` + "\n")
	}
	b.WriteString("</asic:ASiCManifest>\n")
	return b.Bytes()
}

// asicReferences is the same file as it is read.
type asicReferences struct {
	XMLName xml.Name `xml:"http://uri.etsi.org/02918/v1.2.1# ASiCManifest"`
	Sig     []struct {
		URI string `xml:"URI,attr"`
	} `xml:"http://uri.etsi.org/02918/v1.2.1# SigReference"`
	Data []struct {
		URI    string `xml:"URI,attr"`
		Method struct {
			Algorithm string `xml:"Algorithm,attr"`
		} `xml:"http://www.w3.org/2000/09/xmldsig# DigestMethod"`
		Value string `xml:"http://www.w3.org/2000/09/xmldsig# DigestValue"`
	} `xml:"http://uri.etsi.org/02918/v1.2.1# DataObjectReference"`
}

// readASiC returns the digests that the manifest states, in hexadecimal by name.
func readASiC(text []byte) (map[string]string, error) {
	var m asicReferences
	if err := xml.Unmarshal(text, &m); err != nil {
		return nil, invalidf("%s cannot be read", asicName)
	}
	if len(m.Sig) != 1 || m.Sig[0].URI != signatureName {
		return nil, invalidf("%s does not name its signature", asicName)
	}
	sums := make(map[string]string, len(m.Data))
	for _, d := range m.Data {
		sum, err := base64.StdEncoding.DecodeString(strings.TrimSpace(d.Value))
		if _, twice := sums[d.URI]; twice || err != nil || len(sum) != sha256.Size || d.Method.Algorithm != sha256URI {
			return nil, invalidf("%s: a reference is there twice, or not a SHA-256", asicName)
		}
		sums[d.URI] = hex.EncodeToString(sum)
	}
	return sums, nil
}

// signed are the files the ASiC manifest must refer to, no more and no less.
func signedFiles(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == mimetypeName || strings.HasPrefix(n, "META-INF/") })
}
