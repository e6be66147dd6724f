package signing

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Level is a PAdES baseline level (ETSI EN 319 142-1, 6).
type Level string

// The levels, each of which contains the one before.
const (
	LevelB   Level = "B-B"   // a signature
	LevelT   Level = "B-T"   // and a trusted time
	LevelLT  Level = "B-LT"  // and what is needed to validate it without asking anybody
	LevelLTA Level = "B-LTA" // and a time stamp over all of that
)

var levels = []Level{LevelB, LevelT, LevelLT, LevelLTA}

// ParseLevel reads a level's name.
func ParseLevel(s string) (Level, error) {
	if l := Level(s); slices.Contains(levels, l) {
		return l, nil
	}
	return "", fmt.Errorf("level %q: want B-B, B-T, B-LT or B-LTA", s)
}

// Reaches reports whether l contains want.
func (l Level) Reaches(want Level) bool {
	return slices.Index(levels, l) >= slices.Index(levels, want) && slices.Contains(levels, want)
}

// baseline is the level's full name in a family, for instance PAdES-BASELINE-LT.
func (l Level) baseline(family string) string {
	short, ok := strings.CutPrefix(string(l), "B-")
	if !ok {
		return ""
	}
	return family + "-BASELINE-" + short
}

// Service is a kind of authority outside the house.
type Service string

// The services that levels above B-B need.
const (
	ServiceTSA  Service = "TSA"
	ServiceOCSP Service = "OCSP"
	ServiceCRL  Service = "CRL"
)

// AuthorityError says that an authority did not give what a level needs.
type AuthorityError struct {
	Service Service
	Host    string // of the authority asked, "" if none could be
	// Retry: trying again later can help. It cannot where the answer was wrong,
	// or said no for good.
	Retry bool
	Err   error
}

func (e *AuthorityError) Error() string {
	if e.Host == "" {
		return fmt.Sprintf("%s: %v", e.Service, e.Err)
	}
	return fmt.Sprintf("%s %s: %v", e.Service, e.Host, e.Err)
}

// Unwrap gives the cause.
func (e *AuthorityError) Unwrap() error { return e.Err }

// What an authority can say that no other answer cures; an AuthorityError wraps it.
var (
	// ErrRevoked: a certificate that the seal needs is revoked.
	ErrRevoked = errors.New("the certificate is revoked")
	// ErrNoTSA: the level needs a time stamp and no TSA is set.
	ErrNoTSA = errors.New("no time-stamping authority is set: name one, or seal at B-B")
	// ErrNoRoot: a chain does not end in a root that is trusted.
	ErrNoRoot = errors.New("the chain ends in no trusted root")
)
