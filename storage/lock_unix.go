//go:build unix

package storage

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes a flock, which belongs to the open file and ends with it: one
// that excludes all others, or a shared one.
func tryLock(f *os.File, shared bool) (taken bool, err error) {
	how := syscall.LOCK_EX
	if shared {
		how = syscall.LOCK_SH
	}
	for {
		err = syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
