package signing

import (
	"os"
	"strings"
	"testing"
)

// Whoever writes a program in OpenSSL's place copies its line from the page.
func TestThePageHasTheCommandsThatAreRun(t *testing.T) {
	page, err := os.ReadFile("../docs/seals.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{GOSTDigest, GOSTSign, GOSTVerify} {
		if !strings.Contains(string(page), "\n"+line+"\n") {
			t.Errorf("docs/seals.md lacks the line\n%s", line)
		}
	}
}
