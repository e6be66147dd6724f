// Package deidentify makes an anonymized record: a record in, a record out, in
// which nobody can be recognised, and the last look at the finished PDF.
//
// Three nets lie one behind the other. The fields (Record) are default-deny
// over our own model: a field without a rule is withheld. The free text
// (Scrubber) is searched for what the record knows of the patient and everybody
// around them, for the shapes of identifiers, and for people nobody told us
// about. The last look (LastLook) shares no matching code with the first two and
// refuses the finished document when something known survived.
package deidentify
