package db

import (
	"bytes"
	"io/fs"
	"regexp"
)

// spoken is the migrations in PostgreSQL's words. They are written for both: where
// one word means less there than on SQLite, the wider one is put in its place.
// INTEGER and REAL have 32 bits; and text is compared byte by byte, whatever the
// database's language, so that both engines sort alike and no new version of a
// language's rules spoils an index.
type spoken struct{ fs.FS }

var words = []struct {
	sqlite   *regexp.Regexp
	postgres string
}{
	{regexp.MustCompile(`\bINTEGER\b`), "BIGINT"},
	{regexp.MustCompile(`\bREAL\b`), "DOUBLE PRECISION"},
	{regexp.MustCompile(`\bTEXT\b`), `TEXT COLLATE "C"`},
}

// Open implements fs.FS.
func (s spoken) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return f, err
	}
	defer f.Close()
	text, err := fs.ReadFile(s.FS, name)
	if err != nil {
		return nil, err
	}
	for _, w := range words {
		text = w.sqlite.ReplaceAll(text, []byte(w.postgres))
	}
	return &translated{Reader: bytes.NewReader(text), info: info}, nil
}

type translated struct {
	*bytes.Reader
	info fs.FileInfo
}

func (t *translated) Stat() (fs.FileInfo, error) { return t.info, nil }
func (t *translated) Close() error               { return nil }
