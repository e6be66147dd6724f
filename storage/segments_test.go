package storage

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"github.com/minio/sio"
	"pgregory.net/rapid"
)

func suiteFor(t interface{ Fatal(...any) }, size int) suite {
	s, err := suiteOf(Object{Key: "name", Size: int64(size)}, []byte("a copy's key of thirty-two bytes"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func sealAll(t interface{ Fatal(...any) }, plain []byte) []byte {
	r, err := suiteFor(t, len(plain)).seal(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func pattern(size int) []byte {
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(i>>16 ^ i>>8 ^ i)
	}
	return b
}

func TestEverySegmentOpensAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.OneOf(rapid.IntRange(1, 4*segmentSize), rapid.SampledFrom([]int{1, segmentSize, segmentSize + 1, 2 * segmentSize})).Draw(t, "size")
		plain := pattern(size)
		s, sealed := suiteFor(t, size), sealAll(t, plain)
		if int64(len(sealed)) != s.sealedSize() {
			t.Fatalf("%d bytes sealed, want %d", len(sealed), s.sealedSize())
		}
		segment := rapid.IntRange(0, (size-1)/segmentSize).Draw(t, "segment")
		body := iotest.HalfReader(bytes.NewReader(sealed[segment*sealedSegment:]))
		r, err := s.open(body, int64(segment))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, plain[segment*segmentSize:]) {
			t.Fatalf("from segment %d: %d bytes, %v", segment, len(got), err)
		}
	})
}

func TestSealingTwiceGivesTheSameBytes(t *testing.T) {
	plain := pattern(segmentSize + 10)
	r, err := suiteFor(t, len(plain)).seal(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	first := make([]byte, segmentSize+50)
	if _, err := io.ReadFull(r, first); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	again, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(again, sealAll(t, plain)) || !bytes.HasPrefix(again, first) {
		t.Errorf("other bytes after a rewind: %v", err)
	}
	if _, err := r.Seek(1, io.SeekStart); err == nil {
		t.Error("a seek to the middle was taken")
	}
}

// This is why the headers are held against the expected ones: the library alone
// takes a moved segment for the one a range asks for. If this test fails, it has
// learned to refuse, and the comment in segments.go can go.
func TestTheLibraryAloneTakesAMovedSegment(t *testing.T) {
	plain := pattern(3 * segmentSize)
	s, sealed := suiteFor(t, len(plain)), sealAll(t, plain)
	moved := bytes.Clone(sealed)
	copy(moved[:sealedSegment], sealed[sealedSegment:])
	moved[12] ^= 1 // the place of segment 1, counted from place 0
	r, err := sio.DecryptReaderAt(bytes.NewReader(moved), s.config)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 1000)
	if _, err := r.ReadAt(got, 0); err != nil || bytes.Equal(got, plain[:1000]) {
		t.Fatalf("the library refuses now: %v", err)
	}
	ours, err := s.open(bytes.NewReader(moved), 0)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := ours.Read(got); n != 0 || !errors.Is(err, ErrDamaged) {
		t.Errorf("%d bytes, %v", n, err)
	}
}

func TestABrokenConnectionIsNotDamage(t *testing.T) {
	plain := pattern(2 * segmentSize)
	s, sealed := suiteFor(t, len(plain)), sealAll(t, plain)
	for name, broke := range map[string]error{"cut by the peer": io.ErrUnexpectedEOF, "reset": errors.New("connection reset")} {
		r, err := s.open(io.MultiReader(bytes.NewReader(sealed[:sealedSegment+500]), iotest.ErrReader(broke)), 0)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if !errors.Is(err, broke) || errors.Is(err, ErrDamaged) || !bytes.Equal(got, plain[:segmentSize]) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}

func FuzzNoWrongByteComesOut(f *testing.F) {
	const size = 2*segmentSize + 300
	plain := pattern(size)
	s, sealed := suiteFor(f, size), sealAll(f, plain)
	f.Add(0, byte(1), len(sealed), byte(0))
	f.Add(sealedSegment+12, byte(3), 2*sealedSegment, byte(1))
	f.Add(len(sealed)-1, byte(0), sealedSegment, byte(2))
	f.Fuzz(func(t *testing.T, at int, flip byte, cut int, from byte) {
		b := bytes.Clone(sealed)
		b[uint(at)%uint(len(b))] ^= flip
		b = b[:uint(cut)%uint(len(b)+1)]
		segment := int64(from % 3)
		r, err := s.open(bytes.NewReader(b[min(int(segment)*sealedSegment, len(b)):]), segment)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if !bytes.HasPrefix(plain[segment*segmentSize:], got) {
			t.Fatal("wrong bytes came out")
		}
		if err == nil && len(got) != size-int(segment)*segmentSize {
			t.Fatal("an end that is none")
		}
	})
}
