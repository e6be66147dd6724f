package web

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vypiska/internal/text"
)

// What the roles' pages tell people to press is what the screens say, word for
// word, in both languages; and the pictures they show are there.
func TestTheRolesPagesSayWhatTheScreensSay(t *testing.T) {
	docs := filepath.Join("..", "..", "docs")
	pages, err := filepath.Glob(filepath.Join(docs, "cabinets", "*.md"))
	must(t, err)
	pages = append(pages, filepath.Join(docs, "cabinets.md"), filepath.Join(docs, "cabinets-en.md"))
	if len(pages) != 12 {
		t.Fatalf("%d pages", len(pages))
	}
	for _, name := range pages {
		content, err := os.ReadFile(name)
		must(t, err)
		lang, quoted := text.Ru, regexp.MustCompile(`«([^»]+)»`)
		if strings.HasSuffix(name, "-en.md") {
			lang, quoted = text.En, regexp.MustCompile(`“([^”]+)”`)
		}
		page := strings.Join(strings.Fields(string(content)), " ")
		for _, m := range quoted.FindAllStringSubmatch(page, -1) {
			if !said(lang, strings.TrimSpace(strings.TrimSuffix(m[1], "…"))) {
				t.Errorf("%s: no screen says %q", filepath.Base(name), m[1])
			}
		}
		for _, m := range regexp.MustCompile(`\]\(([^)#]+\.(?:png|md))\)`).FindAllStringSubmatch(page, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s: %s is not there", filepath.Base(name), m[1])
			}
		}
	}
}

// said reports whether a message of the language begins or ends with the words, or
// holds them.
func said(lang text.Lang, words string) bool {
	for _, key := range text.Keys() {
		if strings.Contains(strings.ReplaceAll(lang.Say(key), "\u00a0", " "), words) {
			return true
		}
	}
	return false
}
