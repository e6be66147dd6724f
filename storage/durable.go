package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/s3response"
)

// durable is versitygw's file backend with what it lacks: it answers only when
// files and directories were synced. Bytes are synced before they get their
// name, so that a power cut leaves no half object; the name, and what versitygw
// notes beside it, before the answer.
type durable struct {
	*posix.Posix
	root string
	sync func(path string) error
}

// PutObject stores one object. An answer that it is there already also waits
// for the disk: the put that made it may have died before its own sync. An
// object that cannot be synced is taken back.
func (d durable) PutObject(ctx context.Context, in s3response.PutObjectInput) (s3response.PutObjectOutput, error) {
	name := d.path(*in.Bucket, *in.Key)
	out, err := d.PutObjectWithPostFunc(ctx, in, (*os.File).Sync)
	if err != nil {
		// The server knows its own errors by type: they go on unwrapped.
		if _, missing := os.Stat(name); missing == nil {
			if broken := d.settle(name); broken != nil {
				return out, broken
			}
			drain(in.Body)
		}
		return out, err
	}
	if err := d.settle(name); err != nil {
		return out, errors.Join(err, os.Remove(name))
	}
	return out, nil
}

// drain reads what is still on its way: a server that answers and hangs up
// before the end of a body may see its answer lost.
func drain(body io.Reader) {
	if body != nil {
		_, _ = io.Copy(io.Discard, body)
	}
}

// CompleteMultipartUpload ends an Upload: the object and its name are on disk
// before the answer.
func (d durable) CompleteMultipartUpload(ctx context.Context, in *s3.CompleteMultipartUploadInput) (s3response.CompleteMultipartUploadResult, string, error) {
	name := d.path(*in.Bucket, *in.Key)
	out, version, err := d.Posix.CompleteMultipartUpload(ctx, in)
	if err != nil {
		return out, version, err
	}
	return out, version, d.settle(name)
}

// DeleteObject removes one object: what was destroyed does not come back.
func (d durable) DeleteObject(ctx context.Context, in *s3.DeleteObjectInput) (*s3.DeleteObjectOutput, error) {
	dir := d.path(*in.Bucket)
	out, err := d.Posix.DeleteObject(ctx, in)
	if err != nil {
		return out, err
	}
	return out, d.sync(dir)
}

// CreateBucket makes a bucket.
func (d durable) CreateBucket(ctx context.Context, in *s3.CreateBucketInput, acl []byte) error {
	dir := d.path(*in.Bucket)
	if err := d.Posix.CreateBucket(ctx, in, acl); err != nil {
		return err
	}
	return d.settle(dir)
}

func (d durable) path(part ...string) string {
	return filepath.Join(append([]string{d.root}, part...)...)
}

// settle syncs a file or directory and every directory above it up to the root.
func (d durable) settle(name string) error {
	for {
		if err := d.sync(name); err != nil {
			return err
		}
		if name == d.root || len(name) <= len(d.root) {
			return nil
		}
		name = filepath.Dir(name)
	}
}

func syncPath(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}
