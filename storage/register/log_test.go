package register_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vypiska/storage/register"
)

func isBroken(err error) bool { return errors.Is(err, register.ErrBroken) }

func TestWhatCannotBeRegistered(t *testing.T) {
	const secret = "Иванова Анна"
	for name, spoil := range map[string]func(e *register.Entry){
		"no time":                    func(e *register.Entry) { e.Time = time.Time{} },
		"no event":                   func(e *register.Entry) { e.Event = "" },
		"an unknown event":           func(e *register.Entry) { e.Event = "peek" },
		"no actor":                   func(e *register.Entry) { e.Actor = "" },
		"a name in place of an id":   func(e *register.Entry) { e.Patient = secret },
		"a name as recipient":        func(e *register.Entry) { e.Recipient = secret },
		"a hash of another length":   func(e *register.Entry) { e.SHA256 = "abc" },
		"a hash in capitals":         func(e *register.Entry) { e.FormHash = strings.Repeat("A", 64) },
		"a negative size":            func(e *register.Entry) { e.Size = -1 },
		"a line feed in the basis":   func(e *register.Entry) { e.Basis = "a\nb" },
		"a zero byte in the reason":  func(e *register.Entry) { e.Reason = "a\x00b" },
		"broken UTF-8":               func(e *register.Entry) { e.Basis = "\xff" },
		"a text without end":         func(e *register.Entry) { e.Basis = strings.Repeat("я", 1001) },
		"an erasure by hand":         func(e *register.Entry) { e.Event, e.Erased = register.Erasure, 1 },
		"an erased number elsewhere": func(e *register.Entry) { e.Erased = 1 },
	} {
		t.Run(name, func(t *testing.T) {
			l, _ := newLog(t)
			m, e := newMemory(), sample(0)
			spoil(&e)
			_, err := l.Append(t.Context(), m, e)
			if !errors.Is(err, register.ErrEntry) || len(m.rows) != 0 {
				t.Fatalf("%v, %d rows", err, len(m.rows))
			}
			if strings.Contains(err.Error(), "Иван") {
				t.Errorf("the error repeats the text: %v", err)
			}
		})
	}
}

func TestTheStoredTextIsExactlyThis(t *testing.T) {
	m, l, _ := filled(t, 0)
	e := sample(1)
	e.Recipient, e.SHA256, e.Size, e.Pages, e.Reason = "Organization/a", strings.Repeat("0a", 32), 90210, 3, "<по запросу>"
	e.Time = e.Time.In(time.FixedZone("MSK", 3*3600))
	if _, err := l.Append(t.Context(), m, e); err != nil {
		t.Fatal(err)
	}
	want := `{"time":"2026-03-14T13:00:00.123456Z","event":"issue","actor":"operator:demo","number":"AAAA-BBBB-0001","kind":"signed",` +
		`"patient":"p1","recipient":"Organization/a","basis":"договор 7 от 01.02.2026",` +
		`"sha256":"` + strings.Repeat("0a", 32) + `","size":90210,"pages":3,"reason":"<по запросу>"}`
	if got := m.rows[1].Body; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestSaltsDifferAndHideEqualEntries(t *testing.T) {
	m, l, _ := filled(t, 0)
	for range 2 {
		if _, err := l.Append(t.Context(), m, sample(0)); err != nil {
			t.Fatal(err)
		}
	}
	if m.rows[1].Body != m.rows[2].Body {
		t.Fatal("the test wants two equal entries")
	}
	if len(m.rows[1].Salt) != 16 || bytes.Equal(m.rows[1].Salt, m.rows[2].Salt) || bytes.Equal(m.hashes[at(1)], m.hashes[at(2)]) {
		t.Error("equal entries can be told from their hashes")
	}
}

func TestWithoutRandomnessNothingIsAppended(t *testing.T) {
	signer, _, err := register.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	l, err := register.New(signer, bytes.NewReader(make([]byte, 15)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(t.Context(), newMemory(), sample(0)); err == nil {
		t.Error("appended with half a salt")
	}
}

func TestErasureKeepsTheRegisterValid(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(rt, "n")
		m, l, v := filled(t, n)
		before := register.Checkpoint(m.head.Note)
		erase := rapid.SliceOfNDistinct(rapid.Int64Range(1, int64(n)), 1, n, rapid.ID).Draw(rt, "erase")
		for _, k := range erase {
			if _, err := l.Erase(t.Context(), m, k, register.Entry{Time: noon, Actor: "officer-1", Reason: "акт 3"}); err != nil {
				rt.Fatal(err)
			}
		}
		r := verify(t, m, v, before)
		if !r.Intact() || r.Erased != int64(len(erase)) || r.Size != int64(n+len(erase)) {
			rt.Fatalf("%s", r)
		}
		// One more, without an erasure.
		left := m.head.Size
		m.rows[left] = register.Row{Seq: left, Blank: true}
		if r := verify(t, m, v); !names(r, register.Blanked, left) {
			rt.Fatalf("blanked: %s", r)
		}
	})
}

func TestWhatOutlivesAnErasure(t *testing.T) {
	m, l, _ := filled(t, 3)
	seq, err := l.Erase(t.Context(), m, 2, register.Entry{Time: noon, Actor: "officer-1", Patient: "p1", Reason: "act 3"})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"time":"2026-03-14T12:00:00.123456Z","event":"erasure","actor":"officer-1","number":"AAAA-BBBB-0001","kind":"signed",` +
		`"reason":"act 3","erased":2,"erased_day":"2026-03-14"}`
	if got := m.rows[seq].Body; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if row := m.rows[2]; row.Body != "" || row.Salt != nil || row.Patient != "" {
		t.Error("the erased row keeps something")
	}
}

func TestWhatCannotBeErased(t *testing.T) {
	act := register.Entry{Time: noon, Actor: "officer-1"}
	m, l, _ := filled(t, 3)
	seq, err := l.Erase(t.Context(), m, 2, act)
	if err != nil {
		t.Fatal(err)
	}
	tamperings[0].do(m, 3)
	for name, c := range map[string]struct {
		seq  int64
		want error
	}{
		"an entry that is not there":        {9, register.ErrNoEntry},
		"an entry erased before":            {2, register.ErrErased},
		"an erasure's own entry":            {seq, register.ErrKept},
		"a changed entry, which would hide": {3, register.ErrBroken},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := l.Erase(t.Context(), m, c.seq, act); !errors.Is(err, c.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestAnErasedEntryThatComesBackIsFound(t *testing.T) {
	m, l, v := filled(t, 3)
	kept := m.rows[2]
	if _, err := l.Erase(t.Context(), m, 2, register.Entry{Time: noon, Actor: "officer-1"}); err != nil {
		t.Fatal(err)
	}
	half := m.clone()
	half.rows[2] = register.Row{Seq: 2, Blank: true, Patient: kept.Patient}
	m.rows[2] = kept
	for _, m := range []*memory{m, half} {
		if r := verify(t, m, v); !names(r, register.Leftover, 2) {
			t.Errorf("%s", r)
		}
	}
}

func TestAfterAKeyIsRotatedTheFormerHeadIsContinued(t *testing.T) {
	firstKey, firstV, err := register.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	secondKey, secondV, err := register.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	first, _ := register.New(firstKey, rand.Reader)
	m := newMemory()
	if _, err := first.Append(t.Context(), m, sample(0)); err != nil {
		t.Fatal(err)
	}
	outside := register.Checkpoint(m.head.Note)
	stranger, _ := register.New(secondKey, rand.Reader)
	if _, err := stranger.Append(t.Context(), m, sample(1)); !isBroken(err) {
		t.Errorf("a strange key continued the register: %v", err)
	}
	second, err := register.New(secondKey, rand.Reader, firstV)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := second.Append(t.Context(), m, sample(1)); err != nil {
		t.Fatal(err)
	}
	both, _ := register.NewVerifier(secondV, firstV)
	if r := verify(t, m, both, outside); !r.Intact() {
		t.Errorf("%s", r)
	}
}

func TestKeys(t *testing.T) {
	signer, verifier, err := register.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := register.VerifierOf(signer); err != nil || got != verifier {
		t.Errorf("VerifierOf: %q, %v; want %q", got, err, verifier)
	}
	for _, bad := range []string{"", "x", verifier, signer[:len(signer)-4], strings.Replace(signer, "vypiska-register", "vypiska-registry", 1)} {
		if _, err := register.New(bad, rand.Reader); !errors.Is(err, register.ErrKey) || strings.Contains(err.Error(), "PRIVATE") {
			t.Errorf("signer: %v", err)
		}
	}
	if _, err := register.NewVerifier(signer); !errors.Is(err, register.ErrKey) {
		t.Errorf("verifier: %v", err)
	}
}
