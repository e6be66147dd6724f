package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// How long Attach waits for a holder that is just starting or stopping.
const (
	attachLimit = startLimit + 5*time.Second // a holder may take startLimit to start
	attachPause = 50 * time.Millisecond
)

// Attached is a way to the embedded server of a data directory, be it this
// process's own or another's.
type Attached struct {
	config Config
	own    *Embedded
	lock   *DirLock
	guest  *os.File // held while another's server is used
}

// Attach reaches the embedded server of the data directory: the one of the
// process that holds the lock, or, if none holds it, one served by this process
// under the lock, as [Embed] tells. A holder that is starting or stopping is
// waited for, a few seconds; one that serves nothing is a *LockedError. A server
// that ends waits for its guests, as long as its Close allows; after that the
// guest's requests fail and its command has to be run again.
func Attach(ctx context.Context, dir, command string, now time.Time, rand io.Reader) (*Attached, error) {
	ctx, cancel := context.WithTimeout(ctx, attachLimit)
	defer cancel()
	for {
		a, err := attachOnce(ctx, dir, command, now, rand)
		if err == nil || !errors.Is(err, ErrLocked) {
			return a, err
		}
		if !pause(ctx) {
			return nil, err
		}
	}
}

func attachOnce(ctx context.Context, dir, command string, now time.Time, rand io.Reader) (*Attached, error) {
	lock, err := Lock(dir, command, now)
	if err == nil {
		return serveOwn(lock, rand)
	}
	var locked *LockedError
	if !errors.As(err, &locked) {
		return nil, err
	}
	guest, unreachable := visit(ctx, filepath.Join(locked.Dir, serverDir))
	if unreachable != nil {
		return nil, fmt.Errorf("%w; its storage cannot be reached: %w", err, unreachable)
	}
	return guest, nil
}

// visit enters as a guest first and asks then: a server that answers after that
// stays until the guest leaves.
func visit(ctx context.Context, dir string) (*Attached, error) {
	guest, err := enterAsGuest(dir)
	if err != nil {
		return nil, err
	}
	a, err := readAccess(dir)
	if err == nil {
		err = a.answers(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, guest.Close())
	}
	return &Attached{config: a.config(), guest: guest}, nil
}

func serveOwn(lock *DirLock, rand io.Reader) (*Attached, error) {
	own, err := Embed(lock, rand)
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return &Attached{config: own.Config(), own: own, lock: lock}, nil
}

// answers asks something that only the server with these very keys answers.
func (a access) answers(ctx context.Context) error {
	c := a.config()
	transport := c.transport(answerLimit)
	defer idleOf(transport)()
	client, err := c.client(transport)
	if err != nil {
		return err
	}
	_, err = client.BucketExists(ctx, EmbeddedBucket)
	return err
}

// Config is how to reach the server; the caller adds Master and Rand.
func (a *Attached) Config() Config { return a.config }

// Serving reports whether this process serves the directory itself.
func (a *Attached) Serving() bool { return a.own != nil }

// Close ends the use: an own server waits for guests until ctx ends, stops, and
// the lock is given free; another's is left.
func (a *Attached) Close(ctx context.Context) error {
	if a.own == nil {
		return a.guest.Close()
	}
	return errors.Join(a.own.Close(ctx), a.lock.Unlock())
}
