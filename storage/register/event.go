package register

import (
	"maps"
	"slices"
)

// Event is what happened. There is one vocabulary for all that is registered.
type Event string

// The life of a copy.
const (
	Order       Event = "order"       // somebody asked for a copy
	Refusal     Event = "refusal"     // the policy said no; Rule tells which rule
	Cancel      Event = "cancel"      // the order was withdrawn before a copy was made
	Failure     Event = "failure"     // no copy could be made
	Issue       Event = "issue"       // a copy was made
	Subject     Event = "subject"     // whose record a copy without names was made of: beside its issue, which goes out as a proof
	Extension   Event = "extension"   // a copy's seal was extended: one more sealed version
	Package     Event = "package"     // an insurer's package was made
	Paper       Event = "paper"       // a paper of the clinic's own was sealed: an act, a list of disclosures
	Receipt     Event = "receipt"     // an insurer says which file it received; SHA256 is that file's
	Release     Event = "release"     // a copy leaves by the operator's own hand (--out)
	Revoke      Event = "revoke"      // a copy is declared invalid
	Deletion    Event = "deletion"    // a copy was removed at the end of its time
	Destruction Event = "destruction" // a copy and its key were destroyed on a lawful demand
	Gone        Event = "gone"        // no backup holds a destroyed copy any more: destroyed for good
	Hold        Event = "hold"        // a legal hold stops the end of copies
	Unhold      Event = "unhold"      // and ends
)

// The life of a link.
const (
	Link     Event = "link"     // made
	Download Event = "download" // opened: registered before the first byte is sent
	Return   Event = "return"   // a transfer broken by our side gave its count back
	Unlink   Event = "unlink"   // ended by hand
)

// Rights, and the register's own house.
const (
	Block    Event = "block"    // the patient forbids access (rule 1.13)
	Unblock  Event = "unblock"  // and allows it again
	Consent  Event = "consent"  // a consent counted or ceased to count
	Contract Event = "contract" // an insurer's contract was entered or changed
	Account  Event = "account"  // issued, replaced, locked or closed
	Key      Event = "key"      // a sealing or register key was made or rotated
	Restore  Event = "restore"  // a backup took the database's place
	Erasure  Event = "erasure"  // an entry's text was erased; Erased tells which
	Look     Event = "look"     // a doctor looked at a patient's list, or the officer into the register
)

// Processing is a word of the data policy's rule 1.2 for what is done to
// personal data.
type Processing string

// The six kinds of processing of rule 1.2.
const (
	Extraction         Processing = "extraction"
	Transfer           Processing = "transfer"
	Depersonalisation  Processing = "depersonalisation"
	Blocking           Processing = "blocking"
	ProcessingDeletion Processing = "deletion"
	Destroying         Processing = "destruction"
)

// events has every event and the processing it is; "" where none is done.
var events = map[Event]Processing{
	Order: "", Receipt: "", Refusal: "", Cancel: "", Failure: "", Extension: "", Revoke: "",
	Subject: "", Issue: Extraction, Package: Extraction, Paper: Extraction,
	Release: Transfer, Download: Transfer,
	Link: "", Return: "", Unlink: "",
	Block: Blocking, Unblock: "",
	Consent: "", Contract: "", Account: "", Key: "", Restore: "", Look: "",
	Hold: "", Unhold: "",
	Deletion: ProcessingDeletion, Erasure: ProcessingDeletion, Destruction: Destroying, Gone: "",
}

// Events lists the vocabulary in order of word.
func Events() []Event { return slices.Sorted(maps.Keys(events)) }

// Known reports whether the event is one of the register's.
func (e Event) Known() bool {
	_, ok := events[e]
	return ok
}

// Processing tells which processing of rule 1.2 the entry records, "" for none.
// An issue under a de-identification profile is depersonalisation.
func (e Entry) Processing() Processing {
	if e.Event == Issue && e.Profile != "" {
		return Depersonalisation
	}
	return events[e.Event]
}
