package issued_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/deidentify"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/signing"
)

var now = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

func grant(t *testing.T, kind policy.Kind) policy.Grant {
	t.Helper()
	g, err := policy.Decide(policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: "p1", Kind: kind, Basis: "test"}, policy.Facts{}, now)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func draft(t *testing.T) issued.Draft {
	t.Helper()
	n, err := issued.NewNumber(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return issued.Draft{Number: n, PDF: onePage(), Pages: 1, MadeAt: now, MarkPage: -1}
}

// onePage is an empty page with a classic cross-reference table.
func onePage() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var at []int
	for i, body := range []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>"} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	xref := b.Len()
	b.WriteString("xref\n0 4\n0000000000 65535 f \n")
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size 4/Root 1 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF\n", xref)
	return b.Bytes()
}

func key(t *testing.T) signing.Key {
	t.Helper()
	k, err := signing.DemoP256(rand.Reader, now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := signing.LoadKey(k.Chain, k.Key, now)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func signer(t *testing.T) *signing.Signer { return signing.New(key(t)) }

// lyingCMS signs other bytes than it was given, as a broken command would.
type lyingCMS struct{ signing.Key }

func (l lyingCMS) Sign(ctx context.Context, _ [2][]byte) ([]byte, error) {
	return l.Key.Sign(ctx, [2][]byte{[]byte("other"), []byte("bytes")})
}

func verdict(t *testing.T, pdf []byte) deidentify.Verdict {
	t.Helper()
	v, err := deidentify.LastLook(pdf, deidentify.Identity{}, "copy.pdf")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestASealedCopyIsSealed(t *testing.T) {
	c, err := issued.Seal(context.Background(), grant(t, policy.Signed), draft(t), signer(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := signing.Intact(c.PDF()); err != nil {
		t.Error(err)
	}
	if !c.Valid() || c.Kind() != policy.Signed || c.SealLevel() != "B-B" || len(c.SHA256()) != 64 || c.Number().IsZero() {
		t.Errorf("got %v %s %q %q", c.Valid(), c.Kind(), c.SealLevel(), c.SHA256())
	}
}

func warrant(t *testing.T) policy.Warrant {
	t.Helper()
	w, err := policy.DecidePaper(policy.PaperAsk{Asker: policy.Asker{Role: policy.Officer, Subject: "o"}, Paper: policy.Act}, now)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestASealedPaperIsACopyOfItsOwnKind(t *testing.T) {
	c, err := issued.SealPaper(context.Background(), warrant(t), draft(t), signer(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := signing.Intact(c.PDF()); err != nil {
		t.Error(err)
	}
	if !c.Valid() || c.Kind() != policy.PaperCopy || c.Grant().Valid() || c.Warrant().Paper() != policy.Act || c.SealLevel() != "B-B" {
		t.Errorf("got %v %s %q", c.Valid(), c.Kind(), c.SealLevel())
	}
}

func TestACleanCopyIsWhatWasLookedAt(t *testing.T) {
	d := draft(t)
	c, err := issued.Clean(grant(t, policy.Anonymized), d, verdict(t, d.PDF))
	if err != nil || !c.Valid() || c.Kind() != policy.Anonymized || c.SealLevel() != "" {
		t.Fatalf("got %v, %v", c.Valid(), err)
	}
}

// nameless is a grant under a contract without names.
func nameless(t *testing.T) policy.Grant {
	t.Helper()
	year := record.Period{Start: record.DateOf(2026, 1, 1), End: record.DateOf(2026, 12, 31)}
	c := policy.Contract{Number: "1", Version: 1, Insurer: "Organization/a", Services: []string{"LAB"}, Fields: policy.PseudonymFields, Period: year,
		Insured: []policy.Insured{{Patient: "p1"}}}
	f := policy.Facts{Written: []policy.Written{{Contract: "1", Signed: now.AddDate(0, -3, 0)}}, Reports: []record.Report{{
		Meta: record.Meta{Ref: "DiagnosticReport/1"}, Status: "final", Code: record.Text{Codes: []record.Code{{Code: "LAB"}}},
		Effective: record.Period{Start: record.DateOf(2026, 5, 4)}}}}
	ask := policy.Ask{Asker: policy.Asker{Role: policy.Insurer, Subject: c.Insurer}, Patient: "p1", Kind: policy.Signed, Period: year, Contract: &c}
	g, err := policy.Decide(ask, f, now)
	if err != nil {
		t.Fatal(err)
	}
	if !g.Pseudonymous() || g.Profile() != "research" {
		t.Fatalf("pseudonymous %v, profile %s", g.Pseudonymous(), g.Profile())
	}
	return g
}

func looksAt(pdf []byte) (deidentify.Verdict, error) {
	return deidentify.LastLook(pdf, deidentify.Identity{}, "copy.pdf")
}

func TestASealedCopyWithoutNamesHasBothProofsOfTheSameBytes(t *testing.T) {
	ctx, d := context.Background(), draft(t)
	c, err := issued.SealClean(ctx, nameless(t), d, signer(t), looksAt)
	if err != nil {
		t.Fatal(err)
	}
	if err := signing.Intact(c.PDF()); err != nil || !c.Valid() || c.Kind() != policy.Signed || c.SealLevel() != "B-B" {
		t.Errorf("%v, %v %s", err, c.Kind(), c.SealLevel())
	}
	refused := errors.New("seen")
	for name, x := range map[string]struct {
		make func() (issued.Copy, error)
		want error
	}{
		"a seal alone is not enough": {func() (issued.Copy, error) { return issued.Seal(ctx, nameless(t), d, signer(t)) }, issued.ErrNamed},
		"a contract with names": {func() (issued.Copy, error) {
			return issued.SealClean(ctx, grant(t, policy.Signed), d, signer(t), looksAt)
		}, issued.ErrKind},
		"no signer": {func() (issued.Copy, error) { return issued.SealClean(ctx, nameless(t), d, nil, looksAt) }, issued.ErrNoSigner},
		"no look":   {func() (issued.Copy, error) { return issued.SealClean(ctx, nameless(t), d, signer(t), nil) }, issued.ErrNoVerdict},
		"no grant":  {func() (issued.Copy, error) { return issued.SealClean(ctx, policy.Grant{}, d, signer(t), looksAt) }, issued.ErrNoGrant},
		"a verdict on the unsealed bytes": {func() (issued.Copy, error) {
			return issued.SealClean(ctx, nameless(t), d, signer(t), func([]byte) (deidentify.Verdict, error) { return looksAt(d.PDF) })
		}, issued.ErrVerdict},
		"a zero verdict": {func() (issued.Copy, error) {
			return issued.SealClean(ctx, nameless(t), d, signer(t), func([]byte) (v deidentify.Verdict, err error) { return })
		}, issued.ErrNoVerdict},
		"the look finds somebody": {func() (issued.Copy, error) {
			return issued.SealClean(ctx, nameless(t), d, signer(t), func([]byte) (v deidentify.Verdict, err error) { return v, refused })
		}, refused},
	} {
		if got, err := x.make(); !errors.Is(err, x.want) || got.Valid() {
			t.Errorf("%s: %v, copy %v; want %v", name, err, got.Valid(), x.want)
		}
	}
}

func TestWithoutProofThereIsNoCopy(t *testing.T) {
	ctx := context.Background()
	d, s := draft(t), signer(t)
	other := draft(t)
	other.PDF = append(onePage(), '\n')
	for _, c := range []struct {
		name string
		make func() (issued.Copy, error)
		want error
	}{
		{"a zero grant seals nothing", func() (issued.Copy, error) { return issued.Seal(ctx, policy.Grant{}, d, s) }, issued.ErrNoGrant},
		{"a zero grant cleans nothing", func() (issued.Copy, error) { return issued.Clean(policy.Grant{}, d, verdict(t, d.PDF)) }, issued.ErrNoGrant},
		{"a grant for an anonymized copy seals nothing", func() (issued.Copy, error) { return issued.Seal(ctx, grant(t, policy.Anonymized), d, s) }, issued.ErrKind},
		{"a grant for a signed copy cleans nothing", func() (issued.Copy, error) {
			return issued.Clean(grant(t, policy.Signed), d, verdict(t, d.PDF))
		}, issued.ErrKind},
		{"without a signer nothing is sealed", func() (issued.Copy, error) { return issued.Seal(ctx, grant(t, policy.Signed), d, nil) }, issued.ErrNoSigner},
		{"a zero verdict is none", func() (issued.Copy, error) {
			return issued.Clean(grant(t, policy.Anonymized), d, deidentify.Verdict{})
		}, issued.ErrNoVerdict},
		{"a verdict on other bytes is refused", func() (issued.Copy, error) {
			return issued.Clean(grant(t, policy.Anonymized), other, verdict(t, d.PDF))
		}, issued.ErrVerdict},
		{"a zero warrant seals no paper", func() (issued.Copy, error) { return issued.SealPaper(ctx, policy.Warrant{}, d, s) }, issued.ErrNoWarrant},
		{"without a signer no paper is sealed", func() (issued.Copy, error) { return issued.SealPaper(ctx, warrant(t), d, nil) }, issued.ErrNoSigner},
		{"an empty paper is none", func() (issued.Copy, error) { return issued.SealPaper(ctx, warrant(t), issued.Draft{}, s) }, issued.ErrDraft},
		{"an empty draft is none", func() (issued.Copy, error) {
			return issued.Seal(ctx, grant(t, policy.Signed), issued.Draft{}, s)
		}, issued.ErrDraft},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.make()
			if !errors.Is(err, c.want) || got.Valid() {
				t.Errorf("got %v, copy %v; want %v", err, got.Valid(), c.want)
			}
		})
	}
}

func TestABrokenSigningCommandMakesNoCopy(t *testing.T) {
	got, err := issued.Seal(context.Background(), grant(t, policy.Signed), draft(t), signing.New(lyingCMS{key(t)}))
	if err == nil || got.Valid() {
		t.Fatalf("a copy was made with a seal that does not verify: %v", err)
	}
	if got, err := issued.SealPaper(context.Background(), warrant(t), draft(t), signing.New(lyingCMS{key(t)})); err == nil || got.Valid() {
		t.Fatalf("a paper was made with a seal that does not verify: %v", err)
	}
}

func TestWhatIsNotACopyDoesNotCompile(t *testing.T) {
	if out, err := exec.Command("go", "vet", "./testdata/compiles").CombinedOutput(); err != nil {
		t.Fatalf("the control does not compile: %s", out)
	}
	for name, want := range map[string]string{
		"rawbytes":    "cannot use",
		"madecopy":    "unexported field",
		"madegrant":   "unexported field",
		"madewarrant": "unexported field",
		"madeverdict": "unexported field",
	} {
		out, err := exec.Command("go", "vet", "./testdata/"+name).CombinedOutput()
		if err == nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v %s, want a compile error that says %q", name, err, out, want)
		}
	}
}
