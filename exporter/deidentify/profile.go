package deidentify

import (
	"errors"
	"fmt"
)

// A Profile names a way to de-identify and its version; both are printed on
// every anonymized copy. The zero value is refused.
type Profile struct {
	Name    string
	Version string
}

// Strict is the only profile: names, numbers, places below the region and
// staff go, dates are cut to the year, ages become bands.
var Strict = Profile{Name: "strict", Version: "1"}

// ErrProfile says that a profile is not known; doubt means no.
var ErrProfile = errors.New("unknown de-identification profile: want strict")

// ProfileNamed finds a profile by the name an operator typed.
func ProfileNamed(name string) (Profile, error) {
	if name == Strict.Name {
		return Strict, nil
	}
	return Profile{}, ErrProfile
}

func (p Profile) check() error {
	if p != Strict {
		return ErrProfile
	}
	return nil
}

// Methods lists the codes of what the profile does, for the form's words.
func (p Profile) Methods() []string {
	return []string{"remove-fields", "generalise-dates", "generalise-age", "replace-references", "scrub-text"}
}

// AgeBand generalises full years: five years wide below 20, ten above, open
// from 90 (45 CFR 164.514(b)(2)(i)(C)). Negative years give "".
func AgeBand(years int) string {
	switch {
	case years < 0:
		return ""
	case years >= 90:
		return "90+"
	case years < 20:
		from := years / 5 * 5
		return fmt.Sprintf("%d–%d", from, from+4)
	}
	from := years / 10 * 10
	return fmt.Sprintf("%d–%d", from, from+9)
}
