package fhir

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"

	"vypiska/exporter/record"
)

// Live is a directory that may change while the service runs. Before each
// answer it looks at the files' names, sizes and times and reads the directory
// again if any differs, so that a record is as fresh as the files are.
type Live struct {
	path string

	mu    sync.Mutex
	stamp string
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
	stamp, err := stampOf(l.path)
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
	l.dir, l.stamp = d, stamp
	if l.read != nil {
		l.read(d)
	}
	return d, nil
}

// stampOf tells one state of a directory from another. It is taken before the
// files are read: a file that changes meanwhile is read again next time.
func stampOf(path string) (string, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return "", fmt.Errorf("records: %w", err)
	}
	var b strings.Builder
	for _, e := range entries {
		info, err := e.Info()
		if err != nil { // removed between the two calls: the next look sees it
			continue
		}
		fmt.Fprintf(&b, "%q %d %d\n", e.Name(), info.Size(), info.ModTime().UnixNano())
	}
	return b.String(), nil
}
