package storage_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"vypiska/exporter/issued"
	"vypiska/storage"
	"vypiska/storage/storagetest"
)

// embedded serves a new data directory until the test ends.
func embedded(t testing.TB) (dir string, e *storage.Embedded) {
	t.Helper()
	dir = t.TempDir()
	lock, err := storage.Lock(dir, "test", now)
	if err != nil {
		t.Fatal(err)
	}
	e, err = storage.Embed(lock, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(e.Close(context.Background()), lock.Unlock(), os.Chdir(os.TempDir())); err != nil {
			t.Error(err)
		}
	})
	return dir, e
}

func storeOf(t testing.TB, c storage.Config) *storage.Store {
	t.Helper()
	c.Master, c.Rand = []storage.MasterKey{storagetest.Master(t)}, rand.Reader
	s, err := storage.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func freshCopy(t testing.TB, size int) issued.Copy { return anonymizedCopy(t, size, rand.Reader) }

func TestTheEmbeddedServerKeepsCopies(t *testing.T) {
	_, e := embedded(t)
	storagetest.Run(t, storagetest.House{
		Copy: freshCopy,
		Config: func(testing.TB) storage.Config {
			c := e.Config()
			c.Bucket = storagetest.NewBucket()
			return c
		},
	})
}

func TestNothingOnTheDiskCanBeRead(t *testing.T) {
	dir, e := embedded(t)
	s := storeOf(t, e.Config())
	for _, c := range []issued.Copy{freshCopy(t, 5000), signedCopy(t, 300_000)} {
		if _, err := s.Put(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	seen, err := scan(dir, "%PDF-")
	if err != nil || seen < 500_000/2 {
		t.Errorf("looked at %d bytes: %v", seen, err)
	}
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		i, err := d.Info()
		if err == nil && i.Mode().Perm()&0o077 != 0 && name != dir {
			t.Errorf("%s can be opened by others: %v", name, i.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// scan reads every file below dir and says which holds the words.
func scan(dir, words string) (seen int, err error) {
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(name)
		if bytes.Contains(b, []byte(words)) {
			err = fmt.Errorf("%s lies open in %s", words, name)
		}
		seen += len(b)
		return err
	})
	return seen, err
}

func TestALongPathGetsAShortSocket(t *testing.T) {
	long := filepath.Join(t.TempDir(), "a-rather-long-name-of-a-directory", "another-long-name-below-it-and-more", "data")
	lock, err := storage.Lock(long, "test", now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = lock.Unlock() }()
	e, err := storage.Embed(lock, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	socket := e.Config().Socket
	if _, err := storage.Embed(lock, rand.Reader); !errors.Is(err, storage.ErrServing) {
		t.Errorf("a second server in one process: %v", err)
	}
	storeOf(t, e.Config())
	if d, err := os.Stat(filepath.Dir(socket)); err != nil || d.Mode().Perm() != 0o700 || len(socket) > 100 {
		t.Errorf("the socket %s: %v", socket, err)
	}
	if err := errors.Join(e.Close(t.Context()), os.Chdir(os.TempDir())); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Dir(socket)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket's directory is left: %v", err)
	}
}
