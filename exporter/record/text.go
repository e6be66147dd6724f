package record

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Join puts the parts that are not empty together with sep.
func Join(sep string, parts ...Personal) Personal {
	var b strings.Builder
	for _, p := range parts {
		if p.Empty() {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(sep)
		}
		b.WriteString(*p.p)
	}
	return NewPersonal(b.String())
}

// Lines gives the lines of p that are not blank, trimmed.
func (p Personal) Lines() []Personal {
	var lines []Personal
	if p.Empty() {
		return nil
	}
	for l := range strings.Lines(*p.p) {
		if line := NewPersonal(strings.TrimSpace(l)); !line.Empty() {
			lines = append(lines, line)
		}
	}
	return lines
}

// Says reports whether p says what q says: all words of q stand in p in the same
// order without others between them, and p begins and ends a sentence or a line
// with them. White space does not count. "Перелом" is not said by "Перелом исключён".
func (p Personal) Says(q Personal) bool {
	if p.Empty() || q.Empty() {
		return q.Empty()
	}
	all, want := spoken(*p.p), spoken(*q.p)
	for i := range all {
		if end := i + len(want); end <= len(all) && all[i].begins && all[end-1].ends && slices.EqualFunc(all[i:end], want, sameWord) {
			return true
		}
	}
	return false
}

// spokenWord is a word without the sentence's end behind it, and whether a
// sentence or a line begins or ends with it.
type spokenWord struct {
	text         string
	begins, ends bool
}

func sameWord(a, b spokenWord) bool { return a.text == b.text }

func spoken(s string) []spokenWord {
	var out []spokenWord
	for l := range strings.Lines(s) {
		begins, words := true, strings.Fields(l)
		for i, w := range words {
			bare := strings.TrimRight(w, ".!?")
			ends := i == len(words)-1 || bare != w
			out = append(out, spokenWord{bare, begins, ends})
			begins = ends || begins && beginsConclusion(w)
		}
	}
	return out
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// conclusionWords begin the line where a report's conclusion starts.
var conclusionWords = []string{"заключение", "вывод", "conclusion", "impression"}

// SplitConclusion divides a report's text at the line that begins its
// conclusion; without such a line all is body.
func (p Personal) SplitConclusion() (body, conclusion []Personal) {
	lines := p.Lines()
	for i, l := range lines {
		if beginsConclusion(*l.p) {
			return lines[:i], lines[i:]
		}
	}
	return lines, nil
}

func beginsConclusion(line string) bool {
	for _, w := range conclusionWords { // no letter of theirs changes its length with its case
		if len(line) > len(w) && strings.EqualFold(line[:len(w)], w) && strings.HasPrefix(strings.TrimSpace(line[len(w):]), ":") {
			return true
		}
	}
	return false
}

// Full is the name as a document writes it: surname, given names, patronymic;
// the source's own wording where it gives no parts.
func (n Name) Full() Personal {
	parts := append([]Personal{n.Family}, n.Given...)
	if !n.Patronymic.Empty() && !contains(n.Given, n.Patronymic) {
		parts = append(parts, n.Patronymic)
	}
	if full := Join(" ", parts...); !full.Empty() {
		return full
	}
	return n.Text
}

func contains(list []Personal, p Personal) bool {
	for _, l := range list {
		if l.Equal(p) {
			return true
		}
	}
	return false
}

// Name returns the official name, or the first of the usual ones, or the zero Name.
func (p Patient) Name() Name { return chosen(p.Names) }

// Name returns the official name, or the first one, or the zero Name.
func (p Person) Name() Name { return chosen(p.Names) }

func chosen(names []Name) Name {
	for _, use := range []string{"official", "usual", ""} {
		for _, n := range names {
			if n.Use == use {
				return n
			}
		}
	}
	if len(names) > 0 {
		return names[0]
	}
	return Name{}
}

// Identifier returns the first identifier of the kind, empty if there is none.
func (p Patient) Identifier(kind IdentifierKind) Personal { return first(p.Identifiers, kind) }

// Accession returns the report's accession or sample number, empty if there is none.
func (r Report) Accession() Personal { return first(r.Identifiers, Accession) }

// Accession returns the study's accession number, empty if there is none.
func (s ImagingStudy) Accession() Personal { return first(s.Identifiers, Accession) }

func first(ids []Identifier, kind IdentifierKind) Personal {
	for _, id := range ids {
		if id.Kind == kind {
			return id.Value
		}
	}
	return Personal{}
}

// Key tells whether two texts name the same thing: the first code, or a digest
// of the words. It is fit for maps and tells nothing.
func (t Text) Key() string {
	for _, c := range t.Codes {
		if c.Code != "" {
			return c.System + "|" + c.Code
		}
	}
	if t.Text.Empty() {
		return ""
	}
	h := sha256.Sum256([]byte(fold(strings.ToLower(*t.Text.p))))
	return hex.EncodeToString(h[:])
}

// Empty reports whether the text says nothing.
func (t Text) Empty() bool { return t.Text.Empty() && len(t.Codes) == 0 }
