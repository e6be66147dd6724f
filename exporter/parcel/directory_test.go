package parcel

import (
	"archive/zip"
	"bytes"
	"fmt"
	"testing"
)

// TestTheDirectoryIsTheOneThatArchiveZipWrites compares ours with the standard
// library's where the container is small, has many files, or is larger than 4 GB.
func TestTheDirectoryIsTheOneThatArchiveZipWrites(t *testing.T) {
	for _, c := range []struct {
		files  int
		offset int64
	}{{1, 0}, {100, 0}, {65_534, 0}, {65_535, 0}, {70_000, 0}, {3, 1<<32 - 40}, {3, 1 << 33}} {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		z.SetOffset(c.offset)
		var entries []entry
		at := c.offset
		for i := range c.files {
			name := fmt.Sprintf("documents/%d", i)
			//lint:ignore SA1019 a raw header is written with these fields, not with Modified
			w, err := z.CreateRaw(&zip.FileHeader{Name: name, CRC32: 7, ModifiedDate: uint16(i % 2 * firstDay), CompressedSize64: 2, UncompressedSize64: 2, ReaderVersion: reader, CreatorVersion: creator})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte("ab")); err != nil {
				t.Fatal(err)
			}
			entries = append(entries, entry{name: name, crc: 7, at: at, size: 2, day: uint16(i % 2 * firstDay)})
			at += localSize + int64(len(name)) + 2
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if have := out.Bytes()[at-c.offset:]; !bytes.Equal(have, directory(entries, at)) {
			t.Errorf("%d files from %d on: the directories differ", c.files, c.offset)
		}
	}
}
