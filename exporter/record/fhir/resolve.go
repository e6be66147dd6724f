package fhir

import (
	"slices"
	"strings"
)

// find resolves a pointer from a source to a Type/id the index holds, "" for
// none or more than one. want limits the types that make sense there.
func (ix *index) find(p pointer, source int, want ...string) string {
	key := ""
	switch p.kind {
	case toRelative:
		key = ix.relative(p, source)
	case toURL:
		key = ix.absolute(p, source)
	case toURN:
		if key = ix.atURL(p.url, source); key == "" {
			key = ix.byID(p.id, want)
		}
	case toIdentity:
		key = ix.byIdentity(p, want)
	}
	if key == "" || ix.byKey[key] == nil {
		return ""
	}
	if len(want) > 0 && !slices.Contains(want, ix.byKey[key].newest.typ) {
		return ""
	}
	return key
}

// atURL looks in the source first, then everywhere.
func (ix *index) atURL(url string, source int) string {
	if key := ix.local[localURL{source, url}]; key != "" {
		return key
	}
	return ix.byURL[url]
}

// relative is a resource of the server the pointing one is on (R4, 3.1.9), or
// has its Type and the UUID of its fullUrl.
func (ix *index) relative(p pointer, source int) string {
	key := p.typ + "/" + p.id
	if h := ix.byKey[key]; h != nil {
		if b := base(h.newest.url); p.from != "" && b != "" && b != p.from {
			return ""
		}
		return key
	}
	if key = ix.atURL("urn:uuid:"+p.id, source); strings.HasPrefix(key, p.typ+"/") {
		return key
	}
	return ""
}

// absolute does not take another server's Type/id for ours.
func (ix *index) absolute(p pointer, source int) string {
	if key := ix.atURL(p.url, source); key != "" {
		return key
	}
	key := p.typ + "/" + p.id
	if h := ix.byKey[key]; h != nil {
		if b := base(h.newest.url); b == "" || b == base(p.url) {
			return key
		}
	}
	return ""
}

func (ix *index) byID(id string, want []string) string {
	found := ""
	types := want
	if len(types) == 0 {
		for t := range newResource {
			types = append(types, t)
		}
	}
	for _, t := range types {
		if key := t + "/" + id; ix.byKey[key] != nil {
			if found != "" {
				return ""
			}
			found = key
		}
	}
	return found
}

func (ix *index) byIdentity(p pointer, want []string) string {
	types := []string{p.typ}
	if p.typ == "" {
		types = want
	}
	if len(types) == 0 {
		for t := range isPerson {
			types = append(types, t)
		}
	}
	found := ""
	for _, t := range types {
		if key := ix.byWho[typedIdentity{t, p.who}]; key != "" {
			if found != "" {
				return ""
			}
			found = key
		}
	}
	return found
}
