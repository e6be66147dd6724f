package record

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Every list that a copy may show counts; what decisions alone need does not.
func TestVersionsAreOfAllThatACopyShows(t *testing.T) {
	apart := strings.Fields("Referrals Contracts Consents Provenance People Organizations")
	var r Record
	r.Patient.Ref = "Patient/1"
	want := []Ref{"Patient/1"}
	v := reflect.ValueOf(&r).Elem()
	for i := range v.NumField() {
		list, name := v.Field(i), v.Type().Field(i).Name
		if list.Kind() != reflect.Slice {
			continue
		}
		list.Set(reflect.MakeSlice(list.Type(), 1, 1))
		meta := list.Index(0).FieldByName("Meta")
		if meta.IsValid() {
			meta.Set(reflect.ValueOf(Meta{Ref: Ref(name + "/1"), VersionID: "2"}))
		}
		if !slices.Contains(apart, name) {
			want = append(want, Ref(name+"/1"))
		}
	}
	r.Observations = append(r.Observations, Observation{Meta: Meta{Ref: "Observation/2#inside"}})
	r.Provenance = []Provenance{{Meta: Meta{Ref: "Provenance/of-what-is-shown"}, Targets: []Ref{"Elsewhere/1", "Reports/1"}}, {Meta: Meta{Ref: "Provenance/of-another"}, Targets: []Ref{"Consents/1"}}}
	want = append(want, "Provenance/of-what-is-shown")
	slices.Sort(want)
	var got []Ref
	for _, one := range r.Versions() {
		got = append(got, one.Ref)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestAnInstantIsWhatWasStated(t *testing.T) {
	for text, want := range map[string]string{"": "", "2025-04": "2025-04", "2025-04-08T01:10:00.250+03:00": "2025-04-07T22:10:00.25Z", "2025-04-07T22:10:00.25Z": "2025-04-07T22:10:00.25Z"} {
		d, err := ParseDate(text)
		if err != nil || d.Instant() != want {
			t.Errorf("%q: %q, %v", text, d.Instant(), err)
		}
	}
}
