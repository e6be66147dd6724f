package signing

import "time"

// Report is what Check found out about a file.
type Report struct {
	// Valid: at least one signature, all of them whole, covering all of the file.
	Valid bool `json:"valid"`
	// Trusted: valid, and every signer's chain ends in a given root at the time
	// that is proved for its signature.
	Trusted bool `json:"trusted"`
	// Reason is why not; empty when valid and trusted.
	Reason Reason `json:"reason,omitempty"`
	// Verdict is the same in the words of ETSI EN 319 102-1.
	Verdict Verdict `json:"verdict"`
	// Signatures are those that could be read, oldest first.
	Signatures []Signature `json:"signatures"`
	// TimeStamps are the document time stamps, oldest first.
	TimeStamps []TimeStamp `json:"timestamps,omitempty"`
}

// Signature is one signature of a file.
type Signature struct {
	Signer string    `json:"signer"`        // the certificate's owner
	Serial string    `json:"serial"`        // of the certificate, hexadecimal
	When   time.Time `json:"when,omitzero"` // claimed by the signer
	// Covers: the whole document; since then nothing but validation data and
	// time stamps was appended.
	Covers bool `json:"covers"`
	// Level is what is in the file and holds, not what the file claims.
	Level     Level  `json:"level"`
	Baseline  string `json:"baseline,omitempty"` // the level's full name
	SubFilter string `json:"subfilter,omitempty"`
	Demo      bool   `json:"demo,omitempty"` // made with a demo key
	// Proved is the earliest time at which the signature is known to have been
	// there, by a time stamp that is trusted; nil if there is none.
	Proved *Proof `json:"proved,omitempty"`
	// JudgedAt is when the chain was judged: the time proved, else the present.
	JudgedAt time.Time `json:"judged_at,omitzero"`
	// Chain leads from the signer to the root; empty if no root is reached.
	Chain []Link `json:"chain,omitempty"`
	// TimeStamp is the one inside the signature.
	TimeStamp *TimeStamp `json:"timestamp,omitempty"`
	// After is what was appended to the file since, oldest first.
	After []string `json:"after,omitempty"`
	// Warnings are what does not change the verdict and should be known.
	Warnings []string `json:"warnings,omitempty"`
}

// Proof is a time that a time stamp proves.
type Proof struct {
	Time   time.Time `json:"time"`
	By     string    `json:"by"` // StampOfSignature or StampOfDocument
	TSA    string    `json:"tsa"`
	Serial string    `json:"serial"` // of the TSA's certificate
}

// Kinds of time stamp, and of what can be appended to a sealed file.
const (
	StampOfSignature = "signature time stamp"
	StampOfDocument  = "document time stamp"
	ValidationData   = "validation data"
	FurtherSignature = "signature"
)

// TimeStamp is one time stamp and what became of it.
type TimeStamp struct {
	Kind    string    `json:"kind"`
	Time    time.Time `json:"time"`
	TSA     string    `json:"tsa"`
	Serial  string    `json:"serial"` // of the TSA's certificate
	Trusted bool      `json:"trusted"`
	// Why it proves nothing, if it is not trusted.
	Why string `json:"why,omitempty"`
	// JudgedAt is when its chain was judged: the time of a later time stamp that
	// covers it, else the present.
	JudgedAt time.Time `json:"judged_at"`
	Chain    []Link    `json:"chain,omitempty"`

	last bool // nothing covers it, so that nothing can vouch for its own data
}

// Link is one certificate of a chain.
type Link struct {
	Name       string     `json:"name"`
	Serial     string     `json:"serial"`
	From       time.Time  `json:"from"`
	To         time.Time  `json:"to"`
	Root       bool       `json:"root,omitempty"`
	Revocation Revocation `json:"revocation,omitzero"`

	file Revocation // by the file's own data, of the time the signature was made
}

// What is known of a certificate's revocation.
const (
	RevocationGood    = "good"
	RevocationThen    = "good when it was made" // nothing is known of the time judged
	RevocationLater   = "revoked later"         // than the time judged at
	RevocationRevoked = "revoked"
	RevocationUnknown = "unknown"
)

// Where a statement about revocation comes from.
const (
	FromFile = "file"
	FromNet  = "online"
)

// Revocation is what authorities said of a certificate, at the time judged.
type Revocation struct {
	Status string    `json:"status"`
	By     Service   `json:"by,omitempty"`
	From   string    `json:"from,omitempty"`
	Of     time.Time `json:"of,omitzero"`    // when the answer was given
	Since  time.Time `json:"since,omitzero"` // when the certificate was revoked
	Why    string    `json:"why,omitempty"`  // it is unknown

	at int // where in the file the answer lies
}
