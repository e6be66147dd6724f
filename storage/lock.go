package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// ErrLocked says that another process holds the data directory.
var ErrLocked = errors.New("the data directory is in use")

// lockFile lies in the data directory and is never removed: who waits for a
// file that is unlinked would hold the lock of nothing.
const lockFile = "lock"

// Holder is who holds a data directory.
type Holder struct {
	PID     int       `json:"pid"`
	Since   time.Time `json:"since"`
	Command string    `json:"command"`
}

// LockedError names the holder. It is ErrLocked.
type LockedError struct {
	Dir    string
	Holder Holder // zero while the holder is just starting
}

func (e *LockedError) Error() string {
	if e.Holder.PID == 0 {
		return fmt.Sprintf("%v: %s is held by a process that is just starting or stopping: try again", ErrLocked, e.Dir)
	}
	return fmt.Sprintf("%v: %s is held by %q, process %d, since %s: stop it first, or use another directory",
		ErrLocked, e.Dir, e.Holder.Command, e.Holder.PID, e.Holder.Since.Format(time.RFC3339))
}

// Is makes errors.Is(err, ErrLocked) true.
func (e *LockedError) Is(target error) bool { return target == ErrLocked }

// DirLock is the lock of a data directory, held. It dies with the process, even
// one that is killed.
type DirLock struct {
	dir  string
	file *os.File
}

// Lock takes the lock of a data directory, which is made (0700) if it is
// missing, and writes into it who holds it: the name of the command ("vypiska
// serve", no arguments, they may name a person), the process and the time. It
// does not wait. If another holds it, also within this process, the error is a
// *LockedError.
func Lock(dir, command string, now time.Time) (*DirLock, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("lock the data directory: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("lock the data directory: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data directory: %w", err)
	}
	taken, err := tryLock(f, false)
	if err == nil && !taken {
		err = &LockedError{Dir: dir, Holder: holderOf(f)}
	}
	if err == nil {
		err = sign(f, Holder{PID: os.Getpid(), Since: now.UTC().Truncate(time.Second), Command: command})
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock the data directory: %w", err), f.Close())
	}
	return &DirLock{dir: dir, file: f}, nil
}

// holderOf reads who signed. A holder that has not signed yet is the zero Holder.
func holderOf(f *os.File) Holder {
	text, err := io.ReadAll(io.LimitReader(f, 4<<10))
	var h Holder
	if err != nil || json.Unmarshal(text, &h) != nil {
		return Holder{}
	}
	return h
}

func sign(f *os.File, h Holder) error {
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteAt(append(text, '\n'), 0)
	return err
}

// Dir is the data directory, absolute.
func (l *DirLock) Dir() string { return l.dir }

// Unlock gives the directory free. What it serves must be closed before.
func (l *DirLock) Unlock() error {
	return errors.Join(l.file.Truncate(0), l.file.Close())
}
