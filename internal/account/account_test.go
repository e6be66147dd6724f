package account

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

func TestEachRoleHasItsSubject(t *testing.T) {
	long := strings.Repeat("a", 65)
	for _, c := range []struct {
		name    string
		role    policy.Role
		subject record.Ref
		ok      bool
	}{
		{"a patient is a Patient", policy.Patient, "Patient/17", true},
		{"with any of FHIR's ids", policy.Patient, "Patient/A-z.0", true},
		{"a patient is not a bare id", policy.Patient, "17", false},
		{"nor a doctor's resource", policy.Patient, "Practitioner/17", false},
		{"nor nobody", policy.Patient, "Patient/", false},
		{"nor a name", policy.Patient, "Patient/Иванов", false},
		{"nor an id that is too long", policy.Patient, record.Ref("Patient/" + long), false},
		{"nor a version of a resource", policy.Patient, "Patient/17/_history/2", false},
		{"nor two lines", policy.Patient, "Patient/17\n", false},
		{"a doctor is a Practitioner", policy.Doctor, "Practitioner/4", true},
		{"a doctor is not a role's resource", policy.Doctor, "PractitionerRole/4", false},
		{"an insurer is an Organization", policy.Insurer, "Organization/a", true},
		{"an insurer is not a Patient", policy.Insurer, "Patient/a", false},
		{"reception has a plain name", policy.Reception, "front-desk", true},
		{"in any script", policy.Officer, "охрана-2", true},
		{"staff is no resource", policy.Reception, "Patient/17", false},
		{"a plain name has no spaces", policy.Reception, "front desk", false},
		{"and is not empty", policy.Officer, "", false},
		{"nor too long", policy.Officer, record.Ref(long), false},
		{"the operator has no account", policy.Operator, "root", false},
		{"nor has a role nobody knows", "nurse", "Practitioner/4", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			k, err := kindOf(c.role)
			if err == nil {
				err = k.check(c.subject)
			}
			if (err == nil) != c.ok {
				t.Fatalf("%v", err)
			}
			if err != nil && strings.Contains(err.Error(), "Иванов") {
				t.Errorf("the error repeats a name: %v", err)
			}
		})
	}
}

func TestALoginIsReadAsPeopleTypeIt(t *testing.T) {
	for _, c := range []struct{ name, typed, want string }{
		{"as it is shown", "D-7K2M-9QXT", "D-7K2M-9QXT"},
		{"in small letters without dashes", "d7k2m9qxt", "D-7K2M-9QXT"},
		{"with spaces", " d 7k2m 9qxt ", "D-7K2M-9QXT"},
		{"with O for 0 and I or L for 1", "O-OIL2-9QXT", "O-0112-9QXT"},
		{"one that is too short is nobody's", "D-7K2M-9QX", ""},
		{"one that is too long is nobody's", "D-7K2M-9QXTT", ""},
		{"a letter of no role is nobody's", "X-7K2M-9QXT", ""},
		{"U is in no login", "D-UK2M-9QXT", ""},
		{"a name is nobody's", "Иванов И.", ""},
		{"nothing is nobody's", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := ParseLogin(c.typed)
			if l.String() != c.want || (err == nil) != (c.want != "") || err != nil && !errors.Is(err, ErrUnknown) {
				t.Errorf("%q, %v", l, err)
			}
		})
	}
}

func FuzzALoginThatIsReadIsWrittenOneWay(f *testing.F) {
	f.Add("d7k2m9qxt")
	f.Add("O-OIL2-9QXT")
	f.Fuzz(func(t *testing.T, typed string) {
		l, err := ParseLogin(typed)
		if err != nil {
			return
		}
		if again, err := ParseLogin(l.String()); err != nil || again != l || len(l.String()) != len("D-7K2M-9QXT") {
			t.Errorf("%q: %q, then %q, %v", typed, l, again, err)
		}
	})
}

func TestLoginsAndPasswordsAreOfTheirAlphabets(t *testing.T) {
	if len(crockford) != 32 || len(unmistakable) != 32 || strings.ContainsAny(unmistakable, "01lo") {
		t.Fatal("an alphabet is not 32 fit characters: the draw would favour some")
	}
	rapid.Check(t, func(t *rapid.T) {
		bytes := rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "randomness")
		l, err := newLogin('P', strings.NewReader(string(bytes)))
		if again, parseErr := ParseLogin(l.String()); err != nil || parseErr != nil || again != l {
			t.Fatalf("%q, %v, %v", l, err, parseErr)
		}
		p, err := newPassword(strings.NewReader(string(bytes)))
		if err != nil || len(p.Text()) != 12 || strings.Trim(p.Text(), unmistakable) != "" {
			t.Fatalf("%q, %v", p.Text(), err)
		}
	})
}

func TestTheStateFollowsTheClock(t *testing.T) {
	first := noon.Add(FirstPasswordLife)
	for _, c := range []struct {
		name string
		a    Account
		now  time.Time
		want State
	}{
		{"a new account waits for its person", Account{FirstUntil: first}, noon, Waiting},
		{"to the last moment", Account{FirstUntil: first}, first.Add(-1), Waiting},
		{"and then lapses", Account{FirstUntil: first}, first, Lapsed},
		{"with a password of one's own it is active", Account{}, first, Active},
		{"whatever it was, disabled is disabled", Account{FirstUntil: first, Disabled: true}, noon, Disabled},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.a.State(c.now); got != c.want {
				t.Errorf("%s", got)
			}
		})
	}
}
