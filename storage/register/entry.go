package register

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Entry is one act on a copy or on the right to have copies. It names people
// and things by their ids; Basis and Reason are what an operator or a rule
// declared. Empty fields are not stored. The order of fields is the order in
// the stored JSON.
type Entry struct {
	// Time is when the act happened; it is stored in UTC to the microsecond.
	Time  time.Time `json:"time"`
	Event Event     `json:"event"`
	// Actor is the id of who acted: an account, "operator:" and the system
	// user at the command line, "system" for the service's own acts.
	Actor string `json:"actor"`

	Number    string `json:"number,omitempty"` // of the copy
	Kind      string `json:"kind,omitempty"`
	Patient   string `json:"patient,omitempty"` // id in the MIS
	Recipient string `json:"recipient,omitempty"`
	Basis     string `json:"basis,omitempty"` // legal basis, as declared
	Rule      string `json:"rule,omitempty"`  // the policy's rule that decided

	SHA256    string `json:"sha256,omitempty"` // of the copy's bytes, lower-case hexadecimal
	Size      int64  `json:"size,omitempty"`   // bytes
	Pages     int    `json:"pages,omitempty"`
	SealLevel string `json:"seal_level,omitempty"` // B-B, B-T, B-LT, B-LTA

	Form        string `json:"form,omitempty"`
	FormVersion string `json:"form_version,omitempty"`
	FormHash    string `json:"form_hash,omitempty"` // SHA-256, lower-case hexadecimal

	// Profile and ProfileVersion name the rules a copy was de-identified by.
	Profile        string `json:"profile,omitempty"`
	ProfileVersion string `json:"profile_version,omitempty"`

	// MadeFrom is the SHA-256 of what the copy's row says of the record it was made
	// from, lower-case hexadecimal: a commitment that tells nothing by itself.
	MadeFrom string `json:"made_from,omitempty"`

	Period string `json:"period,omitempty"` // of the record, "2026-01-01/2026-06-30"; either side may be empty
	AsOf   string `json:"as_of,omitempty"`  // the day decisions were asked for, if not the day of the act

	Order  string `json:"order,omitempty"`
	Link   string `json:"link,omitempty"`
	Reason string `json:"reason,omitempty"`

	// Erased is the number of the entry that an erasure took the text of, and
	// ErasedDay the day (YYYY-MM-DD, UTC) that entry was made. Log.Erase sets them.
	Erased    int64  `json:"erased,omitempty"`
	ErasedDay string `json:"erased_day,omitempty"`
}

// Longest texts an entry takes, in bytes. An id with a space in it is refused:
// most ids have none and most names do.
const (
	longestID   = 200
	longestText = 2000
)

// field is one text of an entry and what it must look like.
type field struct {
	name, value string
	ok          func(string) bool
	want        string
}

const (
	wantID   = "want an id of at most 200 bytes without spaces"
	wantText = "want at most 2000 bytes of UTF-8 without control characters"
	wantHash = "want 64 lower-case hexadecimal digits"
)

func (e Entry) fields() []field {
	return []field{
		{"actor", e.Actor, isID, wantID}, {"number", e.Number, isID, wantID}, {"kind", e.Kind, isID, wantID},
		{"patient", e.Patient, isID, wantID}, {"recipient", e.Recipient, isID, wantID}, {"basis", e.Basis, isText, wantText},
		{"rule", e.Rule, isID, wantID}, {"sha256", e.SHA256, isSHA256, wantHash}, {"seal_level", e.SealLevel, isID, wantID},
		{"form", e.Form, isID, wantID}, {"form_version", e.FormVersion, isID, wantID}, {"form_hash", e.FormHash, isSHA256, wantHash},
		{"profile", e.Profile, isID, wantID}, {"profile_version", e.ProfileVersion, isID, wantID},
		{"made_from", e.MadeFrom, isSHA256, wantHash}, {"period", e.Period, isID, wantID}, {"as_of", e.AsOf, isID, wantID},
		{"order", e.Order, isID, wantID}, {"link", e.Link, isID, wantID}, {"reason", e.Reason, isText, wantText},
		{"erased_day", e.ErasedDay, isID, wantID},
	}
}

// Check returns an error that wraps ErrEntry where the entry cannot be
// registered. The error names the field and what would do, never the value.
func (e Entry) Check() error {
	if y := e.Time.UTC().Year(); y < 1970 || y > 9999 {
		return fmt.Errorf("time: want a time after 1970: %w", ErrEntry)
	}
	if !e.Event.Known() {
		return fmt.Errorf("event: want one of the register's events: %w", ErrEntry)
	}
	if e.Actor == "" {
		return fmt.Errorf("actor: want the id of who acted: %w", ErrEntry)
	}
	for _, f := range e.fields() {
		if f.value != "" && !f.ok(f.value) {
			return fmt.Errorf("%s: %s: %w", f.name, f.want, ErrEntry)
		}
	}
	if e.Size < 0 || e.Pages < 0 {
		return fmt.Errorf("size, pages: want no negative number: %w", ErrEntry)
	}
	if (e.Event == Erasure) != (e.Erased > 0) || (e.Erased == 0 && e.ErasedDay != "") {
		return fmt.Errorf("erased: want it on an erasure alone, made by Erase: %w", ErrEntry)
	}
	return nil
}

// encode returns the entry's stored text: one line of JSON, the same bytes for
// the same entry every time.
func (e Entry) encode() (string, error) {
	if err := e.Check(); err != nil {
		return "", err
	}
	e.Time = e.Time.UTC().Truncate(time.Microsecond)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return "", fmt.Errorf("encode entry: %w", err)
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// decode reads a stored text. The error never carries any of it.
func decode(body string) (Entry, error) {
	var e Entry
	if err := json.Unmarshal([]byte(body), &e); err != nil {
		return Entry{}, fmt.Errorf("not the JSON of an entry: %w", ErrEntry)
	}
	return e, nil
}

func isID(s string) bool {
	return printable(s, longestID) && !strings.ContainsFunc(s, unicode.IsSpace)
}

func isText(s string) bool { return printable(s, longestText) }

func printable(s string, longest int) bool {
	return len(s) <= longest && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

func isSHA256(s string) bool {
	return len(s) == 64 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'f')
	})
}
