package deidentify

import "errors"

// A Profile names a way to de-identify and its version; both are printed on
// every anonymized copy. The zero value is refused.
type Profile struct {
	Name    string
	Version string

	coarse  Coarseness
	counted bool  // the copy's group was counted
	veil    *veil // of a profile that moves dates; behind a pointer it does not print
}

// The profiles, each a file in profiles/.
var (
	// Strict removes names, numbers, places below the region and staff, cuts
	// dates to the year and makes ages bands.
	Strict = Profile{Name: "strict", Version: "4"}
	// Research keeps intervals: dates are moved, the same way for one patient and
	// one recipient. It is used through Keyed.
	Research = Profile{Name: "research", Version: "3"}
)

// Errors of profiles; doubt means no.
var (
	// ErrProfile says that a profile is not known.
	ErrProfile = errors.New("unknown de-identification profile: want strict or research")
	// ErrKey says that a profile which moves dates was given no key and recipient.
	ErrKey = errors.New("this de-identification profile needs a key and a recipient: make or name the key file (deid.key_file), and say who receives the copy")
)

// ProfileNamed finds a profile by the name an operator typed.
func ProfileNamed(name string) (Profile, error) {
	for _, p := range []Profile{Strict, Research} {
		if p.Name == name {
			return p, nil
		}
	}
	return Profile{}, ErrProfile
}

// Coarser gives the profile that leaves out more, for a patient like whom there
// are few.
func (p Profile) Coarser(c Coarseness) Profile {
	p.coarse = c
	return p
}

// Counted gives the profile for a copy whose group was counted: what the count rests
// on may not stand in a text more exactly than the copy says it. The patient's own
// age goes from texts, and with NoRegion the region too.
func (p Profile) Counted() Profile {
	p.counted = true
	return p
}

// Methods lists the codes of what the profile does, for the form's words.
func (p Profile) Methods() []string {
	if plan, ok := plans()[p.Name]; ok {
		return append([]string(nil), plan.methods...)
	}
	return nil
}

// plan is the profile's file, if the profile is known and has what it needs.
func (p Profile) plan() (*plan, error) {
	plan, ok := plans()[p.Name]
	if !ok || plan.version != p.Version {
		return nil, ErrProfile
	}
	if plan.keyed() && p.veil == nil {
		return nil, ErrKey
	}
	return plan, nil
}

// AgeBand generalises full years: five years wide below 20, ten above, open
// from 90 (45 CFR 164.514(b)(2)(i)(C)). Negative years give "".
func AgeBand(years int) string { return bandOf(years, AsItIs) }
