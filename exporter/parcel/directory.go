package parcel

import "encoding/binary"

const (
	wide32   = 1<<32 - 1 // stands for what is in the ZIP64 extension
	wide16   = 1<<16 - 1
	creator  = 20
	reader   = 10
	reader64 = 45
)

// directory is the end of a ZIP (APPNOTE 4.3.12 to 4.3.16) with these files,
// which begins at the given place: as archive/zip writes it.
func directory(entries []entry, at int64) []byte {
	var b []byte
	for _, e := range entries {
		b = e.record(b)
	}
	return ending(b, uint64(len(entries)), uint64(at))
}

// record appends a file's record.
func (e entry) record(b []byte) []byte {
	le := binary.LittleEndian
	size, offset, extra := uint32(e.size), uint32(e.at), []byte(nil)
	if e.at >= wide32 {
		size, offset = wide32, wide32
		extra = le.AppendUint16(extra, 1)
		extra = le.AppendUint16(extra, 24)
		for _, v := range []int64{e.size, e.size, e.at} {
			extra = le.AppendUint64(extra, uint64(v))
		}
	}
	b = le.AppendUint32(b, 0x02014b50)
	b = le.AppendUint16(b, creator)
	b = le.AppendUint16(b, reader)
	b = le.AppendUint16(append(b, plain[2:]...), e.day)
	for _, v := range []uint32{e.crc, size, size} {
		b = le.AppendUint32(b, v)
	}
	b = le.AppendUint16(b, uint16(len(e.name)))
	b = le.AppendUint16(b, uint16(len(extra)))
	b = append(b, make([]byte, 2+2+2+4)...) // no comment, one disk, no attributes
	b = le.AppendUint32(b, offset)
	return append(append(b, e.name...), extra...)
}

// ending appends what ends the file, with the ZIP64 records where a number is too large.
func ending(b []byte, records, start uint64) []byte {
	le := binary.LittleEndian
	size, end := uint64(len(b)), start+uint64(len(b))
	if records >= wide16 || size >= wide32 || start >= wide32 {
		b = le.AppendUint32(b, 0x06064b50)
		b = le.AppendUint64(b, 56-12)
		b = le.AppendUint16(b, reader64)
		b = le.AppendUint16(b, reader64)
		b = append(b, make([]byte, 8)...)
		for _, v := range []uint64{records, records, size, start} {
			b = le.AppendUint64(b, v)
		}
		b = le.AppendUint32(b, 0x07064b50)
		b = le.AppendUint32(b, 0)
		b = le.AppendUint64(b, end)
		b = le.AppendUint32(b, 1)
		records, size, start = wide16, wide32, wide32
	}
	b = le.AppendUint32(b, 0x06054b50)
	b = le.AppendUint32(b, 0)
	b = le.AppendUint16(b, uint16(records))
	b = le.AppendUint16(b, uint16(records))
	b = le.AppendUint32(b, uint32(size))
	b = le.AppendUint32(b, uint32(start))
	return le.AppendUint16(b, 0)
}
