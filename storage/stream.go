package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/sio"

	"vypiska/exporter/issued"
)

// streamed takes the place of the digest in the name of an object that is
// written as a stream: its digest is known only at the end.
const streamed = "package"

const (
	// partSize is what one request of an upload carries; S3 takes 10,000 of them.
	partSize = 5 << 20
	// maxStream is the longest container: 10,000 parts, less what sealing adds.
	maxStream = 9_900 * partSize
)

// Upload is a package's container on its way into the storage: sealed like every
// copy, in parts, so that memory is that of two parts however long it is. It is
// for one goroutine.
type Upload struct {
	store  *Store
	ctx    context.Context
	object Object
	key    []byte
	id     string

	sealed io.WriteCloser
	sum    hash.Hash
	part   []byte
	parts  []minio.CompletePart
	sent   chan sending // the request under way, nil for none
	spare  []byte
	err    error
	ended  bool
}

type sending struct {
	part minio.CompletePart
	body []byte
	err  error
}

// Begin opens the upload of the package with this number. ctx bounds all of it.
// Until Finish nothing can be read; what a crash leaves is an upload without an
// end, which DropUploads removes.
func (s *Store) Begin(ctx context.Context, n issued.Number) (*Upload, error) {
	if n.IsZero() {
		return nil, ErrNotACopy
	}
	random := make([]byte, copyKeySize+tagSize)
	if _, err := io.ReadFull(s.rand, random); err != nil {
		return nil, fmt.Errorf("package %s: draw its key: %w", n, err)
	}
	o := Object{Key: strings.ReplaceAll(n.String(), "-", "") + "." + streamed + "." + hex.EncodeToString(random[copyKeySize:])}
	u, err := s.upload(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("package %s: begin its upload: %w", n, err)
	}
	u.key, u.sum = random[:copyKeySize], sha256.New()
	suite, err := suiteOf(o, u.key)
	if err == nil {
		u.sealed, err = sio.EncryptWriter(writerFunc(u.write), suite.config)
	}
	if err != nil {
		u.Abort(ctx)
		return nil, fmt.Errorf("package %s: %w", n, err)
	}
	return u, nil
}

// upload begins one of sealed bytes.
func (s *Store) upload(ctx context.Context, o Object) (*Upload, error) {
	id, err := minio.Core{Client: s.client}.NewMultipartUpload(ctx, s.bucket, o.Key, minio.PutObjectOptions{ContentType: sealedType,
		UserMetadata: map[string]string{"x-amz-checksum-algorithm": "SHA256"}}) // each part is checked on arrival
	return &Upload{store: s, ctx: ctx, object: o, id: id,
		part: make([]byte, 0, partSize+sealedSegment), spare: make([]byte, 0, partSize+sealedSegment)}, err
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// Write takes the container's next bytes.
func (u *Upload) Write(p []byte) (int, error) {
	if u.err == nil && u.object.Size+int64(len(p)) > maxStream {
		u.err = fmt.Errorf("package %s: longer than %d GB: order it for a shorter period", u.object.Number(), int64(maxStream)>>30)
	}
	if u.err != nil {
		return 0, u.err
	}
	n, err := u.sealed.Write(p)
	u.sum.Write(p[:n])
	u.object.Size += int64(n)
	u.err = err
	return n, err
}

// write gathers sealed bytes until they are a part.
func (u *Upload) write(p []byte) (int, error) {
	u.part = append(u.part, p...)
	if len(u.part) < partSize {
		return len(p), nil
	}
	return len(p), u.send()
}

// send waits for the request under way and begins the next with what is gathered.
func (u *Upload) send() error {
	if err := u.wait(); err != nil {
		return err
	}
	body := u.part
	u.part, u.spare = u.spare[:0], nil
	number := len(u.parts) + 1
	u.sent = make(chan sending, 1)
	go func(to chan<- sending) {
		p, err := u.put(number, body)
		to <- sending{p, body, err}
	}(u.sent)
	return nil
}

func (u *Upload) put(number int, body []byte) (minio.CompletePart, error) {
	ctx, cancel := context.WithTimeout(u.ctx, putLimit(int64(len(body))))
	defer cancel()
	sum := sha256.Sum256(body)
	head := map[string][]string{"X-Amz-Checksum-Sha256": {base64.StdEncoding.EncodeToString(sum[:])}}
	p, err := minio.Core{Client: u.store.client}.PutObjectPart(ctx, u.store.bucket, u.object.Key, u.id, number, bytes.NewReader(body), int64(len(body)),
		minio.PutObjectPartOptions{CustomHeader: head})
	return minio.CompletePart{PartNumber: number, ETag: p.ETag, ChecksumSHA256: p.ChecksumSHA256}, err
}

// wait takes the answer of the request under way.
func (u *Upload) wait() error {
	if u.sent == nil {
		return nil
	}
	s := <-u.sent
	u.sent, u.spare = nil, s.body
	if s.err != nil {
		return fmt.Errorf("package %s: store part %d: %w", u.object.Number(), s.part.PartNumber, s.err)
	}
	u.parts = append(u.parts, s.part)
	return nil
}

// Finish ends the upload as the file of the package p, and returns what the
// caller must record. It takes nothing but a finished package whose bytes are
// those that were written: anything else is never there to be read. When it
// returns nil the file survives a crash of the storage.
func (u *Upload) Finish(ctx context.Context, p issued.Package) (Object, error) {
	if u.err != nil {
		return Object{}, u.err
	}
	u.object.SHA256 = hex.EncodeToString(u.sum.Sum(nil))
	sum, size := p.File()
	if !p.Valid() || p.Number() != u.object.Number() || sum != u.object.SHA256 || size != u.object.Size {
		u.err = ErrNotACopy
		return Object{}, u.err
	}
	if u.err = u.finish(ctx); u.err != nil {
		return Object{}, fmt.Errorf("package %s: %w", p.Number(), u.err)
	}
	u.err = errors.New("the upload has ended")
	return u.object, nil
}

func (u *Upload) finish(ctx context.Context) error {
	if err := u.sealed.Close(); err != nil {
		return err
	}
	if err := u.object.wrap(u.store.masters[0], u.key, u.store.rand); err != nil {
		return err
	}
	return u.join(ctx)
}

// join sends the last part and makes the parts an object.
func (u *Upload) join(ctx context.Context) error {
	if len(u.part) > 0 {
		if err := u.send(); err != nil {
			return err
		}
	}
	if err := u.wait(); err != nil {
		return err
	}
	// A storage may join the parts by copying them, and answer when it has.
	ctx, cancel := context.WithTimeout(ctx, putLimit(u.object.Size))
	defer cancel()
	_, err := minio.Core{Client: u.store.joins}.CompleteMultipartUpload(ctx, u.store.bucket, u.object.Key, u.id, u.parts, minio.PutObjectOptions{})
	u.ended = err == nil
	return err
}

// Abort ends an upload that was not finished; after Finish it does nothing. What
// it cannot remove DropUploads does.
func (u *Upload) Abort(ctx context.Context) {
	if u.ended {
		return
	}
	u.ended = true
	if u.err == nil {
		u.err = errors.New("the upload was given up")
	}
	_ = u.wait()
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	_ = minio.Core{Client: u.store.client}.AbortMultipartUpload(ctx, u.store.bucket, u.object.Key, u.id)
}

// DropUploads removes uploads of packages that were begun before the moment, by
// the storage's clock, and have no end.
func (s *Store) DropUploads(ctx context.Context, before time.Time) error {
	for o := range s.client.ListIncompleteUploads(ctx, s.bucket, "", true) {
		if o.Err != nil {
			return fmt.Errorf("list uploads: %w", o.Err)
		}
		if _, err := numberOf(o.Key); err != nil || !o.Initiated.Before(before) {
			continue
		}
		err := minio.Core{Client: s.client}.AbortMultipartUpload(ctx, s.bucket, o.Key, o.UploadID)
		if err != nil && minio.ToErrorResponse(err).Code != minio.NoSuchUpload {
			return fmt.Errorf("drop an upload: %w", err)
		}
	}
	return nil
}
