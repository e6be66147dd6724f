package register_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vypiska/storage/register"
)

func TestAProofHoldsWithoutTheRegister(t *testing.T) {
	m, l, v := filled(t, 37)
	again := sample(5)
	again.Event, again.SHA256 = register.Extension, strings.Repeat("ab", 32)
	seq, err := l.Append(t.Context(), m, again)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		number, sum string
		seq         int64
	}{
		"the first copy":            {"AAAA-BBBB-0000", "", 1},
		"the last copy":             {"AAAA-BBBB-0036", "", 37},
		"the newest of a number":    {"AAAA-BBBB-0005", "", seq},
		"the version that is asked": {"AAAA-BBBB-0005", again.SHA256, seq},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := register.Prove(t.Context(), m, c.number, c.sum)
			if err != nil || p.Seq != c.seq {
				t.Fatalf("entry %d, %v", p.Seq, err)
			}
			text, err := p.Text()
			if err != nil {
				t.Fatal(err)
			}
			read, err := register.ParseProof(text)
			if err != nil {
				t.Fatal(err)
			}
			if e, of, err := read.Check(v); err != nil || e.Number != c.number || of != 38 {
				t.Errorf("%+v of %d, %v", e, of, err)
			}
		})
	}
}

func TestWhatIsNotInTheRegisterIsNotProved(t *testing.T) {
	m, l, _ := filled(t, 9)
	for _, c := range []struct{ number, sum string }{{"ZZZZ-ZZZZ-ZZZZ", ""}, {"AAAA-BBBB-0003", strings.Repeat("0", 64)}, {"", ""}} {
		if _, err := register.Prove(t.Context(), m, c.number, c.sum); !errors.Is(err, register.ErrNoCopy) {
			t.Errorf("%q: %v", c.number, err)
		}
	}
	if _, err := l.Erase(t.Context(), m, 4, sample(0)); err != nil {
		t.Fatal(err)
	}
	if _, err := register.Prove(t.Context(), m, "AAAA-BBBB-0003", ""); !errors.Is(err, register.ErrNoCopy) {
		t.Errorf("an erased entry: %v", err)
	}
	row := m.rows[2]
	row.Body = strings.Replace(row.Body, "demo", "dema", 1)
	m.rows[2] = row
	if _, err := register.Prove(t.Context(), m, "AAAA-BBBB-0001", ""); !errors.Is(err, register.ErrBroken) {
		t.Errorf("a changed entry is proved: %v", err)
	}
}

// No byte of a proof can be changed so that it says something else.
func TestAForgedProofIsRefused(t *testing.T) {
	m, _, v := filled(t, 21)
	p, err := register.Prove(t.Context(), m, "AAAA-BBBB-0007", "")
	if err != nil {
		t.Fatal(err)
	}
	want, _, err := p.Check(v)
	if err != nil {
		t.Fatal(err)
	}
	text, err := p.Text()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		forged := []byte(string(text))
		at := rapid.IntRange(0, len(forged)-1).Draw(rt, "at")
		forged[at] ^= byte(rapid.IntRange(1, 255).Draw(rt, "xor"))
		read, err := register.ParseProof(forged)
		if err != nil {
			return
		}
		if e, _, err := read.Check(v); err == nil && (e != want || read.Seq != p.Seq) {
			rt.Fatalf("byte %d changed, and it proves %+v", at, e)
		}
	})
	other, _, _ := filled(t, 3)
	foreign, err := register.Prove(t.Context(), other, "AAAA-BBBB-0001", "")
	if err != nil {
		t.Fatal(err)
	}
	foreign.Checkpoint = p.Checkpoint
	if _, _, err := foreign.Check(v); !errors.Is(err, register.ErrProof) {
		t.Errorf("an entry of another register: %v", err)
	}
	none, err := register.NewVerifier()
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.Check(none); !errors.Is(err, register.ErrCheckpoint) {
		t.Errorf("an unknown key: %v", err)
	}
}
