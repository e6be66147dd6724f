// Package fhirtest is a FHIR R4 server over loopback for fast tests. It holds
// resources in memory, finds them by reference and gives them page by page.
// It was written here, so it proves little of other servers: those that nobody
// here wrote are in servers/, behind the same contract.
package fhirtest

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
)

// Clinic is the server.
type Clinic struct {
	*httptest.Server
	Everything bool // it has Patient/$everything
	PageSize   int

	resources map[string]json.RawMessage // Type/id
	refs      map[string][]string        // what each names
}

// types are those the statement names.
const types = `Patient RelatedPerson Practitioner PractitionerRole Organization Encounter ServiceRequest Condition
	DiagnosticReport ImagingStudy Observation MedicationRequest MedicationStatement Medication Specimen AllergyIntolerance
	Immunization Procedure Coverage Contract Consent Provenance Media Binary`

// New serves all resources of a directory of bundles at URL/fhir, behind the
// given handlers, the last of which is asked first.
func New(dir string, before ...func(http.Handler) http.Handler) (*Clinic, error) {
	c := &Clinic{resources: map[string]json.RawMessage{}, refs: map[string][]string{}, PageSize: 200}
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no bundles in %s: %w", dir, err)
	}
	for _, name := range names {
		all, err := Resources(name)
		if err != nil {
			return nil, err
		}
		for _, r := range all {
			c.Put(string(r))
		}
	}
	var h http.Handler = http.StripPrefix("/fhir", http.HandlerFunc(c.serve))
	for _, b := range before {
		h = b(h)
	}
	c.Server = httptest.NewUnstartedServer(h)
	c.Config.ErrorLog = log.New(io.Discard, "", 0)
	c.Start()
	return c, nil
}

// Resources are the resources of a bundle, in its order.
func Resources(name string) ([]json.RawMessage, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var b struct {
		Entry []struct {
			Resource json.RawMessage `json:"resource"`
		} `json:"entry"`
	}
	if err := json.Unmarshal(text, &b); err != nil {
		return nil, err
	}
	var out []json.RawMessage
	for _, e := range b.Entry {
		out = append(out, e.Resource)
	}
	return out, nil
}

// Key is a resource's Type/id.
func Key(resource []byte) string {
	var head struct {
		ResourceType string `json:"resourceType"`
		ID           string `json:"id"`
	}
	if err := json.Unmarshal(resource, &head); err != nil {
		panic(err) // tests write resources themselves
	}
	return head.ResourceType + "/" + head.ID
}

// Put adds a resource or replaces one, before the server is asked.
func (c *Clinic) Put(resource string) {
	key := Key([]byte(resource))
	c.resources[key], c.refs[key] = json.RawMessage(resource), references([]byte(resource))
}

func (c *Clinic) serve(w http.ResponseWriter, r *http.Request) {
	path := strings.Trim(r.URL.Path, "/")
	switch parts := strings.Split(path, "/"); {
	case path == "metadata":
		answer(w, http.StatusOK, c.statement())
	case len(parts) == 3 && parts[2] == "$everything" && c.Everything:
		c.page(w, r, func(key string, refs []string) bool {
			return key == "Patient/"+parts[1] || slices.Contains(refs, "Patient/"+parts[1])
		})
	case len(parts) == 2 && c.resources[path] != nil:
		answer(w, http.StatusOK, string(c.resources[path]))
	case len(parts) == 1 && slices.Contains(strings.Fields(types), path):
		c.page(w, r, fits(path, r))
	default:
		answer(w, http.StatusNotFound, `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found"}]}`)
	}
}

// fits knows every search by reference that a source uses.
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

func (c *Clinic) page(w http.ResponseWriter, r *http.Request, fit func(key string, refs []string) bool) {
	var keys []string
	for key, refs := range c.refs {
		if fit(key, refs) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	q := r.URL.Query()
	from, _ := strconv.Atoi(q.Get("_from"))
	to := min(from+c.PageSize, len(keys))
	next := ""
	if to < len(keys) {
		q.Set("_from", strconv.Itoa(to))
		next = fmt.Sprintf(`"link":[{"relation":"next","url":%q}],`, c.URL+"/fhir/"+strings.Trim(r.URL.Path, "/")+"?"+q.Encode())
	}
	var entries []string
	for _, key := range keys[from:to] {
		entries = append(entries, fmt.Sprintf(`{"fullUrl":"%s/fhir/%s","resource":%s}`, c.URL, key, c.resources[key]))
	}
	answer(w, http.StatusOK, fmt.Sprintf(`{"resourceType":"Bundle","type":"searchset","total":%d,%s"entry":[%s]}`, len(keys), next, strings.Join(entries, ",")))
}

// references are all that a resource holds, at any depth.
func references(raw []byte) (refs []string) {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		panic(err)
	}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if ref, ok := v["reference"].(string); ok {
				refs = append(refs, ref)
			}
			for _, one := range v {
				walk(one)
			}
		case []any:
			for _, one := range v {
				walk(one)
			}
		}
	}
	walk(v)
	return refs
}

func (c *Clinic) statement() string {
	var all []string
	for _, t := range strings.Fields(types) {
		op := ""
		if c.Everything && t == "Patient" {
			op = `,"operation":[{"name":"everything"}]`
		}
		all = append(all, fmt.Sprintf(`{"type":%q,"interaction":[{"code":"read"},{"code":"search-type"}]%s}`, t, op))
	}
	return `{"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","rest":[{"mode":"server","resource":[` + strings.Join(all, ",") + `]}]}`
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/fhir+json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}
