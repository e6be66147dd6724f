package fhir

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json"

	"vypiska/exporter/record"
)

// abilities are what a server's capability statement says it can do, as far as
// we use it.
type abilities struct {
	version    string
	software   string              // its name and version, as the server words them
	types      map[string][]string // type that can be searched -> its parameters, none where it names none
	everything bool
}

// statement is what we read of a CapabilityStatement.
type statement struct {
	ResourceType string `json:"resourceType"`
	FHIRVersion  string `json:"fhirVersion"`
	Software     struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	} `json:"software"`
	Rest []struct {
		Mode      string      `json:"mode"`
		Operation []operation `json:"operation"`
		Resource  []struct {
			Type        string `json:"type"`
			Interaction []struct {
				Code string `json:"code"`
			} `json:"interaction"`
			SearchParam []struct {
				Name string `json:"name"`
			} `json:"searchParam"`
			Operation []operation `json:"operation"`
		} `json:"resource"`
	} `json:"rest"`
}

type operation struct {
	Name       string `json:"name"`
	Definition string `json:"definition"`
}

// isEverything reports whether it is Patient/$everything (R4, Operation-patient-everything).
func (o operation) isEverything() bool {
	return strings.HasSuffix(o.Definition, "/Patient-everything") || strings.TrimPrefix(o.Name, "$") == "everything"
}

// pageSize is how many resources we ask for at once; a server may give fewer.
const pageSize = "200"

const statementName = "CapabilityStatement"

func readAbilities(raw []byte) (*abilities, error) {
	refuse := func(place, what string) (*abilities, error) {
		return nil, &record.Fault{File: statementName, Place: place, What: what}
	}
	var syntax *record.Fault
	check := cutter{fault: func(place, what string) { syntax = &record.Fault{File: statementName, Place: place, What: what} }}
	if _, ok := check.parse(raw, 0); !ok {
		return nil, syntax
	}
	var s statement
	if err := json.Unmarshal(raw, &s, already); err != nil {
		path, what := explain(err)
		return refuse(path, what)
	}
	switch {
	case s.ResourceType != statementName:
		return refuse("", "want a CapabilityStatement; is the address the base of a FHIR server?")
	case s.FHIRVersion != "4.0.1" && s.FHIRVersion != "4.0.0":
		return refuse("fhirVersion", "want FHIR R4, which is 4.0.1")
	}
	a := &abilities{version: s.FHIRVersion, software: label(s.Software.Name + " " + s.Software.Version), types: map[string][]string{}}
	for _, rest := range s.Rest {
		if rest.Mode != "server" {
			continue
		}
		a.everything = a.everything || slices.ContainsFunc(rest.Operation, func(o operation) bool {
			return strings.HasSuffix(o.Definition, "/Patient-everything")
		})
		for _, r := range rest.Resource {
			codes := map[string]bool{}
			for _, i := range r.Interaction {
				codes[i.Code] = true
			}
			if newResource[r.Type] == nil || !codes["search-type"] && !codes["read"] {
				continue
			}
			a.types[r.Type] = []string{}
			for _, p := range r.SearchParam {
				a.types[r.Type] = append(a.types[r.Type], p.Name)
			}
			if r.Type == "Patient" {
				a.everything = a.everything || slices.ContainsFunc(r.Operation, operation.isEverything)
			}
		}
	}
	return a, a.sufficient()
}

// sufficient refuses a server from which no whole record can be read. A type it
// does not have at all is one the clinic does not keep.
func (a *abilities) sufficient() error {
	if a.types["Patient"] == nil {
		return &record.Fault{File: statementName, Place: "rest.resource", What: "the server does not offer Patient to be read"}
	}
	for _, t := range ofPatients {
		if params := a.types[t]; params != nil && a.parameter(t) == "" && (!a.everything || deciding[t]) {
			return &record.Fault{File: statementName, Place: "rest.resource, " + t, What: "cannot be searched by patient, so that a record would lack it; let the server offer the search parameter patient"}
		}
	}
	return nil
}

// parameter is the search parameter that names a type's patient, "" for none.
// The standard ones are taken where the server lists none at all.
func (a *abilities) parameter(t string) string {
	params := a.types[t]
	if len(params) == 0 {
		return "patient"
	}
	for _, p := range []string{"patient", "subject", "beneficiary"} {
		if slices.Contains(params, p) {
			return p
		}
	}
	return ""
}

// has reports whether a type can be searched by a parameter.
func (a *abilities) has(t, parameter string) bool {
	params := a.types[t]
	return params != nil && (len(params) == 0 || slices.Contains(params, parameter))
}

// ofPatients are the types that belong to a patient and are searched by one;
// shared those that belong to nobody alone and are read where a record names them.
var ofPatients, shared = func() (own []string, others map[string]bool) {
	others = map[string]bool{}
	for t, make1 := range newResource {
		switch _, owned := make1().owners(); {
		case t == "Patient" || t == "OperationOutcome" || t == "Provenance":
		case owned:
			own = append(own, t)
		default:
			others[t] = true
		}
	}
	slices.Sort(own)
	return own, others
}()

// deciding are the types that decide who may have what. They are searched
// always: a server may leave what it likes out of $everything, a prohibition too.
var deciding = wordSet("Consent Coverage ServiceRequest")

// searches are all that find what is the patient's.
func (a *abilities) searches(id record.PatientID) []search {
	var out []search
	for _, t := range ofPatients {
		if a.types[t] != nil {
			out = append(out, search{t, t, url.Values{a.parameter(t): {"Patient/" + string(id)}, "_count": {pageSize}}})
		}
	}
	return out
}

func (a *abilities) deciding(id record.PatientID) []search {
	return slices.DeleteFunc(a.searches(id), func(s search) bool { return !deciding[s.kind] })
}

// label makes one short line of what a server calls itself.
func label(s string) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool { return !unicode.IsPrint(r) || r == ' ' }), " ")
	if len(s) > 100 {
		s = strings.ToValidUTF8(s[:100], "")
	}
	return s
}

// String says what the server is, for `vypiska config check`.
func (a *abilities) String() string {
	n := 0
	for _, t := range ofPatients {
		if a.types[t] != nil {
			n++
		}
	}
	how := "searched by type"
	if a.everything {
		how = "by Patient/$everything"
	}
	return fmt.Sprintf("FHIR %s, %d of %d types of a record, %s", a.version, n, len(ofPatients), how)
}
