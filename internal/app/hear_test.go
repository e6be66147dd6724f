package app

import (
	"testing"

	"vypiska/storage/register"
)

// A metric's label is one of a few words: a person left out of a package is no
// order's end, and a package's reason begins with words of its own.
func TestOnlyTheEndsOfOrdersAreCounted(t *testing.T) {
	for reason, want := range map[string]Status{
		"failed: record": Failed, "cancelled": Cancelled, "refused: withheld: small group": Refused,
		"contract 7: failed: fault": Failed, "record": "", "needs-review: PATIENT by rule name in page 1": "",
	} {
		var got Word
		h := House{Hear: func(w Word) { got = w }}
		h.hear(register.Entry{Event: register.Failure, Reason: reason})
		if got.Ended != want {
			t.Errorf("%s: %q, want %q", reason, got.Ended, want)
		}
	}
}
