package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"
	"strings"

	"github.com/minio/minio-go/v7"
)

// Reader gives the plain bytes of a stored copy. It seeks without reading what
// lies between, as http.ServeContent wants it for ranges. It is for one
// goroutine; its context bounds every read.
type Reader struct {
	ctx    context.Context
	store  *Store
	object Object
	suite  suite

	at     int64 // where the next Read begins
	plain  io.Reader
	body   io.ReadCloser // the request that is open, nil if none
	bodyAt int64         // where plain is
	err    error         // the first error stays

	sum    hash.Hash // of everything from the first byte to summed
	summed int64
}

// Get opens a stored copy. A missing object is ErrGone here, before anything
// was promised to a reader; ErrDamaged comes from here where the object has not
// the right length, and otherwise from Read instead of the first wrong byte.
// Who reads from the first byte to the last gets io.EOF only if the SHA-256 is
// the copy's. The caller closes the Reader.
func (s *Store) Get(ctx context.Context, o Object) (*Reader, error) {
	key, err := o.unwrap(s.masters)
	if err != nil {
		return nil, fmt.Errorf("get: %w", err)
	}
	suite, err := suiteOf(o, key)
	if err != nil {
		return nil, fmt.Errorf("get: %w", err)
	}
	r := &Reader{ctx: ctx, store: s, object: o, suite: suite, sum: sha256.New()}
	if err := r.request(0); err != nil {
		return nil, r.wrap(err)
	}
	return r, nil
}

// Size is the length of the copy in bytes.
func (r *Reader) Size() int64 { return r.object.Size }

func (r *Reader) wrap(err error) error {
	return fmt.Errorf("get copy %s: %w", r.object.Number(), err)
}

// request opens the object at the segment that holds the plain position at, and
// reads up to it.
func (r *Reader) request(at int64) error {
	segment := at / segmentSize
	opts := minio.GetObjectOptions{}
	if segment > 0 {
		if err := opts.SetRange(segment*sealedSegment, 0); err != nil {
			return err
		}
	}
	body, total, err := r.store.object(r.ctx, r.object.Key, opts)
	if err != nil {
		return err
	}
	if total != r.suite.sealedSize() {
		return errors.Join(ErrDamaged, body.Close())
	}
	plain, err := r.suite.open(body, segment)
	if err != nil {
		return errors.Join(err, body.Close())
	}
	r.plain, r.body, r.bodyAt = plain, body, at
	if _, err := io.CopyN(io.Discard, plain, at%segmentSize); err != nil {
		return cutShort(err)
	}
	return nil
}

// object asks for the bytes and for how many the whole object has.
func (s *Store) object(ctx context.Context, key string, opts minio.GetObjectOptions) (io.ReadCloser, int64, error) {
	body, about, header, err := minio.Core{Client: s.client}.GetObject(ctx, s.bucket, key, opts)
	switch minio.ToErrorResponse(err).Code {
	case minio.NoSuchKey:
		return nil, 0, ErrGone
	case minio.InvalidRange:
		return nil, 0, ErrDamaged
	}
	if err != nil {
		return nil, 0, err
	}
	if opts.Header().Get("Range") == "" {
		return body, about.Size, nil
	}
	_, total, _ := strings.Cut(header.Get("Content-Range"), "/")
	size, err := strconv.ParseInt(total, 10, 64)
	if err != nil {
		return nil, 0, errors.Join(errors.New("the storage answered a range without Content-Range"), body.Close())
	}
	return body, size, nil
}

// cutShort is the end of the object before the end of the copy.
func cutShort(err error) error {
	if err == io.EOF {
		return ErrDamaged
	}
	return err
}

// Read implements io.Reader.
func (r *Reader) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	if r.at >= r.object.Size {
		return 0, io.EOF
	}
	if len(p) == 0 {
		return 0, nil
	}
	// What the connection has buffered is not given out after the context ended.
	n, err := 0, context.Cause(r.ctx)
	if err == nil {
		n, err = r.read(p)
	}
	if err != nil {
		r.err = r.wrap(err)
		return 0, r.err
	}
	return n, nil
}

func (r *Reader) read(p []byte) (int, error) {
	if r.body == nil || r.bodyAt != r.at {
		if err := errors.Join(r.drop(), r.request(r.at)); err != nil {
			return 0, err
		}
	}
	n, err := r.plain.Read(p[:min(int64(len(p)), r.object.Size-r.at)])
	if n == 0 && err != nil {
		return 0, cutShort(err)
	}
	if err := r.digest(p[:n]); err != nil {
		return 0, err
	}
	r.at += int64(n)
	r.bodyAt = r.at
	if r.at == r.object.Size {
		return n, r.atEnd()
	}
	return n, nil
}

// atEnd sees that nothing follows the last byte, which also gives the
// connection and the buffers free.
func (r *Reader) atEnd() error {
	n, err := r.plain.Read(make([]byte, 1))
	if n > 0 || err == nil {
		return ErrDamaged
	}
	if err != io.EOF {
		return err
	}
	return r.drop()
}

// digest follows a reading from the first byte on, and judges it at the last.
func (r *Reader) digest(p []byte) error {
	if r.at != r.summed {
		return nil
	}
	r.sum.Write(p)
	r.summed += int64(len(p))
	if r.summed == r.object.Size && hex.EncodeToString(r.sum.Sum(nil)) != r.object.SHA256 {
		return ErrDamaged
	}
	return nil
}

// Seek implements io.Seeker. It asks nothing of the storage.
func (r *Reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.object.Size
	}
	if whence < io.SeekStart || whence > io.SeekEnd || offset < 0 {
		return 0, r.wrap(errors.New("seek to before the start"))
	}
	r.at = offset
	return offset, nil
}

func (r *Reader) drop() error {
	body := r.body
	r.body, r.plain = nil, nil
	if body == nil {
		return nil
	}
	return body.Close()
}

// Close ends the request that is open.
func (r *Reader) Close() error {
	if r.err == nil {
		r.err = r.wrap(errors.New("read after close"))
	}
	return r.drop()
}
