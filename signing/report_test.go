package signing

import (
	"encoding/json"
	"reflect"
	"testing"
)

func TestTheReportNamesSignerAndTime(t *testing.T) {
	r, err := Check(t.Context(), sealed(t, onePage()), ours().pool, noon)
	if err != nil {
		t.Fatal(err)
	}
	root, leaf := ours().root, keyOf(t, p256()).chain[0]
	want := Signature{Signer: "ООО «Клиника Щукина и Шевцовой»", Serial: "ABC123", When: noon, Covers: true, Level: LevelB,
		Baseline: "PAdES-BASELINE-B", SubFilter: "ETSI.CAdES.detached", JudgedAt: noon,
		Chain: []Link{
			{Name: "ООО «Клиника Щукина и Шевцовой»", Serial: "ABC123", From: leaf.NotBefore, To: leaf.NotAfter, Revocation: Revocation{Status: RevocationUnknown, Why: "it names nobody who could be asked"}},
			{Name: "Test root", Serial: "01", From: root.NotBefore, To: root.NotAfter, Root: true}},
		Warnings: []string{"whether it was revoked is not known: certificate ABC123: it names nobody who could be asked"}}
	want.Chain[0].file = want.Chain[0].Revocation
	if got := r.Signatures[0]; !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestTheReportInJSON(t *testing.T) {
	r, _ := Check(t.Context(), sealed(t, onePage()), nil, noon)
	got, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"valid":true,"trusted":false,"reason":"untrusted","verdict":{"indication":"INDETERMINATE","sub":"NO_CERTIFICATE_CHAIN_FOUND"},"signatures":[{"signer":"ООО «Клиника Щукина и Шевцовой»","serial":"ABC123",` +
		`"when":"2026-10-05T12:00:00Z","covers":true,"level":"B-B","baseline":"PAdES-BASELINE-B","subfilter":"ETSI.CAdES.detached","judged_at":"2026-10-05T12:00:00Z"}]}`
	if string(got) != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	for r := range verdicts {
		if r.String() == string(r) {
			t.Errorf("%q has no words", string(r))
		}
	}
}
