//go:build crowd && s3 && postgres

package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/deidentify/pdftext"
	"vypiska/exporter/parcel"
)

// newClusterCrowd is a fleet over PostgreSQL and an S3 server with many people.
func newClusterCrowd(t *testing.T) (*crowd, *fleet) {
	t.Helper()
	f := newFleet(t)
	c := crowdOf(f.server)
	for _, e := range c.env {
		if url, ok := strings.CutPrefix(e, "VYPISKA_DATABASE_URL="); ok {
			c.database = url
		}
	}
	c.members = f.members()
	for _, m := range c.members {
		m.env = append(m.env, c.env[len(c.env)-2:]...) // records and memory limit
		m.patience = 10 * time.Minute
	}
	f.start()
	c.contract()
	c.token = c.account("officer", "crowd") // who is told how many there are
	return c, f
}

// TestTwoWorkersShareACrowd makes a package by one worker process, then the same
// one by two of which each is killed once: at 30 percent the one, at 80 the other.
// Both verify, and are the same up to numbers, times and signatures.
func TestTwoWorkersShareACrowd(t *testing.T) {
	c, f := newClusterCrowd(t)
	f.workers[1].stop()
	one := c.packaged("one", never)
	f.workers[1].start()
	two := c.packaged("two", func(o ordered) bool {
		for i, part := range []float64{0.3, 0.8} {
			if w := f.workers[i]; looked(part)(o) && !c.killed[i] {
				w.kill()
				w.start()
				c.killed[i] = true
			}
		}
		return false
	})
	if !c.killed[0] || !c.killed[1] {
		t.Errorf("killed %v", c.killed)
	}
	c.same(one, two)
	if n, want := c.copies(), 2*(c.people+1); n != want {
		t.Errorf("%d copies are kept, want %d", n, want)
	}
	first, second := drawn(f.workers[0]), drawn(f.workers[1])
	if first == 0 || second == 0 {
		t.Errorf("since they were started again, one worker drew %d documents, the other %d", first, second)
	}
	t.Logf("%d people: one worker %v; two, each killed once, %v, and since then %d and %d documents; a process had at most %d MB",
		c.people, c.took[0].Round(time.Second), c.took[1].Round(time.Second), first, second, c.rss>>10)
	f.stop()
}

// packaged orders a package, looks on, and gives its file.
func (c *crowd) packaged(name string, on func(ordered) bool) string {
	c.t.Helper()
	id, start := c.place(), time.Now()
	o := c.until(id, on)
	c.took = append(c.took, time.Since(start))
	c.verified(id, o)
	file := filepath.Join(c.dir, name+".asice")
	if err := os.Rename(filepath.Join(c.dir, "package.asice"), file); err != nil {
		c.t.Fatal(err)
	}
	return file
}

var drawnCount = regexp.MustCompile(`vypiska_step_seconds_count\{step="draw"\} ([0-9]+)`)

// drawn is how many documents a process has drawn since it started.
func drawn(s *server) int {
	s.t.Helper()
	a, err := s.try("GET", s.metrics+"/metrics", "", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if m := drawnCount.FindSubmatch(a.body); m != nil {
		n, _ := strconv.Atoi(string(m[1]))
		return n
	}
	return 0
}

// same compares two packages of the same people and period.
func (c *crowd) same(one, two string) {
	c.t.Helper()
	a, b := c.opened(one), c.opened(two)
	defer a.Close()
	defer b.Close()
	m, n := a.manifest(), b.manifest()
	if !reflect.DeepEqual(m.Contract, n.Contract) || m.Period != n.Period || m.Counts != n.Counts || len(m.Files) != len(n.Files) || n.Sequence != m.Sequence+1 {
		c.t.Errorf("%+v beside %+v", m, n)
	}
	for _, name := range []string{"README.txt", "registry.schema.json", "register-keys.txt"} {
		if !bytes.Equal(a.read(name), b.read(name)) {
			c.t.Errorf("%s differs", name)
		}
	}
	if left, right := a.table(), b.table(); !reflect.DeepEqual(left, right) {
		c.t.Error("registry.csv differs")
	}
	p, q := a.registry(), b.registry()
	if len(p) != c.people || len(q) != c.people {
		c.t.Fatalf("%d and %d documents", len(p), len(q))
	}
	for i := range p {
		if p[i].Patient != q[i].Patient || !reflect.DeepEqual(p[i].Reports, q[i].Reports) || !reflect.DeepEqual(p[i].Shared, q[i].Shared) {
			c.t.Fatalf("line %d of the registry differs", i)
		}
		if left, right := a.text(p[i]), b.text(q[i]); left != right {
			c.t.Fatalf("the document of line %d differs:\n%s\nbeside\n%s", i, left, right)
		}
	}
}

// opened is a package as any program opens it.
type opened struct {
	*zip.ReadCloser
	t *testing.T
}

func (c *crowd) opened(file string) opened {
	c.t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		c.t.Fatal(err)
	}
	return opened{z, c.t}
}

func (o opened) read(name string) []byte {
	o.t.Helper()
	f, err := o.Open(name)
	if err != nil {
		o.t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		o.t.Fatal(err)
	}
	return text
}

func (o opened) manifest() (m parcel.Manifest) {
	o.t.Helper()
	if err := json.Unmarshal(o.read("manifest.json"), &m); err != nil {
		o.t.Fatal(err)
	}
	return m
}

func (o opened) registry() []parcel.Document {
	o.t.Helper()
	var r parcel.Registry
	if err := json.Unmarshal(o.read("registry.json"), &r); err != nil {
		o.t.Fatal(err)
	}
	return r.Documents
}

// table is registry.csv without number, file and digest.
func (o opened) table() (lines []string) {
	for line := range strings.Lines(string(o.read("registry.csv"))) {
		cells := strings.SplitN(line, ";", 4)
		lines = append(lines, cells[len(cells)-1])
	}
	return lines
}

// unlike are a copy's number, as printed and in an address, and the minute of its making.
var unlike = regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}|/v/[0-9A-Z]{12}|[0-9]{2}\.[0-9]{2}\.[0-9]{4} [0-9]{2}:[0-9]{2}`)

// text is what a document's pages say, without what differs from copy to copy.
func (o opened) text(d parcel.Document) string {
	o.t.Helper()
	c, err := pdftext.Read(o.read(d.File))
	if err != nil || len(c.Pages) == 0 || c.Pages[0].Drawn == "" {
		o.t.Fatal(err)
	}
	var all strings.Builder
	for _, p := range c.Pages {
		all.WriteString(unlike.ReplaceAllString(p.Drawn, "") + "\f")
	}
	return all.String()
}
