//go:build !race

// Memory is that of the program as it is, without the race detector's.

package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"vypiska/internal/app"
)

// A database of many years is larger than a machine's memory.
func TestRestoringADatabaseTakesNoMemoryOfItsSize(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "data")
	fatal(t, os.MkdirAll(filepath.Join(from, "keys/links"), 0o700))
	fatal(t, os.Mkdir(filepath.Join(from, "copies"), 0o700))
	fatal(t, os.WriteFile(filepath.Join(from, "keys/links/pin.key"), []byte("key"), 0o600))
	f, err := os.Create(filepath.Join(from, "vypiska.db"))
	fatal(t, err)
	const size = 256 << 20
	fatal(t, f.Truncate(size))
	fatal(t, f.Close())
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	fatal(t, app.Unpack(from, app.Address{Dir: to}))
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
		t.Errorf("%d MB of memory for a database of %d MB", used>>20, size>>20)
	}
	for name, want := range map[string]int64{"vypiska.db": size, "keys/links/pin.key": 3} {
		at, err := os.Stat(filepath.Join(to, name))
		if err != nil || at.Size() != want || at.Mode().Perm() != 0o600 {
			t.Errorf("%s: %+v, %v", name, at, err)
		}
	}
}

// The rights to a package are asked each second while it goes out: that must not
// read the list of a hundred thousand people that a version of its contract names.
func TestAskingForTheRightsToAPackageReadsNoListOfPeople(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	o := s.made(t, insurerA, numberA, april)
	list := longList()
	_, err := s.DraftContract(t.Context(), officer1, list)
	fatal(t, err)
	tr, err := s.taking(t, insurerA, o)
	fatal(t, err)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	const asked = 10
	for range asked {
		s.pass(2 * time.Second)
		if _, err := tr.Content.Read(make([]byte, 16)); err != nil {
			t.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	fatal(t, tr.Close(nil))
	if used := int(after.TotalAlloc - before.TotalAlloc); used > asked*len(list)/2 {
		t.Errorf("%d KB for asking %d times, with a list of %d KB", used>>10, asked, len(list)>>10)
	}
}

// A version of a contract may name a hundred thousand people, and there is one a
// month: the officer's list reads each once, and not as slowly as a file that
// somebody wrote by hand.
func TestTheOfficersContractsAreReadOnceEach(t *testing.T) {
	s := newService(t)
	list := longList()
	const versions = 4
	for range versions {
		_, err := s.DraftContract(t.Context(), officer1, list)
		fatal(t, err)
	}
	used := func(do func() error) int {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		fatal(t, do())
		runtime.ReadMemStats(&after)
		return int(after.TotalAlloc - before.TotalAlloc)
	}
	once := used(func() error { _, err := app.ParseContract([]byte(list)); return err })
	all := used(func() error {
		p, err := s.HeldContracts(t.Context(), officer, "")
		if err == nil && (len(p.List) != 1 || len(p.List[0].Versions) != versions || len(p.List[0].Newest().Insured) != 20_000) {
			t.Error("the list is another")
		}
		return err
	})
	if all > versions*once/2 {
		t.Errorf("%d versions take %d KB, one read strictly takes %d KB", versions, all>>10, once>>10)
	}
}

// longList is a contract with many people.
func longList() string {
	var lines []string
	for i := range 20_000 {
		lines = append(lines, fmt.Sprintf(`{"policy":"77-%08d"}`, i))
	}
	return strings.Replace(contractA, "{", `{"insured":[`+strings.Join(lines, ",")+`],`, 1)
}
