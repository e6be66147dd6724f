package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"vypiska/exporter/issued"
	"vypiska/storage/register"
)

// ErrNoCopy says that what was handed in is not a finished copy.
var ErrNoCopy = errors.New("not a finished copy: nothing leaves the house but a signed or anonymized one")

// Release lets a copy leave the house into the file name. The register entry
// is durable before the file appears: a crash leaves an entry without a file,
// never a file without an entry, and never part of a file under that name.
func (d *Desk) Release(ctx context.Context, c issued.Copy, name string) error {
	if !c.Valid() {
		return ErrNoCopy
	}
	if err := CanWrite(name); err != nil {
		return fmt.Errorf("copy %s: release: %w", c.Number(), err)
	}
	if err := d.house.register(ctx, copyEntry(register.Release, d.Now(), c)); err != nil {
		return fmt.Errorf("copy %s: release: %w", c.Number(), err)
	}
	if err := writeWhole(name, c.PDF()); err != nil {
		return fmt.Errorf("copy %s: release: %w", c.Number(), err)
	}
	return nil
}

// CanWrite says before anything is made why no file can be written under the name.
// What is there is replaced: a pipe or a device would be gone, and a copy in its place.
func CanWrite(name string) error {
	at, err := os.Stat(name)
	if err == nil && !at.Mode().IsRegular() {
		return fmt.Errorf("write %s: it is there and no file: name another", filepath.Base(name))
	}
	if dir, err := os.Stat(filepath.Dir(name)); err != nil || !dir.IsDir() {
		return fmt.Errorf("write %s: want a name in a directory that is there", filepath.Base(name))
	}
	return nil
}

// writeWhole writes a file that is either whole and durable or not there.
func writeWhole(name string, content []byte) error {
	return writeFrom(name, bytes.NewReader(content))
}

// writeFrom is writeWhole of what is read.
func writeFrom(name string, content io.Reader) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".vypiska-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(name), reason(err))
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
			err = fmt.Errorf("write %s: %w", filepath.Base(name), reason(err))
		}
	}()
	if _, err = io.Copy(f, content); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), name); err != nil {
		return err
	}
	return syncDir(filepath.Dir(name))
}

// syncDir makes a rename in dir durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// reason is the cause without the temporary name around it.
func reason(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
