package app_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/db"
	"vypiska/internal/db/dbtest"
	"vypiska/signing"
)

// told orders the patient's list of disclosures and builds it.
func (s *service) told(t *testing.T, a app.DisclosuresAsk) app.Order {
	t.Helper()
	o, err := s.OrderDisclosures(t.Context(), patient, a)
	fatal(t, err)
	fatal(t, s.Run(t.Context(), o.ID))
	o, err = s.FindOrder(t.Context(), patient, o.ID)
	fatal(t, err)
	if o.Status != app.Ready {
		t.Fatalf("the list is %s: %s", o.Status, o.Refusal)
	}
	return o
}

// printed is the text of a PDF as it is read.
func printed(t *testing.T, pdf []byte) string {
	t.Helper()
	return strings.Join(strings.Fields(pdfText(t, pdf)), " ")
}

func TestAPatientGetsTheListOfDisclosuresAsASealedCopy(t *testing.T) {
	s := newService(t)
	mine, report := s.ready(t, patient, "signed"), s.ready(t, doctor, "anonymized")
	_, token := s.link(t, patient, mine, 3)
	s.file(t, token)
	transfer, err := s.Fetch(t.Context(), doctor, report.ID)
	fatal(t, err)
	fatal(t, transfer.Close(nil))
	_, err = s.SeeRecord(t.Context(), doctor, app.RecordAsk{Patient: "ru-p01"})
	fatal(t, err)
	contract := contractOf(t, "A")
	april := days(t, "2025-04-01", "2025-04-30")
	s.pack(t, contract, april)

	o := s.told(t, app.DisclosuresAsk{})
	_, token = s.link(t, patient, o, 3)
	pdf := s.file(t, token)
	text := printed(t, pdf)
	person, err := s.Directory.Person(t.Context(), "Patient/ru-p01")
	fatal(t, err)
	known, err := s.Directory.Person(t.Context(), doctor.Subject)
	fatal(t, err)
	for _, want := range []string{person.Name.Reveal(), known.Name.Reveal(), "Сведения о выданных копиях", mine.Number, report.Number, "по ссылке пациента",
		"показан список исследований", "Organization/ru-insA", "пакет изготовлен", policy.BasisReferral} {
		if !strings.Contains(text, want) {
			t.Errorf("the list lacks %q:\n%s", want, text)
		}
	}
	roots, err := app.Roots(s.house.Dir)
	fatal(t, err)
	if r, err := signing.Check(t.Context(), pdf, roots.Pool, s.now()); err != nil || !r.Trusted {
		t.Errorf("its seal: %+v, %v", r, err)
	}
	if v, err := s.VerifyCopy(t.Context(), o.Number, o.SHA256); err != nil || v.Status != "valid" || v.Kind != "paper" {
		t.Errorf("verified: %+v, %v", v, err)
	}
	if events := s.events(t, o.Number); !slices.Equal(events, []string{"paper", "link", "download"}) {
		t.Errorf("the register has %v", events)
	}
	own, err := s.CopyOf(t.Context(), patient, o.ID)
	if err != nil || own.Kind != "disclosures" || own.State != "ready" || len(own.Links) != 1 {
		t.Errorf("my copy: %+v, %v", own, err)
	}
	past := s.told(t, app.DisclosuresAsk{From: "2020-01-01", To: "2020-12-31", Lang: "en"})
	_, token = s.link(t, patient, past, 1)
	if text := printed(t, s.file(t, token)); !strings.Contains(text, "No copies were given to anybody in this period") || strings.Contains(text, mine.Number) {
		t.Errorf("of a period without any:\n%s", text)
	}
}

func TestABlockHoldsForTheListToo(t *testing.T) {
	s := newService(t)
	o := s.told(t, app.DisclosuresAsk{})
	_, token := s.link(t, patient, o, 3)
	waiting, err := s.OrderDisclosures(t.Context(), patient, app.DisclosuresAsk{})
	fatal(t, err)
	b := s.block(t, "ru-p01", "all")
	for name, err := range map[string]error{
		"a new list": func() error { _, err := s.OrderDisclosures(t.Context(), patient, app.DisclosuresAsk{}); return err }(),
		"its link":   func() error { _, err := s.Landing(t.Context(), app.Visitor{}, token); return err }(),
		"a download": func() error { _, err := s.Download(t.Context(), app.Visitor{}, token, ""); return err }(),
	} {
		if !errors.Is(err, app.ErrBlocked) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := s.FindOrder(t.Context(), patient, waiting.ID); err != nil || got.Status != app.Blocked {
		t.Errorf("a list that waits: %+v, %v", got, err)
	}
	fatal(t, s.Unblock(t.Context(), reception, b.ID, app.UnblockAsk{Document: "passport"}))
	s.file(t, token)
}

func TestTheOfficerSealsTheListForWhoAsked(t *testing.T) {
	s := newService(t)
	number, err := s.SealDisclosures(t.Context(), officer, "ru-p01")
	fatal(t, err)
	transfer, err := s.Paper(t.Context(), officer, number)
	fatal(t, err)
	var b bytes.Buffer
	_, err = b.ReadFrom(transfer.Content)
	fatal(t, errors.Join(err, transfer.Close(nil)))
	if text := printed(t, b.Bytes()); !strings.Contains(text, "копии никому не выдавались") {
		t.Errorf("got %s", text)
	}
	papers, err := s.Papers(t.Context(), officer, "")
	if err != nil || len(papers.List) != 1 || papers.List[0].Patient != "ru-p01" || len(papers.List[0].Copies) != 0 {
		t.Errorf("papers: %+v, %v", papers, err)
	}
	for _, v := range []app.Visitor{patient, doctor, reception, {}} {
		if _, err := s.SealDisclosures(t.Context(), v, "ru-p01"); !errors.Is(err, app.ErrVisitor) {
			t.Errorf("%s: %v", v.Role, err)
		}
		if _, err := s.OrderDisclosures(t.Context(), v, app.DisclosuresAsk{}); v.Role != policy.Patient && !errors.Is(err, app.ErrVisitor) {
			t.Errorf("%s orders one: %v", v.Role, err)
		}
	}
	if _, err := s.SealDisclosures(t.Context(), officer, "nobody"); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("of nobody: %v", err)
	}
	// It holds a name, so its own end is stated in an act.
	done, err := s.Destroy(t.Context(), officer, app.DestroyAsk{Number: number, Basis: "b", Reason: "r"})
	if err != nil || done.Act == "" {
		t.Errorf("its end: %+v, %v", done, err)
	}
	var row db.CopyRow
	if row = s.row(t, number); row.Object != "" || row.Patient != "" {
		t.Errorf("left: %+v", row)
	}
}

// The list is whole or there is none: what cannot be read after the first line
// is not left out of a sealed paper.
func TestAListOfWhichALineCannotBeReadIsNotSealed(t *testing.T) {
	s := newService(t)
	mine := s.ready(t, patient, "signed")
	for range 2 {
		_, token := s.link(t, patient, mine, 1)
		s.file(t, token)
	}
	fatal(t, dbtest.Exec(t.Context(), s.database,
		`UPDATE link SET pin = (1 = 1), code = `+dbtest.Bytes("0102")+` WHERE id = (SELECT id FROM link ORDER BY created_at DESC, id DESC LIMIT 1)`))
	if number, err := s.SealDisclosures(t.Context(), officer, "ru-p01"); err == nil {
		t.Errorf("%s was sealed without a line", number)
	}
}
