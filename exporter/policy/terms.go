package policy

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// LegalIDs say who the insurer is to the law. They are printed in the manifest.
type LegalIDs struct {
	Name, INN, KPP, OGRN string
}

// Envelope says how a package is encrypted to the insurer on its way.
type Envelope string

// What a contract may say of it.
const (
	// NoEnvelope leaves the package as it is; the way is encrypted (TLS).
	NoEnvelope Envelope = ""
	// ToCertificate is CMS EnvelopedData (RFC 5652) to the contract's certificates.
	ToCertificate Envelope = "certificate"
	// ToAge is the age format, to the contract's age recipients.
	ToAge Envelope = "age"
)

// Terms are what a contract says beside its bounds: what for, and how packages
// are handed over. Zero values are the clinic's own settings.
type Terms struct {
	Insurer  LegalIDs
	Purposes []string // what the insurer may use the data for
	// Certificates are the insurer's, PEM; Recipients its age keys ("age1…").
	Certificates, Recipients []string
	Encryption               Envelope
	// Webhook is told when a package is ready; Secret counts the keys it signs
	// with: another number, another key.
	Webhook string
	Secret  int
	// Monthly is the day of the month on which last month's package is ordered; 0: none is.
	Monthly int
	// Retention is how long packages and their documents are kept at most.
	Retention time.Duration
	// LinkLife and Downloads bound each link.
	LinkLife  time.Duration
	Downloads int
}

// wrong names the first term that cannot be used, with what would do.
func (t Terms) wrong() (name, want string) {
	for _, f := range []struct {
		ok         bool
		name, want string
	}{
		{allPrintable(t.Purposes, 300), "purposes", "lines of at most 300 bytes"},
		{digits(t.Insurer.INN, 10, 12), "insurer_ids.inn", "10 or 12 digits"},
		{digits(t.Insurer.KPP, 9), "insurer_ids.kpp", "9 digits"},
		{digits(t.Insurer.OGRN, 13, 15), "insurer_ids.ogrn", "13 or 15 digits"},
		{t.Insurer.Name == "" || printable(t.Insurer.Name, 300), "insurer_ids.name", "at most 300 bytes on one line"},
		{t.Encryption == NoEnvelope || t.Encryption == ToCertificate && len(t.Certificates) > 0 || t.Encryption == ToAge && len(t.Recipients) > 0,
			"encryption", "certificate, with certificates, or age, with age_recipients"},
		{t.Webhook == "" || webhookURL(t.Webhook), "delivery.webhook", "an https address without user and fragment; http only for this machine"},
		{t.Secret >= 0 && t.Monthly >= 0 && t.Monthly <= 28, "delivery", "secret from 0, monthly as a day from 1 to 28"},
		{t.Retention >= 0 && t.Retention <= 10*365*24*time.Hour, "retention_days", "a number of days, at most ten years"},
		{t.LinkLife >= 0 && t.LinkLife <= 30*24*time.Hour && t.Downloads >= 0 && t.Downloads <= 1000, "links", "life of at most 720h, downloads of at most 1000"},
	} {
		if !f.ok {
			return f.name, f.want
		}
	}
	return "", ""
}

func allPrintable(list []string, longest int) bool {
	return !slices.ContainsFunc(list, func(s string) bool { return !printable(s, longest) })
}

// digits reports whether s is empty or has one of the lengths.
func digits(s string, lengths ...int) bool {
	return s == "" || strings.Trim(s, "0123456789") == "" && slices.Contains(lengths, len(s))
}

// webhookURL: what is posted there is no secret, but who is told is.
func webhookURL(s string) bool {
	u, err := url.Parse(s)
	if err != nil || len(s) > 500 || u.Host == "" || u.User != nil || u.Fragment != "" {
		return false
	}
	local := slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && local
}
