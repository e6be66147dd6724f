//go:build chaos

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// invariants are what no fault may break.
const (
	entered  = "no copy without its entry"
	blocked  = "no download after a block"
	once     = "no order lost or with two results"
	verified = "the register verifies"
	spoken   = "people got a clear word"
)

var invariants = []string{entered, blocked, once, verified, spoken}

// tally counts how often an invariant was looked at and found broken.
type tally struct {
	Checked int `json:"checked"`
	Broken  int `json:"broken"`
}

// report is fault × invariant × count.
type report map[string]map[string]*tally

func (r report) count(fault, invariant string, ok bool) bool {
	if r[fault] == nil {
		r[fault] = map[string]*tally{}
	}
	t := r[fault][invariant]
	if t == nil {
		t = &tally{}
		r[fault][invariant] = t
	}
	t.Checked++
	if !ok {
		t.Broken++
	}
	return ok
}

// write prints the report and puts it into chaos/report.json, under the name of the
// service that it is about.
func (r report) write(t *testing.T, of string, faults []string) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-36s", "checked/broken")
	for _, i := range invariants {
		fmt.Fprintf(&b, " | %s", i)
	}
	for _, f := range faults {
		fmt.Fprintf(&b, "\n%-36s", f)
		for _, i := range invariants {
			n := r[f][i]
			if n == nil || n.Checked == 0 {
				t.Errorf("%s: nobody looked whether %s", f, i)
				n = &tally{}
			}
			fmt.Fprintf(&b, " | %*s", len(i), fmt.Sprintf("%d/%d", n.Checked, n.Broken))
		}
	}
	t.Log(b.String())
	r.save(t, of)
}

func (r report) save(t *testing.T, of string) {
	t.Helper()
	name := filepath.Join(repo, "chaos", "report.json")
	all := map[string]report{}
	text, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	all[of] = r
	if text, err = json.MarshalIndent(all, "", " "); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
