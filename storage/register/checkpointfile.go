package register

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// A CheckpointFile keeps the newest checkpoint outside the database. Several
// processes may advance one file. A copy of it on another machine is worth
// more than any number beside the database.
type CheckpointFile struct{ Path string }

// Read returns the checkpoint, "" where there is no file yet. It is not
// checked; Verify and Latest do that.
func (f CheckpointFile) Read() (Checkpoint, error) {
	text, err := os.ReadFile(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("register: read checkpoint: %w", err)
	}
	return Checkpoint(text), nil
}

// Advance replaces the checkpoint by the register's newest after proving that
// the register continues it; ErrRolledBack and ErrCheckpoint leave the file as
// it is, because then it is evidence. Snapshot calls its argument within a read
// transaction begun after Advance was called, so that no process sees a
// register older than the file. Call Advance after an append has committed: a
// crash between leaves an older checkpoint, which is still true.
func (f CheckpointFile) Advance(ctx context.Context, v Verifier, snapshot func(use func(Prover) error) error) error {
	if err := os.MkdirAll(filepath.Dir(f.Path), 0o700); err != nil {
		return fmt.Errorf("register: checkpoint's directory: %w", err)
	}
	unlock, err := lockedfile.MutexAt(f.Path + ".lock").Lock()
	if err != nil {
		return fmt.Errorf("register: lock checkpoint: %w", err)
	}
	defer unlock()
	last, err := f.Read()
	if err != nil {
		return err
	}
	var latest Checkpoint
	err = snapshot(func(p Prover) error {
		latest, err = Latest(ctx, p, v, last)
		return err
	})
	if err != nil {
		return err
	}
	if latest == last {
		return nil
	}
	if err := f.replace(latest); err != nil {
		return fmt.Errorf("register: write checkpoint: %w", err)
	}
	return nil
}

// replace leaves either the old or the new checkpoint, whole, wherever it stops.
func (f CheckpointFile) replace(c Checkpoint) error {
	dir := filepath.Dir(f.Path)
	tmp, err := os.CreateTemp(dir, filepath.Base(f.Path)+".*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.WriteString(string(c))
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), f.Path); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir makes a rename durable. Where directories cannot be synced (Windows)
// a crash may bring the older checkpoint back, which is still true.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if runtime.GOOS == "windows" {
		return nil
	}
	return d.Sync()
}
