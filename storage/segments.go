package storage

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/minio/sio"
)

// The format DARE 2.0: a copy is cut into segments of 64 KiB, and before each
// stand 16 bytes of header, behind it 16 of tag.
const (
	segmentSize   = 64 << 10
	headerSize    = 16
	sealedSegment = headerSize + segmentSize + 16
	maxSize       = 4 << 30 // S3 takes at most 5 GiB in one request; an Upload makes more
)

// A suite is all that one object is sealed with. Everything in it and in every
// header follows from the copy's key, its name and its size.
type suite struct {
	config sio.Config
	nonce  [nonceSize]byte
	size   int64
}

// suiteOf derives the sealing key and the nonce from the copy's key and the
// object's whole name, so that number and digest are bound to every segment. A
// copy's key seals one object alone, hence a derived nonce never meets the same
// key with other bytes, and sealing twice gives the same bytes.
func suiteOf(o Object, copyKey []byte) (suite, error) {
	material, err := hkdf.Key(sha256.New, copyKey, nil, "vypiska copy 1 "+o.Key, 32+nonceSize)
	if err != nil {
		return suite{}, fmt.Errorf("copy %s: derive its key: %w", o.Number(), err)
	}
	s := suite{nonce: [nonceSize]byte(material[32:]), size: o.Size}
	s.config = sio.Config{
		MinVersion:   sio.Version20,
		MaxVersion:   sio.Version20,
		CipherSuites: []byte{sio.AES_256_GCM},
		Key:          material[:32],
		Nonce:        &s.nonce,
	}
	return s, nil
}

// sealedSize is how many bytes the object has in S3.
func (s suite) sealedSize() int64 {
	segments := (s.size + segmentSize - 1) / segmentSize
	return s.size + segments*(sealedSegment-segmentSize)
}

// header is what must stand before the segment with this number.
func (s suite) header(segment int64) [headerSize]byte {
	left := s.size - segment*segmentSize
	h := [headerSize]byte{sio.Version20, sio.AES_256_GCM}
	binary.LittleEndian.PutUint16(h[2:], uint16(min(left, segmentSize)-1))
	copy(h[4:], s.nonce[:])
	h[4] &= 0x7f
	if left <= segmentSize {
		h[4] |= 0x80 // the last segment says so
	}
	return h
}

// seal gives the sealed bytes of pdf. It may be rewound, so that a request that
// broke can be sent again.
func (s suite) seal(pdf io.ReadSeeker) (*sealing, error) {
	r, err := sio.EncryptReader(pdf, s.config)
	if err != nil {
		return nil, fmt.Errorf("seal segments: %w", err)
	}
	return &sealing{suite: s, pdf: pdf, Reader: r}, nil
}

type sealing struct {
	io.Reader
	suite suite
	pdf   io.ReadSeeker
}

// Seek goes back to the start, and nowhere else.
func (s *sealing) Seek(offset int64, whence int) (int64, error) {
	if offset != 0 || whence != io.SeekStart {
		return 0, errors.New("seal segments: can only start again")
	}
	if _, err := s.pdf.Seek(0, io.SeekStart); err != nil {
		return 0, fmt.Errorf("seal segments: %w", err)
	}
	again, err := s.suite.seal(s.pdf)
	if err != nil {
		return 0, err
	}
	s.Reader = again.Reader
	return 0, nil
}

// open gives the plain bytes of body, which begins at the segment. Bytes come
// out only after their segment was verified.
func (s suite) open(body io.Reader, segment int64) (*opening, error) {
	from := &segments{body: body, suite: s, at: segment * sealedSegment}
	config := s.config
	config.SequenceNumber = uint32(segment) // below 2^21: see maxStream
	plain, err := sio.DecryptReader(from, config)
	if err != nil {
		return nil, fmt.Errorf("open segments: %w", err)
	}
	return &opening{plain: plain, from: from}, nil
}

type opening struct {
	plain io.Reader
	from  *segments
}

// Read tells a connection that broke from an object that was changed: the first
// error is the connection's own, the second ErrDamaged.
func (o *opening) Read(p []byte) (int, error) {
	n, err := o.plain.Read(p)
	switch {
	case err == nil || err == io.EOF:
		return n, err
	case o.from.broke != nil:
		return n, fmt.Errorf("read from the storage: %w", o.from.broke)
	}
	return n, ErrDamaged
}

var errHeader = errors.New("another header than this segment has")

// segments passes the sealed bytes on and holds every header against the one it
// must be. DARE authenticates a nonce only by using it, and its reader takes the
// first header of a range as the measure for the rest: a segment moved within
// its object, its nonce adapted to the new place, would be taken by a range that
// starts there. Here the header is known beforehand, so it is not.
type segments struct {
	body  io.Reader
	suite suite
	at    int64 // position in the object
	broke error // of the connection
}

func (s *segments) Read(p []byte) (int, error) {
	n, err := s.body.Read(p)
	if err != nil && err != io.EOF {
		s.broke = err
	}
	if !s.headersHold(p[:n]) {
		return 0, errHeader
	}
	s.at += int64(n)
	return n, err
}

func (s *segments) headersHold(p []byte) bool {
	at, end := s.at, s.at+int64(len(p))
	for at < end {
		segment, in := at/sealedSegment, at%sealedSegment
		if in < headerSize {
			want := s.suite.header(segment)
			part := want[in:min(headerSize, in+end-at)]
			if string(p[at-s.at:][:len(part)]) != string(part) {
				return false
			}
		}
		at = (segment + 1) * sealedSegment
	}
	return true
}
