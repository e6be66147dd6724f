package deidentify

import (
	"fmt"
	"reflect"
	"strings"

	"vypiska/exporter/record"
)

// opaqueRefs gives every resource that stays a reference that tells nothing:
// its type and its place in the record. References to what is withheld are not
// in the map and vanish.
func opaqueRefs(rec record.Record, p *plan) map[record.Ref]record.Ref {
	refs := map[record.Ref]record.Ref{}
	count := map[string]int{}
	v := reflect.ValueOf(rec)
	for i := range v.NumField() {
		list := v.Field(i)
		if p.fields["Record."+v.Type().Field(i).Name] != into || list.Kind() != reflect.Slice {
			continue
		}
		for j := range list.Len() {
			m, ok := list.Index(j).FieldByName("Meta").Interface().(record.Meta)
			if !ok || m.Ref == "" || refs[m.Ref] != "" {
				continue
			}
			kind := resourceType(m.Ref)
			count[kind]++
			refs[m.Ref] = record.Ref(fmt.Sprintf("%s/%d", kind, count[kind]))
		}
	}
	return refs
}

// resourceTypes are the types a reference may show; anything else could be a word
// of the source's own.
var resourceTypes = map[string]bool{
	"Encounter": true, "Condition": true, "DiagnosticReport": true, "ImagingStudy": true, "Observation": true, "MedicationRequest": true,
	"MedicationStatement": true, "AllergyIntolerance": true, "Immunization": true, "Procedure": true,
}

func resourceType(r record.Ref) string {
	kind, _, _ := strings.Cut(string(r), "/")
	if !resourceTypes[kind] {
		return "Resource"
	}
	return kind
}

// numbers is every known number, squeezed, for comparing codes with.
func (id Identity) numbers() map[string]bool {
	m := map[string]bool{}
	for _, n := range id.knowledge().numbers {
		m[n.squeezed] = true
	}
	return m
}
