package app_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vypiska/internal/app"
	"vypiska/internal/db/dbtest"
)

func TestACrashWhileTheSealKeyIsReplacedKeepsTheOldOne(t *testing.T) {
	dir, url, now := t.TempDir(), dbtest.URL(t), time.Now()
	open := func() string {
		t.Helper()
		h, err := app.OpenHouse(context.Background(), app.Address{Dir: dir, URL: url}, app.SealKey{}, now)
		fatal(t, err)
		defer func() { fatal(t, h.Close()) }()
		return h.Signer.Certificate().Serial
	}
	serial := open()
	seal := filepath.Join(dir, "keys", "seal")
	fatal(t, os.Rename(seal, seal+".before")) // as a crash between the two renames leaves it
	if got := open(); got != serial {
		t.Errorf("the next start made another key: %s, want %s", got, serial)
	}
}
