package links

import (
	"fmt"
	"time"
	"unicode"
	"unicode/utf8"
)

// Limits no policy may go beyond: a link always ends.
const (
	longestLife   = 366 * 24 * time.Hour
	mostDownloads = 1000
)

// Policy is what the clinic allows. There is no "never" and no "unlimited".
type Policy struct {
	Life         time.Duration // where the asker names none
	MaxLife      time.Duration
	Downloads    int // where the asker names none
	MaxDownloads int
}

// Standard is the policy of a clinic that set nothing: seven days, which is
// also the maximum, and three downloads, at most twenty.
func Standard() Policy {
	return Policy{Life: 7 * 24 * time.Hour, MaxLife: 7 * 24 * time.Hour, Downloads: 3, MaxDownloads: 20}
}

// Check returns an error that names the bound a policy breaks.
func (p Policy) Check() error {
	switch {
	case p.MaxLife <= 0 || p.MaxLife > longestLife:
		return fmt.Errorf("links: policy: maximum life %v: want more than 0 and at most %v", p.MaxLife, longestLife)
	case p.Life <= 0 || p.Life > p.MaxLife:
		return fmt.Errorf("links: policy: default life %v: want more than 0 and at most the maximum, %v", p.Life, p.MaxLife)
	case p.MaxDownloads < 1 || p.MaxDownloads > mostDownloads:
		return fmt.Errorf("links: policy: maximum downloads %d: want 1 to %d", p.MaxDownloads, mostDownloads)
	case p.Downloads < 1 || p.Downloads > p.MaxDownloads:
		return fmt.Errorf("links: policy: default downloads %d: want 1 to the maximum, %d", p.Downloads, p.MaxDownloads)
	}
	return nil
}

// PINChoice is the asker's wish about a PIN.
type PINChoice int

const (
	// ByAudience gives a PIN to a Bearer link and none to a Self link. It is
	// the zero value: nobody loses a PIN by forgetting a field.
	ByAudience PINChoice = iota
	// WithPIN asks for a PIN.
	WithPIN
	// WithoutPIN removes it knowingly.
	WithoutPIN
)

// Ask is what somebody wants of a new link.
type Ask struct {
	Number    string   // of the copy
	Recipient string   // id, as the register writes it: "Patient/17"
	Maker     string   // the account that makes it; empty for none
	Audience  Audience // the caller's default: Self in cabinets, Bearer in the API
	Life      time.Duration
	Downloads int // 0 like a Life of 0: the policy's default
	PIN       PINChoice
}

// A BoundError names the part of an ask that broke a bound, and what would do.
// It never carries an id.
type BoundError struct {
	Field string // number, recipient, audience, ttl, max_downloads, pin
	Want  string
}

func (e *BoundError) Error() string { return e.Field + ": want " + e.Want }

// under returns the ask with the policy's defaults, or a *BoundError.
func (a Ask) under(p Policy) (Ask, error) {
	if a.Life == 0 {
		a.Life = p.Life
	}
	if a.Downloads == 0 {
		a.Downloads = p.Downloads
	}
	if a.PIN == ByAudience && a.Audience == Bearer {
		a.PIN = WithPIN
	}
	switch {
	case !isID(a.Number):
		return Ask{}, &BoundError{"number", "the number of a copy"}
	case !isID(a.Recipient):
		return Ask{}, &BoundError{"recipient", wantID}
	case a.Audience != Self && a.Audience != Bearer:
		return Ask{}, &BoundError{"audience", "self or bearer"}
	case a.Life < time.Second || a.Life > p.MaxLife:
		return Ask{}, &BoundError{"ttl", fmt.Sprintf("at least 1s and at most %v", p.MaxLife)}
	case a.Downloads < 1 || a.Downloads > p.MaxDownloads:
		return Ask{}, &BoundError{"max_downloads", fmt.Sprintf("1 to %d", p.MaxDownloads)}
	case a.PIN < ByAudience || a.PIN > WithoutPIN:
		return Ask{}, &BoundError{"pin", "a known choice"}
	}
	return a, nil
}

const (
	longestID = 200
	wantID    = "an id of at most 200 bytes without spaces"
)

// isID is the register's rule for ids: what passes here can be registered.
func isID(s string) bool {
	if s == "" || len(s) > longestID || !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}
