package parcel

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"

	"vypiska/signing"
)

// What a container is refused above. A hundred thousand people are below it.
const (
	maxFiles = 400_000
	maxText  = 256 << 20 // a manifest, a registry
	maxProof = 64 << 10
)

// entry is one file as it lies in the container.
type entry struct {
	name      string
	crc       uint32
	at, start int64 // of its header, of its bytes
	size      int64
	day       uint16
}

// container is a package that was opened: its shape is known to be ours.
type container struct {
	r       io.ReaderAt
	entries []entry
	byName  map[string]entry
}

// localSize is the fixed part of a file's header in a ZIP (APPNOTE 4.3.7).
const localSize = 30

// firstDay is 1 January 1980 as a ZIP file writes it (APPNOTE 4.4.6). Packages of
// former versions have no day at all.
const firstDay = 1<<5 | 1

// plain is what a header says of version, flags, method and time: a file stored
// as it is, by nobody and at no time; a day follows.
var plain = [8]byte{10}

// openContainer walks the file from its first byte to its directory, which must
// be the one that goes with the files found. So there is nothing between, before
// or behind the files, no second file of a name, and no two programs can see
// different contents.
func openContainer(r io.ReaderAt, size int64) (*container, error) {
	c := &container{r: r, byName: map[string]entry{}}
	end, err := c.walk(size)
	if err != nil {
		return nil, err
	}
	if err := c.directory(size, end); err != nil {
		return nil, err
	}
	for _, name := range fixed {
		if _, ok := c.byName[name]; !ok {
			return nil, invalidf("%s is missing", name)
		}
	}
	mime, err := c.read(mimetypeName, int64(len(MIMEType)))
	if err != nil || c.entries[0].name != mimetypeName || string(mime) != MIMEType {
		return nil, notPackage("its first file is not the mimetype of an ASiC-E container")
	}
	return c, nil
}

func notPackage(why string) error {
	return fmt.Errorf("%w: not a package of this service: %s", signing.ErrUnreadable, why)
}

// walk reads the files' headers one after the other and returns where the directory begins.
func (c *container) walk(size int64) (end int64, err error) {
	head := make([]byte, localSize)
	for {
		if end+4 > size {
			return 0, notPackage("it is cut off")
		}
		if _, err := c.r.ReadAt(head[:4], end); err != nil {
			return 0, fmt.Errorf("read the container: %w", err)
		}
		switch binary.LittleEndian.Uint32(head) {
		case 0x04034b50:
		case 0x02014b50:
			if len(c.entries) > 0 {
				return end, nil
			}
			fallthrough
		default:
			return 0, notPackage("it is no ZIP, or something lies between its files")
		}
		e, err := c.local(head, end, size)
		if err != nil {
			return 0, err
		}
		if _, twice := c.byName[e.name]; twice || len(c.entries) == maxFiles {
			return 0, invalidf("a file is there twice, or there are more than %d", maxFiles)
		}
		c.entries, c.byName[e.name] = append(c.entries, e), e
		end = e.start + e.size
	}
}

// local reads one header: stored, of known size, with a name that a package has.
func (c *container) local(head []byte, at, size int64) (entry, error) {
	if at+localSize > size {
		return entry{}, notPackage("it is cut off")
	}
	if _, err := c.r.ReadAt(head, at); err != nil {
		return entry{}, fmt.Errorf("read the container: %w", err)
	}
	le := binary.LittleEndian
	packed, whole, nameLen, extra := le.Uint32(head[18:]), le.Uint32(head[22:]), int64(le.Uint16(head[26:])), le.Uint16(head[28:])
	day := le.Uint16(head[12:])
	if [8]byte(head[4:12]) != plain || day != 0 && day != firstDay || packed != whole || extra != 0 || nameLen > 64 {
		return entry{}, notPackage("a file in it is compressed, encrypted, or has something in its header")
	}
	e := entry{crc: le.Uint32(head[14:]), at: at, start: at + localSize + nameLen, size: int64(whole), day: day}
	if e.start+e.size > size {
		return entry{}, notPackage("it is cut off")
	}
	name := make([]byte, nameLen)
	if _, err := c.r.ReadAt(name, at+localSize); err != nil {
		return entry{}, fmt.Errorf("read the container: %w", err)
	}
	if e.name = string(name); !known(e.name) {
		return entry{}, invalidf("it holds a file that a package does not have")
	}
	return e, nil
}

// directory compares the ZIP's directory, byte for byte, with the only one that
// goes with what was found.
func (c *container) directory(size, at int64) error {
	want := directory(c.entries, at)
	if int64(len(want)) != size-at {
		return invalidf("its directory is not that of its files")
	}
	have := make([]byte, len(want))
	if _, err := c.r.ReadAt(have, at); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the container: %w", err)
	}
	if !bytes.Equal(have, want) {
		return invalidf("its directory is not that of its files")
	}
	return nil
}

// read returns a whole file of at most limit bytes, after comparing its CRC.
func (c *container) read(name string, limit int64) ([]byte, error) {
	e, ok := c.byName[name]
	if !ok {
		return nil, invalidf("%s is missing", name)
	}
	if e.size > limit {
		return nil, invalidf("%s is larger than %d bytes", name, limit)
	}
	b := make([]byte, e.size)
	if n, err := c.r.ReadAt(b, e.start); n < len(b) {
		return nil, fmt.Errorf("read %s: %w", name, errors.Join(err, io.ErrUnexpectedEOF))
	}
	if crc32.ChecksumIEEE(b) != e.crc {
		return nil, invalidf("%s is damaged", name)
	}
	return b, nil
}

// names lists all files in their order.
func (c *container) names() []string {
	names := make([]string, len(c.entries))
	for i, e := range c.entries {
		names[i] = e.name
	}
	return names
}

// parse reads JSON strictly.
func (c *container) parse(name string, v any) error {
	text, err := c.read(name, maxText)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil || slices.ContainsFunc(text[d.InputOffset():], func(b byte) bool { return b > ' ' }) {
		return invalidf("%s cannot be read", name)
	}
	return nil
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
