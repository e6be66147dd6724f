package deidentify

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"strings"
	"testing"
)

// What in is asked with was made by wordSet or askable: of other sets no token knows.
func TestTokensAreAskedForAskableSetsAlone(t *testing.T) {
	made, asked := map[string]bool{}, map[string]gotoken.Position{}
	fset := gotoken.NewFileSet()
	for _, f := range sources(t, fset) {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for i, v := range n.Values {
					if c, ok := v.(*ast.CallExpr); ok && len(n.Names) == len(n.Values) {
						f, _ := c.Fun.(*ast.Ident)
						made[n.Names[i].Name] = f != nil && (f.Name == "wordSet" || f.Name == "askable")
					}
				}
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "in" && len(n.Args) == 1 {
					name := "an expression"
					if set, ok := n.Args[0].(*ast.Ident); ok {
						name = set.Name
					}
					asked[name] = fset.Position(n.Pos())
				}
			}
			return true
		})
	}
	if len(asked) < 40 {
		t.Fatalf("only %d sets are asked for: the sources were not read", len(asked))
	}
	for name, at := range asked {
		if !made[name] {
			t.Errorf("%s: %s is neither of wordSet nor of askable", at, name)
		}
	}
}

// sources are the files of the package without its tests.
func sources(t *testing.T, fset *gotoken.FileSet) (all []*ast.File) {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}
