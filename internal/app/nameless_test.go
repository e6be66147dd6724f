package app_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vypiska/exporter"
	"vypiska/exporter/deidentify"
	"vypiska/exporter/deidentify/pdftext"
	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// insuredB is somebody who is in insurer B's package.
const insuredB = "ru-p02"

const contractN = `{"number":"М-77/2025","insurer":"ru-insB","from":"2025-01-01","to":"2025-12-31","services":["US","MG","DX","CT","LAB"],"fields":"pseudonymous"}`

// newNameless is a service with the clinic's key of pseudonyms and what else is set.
func newNameless(t *testing.T, set func(*app.Setup)) *parcels {
	t.Helper()
	s := newParcels(t)
	setup := s.Setup
	setup.Secret = bytes.Repeat([]byte("k"), deidentify.KeySize)
	if set != nil {
		set(&setup)
	}
	desk, err := app.NewDesk(s.house, setup)
	fatal(t, err)
	s.Desk = desk
	s.Packages = s.steps
	return s
}

// unpacked are the files of a package, PDFs as the texts in them.
func unpacked(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	fatal(t, err)
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		fatal(t, err)
		text, err := io.ReadAll(r)
		fatal(t, err)
		files[f.Name] = string(text)
		if strings.HasSuffix(f.Name, ".pdf") {
			c, err := pdftext.Read(text)
			fatal(t, err)
			files[f.Name] = c.Text() + strings.Join(slices.Concat(c.Metadata, c.Names, c.Links), "\n")
		}
	}
	return files
}

// telling are words that say who a person is, or lead there.
func telling(rec record.Record) (words []string) {
	add := func(all ...record.Personal) {
		for _, p := range all {
			if len([]rune(p.Reveal())) >= 4 {
				words = append(words, p.Reveal())
			}
		}
	}
	words = append(words, string(rec.Patient.ID))
	for _, n := range rec.Patient.Names {
		add(n.Family, n.Patronymic)
	}
	for _, i := range rec.Patient.Identifiers {
		add(i.Value)
	}
	for _, c := range rec.Patient.Contacts {
		add(c.Value)
	}
	for _, a := range rec.Patient.Addresses {
		add(a.Lines...)
	}
	for _, v := range rec.Coverages {
		for _, i := range v.Identifiers {
			add(i.Value)
		}
	}
	for _, r := range rec.Reports {
		_, id, _ := strings.Cut(string(r.Ref), "/")
		words = append(words, id)
		if r.Effective.Start.Precision() >= record.ToDay {
			day := r.Effective.Start.Day()
			words = append(words, day, day[8:]+"."+day[5:7]+"."+day[:4])
		}
	}
	return words
}

// nobodyIn fails for every word that tells who somebody is.
func nobodyIn(t *testing.T, s *parcels, files map[string]string) {
	t.Helper()
	ids, err := s.Source.Patients(t.Context())
	fatal(t, err)
	looked := 0
	for _, id := range ids {
		rec := recordOf(t, id)
		for _, w := range telling(rec) {
			for name, text := range files {
				looked++
				// the moment of making is no one's: documents and entries say when they were made
				if strings.Contains(text, w) && w != s.now().Format("2006-01-02") {
					t.Errorf("%s: %s tells of patient %s", name, w, id)
				}
			}
		}
	}
	if looked < 1000 {
		t.Errorf("only %d looks: the test says nothing", looked)
	}
}

func TestAPackageWithoutNamesTellsNobody(t *testing.T) {
	s := newNameless(t, nil)
	s.activate(t, contractN)
	o := s.made(t, officer, "М-77/2025", "2025-01-01/2025-06-15")
	b := s.fetched(t, insurerB, o)
	if _, err := s.judge(b, nil); err != nil {
		t.Fatal(err)
	}
	files := unpacked(t, b)
	nobodyIn(t, s, files)
	if named := s.namedLike(t); o.Documents == 0 || o.Documents != named {
		t.Errorf("%d documents, %d with names", o.Documents, named)
	}
	table, err := csv.NewReader(strings.NewReader(strings.ReplaceAll(strings.TrimPrefix(files["registry.csv"], "\ufeff"), ";", ","))).ReadAll()
	fatal(t, err)
	for _, l := range table[1:] {
		if l[4]+l[5] != "" || l[7] == "" || l[8] == "" || l[9] == "" {
			t.Errorf("the table says %q", l)
		}
	}
	var reg parcel.Registry
	fatal(t, json.Unmarshal([]byte(files["registry.json"]), &reg))
	var people []string
	for _, d := range reg.Documents {
		people = append(people, d.Patient)
		text := files[d.File]
		if !strings.Contains(text, d.Patient) || !strings.Contains(text, "ДОКУМЕНТ ПОДПИСАН") || !strings.Contains(text, "М-77/2025") {
			t.Errorf("document %s does not say its pseudonym, mark and contract", d.Number)
		}
	}
	if !slices.IsSorted(people) {
		t.Error("the order of people is not that of their pseudonyms")
	}
	s.known(t, o)
}

// namedLike counts the documents of the same contract with names.
func (s *parcels) namedLike(t *testing.T) int {
	t.Helper()
	c := contractOf(t, "B")
	made, err := s.Package(t.Context(), askOf(c, days(t, "2025-01-01", "2025-06-15")), "ru", s.now(), filepath.Join(t.TempDir(), "p.asice"))
	fatal(t, err)
	return made.Package.Documents()
}

// known: the clinic itself knows whose document each is, and a patient that one went out.
func (s *parcels) known(t *testing.T, o app.PackageOrder) {
	t.Helper()
	s.until(t, "")
	subjects, released, told := 0, 0, 0
	var all []register.Entry
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) error {
		for r, err := range register.Export(t.Context(), v.Register(), register.Filter{}) {
			if err != nil {
				return err
			}
			all = append(all, r.Entry)
		}
		return nil
	}))
	for _, e := range all {
		switch {
		case e.Event == register.Issue && e.Profile == "research" && (e.Patient != "" || e.Processing() != register.Depersonalisation):
			t.Error("the entry that goes out as a proof names the patient, or is no depersonalisation")
		case e.Event == register.Subject && e.Patient != "" && e.Order == o.ID:
			subjects++
			list, err := s.DisclosuresOf(t.Context(), officer, e.Patient, 0)
			fatal(t, err)
			if slices.ContainsFunc(list.Entries, func(d app.Disclosure) bool {
				return d.Number == e.Number && d.Event == "issue" && d.Who == o.Insurer && d.Basis != ""
			}) {
				told++
			}
		case e.Event == register.Release && e.Patient != "" && e.Recipient == o.Insurer:
			released++
		}
	}
	if subjects != o.Documents || told != o.Documents || released < o.Documents {
		t.Errorf("%d subjects, %d told, %d released of %d documents", subjects, told, released, o.Documents)
	}
}

func TestPseudonymsAreOfOneContractAndStayTheSame(t *testing.T) {
	s := newNameless(t, nil)
	period := days(t, "2025-01-01", "2025-06-15")
	pack := func(number string) []string {
		c := contractOf(t, "B")
		c.Fields, c.Number = policy.PseudonymFields, number
		if number != "М-77/2025" { // the clinic's system knows no contract of that number: the list does
			ids, err := s.Source.Patients(t.Context())
			fatal(t, err)
			for _, id := range ids {
				c.Insured = append(c.Insured, policy.Insured{Patient: id})
			}
		}
		_, people, _ := s.pack(t, c, period)
		var names []string
		for name := range people {
			names = append(names, name)
		}
		slices.Sort(names)
		return names
	}
	first, again, other := pack("М-77/2025"), pack("М-77/2025"), pack("М-78/2025")
	if len(first) == 0 || !slices.Equal(first, again) {
		t.Errorf("the same contract has other pseudonyms: %v, %v", first, again)
	}
	for _, name := range other {
		if slices.Contains(first, name) {
			t.Errorf("%s is known under another contract", name)
		}
	}
}

// The letterhead is a form that prints what it must not: the name of one of them.
func TestWhoWouldLeakIsLeftOutAndTheOfficersToLookAt(t *testing.T) {
	leaky := recordOf(t, insuredB).Patient.Name().Family.Reveal()
	s := newNameless(t, func(set *app.Setup) {
		set.Clinic.Issuer = exporter.Issuer{Name: record.NewPersonal("Клиника " + leaky)}
	})
	s.activate(t, contractN)
	o := s.made(t, officer, "М-77/2025", "2025-01-01/2025-06-15")
	people, _, err := s.LeftOutOf(t.Context(), officer, o.ID)
	fatal(t, err)
	var leaks []record.PatientID
	for _, p := range people {
		if p.Code == app.CodeLeak {
			leaks = append(leaks, p.Patient)
		}
	}
	if len(leaks) == 0 || len(leaks) >= o.Documents {
		t.Fatalf("left out %v of %d", people, o.Documents)
	}
	list, err := s.Reviews(t.Context(), officer, "")
	fatal(t, err)
	if len(list) != len(leaks) {
		t.Fatalf("reviews %+v, leaks %v", list, leaks)
	}
	for _, r := range list {
		if !slices.Contains(leaks, record.PatientID(r.Patient)) || r.Code != "leak" || !strings.HasPrefix(r.Order, o.ID+"/") || r.At.IsZero() ||
			!strings.Contains(r.Why, "PATIENT by rule") || strings.Contains(r.Why, leaky) {
			t.Errorf("the officer sees %+v", r)
		}
	}
	screen, err := s.FruitlessOrders(t.Context(), officer, "")
	fatal(t, err)
	if len(screen.List) != len(leaks) || screen.List[0].Kind != "package" || screen.List[0].Status != "failed" || screen.List[0].Refusal != "needs-review" || screen.List[0].Why == "" {
		t.Errorf("the officer's screen shows %+v", screen.List)
	}
	if more, err := s.FruitlessOrders(t.Context(), officer, screen.List[len(screen.List)-1].ID); err != nil || len(more.List) != 0 {
		t.Errorf("behind the last the screen has %v, %v", more, err)
	}
	if more, err := s.Reviews(t.Context(), officer, list[len(list)-1].Order); err != nil || len(more) != 0 {
		t.Errorf("behind the last there is %v, %v", more, err)
	}
	if _, err := s.judge(s.fetched(t, insurerB, o), nil); err != nil {
		t.Error(err)
	}
}

func TestALeakFailsAWholePackage(t *testing.T) {
	leaky := recordOf(t, insuredB).Patient.Name().Family.Reveal()
	s := newNameless(t, func(set *app.Setup) {
		set.Clinic.Issuer = exporter.Issuer{Name: record.NewPersonal("Клиника " + leaky)}
	})
	s.activate(t, strings.Replace(contractN, `"fields"`, `"whole":true,"fields"`, 1))
	o := s.order(t, officer, "М-77/2025", "2025-01-01/2025-06-15")
	s.until(t, "")
	if o = s.find(t, o.ID); o.Status != app.Failed || o.Refusal != "needs-review" {
		t.Errorf("the order is %s %s", o.Status, o.Refusal)
	}
	if list, err := s.Reviews(t.Context(), officer, ""); err != nil || len(list) == 0 || list[0].Code != "leak" {
		t.Errorf("the officer sees %+v, %v", list, err)
	}
}

func TestWhoIsOfASmallGroupIsWithheldFromAPackageWithoutNames(t *testing.T) {
	src, err := clinic()
	fatal(t, err)
	s := newNameless(t, func(set *app.Setup) { set.Groups = &deidentify.Groups{Source: src, K: 25, Population: 20} })
	s.activate(t, strings.Replace(contractN, `"fields"`, `"whole":true,"fields"`, 1)) // a decision is no failure
	o := s.made(t, officer, "М-77/2025", "2025-01-01/2025-06-15")
	people, _, err := s.LeftOutOf(t.Context(), officer, o.ID)
	fatal(t, err)
	withheld := 0
	for _, p := range people {
		if p.Code == app.CodeWithheld {
			withheld++
		}
	}
	if o.Documents != 0 || withheld == 0 || o.Failed != 0 {
		t.Errorf("%d documents, %d failed, left out %v", o.Documents, o.Failed, people)
	}
	if list, err := s.Reviews(t.Context(), officer, ""); err != nil || len(list) != withheld || list[0].Code != "withheld" || !strings.Contains(list[0].Why, "small group") {
		t.Errorf("the officer sees %+v, %v", list, err)
	}
}

// What a small group made coarse in the document is no finer in the registry.
func TestTheRegistryIsAsCoarseAsTheDocument(t *testing.T) {
	src, err := clinic()
	fatal(t, err)
	s := newNameless(t, func(set *app.Setup) { set.Groups = &deidentify.Groups{Source: src, K: 3, Population: 20} })
	s.activate(t, contractN)
	o := s.made(t, officer, "М-77/2025", "2025-01-01/2025-06-15")
	files := unpacked(t, s.fetched(t, insurerB, o))
	coarse, fine := 0, 0
	for _, line := range strings.Split(strings.TrimSpace(files["registry.csv"]), "\r\n")[1:] {
		cells := strings.Split(line, ";")
		date, text := cells[7], files[cells[1]]
		if date == "" {
			coarse++
			if !strings.Contains(text, "не указана") && !strings.Contains(text, "без даты") {
				t.Errorf("%s: no date in the registry, one in the document", cells[0])
			}
			continue
		}
		fine++
		if !strings.Contains(text, date[8:]+"."+date[5:7]+"."+date[:4]) {
			t.Errorf("%s: the registry has a date the document has not", cells[0])
		}
	}
	if coarse == 0 || fine == 0 {
		t.Errorf("%d lines coarse, %d not: the test says nothing", coarse, fine)
	}
}
