package fhir

import (
	"crypto/sha256"
	"net/url"
	"strconv"
	"strings"
)

func itoa(i int) string { return strconv.Itoa(i) }

// pointerKind says in which of FHIR's ways a Reference points (R4, 2.3.0).
type pointerKind uint8

const (
	noPointer   pointerKind = iota
	toRelative              // Type/id
	toURL                   // absolute, ending in Type/id
	toURN                   // urn:uuid:…, urn:oid:…
	toContained             // #id
	toIdentity              // by identifier, logical or conditional
)

// pointer is a Reference taken apart. It holds no display.
type pointer struct {
	kind pointerKind
	typ  string
	id   string // of the resource, or of the contained one
	url  string
	from string // the server the pointing resource is on, where its fullUrl tells
	who  identity
}

// identity is the digest of an identifier's system and value, so that the
// index holds no number of a person.
type identity [16]byte

func identityOf(system, value string) identity {
	sum := sha256.Sum256([]byte(strconv.Itoa(len(system)) + ":" + system + value))
	return identity(sum[:16])
}

// point takes a Reference apart. Its literal reference comes before its identifier.
func point(r reference) pointer {
	if r.Reference != "" {
		return pointTo(r.Reference)
	}
	if i := r.Identifier; i != nil && i.System != "" && i.Value != "" {
		return pointer{kind: toIdentity, typ: r.Type, who: identityOf(i.System, i.Value)}
	}
	return pointer{}
}

func pointTo(s string) pointer {
	switch {
	case strings.HasPrefix(s, "#"):
		return pointer{kind: toContained, id: s[1:]}
	case strings.HasPrefix(s, "urn:"):
		return pointer{kind: toURN, url: s, id: s[strings.LastIndexByte(s, ':')+1:]}
	case strings.Contains(s, "?"):
		return conditional(s)
	}
	s, _, _ = strings.Cut(s, "/_history/")
	end := strings.LastIndexByte(s, '/')
	if end < 0 {
		return pointer{}
	}
	start := strings.LastIndexByte(s[:end], '/') + 1
	p := pointer{kind: toRelative, typ: s[start:end], id: s[end+1:]}
	if !resourceTypes[p.typ] || !validID(p.id) {
		return pointer{}
	}
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
		p.kind, p.url = toURL, s
	} else if start > 0 {
		return pointer{}
	}
	return p
}

// conditional reads Type?identifier=system|value (R4, 3.1.0.5.2.1). Any other search could
// mean anything.
func conditional(s string) pointer {
	typ, query, _ := strings.Cut(s, "?")
	typ = typ[strings.LastIndexByte(typ, '/')+1:]
	values, err := url.ParseQuery(query)
	if err != nil || len(values) != 1 || len(values["identifier"]) != 1 || !resourceTypes[typ] {
		return pointer{}
	}
	system, value, ok := strings.Cut(values.Get("identifier"), "|")
	if !ok || system == "" || value == "" {
		return pointer{}
	}
	return pointer{kind: toIdentity, typ: typ, who: identityOf(system, value)}
}

// fromURL is the id a fullUrl gives to a resource without one.
func fromURL(fullURL, typ string) string {
	switch p := pointTo(fullURL); {
	case p.kind == toURN && validID(p.id):
		return p.id
	case p.kind == toURL && p.typ == typ:
		return p.id
	}
	return ""
}

// base is the address of the server a fullUrl belongs to, "" for none.
func base(fullURL string) string {
	p := pointTo(fullURL)
	if p.kind != toURL {
		return ""
	}
	return strings.TrimSuffix(p.url, "/"+p.typ+"/"+p.id)
}
