package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vypiska/internal/db"
	"vypiska/storage"
	"vypiska/storage/register"
)

// What a backup holds, beside vypiska.db and keys/ as in the data directory.
const backupCopies = "copies"

// BackedUp tells what a backup holds.
type BackedUp struct {
	Entries int64
	Copies  int
}

// Backup writes database, keys and the sealed copies into a new directory, or one
// of an earlier backup, whose copies are used again. It works beside a running
// service. The database goes first: of each of its copies the bytes are there
// afterwards, or a tombstone; PostgreSQL is dumped by its own means, before.
// Neither the master key nor what lies outside is in it.
func (h *House) Backup(ctx context.Context, s *storage.Store, dir string) (b BackedUp, err error) {
	if inside(followed(dir), followed(h.Dir)) { // the backup's database would take the place of the live one
		return b, fmt.Errorf("backup: %s lies in the data directory, which it would be lost with: name a place of its own, best on another machine", dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return b, fmt.Errorf("backup: %w", err)
	}
	if err := h.DB.Backup(ctx, filepath.Join(dir, databaseName)); err != nil && !errors.Is(err, db.ErrOwnBackup) {
		return b, fmt.Errorf("backup: %w", err)
	}
	if err := copyTree(filepath.Join(h.Dir, "keys"), filepath.Join(dir, "keys")); err != nil {
		return b, fmt.Errorf("backup: keys: %w", err)
	}
	if b.Copies, err = s.Backup(ctx, filepath.Join(dir, backupCopies)); err != nil {
		return b, fmt.Errorf("backup: %w", err)
	}
	if b.Entries, err = h.Size(ctx); err != nil {
		return b, fmt.Errorf("backup: %w", err)
	}
	return b, errors.Join(syncDir(dir), h.complete(ctx, s, filepath.Join(dir, backupCopies)))
}

// followed is where a path leads that need not be there yet, with its links followed.
func followed(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	for there := abs; ; there = filepath.Dir(there) {
		if real, err := filepath.EvalSymlinks(there); err == nil {
			return filepath.Join(real, strings.TrimPrefix(abs, there))
		}
		if filepath.Dir(there) == there {
			return abs
		}
	}
}

// complete looks for kept copies of which neither the backup nor the storage has the bytes.
func (h *House) complete(ctx context.Context, s *storage.Store, dir string) error {
	lost, err := h.without(ctx, func(c db.CopyRow) (bool, error) {
		if _, err := os.Stat(filepath.Join(dir, c.Object)); err == nil {
			return true, nil
		}
		return s.Holds(ctx, objectOf(c).Number()) // made or renewed meanwhile
	})
	if lost.count > 0 {
		err = errors.Join(err, fmt.Errorf("backup: it lacks %d copies that are to be kept, as of %w", lost.count, lost.first))
	}
	return err
}

// nowhere tells of kept copies whose bytes the storage does not have.
func (h *House) nowhere(ctx context.Context, s *storage.Store) error {
	there := map[string]bool{}
	err := s.List(ctx, func(o storage.Stored) error { there[o.Key] = true; return nil })
	if err != nil {
		return err
	}
	lost, err := h.without(ctx, func(c db.CopyRow) (bool, error) { return there[c.Object], nil })
	if lost.count > 0 {
		err = errors.Join(err, fmt.Errorf("restore: of %d copies that are to be kept the bytes are nowhere, as of %w: this backup lacks them, look for an older one or the whole of this", lost.count, lost.first))
	}
	return err
}

// without counts the kept copies that has does not find.
func (h *House) without(ctx context.Context, has func(db.CopyRow) (bool, error)) (lost remains, err error) {
	last := ""
	err = batches(ctx, func() (int, error) {
		var page []db.CopyRow
		err := h.DB.View(ctx, func(v *db.View) (err error) {
			page, err = v.KeptCopies(ctx, last, sweepBatch)
			return err
		})
		for _, c := range page {
			last = c.Number
			there, err := has(c)
			if err != nil {
				return 0, err
			}
			if !there {
				lost.add(c.Number, storage.ErrGone)
			}
		}
		return len(page), err
	})
	return lost, err
}

// restoring lies in a data directory from the beginning of its restore to the end.
const restoring = "restoring"

// ErrRestoring says that a restore was begun and has not ended.
var ErrRestoring = errors.New("a restore of this data directory was begun and has not ended: run vypiska restore --from DIR again")

// Whole refuses a data directory whose restore has not ended: its copies may lie
// in the backup still, and what was ended since may be open.
func Whole(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, restoring)); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(ErrRestoring, err)
	}
	return nil
}

// Unpack puts a backup's keys and, on SQLite, its database into a data directory
// that has none. What a crash, or a Restore that failed, leaves goes on when it is
// called again.
func Unpack(from string, to Address) error {
	inside := []string{databaseName, backupCopies}
	if to.URL != "" {
		inside = inside[1:]
	}
	for _, part := range inside {
		if _, err := os.Stat(filepath.Join(from, part)); err != nil {
			return fmt.Errorf("restore: %s holds no backup (no %s in it): want a directory that vypiska backup wrote", from, part)
		}
	}
	begun := Whole(to.Dir) != nil
	switch there := Exists(to) == nil; {
	case there && !begun:
		return fmt.Errorf("restore: %s holds a database already: move it away first, it may be evidence", to.Dir)
	case there && to.URL == "": // it came last
		return nil
	}
	if err := os.MkdirAll(to.Dir, 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := writeWhole(filepath.Join(to.Dir, restoring), nil); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := copyTree(filepath.Join(from, "keys"), filepath.Join(to.Dir, "keys")); err != nil {
		return fmt.Errorf("restore: keys: %w", err)
	}
	if to.URL != "" {
		return nil
	}
	// The database last: a crash before leaves a directory without one, to be restored again.
	if err := copyFile(filepath.Join(from, databaseName), filepath.Join(to.Dir, databaseName), 0o600); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return nil
}

// Restored tells what a restored database was told.
type Restored struct {
	Copies, Acts, Links int
	Entries, Lost       int64 // Lost: those a checkpoint outside knows and the backup does not
	Nowhere             error // tells of copies whose bytes neither the backup nor the storage had; else nil
}

// Restore makes a restored data directory fit to serve: copies are put back from
// the backup if there is one, what was destroyed, revoked or blocked since is
// carried out again, and as nobody can tell which downloads were taken since, all
// live links and tokens end. The register says so in an entry, and goes on from
// there; the checkpoints it does not continue are kept beside, as evidence.
func (d *Desk) Restore(ctx context.Context, backup, actor string) (r Restored, err error) {
	if backup == "" {
		if err := Whole(d.house.Dir); err != nil {
			return r, err
		}
	} else {
		if r.Copies, err = d.Store.Restore(ctx, filepath.Join(backup, backupCopies)); err != nil {
			return r, err
		}
	}
	if r.Entries, r.Lost, err = d.house.lost(ctx, d.Store); err != nil {
		return r, err
	}
	if r.Acts, err = d.Replay(ctx); err != nil {
		return r, err
	}
	if r.Links, err = d.endAllLinks(ctx, actor, d.Now(), r); err != nil {
		return r, err
	}
	if err := d.house.startCheckpointsAnew(ctx, d.Store, d.Now()); err != nil {
		return r, err
	}
	r.Nowhere = d.house.nowhere(ctx, d.Store)
	if err := os.Remove(filepath.Join(d.house.Dir, restoring)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return r, fmt.Errorf("restore: %w", err)
	}
	return r, syncDir(d.house.Dir)
}

// endAllLinks ends links and tokens in the transaction that registers the restore.
func (d *Desk) endAllLinks(ctx context.Context, actor string, now time.Time, r Restored) (n int, err error) {
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		numbers, err := tx.NumbersWithLinks(ctx, now)
		if err != nil {
			return err
		}
		n = len(numbers)
		for _, number := range numbers {
			if err := d.endLinks(ctx, tx, number, "service", now); err != nil {
				return err
			}
		}
		if err := tx.EndTokens(ctx); err != nil {
			return err
		}
		return d.house.append(ctx, tx, register.Entry{Time: now, Event: register.Restore, Actor: actor,
			Reason: fmt.Sprintf("restored from a backup of %d entries; %d later ones are lost", r.Entries, r.Lost)})
	})
	return n, err
}

// lost compares the restored register with the largest checkpoint kept outside.
func (h *House) lost(ctx context.Context, s *storage.Store) (entries, lost int64, err error) {
	if entries, err = h.Size(ctx); err != nil {
		return 0, 0, err
	}
	bucket, err := s.Checkpoint(ctx)
	if err != nil {
		return 0, 0, err
	}
	beside, err := h.outsideCheckpoint().Read()
	if err != nil {
		return 0, 0, err
	}
	for _, c := range []register.Checkpoint{bucket, beside} {
		if size, _, err := h.Verifier.Open(c); err == nil {
			lost = max(lost, size-entries)
		}
	}
	return entries, lost, nil
}

// startCheckpointsAnew puts checkpoints of the restored register in the place of
// those it may not continue, which are kept in the directory outside.
func (h *House) startCheckpointsAnew(ctx context.Context, s *storage.Store, now time.Time) error {
	bucket, err := s.Checkpoint(ctx)
	if err != nil {
		return err
	}
	stamp := now.UTC().Format("20060102T150405")
	if err := os.MkdirAll(h.Outside, 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	for name, file := range map[string]string{"here": h.checkpoint().Path, "outside": h.outsideCheckpoint().Path} {
		err := copyFile(file, filepath.Join(h.Outside, "before-"+stamp+"-"+name+".txt"), 0o600)
		if err == nil {
			err = os.Remove(file)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("restore: %w", err)
		}
	}
	if bucket != "" {
		if err := writeWhole(filepath.Join(h.Outside, "before-"+stamp+"-bucket.txt"), []byte(bucket)); err != nil {
			return err
		}
	}
	c, err := h.Checkpoint(ctx)
	if err == nil {
		err = s.PutCheckpoint(ctx, c, h.Verifier)
	}
	if err == nil {
		err = h.advance(ctx, h.outsideCheckpoint())
	}
	return err
}

// copyTree copies a directory's files, with their modes, each whole and durable.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		if e.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		}
		at, err := e.Info()
		if err != nil {
			return err
		}
		return copyFile(name, filepath.Join(to, rel), at.Mode().Perm())
	})
}

// copyFile copies a file that nobody writes to; a database may be larger than memory.
func copyFile(from, to string, mode fs.FileMode) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := writeFrom(to, f); err != nil {
		return err
	}
	return os.Chmod(to, mode)
}
