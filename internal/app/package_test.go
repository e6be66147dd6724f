package app_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"vypiska/exporter/issued"
	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/db"
	"vypiska/signing"
	"vypiska/signing/signingtest"
	"vypiska/storage/register"
)

// contractOf is a contract of the sample clinic: ru-conA or ru-conB.
func contractOf(t *testing.T, letter string) policy.Contract {
	t.Helper()
	text := map[string]string{
		"A": `{"number":"Д-2024/118","insurer":"ru-insA","from":"2024-07-01","to":"2025-12-31","services":["CT","MR","LAB"]}`,
		"B": `{"number":"М-77/2025","insurer":"ru-insB","from":"2025-01-01","to":"2025-12-31","services":["US","MG","DX","CT","LAB"]}`,
	}[letter]
	c, err := app.ParseContract([]byte(text))
	fatal(t, err)
	return c
}

func days(t *testing.T, from, to string) record.Period {
	t.Helper()
	start, err := record.ParseDate(from)
	fatal(t, err)
	end, err := record.ParseDate(to)
	fatal(t, err)
	return record.Period{Start: start, End: end}
}

// pack makes a package and reads its registry after checking all of it.
func (s *service) pack(t *testing.T, c policy.Contract, p record.Period) (app.Packaged, map[string][]string, parcel.Report) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "p.asice")
	made, err := s.Package(t.Context(), askOf(c, p), "ru", s.now(), name)
	fatal(t, err)
	b, err := os.ReadFile(name)
	fatal(t, err)
	r, err := s.judge(b, nil)
	fatal(t, err)
	if r.SHA256 != made.Package.SHA256() {
		t.Errorf("the register has another digest than the file")
	}
	return made, registryOf(t, b), r
}

func askOf(c policy.Contract, p record.Period) policy.PackageAsk {
	return policy.PackageAsk{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Contract: c, Period: p}
}

// judge checks a package with the register's and the seal's own keys, and roots
// for time stamps.
func (s *service) judge(b []byte, stamps *x509.CertPool) (parcel.Report, error) {
	pem, err := os.ReadFile(filepath.Join(s.house.Dir, "keys/seal/roots.pem"))
	if err != nil {
		return parcel.Report{}, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	return parcel.Check(context.Background(), bytes.NewReader(b), int64(len(b)), parcel.Against{Checker: signing.Checker{Roots: roots, TSARoots: stamps, Now: s.now()},
		Proof: func(text, _ []byte) (parcel.Proved, error) {
			p, err := register.ParseProof(text)
			if err != nil {
				return parcel.Proved{}, err
			}
			e, _, err := p.Check(s.house.Verifier)
			return parcel.Proved{Number: e.Number, SHA256: e.SHA256, Patient: e.Patient}, err
		}})
}

// registryOf reads registry.json as any program would, without our code.
func registryOf(t *testing.T, b []byte) map[string][]string {
	t.Helper()
	var reg struct {
		Documents []struct {
			Patient string
			Reports []string
		}
	}
	at := bytes.Index(b, []byte("{\n \"documents\": ["))
	fatal(t, json.NewDecoder(bytes.NewReader(b[at:])).Decode(&reg))
	people := map[string][]string{}
	for _, d := range reg.Documents {
		people[d.Patient] = d.Reports
	}
	return people
}

func TestThePackagesOfTheSampleClinicAreThoseOfItsIndex(t *testing.T) {
	s := newService(t)
	text, err := os.ReadFile(filepath.Join(root, "testdata/fhir-ru.index.json"))
	fatal(t, err)
	var index struct {
		Patients []struct {
			ID     string
			Access struct {
				Insurers map[string]struct {
					VisibleReports []string
					Hidden         map[string]string
				}
			}
		}
	}
	fatal(t, json.Unmarshal(text, &index))
	left := map[string]map[record.PatientID]policy.Code{
		"A": {"ru-p03": policy.CodeNoConsent, "ru-p15": policy.CodeNoConsent, "ru-p19": policy.CodeNotInsured},
		"B": {"ru-p16": policy.CodeNoConsent, "ru-p18": policy.CodeNotInsured, "ru-p23": policy.CodeOutOfScope},
	}
	for letter, insurer := range map[string]string{"A": "ru-insA", "B": "ru-insB"} {
		made, people, _ := s.pack(t, contractOf(t, letter), days(t, "2024-01-01", "2025-06-15"))
		want := map[string][]string{}
		for _, p := range index.Patients {
			if v := p.Access.Insurers[insurer].VisibleReports; len(v) > 0 {
				want[p.ID] = v
			}
		}
		for _, reports := range people {
			slices.Sort(reports)
		}
		if !maps.EqualFunc(people, want, slices.Equal) {
			t.Errorf("%s: in the package %v, want %v", letter, people, want)
		}
		out := map[record.PatientID]policy.Code{}
		for _, l := range made.LeftOut {
			out[l.Patient] = l.Code
		}
		if !maps.Equal(out, left[letter]) {
			t.Errorf("%s: left out %v, want %v", letter, out, left[letter])
		}
	}
	if r, err := s.house.Verify(t.Context()); err != nil || !r.Intact() {
		t.Error(r, err)
	}
}

func TestNothingOfWhoIsLeftOutIsInThePackage(t *testing.T) {
	s := newService(t)
	name := filepath.Join(t.TempDir(), "p.asice")
	made, err := s.Package(t.Context(), askOf(contractOf(t, "A"), days(t, "2024-01-01", "2025-06-15")), "ru", s.now(), name)
	fatal(t, err)
	b, err := os.ReadFile(name)
	fatal(t, err)
	for _, l := range made.LeftOut {
		if bytes.Contains(b, []byte(l.Patient)) {
			t.Errorf("the package names %s", l.Patient)
		}
	}
	for _, w := range made.Withheld {
		if _, id, _ := strings.Cut(string(w.Report), "/"); bytes.Contains(b, []byte(id)) {
			t.Errorf("the package names %s, which is withheld", id)
		}
	}
	if len(made.LeftOut) == 0 || len(made.Withheld) == 0 {
		t.Error("nobody was left out: the test says nothing")
	}
}

func TestARevokedDocumentIsDeletedInTheNextPackageOnce(t *testing.T) {
	s := newService(t)
	c, april := contractOf(t, "A"), days(t, "2025-04-01", "2025-04-30")
	_, _, first := s.pack(t, c, april)
	var gone parcel.File
	for _, f := range first.Manifest.Files {
		if f.Number != "" {
			gone = f
		}
	}
	fatal(t, s.RevokeCopy(t.Context(), app.Visitor{Account: "officer-1", Role: policy.Officer, Subject: "officer-1"}, gone.Number, "wrong patient"))
	_, _, other := s.pack(t, contractOf(t, "B"), april)
	_, _, second := s.pack(t, c, april)
	_, _, third := s.pack(t, c, april)
	want := []parcel.Deleted{{Number: gone.Number, SHA256: gone.SHA256, Sequence: 1}}
	if !slices.Equal(second.Manifest.Deleted, want) || len(third.Manifest.Deleted)+len(other.Manifest.Deleted) != 0 {
		t.Errorf("deleted: %v, then %v, another insurer %v", second.Manifest.Deleted, third.Manifest.Deleted, other.Manifest.Deleted)
	}
	if p := third.Manifest.Previous; third.Sequence != 3 || p == nil || p.SHA256 != second.SHA256 || other.Sequence != 1 {
		t.Errorf("the sequence is broken: %+v", third.Manifest)
	}
}

func TestABlockBindsPackagesOnlyWhereTheClinicSaysSo(t *testing.T) {
	s := newService(t)
	reception := app.Visitor{Account: "r", Role: policy.Reception, Subject: "r"}
	_, err := s.Block(t.Context(), reception, app.BlockAsk{Patient: "ru-p01", Channel: "phone", Scope: "all"})
	fatal(t, err)
	for _, bind := range []bool{false, true} {
		s.Settings.BlocksBindPackages = bind
		made, people, _ := s.pack(t, contractOf(t, "A"), days(t, "2025-04-01", "2025-04-30"))
		_, in := people["ru-p01"]
		if in == bind || slices.Contains(made.LeftOut, app.LeftOut{Patient: "ru-p01", Code: policy.CodeBlocked}) != bind {
			t.Errorf("setting %v: in the package %v, left out %v", bind, in, made.LeftOut)
		}
	}
}

// spoilt is a source in which one record cannot be read.
type spoilt struct {
	record.Source
	patient record.PatientID
}

func (s spoilt) Record(ctx context.Context, id record.PatientID) (record.Record, error) {
	if id == s.patient {
		return record.Record{}, &record.Fault{File: "x.json", What: "is broken"}
	}
	return s.Source.Record(ctx, id)
}

func TestAFailingPersonFailsThePackageOnlyWhereTheContractSaysSo(t *testing.T) {
	s := newService(t)
	s.Source = spoilt{s.Source, "ru-p05"}
	c, april := contractOf(t, "A"), days(t, "2025-04-01", "2025-04-30")
	made, people, _ := s.pack(t, c, april)
	if _, in := people["ru-p05"]; in || len(people) != 8 || !slices.Contains(made.LeftOut, app.LeftOut{Patient: "ru-p05", Code: app.CodeFailed}) {
		t.Errorf("%v, left out %v", people, made.LeftOut)
	}
	c.Whole = true
	dir := t.TempDir()
	var fault *record.Fault
	if _, err := s.Package(t.Context(), askOf(c, april), "ru", s.now(), filepath.Join(dir, "p.asice")); !errors.As(err, &fault) {
		t.Errorf("all or nothing: %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	c.Whole = false
	if _, _, r := s.pack(t, c, april); r.Sequence != 2 {
		t.Errorf("a package that was not made has taken number %d", r.Sequence-1)
	}
}

func TestAPackageReachesTheLevelOfItsSeals(t *testing.T) {
	s := newService(t)
	world, _ := s.sealAt(t, signing.LevelT, false)
	c, april := contractOf(t, "A"), days(t, "2025-04-01", "2025-04-30")
	name := filepath.Join(t.TempDir(), "p.asice")
	made, err := s.Package(t.Context(), askOf(c, april), "ru", s.now(), name)
	fatal(t, err)
	b, err := os.ReadFile(name)
	fatal(t, err)
	stamps := x509.NewCertPool()
	stamps.AppendCertsFromPEM(world.RootPEM())
	r, err := s.judge(b, stamps)
	if err != nil || made.Package.SealLevel() != "B-T" || !r.Seal.Trusted || r.Seal.Signatures[0].Level != signing.LevelT {
		t.Errorf("level %s, %+v, %v", made.Package.SealLevel(), r.Seal, err)
	}
	if _, err := s.judge(b, nil); !errors.Is(err, signing.ErrUntrusted) {
		t.Errorf("nobody's time stamps are trusted: %v", err)
	}
	world.Behave(signingtest.TSA, signingtest.Broken)
	dir := t.TempDir()
	var authority *signing.AuthorityError
	if _, err := s.Package(t.Context(), askOf(c, april), "ru", s.now(), filepath.Join(dir, "p.asice")); !errors.As(err, &authority) {
		t.Errorf("without its time stamps: %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestOfTwoPackagesAtOnceEachHasItsPlaceOrIsNotMade(t *testing.T) {
	s := newService(t)
	c, april, dir := contractOf(t, "A"), days(t, "2025-04-01", "2025-04-30"), t.TempDir()
	var all sync.WaitGroup
	var mu sync.Mutex
	made := map[int64]issued.Package{}
	failed := 0
	for i := range 3 {
		all.Go(func() {
			p, err := s.Package(t.Context(), askOf(c, april), "ru", s.now(), filepath.Join(dir, fmt.Sprint(i)))
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed++
				return
			}
			if made[p.Sequence].Valid() {
				t.Errorf("number %d was given twice", p.Sequence)
			}
			made[p.Sequence] = p.Package
		})
	}
	all.Wait()
	files, err := os.ReadDir(dir)
	fatal(t, err)
	if len(made) == 0 || len(made)+failed != 3 || len(files) != len(made) {
		t.Errorf("%d made, %d failed, %d files", len(made), failed, len(files))
	}
	for n := range int64(len(made)) {
		if !made[n+1].Valid() {
			t.Errorf("number %d is missing", n+1)
		}
	}
}

func TestAPackageThatMayNotBeMadeIsRegisteredAsRefused(t *testing.T) {
	s := newService(t)
	s.Settings.NoOperator = true
	var refusal *policy.Refusal
	_, err := s.Package(t.Context(), askOf(contractOf(t, "A"), days(t, "2025-04-01", "2025-04-30")), "ru", s.now(), filepath.Join(t.TempDir(), "p"))
	if !errors.As(err, &refusal) || refusal.Rule != "operator-off" {
		t.Fatal(err)
	}
	var out bytes.Buffer
	fatal(t, s.house.ExportRegister(t.Context(), &out, register.Filter{}, false))
	if !strings.Contains(out.String(), `"event":"refusal"`) || !strings.Contains(out.String(), "operator-off") {
		t.Errorf("the register says %s", out.String())
	}
}

// merged is the MIS after one person's two records became one.
type merged struct {
	record.Source
	gone, left record.PatientID
}

func (m merged) Patients(ctx context.Context) ([]record.PatientID, error) {
	all, err := m.Source.Patients(ctx)
	return slices.DeleteFunc(all, func(id record.PatientID) bool { return id == m.gone }), err
}

func (m merged) Record(ctx context.Context, id record.PatientID) (record.Record, error) {
	rec, err := m.Source.Record(ctx, id)
	if id != m.left || err != nil {
		return rec, err
	}
	other, err := m.Source.Record(ctx, m.gone)
	rec.Reports, rec.Observations = append(rec.Reports, other.Reports...), append(rec.Observations, other.Observations...)
	return rec, err
}

func TestPersonsMergedInTheMISAreOnePersonFromThenOn(t *testing.T) {
	s := newService(t)
	c, april := contractOf(t, "A"), days(t, "2025-04-01", "2025-04-30")
	_, before, first := s.pack(t, c, april)
	s.Source = merged{s.Source, "ru-p05", "ru-p01"}
	var old string
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) error {
		for _, f := range first.Manifest.Files {
			if f.Number == "" {
				continue
			}
			row, err := v.Copy(t.Context(), f.Number)
			if err != nil {
				return err
			}
			if row.Patient == "ru-p05" {
				old = f.Number
			}
		}
		return nil
	}))
	fatal(t, s.RevokeCopy(t.Context(), officer1, old, "merged in the MIS"))
	_, after, second := s.pack(t, c, april)
	want := slices.Sorted(slices.Values(append(slices.Clone(before["ru-p01"]), before["ru-p05"]...)))
	if got := slices.Sorted(slices.Values(after["ru-p01"])); !slices.Equal(got, want) || after["ru-p05"] != nil {
		t.Errorf("ru-p01 has %v, want %v; ru-p05 has %v", got, want, after["ru-p05"])
	}
	if d := second.Manifest.Deleted; len(d) != 1 || d[0].Number != old {
		t.Errorf("deleted %v, want %s", d, old)
	}
}
