//go:build fhir

package fhir

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"vypiska/exporter/record/fhir/fhirtest"
)

// TestFHIRServers holds servers that nobody here wrote to the contract:
// servers/run starts them and names their addresses in FHIR_TEST_SERVERS.
func TestFHIRServers(t *testing.T) {
	list := strings.Fields(os.Getenv("FHIR_TEST_SERVERS"))
	if len(list) == 0 {
		t.Fatal("FHIR_TEST_SERVERS names no server: run make fhir")
	}
	for _, one := range list {
		name, base, ok := strings.Cut(one, "=")
		if !ok {
			t.Fatalf("FHIR_TEST_SERVERS: want name=address, not %q", one)
		}
		t.Run(name, func(t *testing.T) {
			exactNumbers = name != "medplum"
			dir := few(t)
			fill(t, dir, base)
			t.Run("as it is", func(t *testing.T) { keeps(t, dir, sourceAt(t, base)) })
			t.Run("without $everything", func(t *testing.T) { keeps(t, dir, sourceAt(t, behind(t, base, byType))) })
			t.Run("page by page", func(t *testing.T) { keeps(t, dir, sourceAt(t, behind(t, base, newPages().handle))) })
			t.Run("busy, slow and cut off", func(t *testing.T) { keeps(t, dir, sourceAt(t, behind(t, base, unsteady))) })
			t.Run("with broken JSON", func(t *testing.T) { refuses(t, dir, sourceAt(t, behind(t, base, broken))) })
		})
	}
}

// few is a directory with some patients of the sample clinic: a server in
// memory looks at every resource for each search.
func few(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"ru-p01", "ru-p05", "ru-p08", "ru-p15"} {
		text, err := os.ReadFile(filepath.Join(testdata, "fhir-ru", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".json"), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func sourceAt(t *testing.T, base string) *Server {
	t.Helper()
	s, err := NewServer(ServerSetup{Base: base, Limits: Limits{Pause: time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	said, err := s.Probe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Log(said)
	return s
}

// fill puts the bundles of a directory into the server, what is named before what names it.
func fill(t *testing.T, dir, base string) {
	t.Helper()
	all := map[string][]byte{}
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatal("no bundles", err)
	}
	for _, name := range names {
		resources, err := fhirtest.Resources(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range resources {
			all[fhirtest.Key(r)] = r
		}
	}
	keys := make([]string, 0, len(all))
	for key := range all {
		keys = append(keys, key)
	}
	order := []string{"Organization", "Practitioner", "PractitionerRole", "Patient", "Contract", "Encounter", "ServiceRequest", "ImagingStudy", "Observation"}
	rank := func(key string) int {
		typ, _, _ := strings.Cut(key, "/")
		if i := slices.Index(order, typ); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
	for _, key := range keys {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, base+"/"+key, bytes.NewReader(all[key]))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/fhir+json")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode >= 300 {
			t.Fatalf("put %s: status %d: %s", key, res.StatusCode, body)
		}
	}
}

// behind is the address of a proxy before the server that meddles with answers.
func behind(t *testing.T, base string, meddle func(http.Handler, string) http.Handler) string {
	t.Helper()
	to, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: to.Scheme, Host: to.Host})
		r.Out.Host = r.In.Host              // so that the server's links lead here
		r.Out.Header.Del("Accept-Encoding") // what comes between reads answers
	}}
	var self *httptest.Server
	self = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		meddle(proxy, self.URL).ServeHTTP(w, r)
	}))
	t.Cleanup(self.Close)
	return self.URL + to.Path
}

// byType hides that the server has $everything, so that records are searched by type.
func byType(next http.Handler, _ string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		says(answer.Code, "", strings.ReplaceAll(answer.Body.String(), "everything", "nothing"))(w, r)
	})
}

// broken ends answers of searches in the middle, as if they were whole.
func broken(next http.Handler, _ string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		body := answer.Body.String()
		if strings.Contains(r.URL.RawQuery, "_count=") || strings.HasSuffix(r.URL.Path, "/$everything") {
			body = body[:len(body)*2/3]
		}
		says(answer.Code, "", body)(w, r)
	})
}

// refuses checks that nothing of a record is given where a part of it cannot be read.
func refuses(t *testing.T, bundles string, s *Server) {
	dir, err := OpenDir(t.Context(), bundles)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := dir.Patients(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		got, err := s.Record(t.Context(), id)
		if _, ok := asFault(err); !ok || !reflect.ValueOf(got).IsZero() {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// unsteady lets the first asking of every third address fail, each time in another way.
func unsteady(next http.Handler, _ string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, again := asked.add(r.URL.String())
		if again || n%3 != 0 {
			next.ServeHTTP(w, r)
			return
		}
		switch n / 3 % 4 {
		case 0:
			says(429, "Retry-After: 0", "")(w, r)
		case 1:
			half(w, r)
		case 2:
			says(503, "", "")(w, r)
		case 3:
			time.Sleep(20 * time.Millisecond)
			next.ServeHTTP(w, r)
		}
	})
}

// pages cuts searches' answers into pages of three, with links as a server
// gives them. It keeps whole answers, so that the server is asked once.
type pages struct {
	mu    sync.Mutex
	whole map[string]map[string]jsontext.Value // by address
}

func newPages() *pages { return &pages{whole: map[string]map[string]jsontext.Value{}} }

func (p *pages) handle(next http.Handler, self string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		from, _ := strconv.Atoi(q.Get("_page"))
		q.Del("_page")
		r.URL.RawQuery = q.Encode()
		p.mu.Lock()
		bundle := p.whole[r.URL.String()]
		p.mu.Unlock()
		if bundle == nil {
			answer := httptest.NewRecorder()
			next.ServeHTTP(answer, r)
			if answer.Code != http.StatusOK || json.Unmarshal(answer.Body.Bytes(), &bundle) != nil || string(bundle["resourceType"]) != `"Bundle"` {
				says(answer.Code, "", answer.Body.String())(w, r)
				return
			}
			p.mu.Lock()
			p.whole[r.URL.String()] = bundle
			p.mu.Unlock()
		}
		says(200, "", part(bundle, from, self+r.URL.Path, q))(w, r)
	})
}

// part is the part of a bundle from an entry on.
func part(bundle map[string]jsontext.Value, from int, path string, q url.Values) string {
	var entries []jsontext.Value
	if e := bundle["entry"]; e != nil {
		must(json.Unmarshal(e, &entries))
	}
	one := maps.Clone(bundle)
	delete(one, "entry")
	to := min(from+3, len(entries))
	if to < len(entries) { // the last has the link that the server gave
		q.Set("_page", strconv.Itoa(to))
		one["link"] = jsontext.Value(fmt.Sprintf(`[{"relation":"next","url":%q}]`, path+"?"+q.Encode()))
	}
	if to > from {
		text, err := json.Marshal(entries[from:to])
		must(err)
		one["entry"] = text
	}
	text, err := json.Marshal(one)
	must(err)
	return string(text)
}

func must(err error) {
	if err != nil {
		panic(err) // the test's own mistake
	}
}

// asked counts addresses and knows which were asked before.
var asked = &visited{seen: map[string]bool{}}

type visited struct {
	mu   sync.Mutex
	seen map[string]bool
}

func (a *visited) add(one string) (n int, again bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	again = a.seen[one]
	a.seen[one] = true
	return len(a.seen), again
}
