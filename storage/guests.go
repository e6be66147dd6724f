package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// guestsFile is locked, shared, by every command that uses another process's
// server, so that the server does not stop under its hands.
const guestsFile = "guests"

// enterAsGuest holds off the end of the server until the file is closed. It
// fails with ErrLocked while the server is waiting for its last guests.
func enterAsGuest(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, guestsFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("enter as a guest: %w", err)
	}
	taken, err := tryLock(f, true)
	if err == nil && !taken {
		err = ErrLocked
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("enter as a guest: %w", err), f.Close())
	}
	return f, nil
}

// waitForGuests returns when no guest is left or ctx has ended; guests that are
// left then are not an error of the server's.
func waitForGuests(ctx context.Context, dir string) error {
	f, err := os.OpenFile(filepath.Join(dir, guestsFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("wait for guests: %w", err)
	}
	for {
		alone, err := tryLock(f, false)
		if err != nil || alone || !pause(ctx) {
			return errors.Join(err, f.Close())
		}
	}
}

// pause waits a moment and reports whether there is more time.
func pause(ctx context.Context) bool {
	moment := time.NewTimer(attachPause)
	defer moment.Stop()
	select {
	case <-moment.C:
		return true
	case <-ctx.Done():
		return false
	}
}
