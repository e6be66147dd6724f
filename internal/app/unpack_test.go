//go:build !race

// Memory is that of the program as it is, without the race detector's.

package app_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"vypiska/internal/app"
)

// A database of many years is larger than a machine's memory.
func TestRestoringADatabaseTakesNoMemoryOfItsSize(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "data")
	fatal(t, os.MkdirAll(filepath.Join(from, "keys/links"), 0o700))
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
