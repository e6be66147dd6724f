package deidentify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"vypiska/exporter/record"
)

// A veil is what is secret between the clinic and one recipient: dates and
// pseudonyms are derived from it and from the patient, and from nothing public.
type veil struct{ key [sha256.Size]byte }

// KeySize is the least number of bytes a secret of Keyed has.
const KeySize = 32

// Keyed gives the profile a key of the clinic and a recipient. The same key and
// recipient give a patient the same shift and pseudonym every time; another
// recipient's cannot be compared with them. A profile without a need of a key
// is returned as it is; too short a secret or no recipient is ErrKey.
func (p Profile) Keyed(secret []byte, recipient string) (Profile, error) {
	if plan, ok := plans()[p.Name]; !ok || !plan.keyed() {
		return p, nil
	}
	if len(secret) < KeySize || recipient == "" {
		return Profile{}, ErrKey
	}
	p.veil = &veil{mac(secret, "recipient", recipient)}
	return p, nil
}

func mac(key []byte, use, of string) (sum [sha256.Size]byte) {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("vypiska deidentify 1\x00" + use + "\x00" + of))
	copy(sum[:], h.Sum(nil))
	return sum
}

// Pseudonym is the patient's name for the recipient of a keyed profile, the same
// as in Record's report; "" where the profile gives none.
func (p Profile) Pseudonym(patient record.PatientID) string {
	if plan, err := p.plan(); err != nil || !plan.pseudonym {
		return ""
	}
	return p.veil.pseudonym(string(patient))
}

// Alias is the recipient's name for a resource, made as a pseudonym is: ids of
// the clinic's system are identifiers too. "" where the profile gives none.
func (p Profile) Alias(r record.Ref) string {
	if plan, err := p.plan(); err != nil || !plan.pseudonym {
		return ""
	}
	return p.veil.letters("resource", string(r))
}

// longestShift is how far dates are moved back at most, in days.
const longestShift = 365

// days is by how many days a patient's dates go back, 1 to longestShift.
func (v *veil) days(patient string) int {
	sum := mac(v.key[:], "days", patient)
	return 1 + int(binary.BigEndian.Uint64(sum[:8])%longestShift)
}

// pseudonym is a patient's name for the recipient: twelve letters in groups, no
// figures, none that read as another.
func (v *veil) pseudonym(patient string) string { return v.letters("name", patient) }

func (v *veil) letters(use, of string) string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	sum := mac(v.key[:], use, of)
	out := make([]byte, 0, 14)
	for i := range 12 {
		if i > 0 && i%4 == 0 {
			out = append(out, '-')
		}
		out = append(out, letters[binary.BigEndian.Uint16(sum[2*i:])%uint16(len(letters))])
	}
	return string(out)
}

// moved gives a date back by that many days, with what was known of it: a day
// stays a day, a year a year. A time of day goes.
func moved(d record.Date, days int) record.Date {
	if d.IsZero() {
		return d
	}
	t := d.Start(time.UTC).AddDate(0, 0, -days)
	switch d.Precision() {
	case record.ToDay, record.ToTime:
		return record.DateOf(t.Date())
	}
	return record.YearOf(t.Year())
}
