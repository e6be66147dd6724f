package fhir

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vypiska/exporter/record"
)

// Dir is a directory of FHIR files that stands for a MIS: *.json (a Bundle or
// one resource) and *.ndjson (one resource a line) directly in it. It may be
// used by several goroutines.
type Dir struct {
	path string
	ix   *index // of all that is in no island

	islands  map[int]*island          // by source
	homes    map[record.PatientID]int // the island of each patient who is on one
	asleep   map[string]*entry        // the Patients of islands
	patients []record.PatientID       // all, in order of id
	left     map[string]int           // notices, by file
}

var _ record.Source = (*Dir)(nil)

// OpenDir reads every file of the directory once, checks all of it and keeps an
// index. What cannot be read does not make it fail: Faults has it. It fails when
// the directory cannot be listed, holds no *.json or *.ndjson, or ctx ends.
func OpenDir(ctx context.Context, dir string) (*Dir, error) { return openDir(ctx, dir, true) }

// openDir makes islands of what stands alone, or indexes everything together:
// what is told of a record is the same.
func openDir(ctx context.Context, dir string, apart bool) (*Dir, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	files, err := listFiles(abs)
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("read records: %s holds no *.json and no *.ndjson; name the directory the bundles are in", dir)
	}
	d := &Dir{path: abs, islands: map[int]*island{}, homes: map[record.PatientID]int{}, asleep: map[string]*entry{}, left: map[string]int{}}
	d.ix = newIndex(d.shelf)
	room := &buffer{}
	s := newSurvey()
	if apart {
		if err = d.survey(ctx, s, files, room); err != nil {
			return nil, err
		}
	}
	for n, f := range files {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("read records: %w", err)
		}
		switch l, k := s.of(n); {
		case l != nil:
			d.settleOn(l, f)
		case k != nil:
			d.ix.adopt(k)
		default:
			d.index(f, room)
		}
	}
	d.ix.settle()
	d.taintFiles(room)
	d.gather()
	return d, nil
}

// survey finds the islands among the files, each of which it reads once.
func (d *Dir) survey(ctx context.Context, s *survey, files []string, room *buffer) error {
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("read records: %w", err)
		}
		raw, err := d.read(f, room)
		if err != nil {
			s.missing()
			continue
		}
		s.look(f, raw, isLines(f))
	}
	s.sink()
	return nil
}

func isLines(name string) bool { return strings.EqualFold(filepath.Ext(name), ".ndjson") }

// settleOn takes an island in: its patients, and what belongs to nobody.
func (d *Dir) settleOn(l *island, name string) {
	n := len(d.ix.sources)
	d.ix.sources = append(d.ix.sources, &source{name: name, bundle: true, patients: map[record.PatientID]bool{}})
	d.islands[n], d.ix.unowned = l, true
	for _, e := range l.patients {
		e.source = n
		d.homes[idOf(e.key)], d.asleep[e.key] = n, e
	}
	for _, e := range l.shared {
		e.source = n
		d.ix.add(e)
	}
	l.shared = nil
}

// gather lists the patients and notices of all.
func (d *Dir) gather() {
	d.patients = slices.Clone(d.ix.patients)
	for id := range d.homes {
		d.patients = append(d.patients, id)
	}
	slices.Sort(d.patients)
	for _, n := range slices.Sorted(maps.Keys(d.islands)) {
		d.ix.notices = append(d.ix.notices, d.islands[n].notices...)
		d.islands[n].notices = nil
	}
	if len(d.islands) > 0 {
		slices.SortStableFunc(d.ix.notices, func(a, b *record.Fault) int { return strings.Compare(a.File, b.File) })
	}
	for _, n := range d.ix.notices {
		d.left[n.File]++
	}
}

// land reads the index of an island again. Its file must be the one that was read.
func (d *Dir) land(n int) (*index, error) {
	name := d.ix.sources[n].name
	raw, err := d.read(name, &buffer{})
	if err != nil {
		return nil, &record.Fault{File: name, What: cause(err)}
	}
	if sha256.Sum256(raw) != d.islands[n].sum {
		return nil, &record.Fault{File: name, What: "changed since the directory was read; start again"}
	}
	ix := alone(name, raw, false, nil)
	ix.settle()
	return ix, nil
}

// listFiles names the files to read, in order of name. A name that begins with
// a point is an editor's or a system's.
func listFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		ext := strings.ToLower(filepath.Ext(e.Name()))
		if ext != ".json" && ext != ".ndjson" || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if st, err := os.Stat(filepath.Join(dir, e.Name())); err == nil && st.IsDir() {
			continue
		}
		out = append(out, e.Name())
	}
	return out, nil
}

// buffer is the one place files are read into, so that memory is that of the
// largest and not of all.
type buffer struct{ b []byte }

func (d *Dir) index(name string, room *buffer) {
	raw, err := d.read(name, room)
	if err != nil {
		d.ix.sources = append(d.ix.sources, &source{name: name, faulty: true, patients: map[record.PatientID]bool{}})
		d.ix.faults = append(d.ix.faults, &record.Fault{File: name, What: cause(err)})
		return
	}
	d.ix.addSource(name, raw, isLines(name))
}

var errTooLarge = fmt.Errorf("larger than %d MB; split it", maxFile>>20)

func (d *Dir) read(name string, room *buffer) ([]byte, error) {
	name = filepath.Join(d.path, name)
	st, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !st.Mode().IsRegular(): // a pipe would be waited for at its opening
		return nil, errors.New("not a regular file")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if st, err = f.Stat(); err != nil {
		return nil, err
	}
	if st.Size() > maxFile {
		return nil, errTooLarge
	}
	size := int(st.Size())
	if cap(room.b) <= size {
		room.b = make([]byte, size+1+min(size/4, 4<<20)) // some more, for the next file
	}
	room.b = room.b[:cap(room.b)]
	n, err := io.ReadFull(f, room.b[:size+1])
	if err == nil {
		return nil, errors.New("grew while it was read; read it again when it is complete")
	}
	if err != io.ErrUnexpectedEOF && err != io.EOF {
		return nil, err
	}
	return room.b[:n], nil
}

// cause is an error of the file system without the path, which Fault.File has.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return "cannot be read: " + p.Err.Error()
	}
	return "cannot be read: " + err.Error()
}

// shelf reads resources again for one record: it keeps the files open until it
// is closed, and small ones whole from the second resource on.
type shelf struct {
	d     *Dir
	files map[int]*volume
	room  []byte
}

// volume is an open file.
type volume struct {
	*os.File
	asked int
	whole []byte
}

// smallFile is read whole: most of a bundle is one patient's.
const smallFile = 256 << 10

func (d *Dir) shelf() loader { return &shelf{d: d, files: map[int]*volume{}} }

// load reads the bytes of one resource. They must be those that were indexed,
// and are good until the next load.
func (s *shelf) load(e *entry) ([]byte, error) {
	ix := s.d.ix
	v := s.files[e.source]
	if v == nil {
		f, err := os.Open(filepath.Join(s.d.path, ix.sources[e.source].name))
		if err != nil {
			return nil, ix.faultAt(e, cause(err))
		}
		v = &volume{File: f}
		s.files[e.source] = v
	}
	raw, err := v.part(e, &s.room)
	if err != nil {
		return nil, ix.faultAt(e, cause(err))
	}
	if sha256.Sum256(raw) != e.sum {
		return nil, ix.faultAt(e, "changed since the directory was read; start again")
	}
	return raw, nil
}

// part is the bytes of an entry, fewer where the file has become shorter.
func (v *volume) part(e *entry, room *[]byte) ([]byte, error) {
	v.asked++
	if v.asked == 2 {
		v.readWhole()
	}
	if v.whole != nil {
		return v.whole[min(e.start, len(v.whole)):min(e.end, len(v.whole))], nil
	}
	n := e.end - e.start
	*room = slices.Grow((*room)[:0], n)[:n]
	if _, err := v.ReadAt(*room, int64(e.start)); err != nil && err != io.EOF {
		return nil, err
	}
	return *room, nil
}

// readWhole reads a small file; a larger one stays to be read in parts.
func (v *volume) readWhole() {
	st, err := v.Stat()
	if err != nil || st.Size() > smallFile {
		return
	}
	whole := make([]byte, st.Size())
	if n, err := v.ReadAt(whole, 0); err == nil || err == io.EOF {
		v.whole = whole[:n]
	}
}

func (s *shelf) close() {
	for _, v := range s.files {
		_ = v.Close() // only read from
	}
}

// taintFiles finds which patients a file with faults speaks of, by any text in
// it that names one, and withholds their records: nobody can say what the
// faulty part held.
func (d *Dir) taintFiles(room *buffer) {
	for _, s := range d.ix.sources {
		if !s.faulty {
			continue
		}
		var faults []*record.Fault
		for _, f := range d.ix.faults {
			if f.File == s.name {
				faults = append(faults, f)
			}
		}
		ids := s.patients
		if raw, err := d.read(s.name, room); err == nil {
			ids = d.ix.mentioned(raw, s.patients)
		}
		for id := range ids {
			for _, f := range faults {
				d.ix.taint(f, id)
			}
		}
	}
}

// Faults are all files, or parts of files, that could not be read, and all
// contradictions, in order of file. It does not change after OpenDir.
func (d *Dir) Faults() []*record.Fault { return slices.Clone(d.ix.faults) }

// Notices are what was left out without standing in anybody's way: reports
// without a subject, resources whose patient is nowhere, results of another
// patient. It does not change after OpenDir.
func (d *Dir) Notices() []*record.Fault { return slices.Clone(d.ix.notices) }

// Patients lists all patients of the directory, those with faults among them, in order of id.
func (d *Dir) Patients(context.Context) ([]record.PatientID, error) {
	return slices.Clone(d.patients), nil
}

// Record reads the record of one patient. It fails with the joined
// *record.Fault of the files the patient is known to occur in, or with an error
// that wraps record.ErrNoPatient and names the files read.
func (d *Dir) Record(ctx context.Context, id record.PatientID) (record.Record, error) {
	if err := ctx.Err(); err != nil {
		return record.Record{}, fmt.Errorf("read records: %w", err)
	}
	if faults := d.ix.tainted[id]; len(faults) > 0 {
		return record.Record{}, joinFaults(faults)
	}
	ix := d.ix
	if n, on := d.homes[id]; on {
		var err error
		if ix, err = d.land(n); err != nil {
			return record.Record{}, err
		}
	} else if _, ok := slices.BinarySearch(d.ix.patients, id); !ok {
		return record.Record{}, d.unknown()
	}
	rec, err := ix.assemble(id)
	if err == nil {
		rec.Origin = d.origin(ix, id)
	}
	return rec, err
}

// origin says which files of the directory a record was read from.
func (d *Dir) origin(ix *index, id record.PatientID) record.Origin {
	o := record.Origin{Kind: record.FromDirectory, Name: filepath.Base(d.path)}
	seen := map[int]bool{}
	for _, e := range ix.own[id] {
		if !seen[e.source] {
			seen[e.source] = true
			o.Answers++
			o.LeftOut += d.left[ix.sources[e.source].name]
		}
	}
	return o
}

// unknown says what was read instead. It does not repeat what was asked for.
func (d *Dir) unknown() error {
	files := d.ix.sources[0].name
	switch n := len(d.ix.sources); {
	case n == 2:
		files += " and " + d.ix.sources[1].name
	case n > 2:
		files = fmt.Sprintf("%s … %s, %d files", files, d.ix.sources[n-1].name, n)
	}
	return fmt.Errorf("%w: read %s (patients: %d, faults: %d)", record.ErrNoPatient, files, len(d.patients), len(d.ix.faults))
}
