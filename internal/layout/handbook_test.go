package layout

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// named is how the handbook names a test: `folder.TestName`.
var named = regexp.MustCompile("`((?:[a-z]+/)*[a-z]+)\\.((?:Test|Fuzz|Benchmark)[A-Z][A-Za-z0-9]*)`")

// A measure whose test was renamed or deleted is a measure nobody tests.
func TestEveryTestTheHandbookNamesExists(t *testing.T) {
	const root = "../.."
	files, err := read(root)
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, s := range files {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && s.test {
				there[s.folder+"."+f.Name.Name] = true
			}
		}
	}
	pages, err := filepath.Glob(root + "/docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			found++
			if !there[m[1]+"."+m[2]] {
				t.Errorf("%s names %s.%s, which is not there", filepath.Base(page), m[1], m[2])
			}
		}
	}
	if found < 100 {
		t.Errorf("%d tests named: this test says nothing", found)
	}
}

// Each measure of the security page has a number of its own and a test.
func TestEveryMeasureHasATest(t *testing.T) {
	text, err := os.ReadFile("../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	measures, rules := map[string]bool{}, 0
	for line := range strings.Lines(string(text)) {
		cell := strings.Split(line, "|")
		if len(cell) < 5 {
			continue
		}
		head, _, _ := strings.Cut(strings.TrimSpace(cell[1]), " ")
		switch {
		case strings.HasPrefix(head, "M"):
			if measures[head] {
				t.Errorf("%s is there twice", head)
			}
			measures[head] = true
		case strings.HasPrefix(head, "1."):
			rules++
		default:
			continue
		}
		if !named.MatchString(line) {
			t.Errorf("%s has no test", head)
		}
	}
	if len(measures) < 30 || rules != 12 {
		t.Errorf("%d measures, %d rules", len(measures), rules)
	}
}

// docs/asvs.md speaks of every requirement up to level 2, whose numbers a file
// of testdata has, once each.
func TestEveryRequirementOfASVSIsAnswered(t *testing.T) {
	text, err := os.ReadFile("../../docs/asvs.md")
	if err != nil {
		t.Fatal(err)
	}
	numbers, err := os.ReadFile("testdata/asvs-5.0.0-level-2.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Fields(string(numbers))
	answered := map[string]int{}
	for line := range strings.Lines(string(text)) {
		cell := strings.Split(line, "|")
		if len(cell) == 5 && cell[1] != " Requirements " && !strings.Contains(cell[1], "---") {
			for n := range strings.SplitSeq(cell[1], ",") {
				for _, one := range between(all, strings.TrimSpace(n)) {
					answered[one]++
				}
			}
			if !strings.Contains(" met n/a clinic open ", cell[2]) {
				t.Errorf("%s: %q is no answer", cell[1], cell[2])
			}
		}
	}
	for _, n := range all {
		if answered[n] != 1 {
			t.Errorf("%s is answered %d times", n, answered[n])
		}
	}
	if len(all) != 253 {
		t.Errorf("%d requirements", len(all))
	}
}

// between are the numbers from one to another ("1.2.1 to 1.2.4", "6.2.1 to
// 6.2.10"), of a section ("4.3") or a chapter ("17").
func between(all []string, span string) (found []string) {
	from, to, many := strings.Cut(span, " to ")
	in := false
	for _, n := range all {
		in = in || n == from
		if in && (many || n == from) || !many && strings.HasPrefix(n, from+".") {
			found = append(found, n)
		}
		if many && n == to || !many && n == from {
			in = false
		}
	}
	return found
}
