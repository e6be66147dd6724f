package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/minio/minio-go/v7"
)

// Backup writes the sealed bytes of every copy in the bucket into a directory, a
// file each under the copy's key, and returns how many there are. It opens no
// copy and needs no key for it. A file that is there with the right size is left:
// bytes under a key never change. What is destroyed meanwhile is left out.
func (s *Store) Backup(ctx context.Context, dir string) (n int, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, fmt.Errorf("back up copies: %w", err)
	}
	err = s.List(ctx, func(o Stored) error {
		done, err := s.backUp(ctx, o, filepath.Join(dir, o.Key))
		if done {
			n++
		}
		return err
	})
	if err != nil {
		return n, fmt.Errorf("back up copies: %w", err)
	}
	return n, syncPath(dir)
}

func (s *Store) backUp(ctx context.Context, o Stored, name string) (bool, error) {
	if at, err := os.Stat(name); err == nil && at.Size() == o.Size {
		return true, nil
	}
	r, err := s.client.GetObject(ctx, s.bucket, o.Key, minio.GetObjectOptions{})
	if err != nil {
		return false, err
	}
	defer r.Close()
	err = writeFile(name, r, o.Size)
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return false, nil
	}
	return err == nil, err
}

// writeFile leaves a whole and durable file or none.
func writeFile(name string, r io.Reader, size int64) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".part-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	n, err := io.Copy(f, r)
	if err == nil && n != size {
		err = fmt.Errorf("%d bytes of %d came", n, size)
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// Restore puts the sealed bytes of a Backup back, unless the bucket has them, and
// returns how many it put. Files whose name is no copy's key are passed over. Only
// a database that still has a copy's key opens it.
func (s *Store) Restore(ctx context.Context, dir string) (n int, err error) {
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil // a backup without copies
	}
	if err != nil {
		return 0, fmt.Errorf("restore copies: %w", err)
	}
	for _, f := range files {
		number, err := numberOf(f.Name())
		if err != nil || f.IsDir() {
			continue
		}
		put, err := s.restore(ctx, f.Name(), filepath.Join(dir, f.Name()))
		if err != nil {
			return n, fmt.Errorf("restore copy %s: %w", number, err)
		}
		if put {
			n++
		}
	}
	return n, nil
}

// mostAtOnce is the longest object that one request carries; S3 takes 5 GiB, and a
// package may be longer.
var mostAtOnce int64 = maxSize

func (s *Store) restore(ctx context.Context, key, name string) (bool, error) {
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	at, err := f.Stat()
	if err != nil {
		return false, err
	}
	if at.Size() > mostAtOnce {
		return s.restoreInParts(ctx, key, f, at.Size())
	}
	create := minio.PutObjectOptions{ContentType: sealedType, DisableMultipart: true}
	create.SetMatchETagExcept("*")
	_, err = s.client.PutObject(ctx, s.bucket, key, f, at.Size(), create)
	if minio.ToErrorResponse(err).Code == minio.PreconditionFailed {
		return false, nil
	}
	return err == nil, err
}

// restoreInParts looks first whether the object is there: parts cannot be refused
// for it.
func (s *Store) restoreInParts(ctx context.Context, key string, f *os.File, size int64) (bool, error) {
	_, err := s.client.StatObject(ctx, s.bucket, key, minio.StatObjectOptions{})
	if err == nil {
		return false, nil
	}
	if minio.ToErrorResponse(err).Code != minio.NoSuchKey {
		return false, err
	}
	u, err := s.upload(ctx, Object{Key: key, Size: size})
	if err != nil {
		return false, err
	}
	defer u.Abort(context.WithoutCancel(ctx))
	if _, err := io.Copy(writerFunc(u.write), f); err != nil {
		return false, err
	}
	return true, u.join(ctx)
}
