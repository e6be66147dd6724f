package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/minio/minio-go/v7/pkg/credentials"
)

// keyFiles reads the S3 keys from two files and again when either has changed,
// so that they are replaced without a restart. While only one of the two is
// new, the server refuses requests; minio-go's next try reads both.
type keyFiles struct {
	access, secret string

	mu   sync.Mutex
	seen [2]stamp
}

// stamp tells one content of a file from another.
type stamp struct {
	size int64
	mod  time.Time
	file fs.FileInfo // SameFile sees a file that was put in another's place
}

func stampOf(name string) (stamp, error) {
	st, err := os.Stat(name)
	if err != nil {
		return stamp{}, err
	}
	return stamp{st.Size(), st.ModTime(), st}, nil
}

func (s stamp) same(t stamp) bool {
	return s.size == t.size && s.mod.Equal(t.mod) && s.file != nil && os.SameFile(s.file, t.file)
}

// RetrieveWithCredContext implements credentials.Provider.
func (k *keyFiles) RetrieveWithCredContext(*credentials.CredContext) (credentials.Value, error) {
	return k.Retrieve()
}

// Retrieve implements credentials.Provider. The stamps are taken before the
// files are read: a change meanwhile is seen next time.
func (k *keyFiles) Retrieve() (credentials.Value, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	var text [2]string
	for i, file := range []struct{ what, name string }{{"access key file", k.access}, {"secret key file", k.secret}} {
		st, err := stampOf(file.name)
		if err == nil {
			var b []byte
			b, err = os.ReadFile(file.name)
			text[i] = strings.TrimSpace(string(b))
		}
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		if err == nil && text[i] == "" {
			err = errors.New("empty; want one line")
		}
		if err != nil {
			return credentials.Value{}, fmt.Errorf("%s: %w", file.what, err)
		}
		k.seen[i] = st
	}
	return credentials.Value{AccessKeyID: text[0], SecretAccessKey: text[1], SignerType: credentials.SignatureV4}, nil
}

// IsExpired implements credentials.Provider.
func (k *keyFiles) IsExpired() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, name := range []string{k.access, k.secret} {
		if now, err := stampOf(name); err != nil || !k.seen[i].same(now) {
			return true
		}
	}
	return false
}
