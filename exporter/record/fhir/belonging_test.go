package fhir

import (
	"strings"
	"testing"

	"vypiska/exporter/record"
)

const uuid = "urn:uuid:0c0ffee0-0000-4000-8000-000000000001"

func TestReferencesToThePatient(t *testing.T) {
	plain := patientOne
	server := "https://mis.example/fhir/Patient/p1|" + patientOne
	byURN := uuid + "|" + patientOne
	numbered := `{"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:oid:1.2.643.100.3","value":"001-001-001 01"}]}`
	for _, c := range []struct {
		name, patient, subject string
		belongs                bool
	}{
		{"Type/id", plain, `{"reference":"Patient/p1"}`, true},
		{"a version of Type/id", plain, `{"reference":"Patient/p1/_history/2"}`, true},
		{"an absolute URL equal to the fullUrl", server, `{"reference":"https://mis.example/fhir/Patient/p1"}`, true},
		{"an absolute URL where the patient has no address", plain, `{"reference":"https://mis.example/fhir/Patient/p1"}`, true},
		{"an absolute URL of another server", server, `{"reference":"https://other.example/fhir/Patient/p1"}`, false},
		{"the fullUrl's UUID", byURN, `{"reference":"` + uuid + `"}`, true},
		{"the UUID as an id", byURN, `{"reference":"Patient/` + strings.TrimPrefix(uuid, "urn:uuid:") + `"}`, true},
		{"the id as a UUID", plain, `{"reference":"urn:uuid:p1"}`, true},
		{"the identifier", numbered, `{"identifier":{"system":"urn:oid:1.2.643.100.3","value":"001-001-001 01"}}`, true},
		{"an identifier nobody has", numbered, `{"identifier":{"system":"urn:oid:1.2.643.100.3","value":"002"}}`, false},
		{"a search by identifier", numbered, `{"reference":"Patient?identifier=urn:oid:1.2.643.100.3|001-001-001%2001"}`, true},
		{"a search by anything else", numbered, `{"reference":"Patient?name=p1"}`, false},
		{"a contained patient is not ours", plain, `{"reference":"#p1"}`, false},
		{"the id alone", plain, `{"reference":"p1"}`, false},
		{"a group", plain, `{"reference":"Group/p1"}`, false},
		{"words only", plain, `{"display":"Patient/p1"}`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := `{"resourceType":"Observation","id":"o","status":"final","code":{},"subject":` + c.subject + `}`
			d := files(t, map[string]string{"a.json": bundle(c.patient, o)})
			r := mustRecord(t, d, "p1")
			if got := len(r.Observations) == 1; got != c.belongs {
				t.Errorf("belongs: %v", got)
			}
			if told := len(d.Notices()) == 1; told == c.belongs {
				t.Errorf("notices: %s", said(d.Notices()))
			}
		})
	}
}

func TestARelativeReferenceStaysOnItsServer(t *testing.T) {
	for server, n := range map[string]int{"https://mis.example/fhir": 1, "https://other.example/fhir": 0} {
		d := files(t, map[string]string{"a.json": bundle("https://mis.example/fhir/Patient/p1|" + patientOne),
			"b.json": bundle(server + "/Observation/o|" + observed("o", "Patient/p1", ""))})
		if got := len(mustRecord(t, d, "p1").Observations); got != n {
			t.Errorf("%s: %d observations", server, got)
		}
	}
}

func TestAnIdentifierOfTwoPatientsNamesNobody(t *testing.T) {
	one := `{"resourceType":"Patient","id":"p1","identifier":[{"system":"s","value":"1"}]}`
	two := `{"resourceType":"Patient","id":"p2","identifier":[{"system":"s","value":"1"}]}`
	o := `{"resourceType":"Observation","id":"o","status":"final","subject":{"identifier":{"system":"s","value":"1"}}}`
	d := files(t, map[string]string{"a.json": bundle(one, two, o)})
	for _, id := range []record.PatientID{"p1", "p2"} {
		if n := len(mustRecord(t, d, id).Observations); n != 0 {
			t.Errorf("%s has %d observations", id, n)
		}
	}
}

func TestAPatientWithoutIDGoesByTheUUID(t *testing.T) {
	d := files(t, map[string]string{"a.json": bundle(uuid+`|{"resourceType":"Patient"}`, observed("o", uuid, ""))})
	ids, err := d.Patients(t.Context())
	if err != nil || len(ids) != 1 || string(ids[0]) != strings.TrimPrefix(uuid, "urn:uuid:") {
		t.Fatalf("patients %v, %v", ids, err)
	}
	one(t, mustRecord(t, d, ids[0]).Observations)
	d = files(t, map[string]string{"a.json": bundle(`{"resourceType":"Patient"}`)})
	if !strings.Contains(said(d.Faults()), "without id and without a fullUrl") {
		t.Errorf("said %q", said(d.Faults()))
	}
}

func TestWhatIsAnotherPatientsNeverGetsIn(t *testing.T) {
	report := `{"resourceType":"DiagnosticReport","id":"r","status":"final","code":{"text":"ОАК"},"subject":{"reference":"Patient/p1"},
		"result":[{"reference":"Observation/mine"},{"reference":"Observation/other"},{"reference":"#in"},{"reference":"#alien"}],
		"contained":[` + strings.Replace(observed("in", "Patient/p1", ""), `,"subject":{"reference":"Patient/p1"}`, "", 1) + `,` + observed("alien", "Patient/p2", "") + `]}`
	d := files(t, map[string]string{"a.json": bundle(patientOne, patientTwo, report,
		observed("mine", "Patient/p1", `,"hasMember":[{"reference":"Observation/other"},{"reference":"Observation/mine"}]`),
		observed("other", "Patient/p2", ""),
		`{"resourceType":"RelatedPerson","id":"rel","patient":{"reference":"Patient/p2"},"name":[{"text":"Чужая мать"}]}`,
		`{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p1"},"code":{"text":"x"},"asserter":{"reference":"RelatedPerson/rel"},"encounter":{"reference":"Encounter/e2"}}`,
		`{"resourceType":"Encounter","id":"e2","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/p2"}}`)})
	r := mustRecord(t, d, "p1")
	refs := ""
	for _, ref := range one(t, r.Reports).Results {
		refs += string(ref) + " "
	}
	if refs != "Observation/mine Observation/r#in " || len(r.Observations) != 2 {
		t.Errorf("results %q, %d observations", refs, len(r.Observations))
	}
	if len(r.People) != 0 || r.Diagnoses[0].Encounter != "" || len(r.Encounters) != 0 {
		t.Errorf("people %v, encounter %q", r.People, r.Diagnoses[0].Encounter)
	}
	for _, o := range r.Observations {
		if o.Ref == "Observation/mine" && (len(o.Members) != 1 || o.Members[0] != "Observation/mine") {
			t.Errorf("members %v", o.Members)
		}
	}
	if w := said(d.Notices()); !strings.Contains(w, "DiagnosticReport/r, Observation/mine: points to another patient's Observation/other, which is left out") {
		t.Errorf("notices %q", w)
	}
}

func TestStatusesThatNeverGetIn(t *testing.T) {
	of := func(typ, id, rest string) string {
		subject := "subject"
		if typ == "Immunization" || typ == "AllergyIntolerance" {
			subject = "patient"
		}
		return `{"resourceType":"` + typ + `","id":"` + id + `","` + subject + `":{"reference":"Patient/p1"},` + rest + `}`
	}
	const erroneous = `"verificationStatus":{"coding":[{"code":"entered-in-error"}]}`
	d := files(t, map[string]string{"a.json": bundle(patientOne,
		of("DiagnosticReport", "a", `"status":"entered-in-error"`), of("DiagnosticReport", "b", `"status":"cancelled"`),
		of("DiagnosticReport", "c", `"status":"preliminary"`), of("Observation", "d", `"status":"cancelled"`),
		of("Procedure", "e", `"status":"entered-in-error"`), of("Immunization", "f", `"status":"entered-in-error"`),
		of("MedicationRequest", "g", `"status":"cancelled","intent":"order"`), of("Condition", "h", erroneous),
		of("Condition", "i", `"verificationStatus":{"coding":[{"code":"refuted"}]}`), of("AllergyIntolerance", "j", erroneous),
		of("MedicationRequest", "k", `"status":"active","intent":"order","doNotPerform":true`),
		of("ServiceRequest", "l", `"status":"active","intent":"plan"`),
		of("ServiceRequest", "m", `"status":"revoked","intent":"order"`))})
	r := mustRecord(t, d, "p1")
	if n := len(r.Observations) + len(r.Procedures) + len(r.Immunizations) + len(r.Medications) + len(r.Diagnoses) + len(r.Allergies); n != 0 {
		t.Errorf("%d resources too many", n)
	}
	if !one(t, r.Reports).Status.Preliminary() || one(t, r.Referrals).Status != "revoked" {
		t.Errorf("%v %v", r.Reports[0].Status, r.Referrals[0].Status)
	}
	w := said(d.Notices())
	if !strings.Contains(w, "MedicationRequest/k: left out: it asks not to do") || !strings.Contains(w, "ServiceRequest/l: left out: it is a proposal or plan") {
		t.Errorf("notices %q", w)
	}
}

func TestVersions(t *testing.T) {
	v := func(version, updated, family string) string {
		return `{"resourceType":"Patient","id":"p1","meta":{"versionId":"` + version + `","lastUpdated":"` + updated + `"},"name":[{"family":"` + family + `"}]}`
	}
	const early, late = "2025-01-01T10:00:00Z", "2025-02-01T10:00:00Z"
	for _, c := range []struct {
		name, a, b, family string
	}{
		{"the larger number is the newer", v("9", late, "А"), v("10", early, "Б"), "Б"},
		{"words go by lastUpdated", v("x", late, "А"), v("y", early, "Б"), "А"},
		{"the same content twice is one", v("1", early, "А"), v("1", early, "А"), "А"},
		{"order of keys is no content", `{"resourceType":"Patient","id":"p1","name":[{"family":"А"}]}`, `{"id":"p1", "name":[{"family":"А"}],"resourceType":"Patient"}`, "А"},
		{"two contents of one version", v("1", early, "А"), v("1", early, "Б"), ""},
		{"two contents of one version at different times", v("1", early, "А"), v("1", late, "Б"), ""},
		{"words of one time", v("x", early, "А"), v("y", early, "Б"), ""},
		{"two contents without a version", patientOne, strings.Replace(patientOne, "Анна", "Инна", 1), ""},
	} {
		for _, order := range []map[string]string{{"a.json": bundle(c.a), "b.json": bundle(c.b)}, {"a.json": bundle(c.b), "b.json": bundle(c.a)}} {
			t.Run(c.name, func(t *testing.T) {
				d := files(t, order)
				r, err := d.Record(t.Context(), "p1")
				if (err == nil) != (c.family != "") || len(d.Faults()) > 0 == (c.family != "") {
					t.Fatalf("record %v, faults %s", err, said(d.Faults()))
				}
				if err == nil {
					wantText(t, "family", r.Patient.Names[0].Family, c.family)
				}
			})
		}
	}
}

func TestSharedResources(t *testing.T) {
	clinic := func(ogrn string) string {
		return `{"resourceType":"Organization","id":"c","name":"Клиника","identifier":[{"system":"urn:oid:1.2.643.100.1","value":"` + ogrn + `"}]}`
	}
	contract := func(number string) string {
		return `{"resourceType":"Contract","id":"k","identifier":[{"value":"` + number + `"}]}`
	}
	visit := func(id, patient string) string {
		return `{"resourceType":"Encounter","id":"` + id + `","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/` + patient + `"},"serviceProvider":{"reference":"Organization/c"}}`
	}
	t.Run("each bundle's own text of an organization is used", func(t *testing.T) {
		d := files(t, map[string]string{
			"a.json": bundle(patientOne, clinic("1"), visit("e1", "p1")), "b.json": bundle(patientTwo, clinic("2"), visit("e2", "p2")),
		})
		for id, ogrn := range map[record.PatientID]string{"p1": "1", "p2": "2"} {
			wantText(t, "OGRN", one(t, one(t, mustRecord(t, d, id).Organizations).Identifiers).Value, ogrn)
		}
		if !strings.Contains(said(d.Notices()), "Organization/c: 1 other texts of the same version") {
			t.Errorf("notices %q", said(d.Notices()))
		}
	})
	t.Run("what a shared role or contract names is looked for in the patient's bundle", func(t *testing.T) {
		const role = `{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"Practitioner/d"},"organization":{"reference":"Organization/c"}}`
		const doctor = `{"resourceType":"Practitioner","id":"d"}`
		const contract = `{"resourceType":"Contract","id":"k","subject":[{"reference":"Organization/c"}]}`
		of := func(id, patient string) string {
			return `{"resourceType":"ServiceRequest","id":"` + id + `","status":"active","subject":{"reference":"Patient/` + patient + `"},"requester":{"reference":"PractitionerRole/r"}}`
		}
		cover := func(id, patient string) string {
			return `{"resourceType":"Coverage","id":"` + id + `","status":"active","beneficiary":{"reference":"Patient/` + patient + `"},"contract":[{"reference":"Contract/k"}]}`
		}
		d := files(t, map[string]string{
			"a.json": bundle(patientOne, clinic("1"), role, doctor, contract, of("s1", "p1"), cover("v1", "p1")),
			"b.json": bundle(patientTwo, clinic("2"), role, doctor, contract, of("s2", "p2"), cover("v2", "p2")),
		})
		for id, ogrn := range map[record.PatientID]string{"p1": "1", "p2": "2"} {
			r := mustRecord(t, d, id)
			wantText(t, "OGRN", one(t, one(t, r.Organizations).Identifiers).Value, ogrn)
			if r.Referrals[0].Requester.Ref != "Practitioner/d" || len(r.Contracts) != 1 {
				t.Errorf("%s: requester %q, %d contracts", id, r.Referrals[0].Requester.Ref, len(r.Contracts))
			}
		}
	})
	t.Run("a patient whose files have two texts of an organization is refused", func(t *testing.T) {
		d := files(t, map[string]string{
			"a.json": bundle(patientOne, clinic("1"), visit("e1", "p1")), "b.json": bundle(clinic("2"), visit("e2", "p1")),
		})
		if _, err := d.Record(t.Context(), "p1"); err == nil {
			t.Error("a record was given")
		}
	})
	t.Run("two texts of a contract are a fault, and stop the patients of both files only", func(t *testing.T) {
		d := files(t, map[string]string{
			"a.json": bundle(patientOne, contract("1")), "b.json": bundle(patientTwo, contract("2")),
			"c.json": bundle(`{"resourceType":"Patient","id":"p3"}`),
		})
		if !strings.Contains(said(d.Faults()), "b.json: entry 2, Contract/k: another text of the same version is in a.json") {
			t.Errorf("faults %q", said(d.Faults()))
		}
		for id, ok := range map[record.PatientID]bool{"p1": false, "p2": false, "p3": true} {
			if _, err := d.Record(t.Context(), id); (err == nil) != ok {
				t.Errorf("%s: %v", id, err)
			}
		}
	})
}

func TestAFaultyFileStopsWhomItSpeaksOf(t *testing.T) {
	good := map[string]string{"a.json": bundle(patientOne), "b.json": bundle(patientTwo)}
	for name, content := range map[string]string{
		"cut off after a reference":     `{"resourceType":"Bundle","type":"collection","entry":[{"resource":` + observed("o", "Patient/p1", "") + `},{"res`,
		"a wrong date":                  bundle(observed("o", "Patient/p1", `,"effectiveDateTime":"30.02.2025"`)),
		"a wrong date, absolute URL":    bundle(observed("o", "https://mis/fhir/Patient/p1", `,"effectiveDateTime":"30.02.2025"`)),
		"a copy of the patient, cut":    patientOne[:30] + `"p1"`,
		"bytes that are not UTF-8":      bundle(observed("o", "Patient/p1", `,"note":[{"text":"`+"\xcf\xf0"+`"}]`)),
		"two resources in a .json file": observed("o", "Patient/p1", "") + "\n" + observed("o2", "Patient/p1", ""),
	} {
		t.Run(name, func(t *testing.T) {
			good["c.json"] = content
			d := files(t, good)
			if len(d.Faults()) == 0 {
				t.Fatal("no fault")
			}
			if _, err := d.Record(t.Context(), "p1"); err == nil || !strings.Contains(err.Error(), "c.json") {
				t.Errorf("p1: %v", err)
			}
			if _, err := d.Record(t.Context(), "p2"); err != nil {
				t.Errorf("p2: %v", err)
			}
		})
	}
}

func TestLines(t *testing.T) {
	d := files(t, map[string]string{"a.ndjson": "\xef\xbb\xbf" + patientOne + "\r\n\n" + observed("o", "Patient/p1", "")})
	one(t, mustRecord(t, d, "p1").Observations)
	for line, want := range map[string]string{
		"nonsense":        "a.ndjson: line 3, column 2: not valid JSON",
		`{"id":1,"id":1}`: "line 3, column 9: a key stands twice",
		observed("o", "Patient/p1", "") + `{"resourceType":"Patient","id":"z"}`: "several JSON texts",
		bundle(): "line 3, Bundle: a Bundle inside a Bundle",
		observed("o", "Patient/p1", `,"effectiveDateTime":"2025-13-01"`): "line 3, Observation/o, effectiveDateTime: not a",
		"[]": "line 3: wrong JSON type: is an array, want a Bundle",
	} {
		d := files(t, map[string]string{"a.ndjson": patientOne + "\n\n" + line + "\n" + patientTwo})
		if w := said(d.Faults()); !strings.Contains(w, want) {
			t.Errorf("want %q, said %q", want, w)
		}
		if ids, err := d.Patients(t.Context()); err != nil || len(ids) != 2 {
			t.Errorf("%s: patients %v, %v", want, ids, err)
		}
	}
}

func TestBundles(t *testing.T) {
	const open = `{"resourceType":"Bundle","type":"`
	entry := `"entry":[{"resource":` + patientOne + `}]`
	for _, c := range []struct{ name, content, fault string }{
		{"a searchset", open + `searchset",` + entry + `}`, ""},
		{"a batch with the type last", `{` + entry + `,"type":"batch","resourceType":"Bundle"}`, ""},
		{"a single resource", patientOne, ""},
		{"rules nobody knows", open + `batch","implicitRules":"urn:x",` + entry + `}`, "implicitRules: the Bundle follows rules"},
		{"no rules", open + `batch","implicitRules":null,` + entry + `}`, ""},
		{"an entry that something changes", open + `batch","entry":[{"modifierExtension":[{"url":"x"}],"resource":` + patientOne + `}]}`, "entry 1: modifierExtension: changes the meaning"},
		{"a history", open + `history",` + entry + `}`, "type: want a Bundle of type"},
		{"a message", open + `message",` + entry + `}`, "type: want a Bundle of type"},
		{"no type", `{"resourceType":"Bundle",` + entry + `}`, "type: want a Bundle of type"},
		{"entries that are no list", open + `batch","entry":{}}`, "entry: wrong JSON type: is an object, want an array"},
		{"a deletion", open + `batch","entry":[{"resource":` + patientOne + `,"request":{"method":"DELETE"}}]}`, "entry 1: asks to delete"},
		{"a search that went wrong", bundle(patientOne, `{"resourceType":"OperationOutcome","issue":[{"severity":"error"}]}`), "entry 2, OperationOutcome, issue: the server reported an error"},
		{"a page without the next", open + `searchset","link":[{"relation":"next","url":"https://m/2"}],` + entry + `}`, "link: one page of a search"},
		{"one fullUrl for two", bundle(uuid+"|"+patientOne, uuid+"|"+patientTwo), "its fullUrl is that of Patient/p1 too"},
		{"an unknown modifier", bundle(patientOne, observed("o", "Patient/p1", `,"modifierExtension":[{"url":"x"}]`)), "Observation/o, modifierExtension: changes the meaning"},
		{"a status that is none", bundle(patientOne, `{"resourceType":"Observation","id":"o","status":"Иванов"}`), "Observation/o, status: not a status of Observation"},
		{"no status", bundle(patientOne, `{"resourceType":"Observation","id":"o"}`), "Observation/o, status: missing"},
		{"an id that is none", bundle(patientOne, `{"resourceType":"Observation","id":"../x","status":"final"}`), "entry 2, Observation, id: not a FHIR id"},
		{"two values", bundle(patientOne, observed("o", "Patient/p1", `,"valueString":"a","valueBoolean":true`)), "value: more than one value"},
		{"a fault in what is contained", bundle(patientOne, observed("o", "Patient/p1", `,"contained":[{"resourceType":"Observation","id":"i","status":"final","issued":1,"effectiveDateTime":"x"}]`)), "contained[0].effectiveDateTime: not a FHIR date"},
		{"a type we do not read", bundle(patientOne, `{"resourceType":"CarePlan","id":5}`), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := said(files(t, map[string]string{"a.json": c.content}).Faults())
			if (w == "") != (c.fault == "") || !strings.Contains(w, c.fault) {
				t.Errorf("said %q, want %q", w, c.fault)
			}
		})
	}
}
