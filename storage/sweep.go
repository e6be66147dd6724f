package storage

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"vypiska/exporter/issued"
)

// Stored is what lies in the bucket, as the sweep sees it.
type Stored struct {
	Key      string
	Number   issued.Number
	Modified time.Time // by the storage's clock
	Size     int64     // of the sealed bytes
}

// Delete removes a copy's bytes, all versions of them where the bucket keeps
// versions. Deleting what is not there is not an error. A key that is not a
// copy's is refused, so that nothing else in a bucket can be deleted. The copy
// is destroyed when its wrapped key is erased from the caller's row as well.
func (s *Store) Delete(ctx context.Context, key string) error {
	number, err := numberOf(key)
	if err != nil {
		return fmt.Errorf("delete: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	remove := s.deleteObject
	if s.versioned {
		remove = s.deleteVersions
	}
	if err := remove(ctx, key); err != nil {
		return fmt.Errorf("delete copy %s: %w", number, err)
	}
	return nil
}

func (s *Store) deleteObject(ctx context.Context, key string) error {
	err := s.client.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{})
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return nil
	}
	return err
}

func (s *Store) deleteVersions(ctx context.Context, key string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for v := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: key, WithVersions: true}) {
		if v.Err != nil {
			return v.Err
		}
		if v.Key != key {
			continue
		}
		if err := s.client.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{VersionID: v.VersionID}); err != nil {
			return err
		}
	}
	return nil
}

// Holds reports whether any bytes of the copy lie in the bucket, older versions too
// where the bucket keeps them.
func (s *Store) Holds(ctx context.Context, number issued.Number) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	prefix := strings.ReplaceAll(number.String(), "-", "") + "."
	for o := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: prefix, WithVersions: s.versioned}) {
		if o.Err != nil {
			return false, fmt.Errorf("look for copy %s: %w", number, o.Err)
		}
		return true, nil
	}
	return false, nil
}

// List calls yield with every copy in the bucket, in the order of their keys,
// until yield returns an error, which List returns. Things in the bucket that
// are not copies are passed over. A sweep must leave alone what is younger than
// a Put and its transaction may take.
func (s *Store) List(ctx context.Context, yield func(Stored) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for o := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Recursive: true}) {
		if o.Err != nil {
			return fmt.Errorf("list copies: %w", o.Err)
		}
		number, err := numberOf(o.Key)
		if err != nil {
			continue
		}
		if err := yield(Stored{Key: o.Key, Number: number, Modified: o.LastModified, Size: o.Size}); err != nil {
			return err
		}
	}
	return nil
}
