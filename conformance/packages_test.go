//go:build conformance

package conformance

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"testing"

	"vypiska/exporter"
	"vypiska/exporter/issued"
	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/signing"
	"vypiska/templates"
)

// eachPackage makes an insurer's package of two people at each level that a
// detached signature has, and one whose registry was changed afterwards.
func (h *house) eachPackage(t *testing.T) {
	t.Helper()
	for _, kind := range []string{"rsa-2048", "p-256"} {
		for _, l := range levels[:3] {
			keep(t, "package."+string(l)+"."+kind+".asice", h.packed(t, h.signer(t, kind, l)))
		}
	}
	lie := h.packed(t, h.signer(t, "p-256", signing.LevelB))
	keep(t, "planted.package.B-B.p-256.asice", registryChanged(t, lie))
}

// term is how long the contract lasts.
func (h *house) term() record.Period {
	y := h.Now().Year()
	return record.Period{Start: record.DateOf(y-1, 1, 1), End: record.DateOf(y+1, 12, 31)}
}

// granted is a package of last year's May under a contract of three years.
func (h *house) granted(t *testing.T) policy.PackageGrant {
	t.Helper()
	y, term := h.Now().Year(), h.term()
	g, err := policy.DecidePackage(policy.PackageAsk{Asker: policy.Asker{Role: policy.Officer, Subject: "o"},
		Contract: policy.Contract{Number: "К-1", Version: 1, Insurer: "Organization/a", Services: []string{"LAB"}, Fields: policy.ClaimFields, Period: term},
		Period:   record.Period{Start: record.DateOf(y-1, 5, 1), End: record.DateOf(y-1, 5, 31)}}, policy.Settings{}, h.Now())
	must(t, err)
	return g
}

func (h *house) packed(t *testing.T, s *signing.Signer) []byte {
	t.Helper()
	return h.packedWith(t, s, func(r parcel.Row) parcel.Row { return r })
}

// packedWith is such a package, whose rows say what with makes of them.
func (h *house) packedWith(t *testing.T, s *signing.Signer, with func(parcel.Row) parcel.Row) []byte {
	t.Helper()
	var out bytes.Buffer
	pack := h.newPack(t, &out)
	w, err := parcel.NewWriter(pack, parcel.Head{MadeAt: h.Now()})
	must(t, err)
	for id, name := range map[record.PatientID]string{"p1": "Шилова Анна", "p2": "Гашек Ян"} {
		row, c := h.document(t, s, pack.Grant(), insured(id, name, h.term()))
		must(t, w.Add(with(row), c))
	}
	_, err = w.Close(t.Context(), parcel.Tail{Signer: s, Proof: stands, Keys: []byte("key\n")})
	must(t, err)
	return out.Bytes()
}

// stands is where a proof of the register would be: no outside tool reads one.
func stands(_ context.Context, number string) ([]byte, error) { return []byte(number), nil }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// insured is somebody with a policy, a consent and an analysis in May.
func insured(id record.PatientID, name string, term record.Period) record.Record {
	lab := record.Text{Text: record.NewPersonal("Анализ крови"), Codes: []record.Code{{Code: "LAB"}}}
	return record.Record{
		Patient: record.Patient{ID: id, Names: []record.Name{{Text: record.NewPersonal(name)}}},
		Reports: []record.Report{{Meta: record.Meta{Ref: record.Ref("DiagnosticReport/" + string(id))}, Status: "final", Code: lab,
			Effective: record.Period{Start: record.DateOf(term.Start.Year(), 5, 4)}, Conclusion: record.NewPersonal("Без особенностей.")}},
		Coverages: []record.Coverage{{Status: "active", Period: term, Payors: []record.Ref{"Organization/a"}, Contracts: []record.Ref{"Contract/1"},
			Identifiers: []record.Identifier{{Value: record.NewPersonal("ДМС-" + string(id))}}}},
		Contracts: []record.Contract{{Meta: record.Meta{Ref: "Contract/1"}, Status: "executed", Number: "К-1", Applies: term, Services: lab.Codes}},
		Consents: []record.Consent{{Status: "active", Categories: []string{"insurer-access"},
			Provision: record.Provision{Type: record.Permit, Actors: []record.Ref{"Organization/a"}}}},
	}
}

func (h *house) document(t *testing.T, s *signing.Signer, g policy.PackageGrant, rec record.Record) (parcel.Row, issued.Copy) {
	t.Helper()
	may, err := policy.Decide(g.Document(rec.Patient.ID, "ru"), policy.FactsOf(rec, policy.Settings{}), h.Now())
	must(t, err)
	forms, err := templates.New(templates.Options{})
	must(t, err)
	e := &exporter.Exporter{Source: one{rec}, Numbers: one{}, Forms: forms, Signer: s, Keeper: one{}, Now: h.Now}
	c, err := e.Export(t.Context(), may)
	must(t, err)
	return parcel.RowOf(rec, may), c
}

// one is a source of one record, and a keeper that keeps nothing.
type one struct{ rec record.Record }

func (o one) Record(context.Context, record.PatientID) (record.Record, error) { return o.rec, nil }
func (o one) Patients(context.Context) ([]record.PatientID, error)            { return nil, nil }
func (one) Reserve(context.Context) (issued.Number, error)                    { return issued.NewNumber(rand.Reader) }
func (one) Keep(context.Context, issued.Copy, exporter.Origin) error          { return nil }

// registryChanged is a package with another policy in its table.
func registryChanged(t *testing.T, whole []byte) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	must(t, err)
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, f := range from.File {
		if f.Name != "registry.csv" {
			must(t, to.Copy(f))
			continue
		}
		r, err := f.Open()
		must(t, err)
		text, err := io.ReadAll(r)
		must(t, err)
		w, err := to.Create(f.Name)
		must(t, err)
		_, err = w.Write(bytes.Replace(text, []byte("ДМС-p1"), []byte("ДМС-p9"), 1))
		must(t, err)
	}
	must(t, to.Close())
	return out.Bytes()
}
