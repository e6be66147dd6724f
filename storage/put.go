package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/minio/minio-go/v7"

	"vypiska/exporter/issued"
)

// sealedType is the content type of what lies in S3.
const sealedType = "application/octet-stream"

// putLimit is how long a copy may take to arrive: a minute, and a second for
// every 256 KiB.
func putLimit(size int64) time.Duration {
	return time.Minute + time.Duration(size/(256<<10))*time.Second
}

// Put stores a copy under a new key and returns what the caller must record.
// When it returns nil the copy survives a crash of the storage. Calling it again
// with the same copy stores it again under another name; a crash before the
// object is recorded leaves bytes nobody has the key of, and the sweep (List,
// Delete) removes them. Whole or not at all: a crash leaves no part of a copy
// under its key.
func (s *Store) Put(ctx context.Context, c issued.Copy) (Object, error) {
	o, err := s.Prepare(c)
	if err != nil {
		return Object{}, err
	}
	if err := s.PutPrepared(ctx, c, o); err != nil {
		return Object{}, err
	}
	return o, nil
}

// PutPrepared stores a copy as the object that Prepare gave for it and that the
// caller has recorded meanwhile. It may be called again, by another process
// too, until it returns nil: an object that is already there is read back and
// must decrypt to the copy's digest. Where it does not (a power cut can leave
// such a one before the first call returned) the very same bytes replace it.
func (s *Store) PutPrepared(ctx context.Context, c issued.Copy, o Object) error {
	if !c.Valid() {
		return ErrNotACopy
	}
	if o.Number() != c.Number() || o.SHA256 != c.SHA256() || o.Size != int64(len(c.PDF())) {
		return fmt.Errorf("put copy %s: the object was prepared for another copy: %w", c.Number(), ErrKey)
	}
	ctx, cancel := context.WithTimeout(ctx, putLimit(o.Size))
	defer cancel()
	if err := s.putPrepared(ctx, c, o); err != nil {
		return fmt.Errorf("put copy %s: %w", c.Number(), err)
	}
	return nil
}

func (s *Store) putPrepared(ctx context.Context, c issued.Copy, o Object) error {
	body, sum, err := s.sealCopy(c, o)
	if err != nil {
		return err
	}
	create := minio.PutObjectOptions{}
	create.SetMatchETagExcept("*")
	sent := s.send(ctx, o.Key, body, sum, create)
	if !mayBeThere(sent) {
		return sent
	}
	err = s.Verify(ctx, o)
	if errors.Is(err, ErrGone) {
		return sent
	}
	if !errors.Is(err, ErrDamaged) {
		return err
	}
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return s.send(ctx, o.Key, body, sum, minio.PutObjectOptions{})
}

// mayBeThere reports whether the object may lie there although its put failed:
// the storage said so, or gave no answer at all. A server that refuses a put
// early hangs up while the body is still on its way, and its answer is lost.
func mayBeThere(sent error) bool {
	code := minio.ToErrorResponse(sent).Code
	return sent != nil && (code == "" || code == minio.PreconditionFailed)
}

// sealCopy gives the copy's sealed bytes, and their SHA-256 for the storage to
// check on arrival. That costs sealing twice and saves a second copy in memory.
func (s *Store) sealCopy(c issued.Copy, o Object) (*sealing, []byte, error) {
	key, err := o.unwrap(s.masters)
	if err != nil {
		return nil, nil, err
	}
	suite, err := suiteOf(o, key)
	if err != nil {
		return nil, nil, err
	}
	if plain := sha256.Sum256(c.PDF()); hex.EncodeToString(plain[:]) != o.SHA256 {
		return nil, nil, errors.New("the copy's bytes were changed after it was issued")
	}
	body, err := suite.seal(bytes.NewReader(c.PDF()))
	if err != nil {
		return nil, nil, err
	}
	sum := sha256.New()
	if n, err := io.Copy(sum, body); err != nil || n != suite.sealedSize() {
		return nil, nil, fmt.Errorf("seal segments: %d bytes, want %d: %w", n, suite.sealedSize(), err)
	}
	_, err = body.Seek(0, io.SeekStart)
	return body, sum.Sum(nil), err
}

// send makes one request of it: several parts could be left half done.
func (s *Store) send(ctx context.Context, key string, body *sealing, sum []byte, opts minio.PutObjectOptions) error {
	opts.ContentType = sealedType
	opts.DisableMultipart = true
	// minio-go's own option for this is refused by versitygw with 400.
	opts.UserMetadata = map[string]string{"x-amz-checksum-sha256": base64.StdEncoding.EncodeToString(sum)}
	_, err := s.client.PutObject(ctx, s.bucket, key, body, body.suite.sealedSize(), opts)
	return err
}

// Verify reads the whole copy and gives ErrDamaged where it is not, to the last
// byte, what was put there, ErrGone where it is missing.
func (s *Store) Verify(ctx context.Context, o Object) error {
	r, err := s.Get(ctx, o)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return errors.Join(err, r.Close())
}
