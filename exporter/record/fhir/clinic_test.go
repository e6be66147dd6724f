package fhir

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// clinic is a FHIR server of our own for fast tests: it holds resources, finds
// them by reference and gives them page by page. exporter/record/fhir/servers
// has those that nobody here wrote.
type clinic struct {
	*httptest.Server
	resources  map[string]json.RawMessage // Type/id
	everything bool
	without    string // a type it does not have
	pageSize   int
}

// newClinic serves all resources of a directory of bundles, behind the given
// handlers, the last of which is asked first.
func newClinic(t testing.TB, dir string, before ...func(http.Handler) http.Handler) *clinic {
	t.Helper()
	c := &clinic{resources: map[string]json.RawMessage{}, pageSize: 200}
	for _, name := range bundlesIn(t, dir) {
		c.load(t, name)
	}
	var h http.Handler = http.StripPrefix("/fhir", c)
	for _, b := range before {
		h = b(h)
	}
	c.Server = httptest.NewServer(h)
	t.Cleanup(c.Close)
	return c
}

func bundlesIn(t testing.TB, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no bundles in %s: %v", dir, err)
	}
	return names
}

// entriesOf are the resources of a bundle.
func entriesOf(t testing.TB, name string) []json.RawMessage {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var b struct {
		Entry []struct{ Resource json.RawMessage }
	}
	if err := json.Unmarshal(text, &b); err != nil {
		t.Fatal(err)
	}
	var out []json.RawMessage
	for _, e := range b.Entry {
		out = append(out, e.Resource)
	}
	return out
}

func (c *clinic) load(t testing.TB, name string) {
	for _, r := range entriesOf(t, name) {
		c.put(string(r))
	}
}

func (c *clinic) put(resource string) {
	c.resources[topString([]byte(resource), "resourceType")+"/"+topString([]byte(resource), "id")] = json.RawMessage(resource)
}

// open is a source over the clinic that does not wait long.
func (c *clinic) open(t testing.TB, change ...func(*ServerSetup)) *Server {
	t.Helper()
	s := ServerSetup{Base: c.URL + "/fhir", Limits: Limits{Pause: time.Millisecond}}
	for _, f := range change {
		f(&s)
	}
	server, err := NewServer(s)
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func (c *clinic) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.Trim(r.URL.Path, "/")
	switch parts := strings.Split(path, "/"); {
	case path == "metadata":
		c.answer(w, c.statement())
	case len(parts) == 3 && parts[2] == "$everything" && c.everything:
		c.page(w, r, func(key string, refs []string) bool {
			return key == "Patient/"+parts[1] || slices.Contains(refs, "Patient/"+parts[1])
		})
	case len(parts) == 2 && c.resources[path] != nil:
		c.answer(w, c.resources[path])
	case len(parts) == 1 && newResource[path] != nil && path != c.without:
		c.page(w, r, fits(path, r))
	default:
		w.Header().Set("Content-Type", "application/fhir+json")
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found","diagnostics":"Иванов"}]}`)
	}
}

// fits knows every search by reference that the source uses.
func fits(typ string, r *http.Request) func(string, []string) bool {
	return func(key string, refs []string) bool {
		if !strings.HasPrefix(key, typ+"/") {
			return false
		}
		for _, p := range []string{"patient", "subject", "beneficiary", "target", "practitioner", "requester"} {
			if v := r.URL.Query().Get(p); v != "" {
				return slices.ContainsFunc(strings.Split(v, ","), func(ref string) bool { return slices.Contains(refs, ref) })
			}
		}
		return true
	}
}

func (c *clinic) page(w http.ResponseWriter, r *http.Request, fit func(key string, refs []string) bool) {
	var keys []string
	for key, raw := range c.resources {
		var refs []string
		named(raw, func(p pointer, field string) { refs = append(refs, p.typ+"/"+p.id) })
		if fit(key, refs) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	q := r.URL.Query()
	from, _ := strconv.Atoi(q.Get("_from"))
	to := min(from+c.pageSize, len(keys))
	var b strings.Builder
	fmt.Fprintf(&b, `{"resourceType":"Bundle","type":"searchset","total":%d`, len(keys))
	if to < len(keys) {
		q.Set("_from", strconv.Itoa(to))
		fmt.Fprintf(&b, `,"link":[{"relation":"next","url":%q}]`, c.URL+"/fhir/"+strings.Trim(r.URL.Path, "/")+"?"+q.Encode())
	}
	for i, key := range keys[from:to] {
		fmt.Fprintf(&b, `%s{"fullUrl":"%s/fhir/%s","resource":%s}`, map[bool]string{true: `,"entry":[`, false: ","}[i == 0], c.URL, key, c.resources[key])
	}
	if to > from {
		b.WriteString("]")
	}
	c.answer(w, []byte(b.String()+"}"))
}

func (c *clinic) statement() []byte {
	var types []string
	for t := range newResource {
		if t == c.without || t == "OperationOutcome" {
			continue
		}
		op := ""
		if c.everything && t == "Patient" {
			op = `,"operation":[{"name":"everything"}]`
		}
		types = append(types, fmt.Sprintf(`{"type":%q,"interaction":[{"code":"read"},{"code":"search-type"}]%s}`, t, op))
	}
	return []byte(`{"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","rest":[{"mode":"server","resource":[` + strings.Join(types, ",") + `]}]}`)
}

func (c *clinic) answer(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "application/fhir+json; charset=utf-8")
	_, _ = w.Write(body)
}

// quiet drops what net/http says of clients it turned away.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
