package register

import (
	"crypto/sha256"
	"encoding/binary"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	saltSize   = 16
	leafDomain = "vypiska register entry v1"
)

// leaf is the tree's hash for one entry. What the tree holds is a commitment:
// SHA-256 over the domain, the salt and the body, each preceded by its length,
// so that no two different entries have the same encoding. Without salt and
// body it tells nothing of the entry.
func leaf(salt []byte, body string) Hash {
	sum := sha256.Sum256(leafEncoding(salt, body))
	return tlog.RecordHash(sum[:])
}

func leafEncoding(salt []byte, body string) []byte {
	b := make([]byte, 0, 3*8+len(leafDomain)+len(salt)+len(body))
	b = binary.BigEndian.AppendUint64(b, uint64(len(leafDomain)))
	b = append(b, leafDomain...)
	b = binary.BigEndian.AppendUint64(b, uint64(len(salt)))
	b = append(b, salt...)
	b = binary.BigEndian.AppendUint64(b, uint64(len(body)))
	return append(b, body...)
}
