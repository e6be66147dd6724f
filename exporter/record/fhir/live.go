package fhir

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"sync"
	"time"

	"vypiska/exporter/record"
)

// Live is a directory that may change while the service runs. Before each
// answer it looks at the files' names, sizes and times and reads the directory
// again if any differs, so that a record is as fresh as the files are. Of more
// than manyFiles, where a look costs more than a record, it looks once a second.
type Live struct {
	path string

	mu    sync.Mutex
	stamp [sha256.Size]byte
	files int
	seen  time.Time
	dir   *Dir
	read  func(*Dir)
}

// OpenLive opens the directory like OpenDir. read, if not nil, is told of each
// reading, so that somebody sees its faults and notices.
func OpenLive(ctx context.Context, path string, read func(*Dir)) (*Live, error) {
	l := &Live{path: path, read: read}
	_, err := l.current(ctx)
	return l, err
}

// Record implements record.Source.
func (l *Live) Record(ctx context.Context, id record.PatientID) (record.Record, error) {
	d, err := l.current(ctx)
	if err != nil {
		return record.Record{}, err
	}
	return d.Record(ctx, id)
}

// Patients implements record.Source.
func (l *Live) Patients(ctx context.Context) ([]record.PatientID, error) {
	d, err := l.current(ctx)
	if err != nil {
		return nil, err
	}
	return d.Patients(ctx)
}

func (l *Live) current(ctx context.Context) (*Dir, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dir != nil && l.files > manyFiles && time.Since(l.seen) < lookEvery {
		return l.dir, nil
	}
	l.seen = time.Now()
	stamp, files, err := stampOf(l.path)
	if err != nil {
		return nil, err
	}
	if l.dir != nil && stamp == l.stamp {
		return l.dir, nil
	}
	d, err := OpenDir(ctx, l.path)
	if err != nil {
		return nil, err
	}
	l.dir, l.stamp, l.files = d, stamp, files
	if l.read != nil {
		l.read(d)
	}
	return d, nil
}

const (
	manyFiles = 1000
	lookEvery = time.Second
)

// stampOf tells one state of a directory from another, and how many files it
// has. It is taken before the files are read: a file that changes meanwhile is
// read again next time.
func stampOf(path string) (stamp [sha256.Size]byte, files int, err error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return stamp, 0, fmt.Errorf("records: %w", err)
	}
	sum := sha256.New()
	for _, e := range entries {
		info, err := e.Info()
		if err != nil { // removed between the two calls: the next look sees it
			continue
		}
		fmt.Fprintf(sum, "%q %d %d\n", e.Name(), info.Size(), info.ModTime().UnixNano())
	}
	return [sha256.Size]byte(sum.Sum(nil)), len(entries), nil
}
