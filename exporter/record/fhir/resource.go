package fhir

import (
	"bytes"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"vypiska/exporter/record"
)

// A resource is a decoded resource of a type we read.
type resource interface {
	top() *head
	// owners are the references that say whose resource it is. ok is false for
	// what belongs to nobody alone: organizations, staff, contracts.
	owners() (refs []reference, ok bool)
	// links are references to other resources that are shown as part of this one.
	links() []reference
	// check finds what types alone do not show. Errors are *wrong.
	check() error
}

// head is what every resource carries.
type head struct {
	ResourceType string `json:"resourceType"`
	ID           string `json:"id"`
	Meta         struct {
		VersionID   string   `json:"versionId"`
		LastUpdated date     `json:"lastUpdated"`
		Security    []coding `json:"security"`
	} `json:"meta"`
	ImplicitRules     string           `json:"implicitRules"`
	ModifierExtension []present        `json:"modifierExtension"`
	Contained         []jsontext.Value `json:"contained"`
	Identifier        identifiers      `json:"identifier"`
	Status            string           `json:"status"`
	Narrative         narrative        `json:"text"`
}

// narrative is a resource's text for people (FHIR R4, 2.4).
type narrative struct {
	Status string `json:"status"`
	Div    string `json:"div"`
}

// additional are the words of a narrative that says what no field says.
func (h *head) additional() record.Personal {
	if h.Narrative.Status != "additional" {
		return record.Personal{}
	}
	_, text, err := hypertext([]byte(h.Narrative.Div), "utf-8")
	if err != nil {
		return record.Personal{}
	}
	return text
}

// remarks are the notes of a resource and what its narrative alone says.
func (h *head) remarks(list []annotation) []record.Personal {
	out := notes(list)
	if more := h.additional(); !more.Empty() {
		out = append(out, more)
	}
	return out
}

// identifiers is one identifier or several: R4 has one in a few resources.
type identifiers []identifier

func (l *identifiers) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() == '[' {
		return json.UnmarshalDecode(dec, (*[]identifier)(l))
	}
	var one identifier
	if err := json.UnmarshalDecode(dec, &one); err != nil {
		return err
	}
	*l = identifiers{one}
	return nil
}

func (h *head) top() *head                  { return h }
func (h *head) owners() ([]reference, bool) { return nil, false }
func (h *head) links() []reference          { return nil }
func (h *head) check() error                { return nil }

// newResource makes an empty resource of a type we read.
var newResource = map[string]func() resource{
	"Patient":             func() resource { return new(patient) },
	"RelatedPerson":       func() resource { return new(relatedPerson) },
	"Practitioner":        func() resource { return new(practitioner) },
	"PractitionerRole":    func() resource { return new(practitionerRole) },
	"Organization":        func() resource { return new(organization) },
	"Encounter":           func() resource { return new(encounter) },
	"ServiceRequest":      func() resource { return new(serviceRequest) },
	"Condition":           func() resource { return new(condition) },
	"DiagnosticReport":    func() resource { return new(diagnosticReport) },
	"ImagingStudy":        func() resource { return new(imagingStudy) },
	"Observation":         func() resource { return new(observation) },
	"MedicationRequest":   func() resource { return new(medicationRequest) },
	"MedicationStatement": func() resource { return new(medicationStatement) },
	"Medication":          func() resource { return new(medication) },
	"Specimen":            func() resource { return new(specimen) },
	"AllergyIntolerance":  func() resource { return new(allergyIntolerance) },
	"Immunization":        func() resource { return new(immunization) },
	"Procedure":           func() resource { return new(procedure) },
	"Coverage":            func() resource { return new(coverage) },
	"Contract":            func() resource { return new(contract) },
	"Consent":             func() resource { return new(consent) },
	"Provenance":          func() resource { return new(provenance) },
	"Media":               func() resource { return new(media) },
	"Binary":              func() resource { return new(binary) },
	"OperationOutcome":    func() resource { return new(operationOutcome) },
}

// already says that duplicate names and bytes that are not UTF-8 were refused
// when the text around a resource was read.
var already = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// decode reads one resource and checks it. A type of R4 that we do not read
// gives nil. Errors are for explain.
func decode(raw []byte) (resource, error) {
	r, err := decodeChecked(raw)
	if err != nil || r == nil {
		return nil, err
	}
	if !pictures[r.top().ResourceType] && modified(raw) {
		return nil, wrongf("modifierExtension", "changes the meaning in a way we do not know (FHIR R4, 2.4.1)")
	}
	return r, checkResource(r)
}

// modified reports whether a part of the resource has a modifierExtension. What
// is contained is looked at when it is decoded itself.
func modified(raw []byte) bool {
	if !bytes.Contains(raw, []byte(`"modifierExtension"`)) {
		return false
	}
	switch kindOf(raw) {
	case '{':
		for m := range members(raw) {
			if m.name == "modifierExtension" && len(bytes.Trim(m.value, "[] \t\r\nul")) > 0 || m.name != "contained" && modified(m.value) {
				return true
			}
		}
	case '[':
		for m := range elements(raw) {
			if modified(m.value) {
				return true
			}
		}
	}
	return false
}

// decodeChecked reads a resource whose very bytes decode has found good.
func decodeChecked(raw []byte) (resource, error) {
	name, err := resourceType(raw)
	if err != nil {
		return nil, err
	}
	switch {
	case name == "Bundle":
		return nil, wrongf("", "a Bundle inside a Bundle; unpack it first")
	case !resourceTypes[name]:
		return nil, wrongf("resourceType", "not a resource type of FHIR R4")
	case newResource[name] == nil:
		return nil, nil
	}
	r := newResource[name]()
	if err := json.Unmarshal(raw, r, already); err != nil {
		return nil, err
	}
	return r, nil
}

// resourceType finds the resourceType without decoding the rest.
func resourceType(raw []byte) (string, error) {
	kind, text := topField(raw, "resourceType")
	switch kind {
	case '"':
		return text, nil
	case 0:
		return "", wrongf("resourceType", "missing, so it is not a FHIR resource")
	case notObject:
		return "", wrongf("", "wrong JSON type: want a resource, which is an object")
	}
	return "", wrongf("resourceType", "wrong JSON type: is %s, want a text", kindName(kind))
}

// topString is a field of the resource itself, "" if it is no text.
func topString(raw []byte, name string) string {
	_, text := topField(raw, name)
	return text
}

const notObject jsontext.Kind = '!'

// topField finds one field and its text; its kind is 0 if it is not there.
func topField(raw []byte, name string) (kind jsontext.Kind, text string) {
	if kindOf(raw) != '{' {
		return notObject, ""
	}
	for m := range members(raw) {
		if m.name != name {
			continue
		}
		if kind = kindOf(m.value); kind == '"' {
			text = unquote(m.value)
		}
		return kind, text
	}
	return 0, ""
}

// checkResource applies the rules that hold for all types, then the type's own.
func checkResource(r resource) error {
	h := r.top()
	switch {
	case h.ID != "" && !validID(h.ID):
		return wrongf("id", "not a FHIR id: want 1 to 64 letters, digits, '-' and '.'")
	case h.ImplicitRules != "":
		return wrongf("implicitRules", "the resource follows rules we do not know (FHIR R4, 2.27.4)")
	case anyPresent(h.ModifierExtension):
		return wrongf("modifierExtension", "changes the meaning of the resource in a way we do not know (FHIR R4, 2.4.1)")
	}
	if codes := statuses[h.ResourceType]; codes != nil && !codes[h.Status] {
		if h.Status == "" && h.ResourceType != "Contract" {
			return wrongf("status", "missing; FHIR R4 requires it")
		}
		if h.Status != "" {
			return wrongf("status", "not a status of %s in FHIR R4", h.ResourceType)
		}
	}
	if err := checkContained(h); err != nil {
		return err
	}
	return r.check()
}

func anyPresent(list []present) bool {
	for _, p := range list {
		if p {
			return true
		}
	}
	return false
}

// checkContained decodes what is inside, so that its faults are found as well.
func checkContained(h *head) error {
	for i, raw := range h.Contained {
		inner, err := decode(raw)
		if err != nil {
			path, what := explain(err)
			return wrongf(joinPath("contained["+itoa(i)+"]", path), "%s", what)
		}
		if inner != nil && len(inner.top().Contained) > 0 {
			return wrongf("contained["+itoa(i)+"]", "contains a resource itself (FHIR R4, dom-2)")
		}
	}
	return nil
}

// verdict says whether a resource gets into a record: "" yes, "-" no and
// nobody need be told, else no and why.
func verdict(r resource) string {
	if leftOut[r.top().Status] {
		return silent
	}
	switch r := r.(type) {
	case *patient:
		return r.replaced()
	case *condition:
		return unverified(r.Verification)
	case *allergyIntolerance:
		return unverified(r.Verification)
	case *serviceRequest:
		return r.noOrder()
	case *medicationRequest:
		return r.noOrder()
	case *media:
		return r.unusable()
	case *binary:
		return r.spoilt
	}
	return ""
}

const silent = "-"

func unverified(verification concept) string {
	if verification.has("entered-in-error") || verification.has("refuted") {
		return silent
	}
	return ""
}

// order is what makes a request an order (FHIR R4, request-intent).
type order struct {
	Intent       string `json:"intent"`
	DoNotPerform bool   `json:"doNotPerform"`
}

func (o order) noOrder() string {
	switch {
	case o.DoNotPerform:
		return "it asks not to do something (doNotPerform), which a form would show as an order"
	case o.Intent == "proposal" || o.Intent == "plan" || o.Intent == "option":
		return "it is a proposal or plan and not an order"
	}
	return ""
}

// operationOutcome inside a searchset says that the search did not go well.
type operationOutcome struct {
	head
	Issue []struct {
		Severity string `json:"severity"`
	} `json:"issue"`
}

func (o *operationOutcome) check() error {
	for _, i := range o.Issue {
		if i.Severity == "error" || i.Severity == "fatal" {
			return wrongf("issue", "the server reported an error instead of a whole answer; ask it again")
		}
	}
	return nil
}
