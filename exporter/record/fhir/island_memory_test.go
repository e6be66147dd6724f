//go:build !race

// Memory is that of the program as it is, without the race detector's.

package fhir

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A directory of bundles that stand alone costs little for each: who is in it.
func TestTheIndexOfIslandsIsSmall(t *testing.T) {
	dir := t.TempDir()
	text, err := os.ReadFile(filepath.Join(fhirRu, "ru-p01.json"))
	if err != nil {
		t.Fatal(err)
	}
	const people = 400
	for i := range people {
		other := strings.ReplaceAll(string(text), "ru-p01", fmt.Sprintf("ru-p01x%d", i))
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.json", i)), []byte(other), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before := heap()
	d, err := OpenDir(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	each := (int64(heap()) - int64(before)) / people
	if runtime.KeepAlive(d); each > 4<<10 || len(d.islands) != people {
		t.Errorf("%d bytes for each of %d people on %d islands", each, people, len(d.islands))
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
