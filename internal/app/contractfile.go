package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// ContractAsk is a contract as a file or a form says it. A file may be edited by
// hand, JSON or YAML, so a key that is not here is refused: a bound that is
// misspelled would bind nothing.
type ContractAsk struct {
	Number   string       `yaml:"number" json:"number"`
	Version  int          `yaml:"version" json:"version,omitempty"` // 1 if absent; a draft's is given by the database
	Insurer  string       `yaml:"insurer" json:"insurer"`           // Organization id
	From     string       `yaml:"from" json:"from"`
	To       string       `yaml:"to" json:"to"`
	Services []string     `yaml:"services" json:"services,omitempty"`
	Kinds    []string     `yaml:"kinds" json:"kinds,omitempty"`
	Fields   string       `yaml:"fields" json:"fields,omitempty"` // full if absent
	Labels   []string     `yaml:"labels" json:"labels,omitempty"` // "CODE" or "SYSTEM|CODE"
	Basis    string       `yaml:"basis" json:"basis,omitempty"`
	Whole    bool         `yaml:"whole" json:"whole,omitempty"`
	Insured  []InsuredAsk `yaml:"insured" json:"insured,omitempty"`
	TermsAsk `yaml:",inline"`
}

// TermsAsk are purposes and the ways of handing over, as a file says them.
type TermsAsk struct {
	Purposes     []string        `yaml:"purposes,omitempty" json:"purposes,omitempty"`
	InsurerIDs   InsurerAsk      `yaml:"insurer_ids,omitempty" json:"insurer_ids,omitzero"`
	Certificates []string        `yaml:"certificates,omitempty" json:"certificates,omitempty"` // PEM
	Recipients   []string        `yaml:"age_recipients,omitempty" json:"age_recipients,omitempty"`
	Encryption   string          `yaml:"encryption,omitempty" json:"encryption,omitempty"` // certificate, age; none if absent
	Delivery     DeliveryAsk     `yaml:"delivery,omitempty" json:"delivery,omitzero"`
	Retention    int             `yaml:"retention_days,omitempty" json:"retention_days,omitempty"`
	Links        PackageLinksAsk `yaml:"links,omitempty" json:"links,omitzero"`
}

// InsuredAsk is one line of a contract's list: a patient, or whoever has the policy.
type InsuredAsk struct {
	Patient string `yaml:"patient" json:"patient,omitempty"`
	Policy  string `yaml:"policy" json:"policy,omitempty"`
	From    string `yaml:"from" json:"from,omitempty"`
	To      string `yaml:"to" json:"to,omitempty"`
}

// InsurerAsk is how the state knows the insurer.
type InsurerAsk struct {
	Name string `yaml:"name,omitempty" json:"name,omitempty"`
	INN  string `yaml:"inn,omitempty" json:"inn,omitempty"`
	KPP  string `yaml:"kpp,omitempty" json:"kpp,omitempty"`
	OGRN string `yaml:"ogrn,omitempty" json:"ogrn,omitempty"`
}

// DeliveryAsk is how an insurer hears of packages, and when they are made.
type DeliveryAsk struct {
	Webhook string `yaml:"webhook,omitempty" json:"webhook,omitempty"`
	Secret  int    `yaml:"secret,omitempty" json:"secret,omitempty"`
	Monthly int    `yaml:"monthly,omitempty" json:"monthly,omitempty"`
}

// PackageLinksAsk bounds the links to packages.
type PackageLinksAsk struct {
	Life      string `yaml:"life,omitempty" json:"life,omitempty"`
	Downloads int    `yaml:"downloads,omitempty" json:"downloads,omitempty"`
}

// maxContract bounds a contract's file: a list of 100,000 policies is below it.
const maxContract = 16 << 20

// ReadContract reads a contract's file.
func ReadContract(name string) (policy.Contract, error) {
	f, err := os.Open(name)
	if err != nil {
		return policy.Contract{}, fmt.Errorf("contract: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxContract+1))
	if err != nil {
		return policy.Contract{}, fmt.Errorf("contract %s: %w", filepath.Base(name), err)
	}
	c, err := ParseContract(text)
	if err != nil {
		return c, fmt.Errorf("contract %s: %w", filepath.Base(name), err)
	}
	return c, nil
}

// ParseContract reads a contract from JSON or YAML and checks it. Errors do not
// repeat what it says: its list names people's policies.
func ParseContract(text []byte) (policy.Contract, error) {
	switch {
	case len(text) > maxContract:
		return policy.Contract{}, &policy.ContractError{Field: "text", Want: fmt.Sprintf("at most %d MB", maxContract>>20)}
	case !utf8.Valid(text): // its number would be another contract's, or nobody's
		return policy.Contract{}, &policy.ContractError{Field: "text", Want: "UTF-8: convert the file (is it windows-1251?)"}
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // as some editors on Windows begin a file
	f, err := readAsk[ContractAsk](text)
	if err != nil {
		return policy.Contract{}, err
	}
	return f.checked()
}

func (f ContractAsk) checked() (policy.Contract, error) {
	c, err := f.contract()
	if err != nil {
		return policy.Contract{}, err
	}
	return c, c.Check()
}

// storedContract reads a version as it was stored, which was read strictly then: JSON
// is read as such, twenty times as quickly as YAML.
func storedContract(text string) (f ContractAsk, c policy.Contract, err error) {
	if json.Unmarshal([]byte(text), &f) != nil {
		if f, err = readAsk[ContractAsk]([]byte(text)); err != nil {
			return f, c, err
		}
	}
	c, err = f.checked()
	return f, c, err
}

// readAsk reads JSON or YAML strictly; the error does not repeat the text.
func readAsk[T any](text []byte) (ask T, err error) {
	if err := yaml.UnmarshalWithOptions(text, &ask, yaml.Strict()); err != nil {
		return ask, fmt.Errorf("%w: %s", policy.ErrContract, strings.TrimSpace(yaml.FormatError(err, false, false)))
	}
	return ask, nil
}

// ReadTerms reads purposes and ways of handing over as a form has them, in the
// words of a contract's file.
func ReadTerms(text string) (TermsAsk, error) {
	if strings.TrimSpace(text) == "" {
		return TermsAsk{}, nil
	}
	t, err := readAsk[TermsAsk]([]byte(text))
	if err != nil {
		return t, &policy.ContractError{Field: "terms", Want: "the keys of a contract's file (docs/packages.md)"}
	}
	return t, nil
}

// termsText is what ReadTerms reads back; "" for none.
func termsText(t TermsAsk) (string, error) {
	text, err := yaml.Marshal(t)
	if strings.TrimSpace(string(text)) == "{}" {
		return "", err
	}
	return string(text), err
}

func (f ContractAsk) contract() (policy.Contract, error) {
	c := policy.Contract{
		Number: f.Number, Version: f.Version, Insurer: record.Ref("Organization/" + strings.TrimPrefix(f.Insurer, "Organization/")),
		Services: f.Services, Kinds: f.Kinds, Fields: policy.Fields(f.Fields), Basis: f.Basis, Whole: f.Whole,
	}
	if c.Version == 0 {
		c.Version = 1
	}
	if c.Fields == "" {
		c.Fields = policy.FullFields
	}
	for _, l := range f.Labels {
		system, code, ok := strings.Cut(l, "|")
		if !ok {
			system, code = "", l
		}
		c.Labels = append(c.Labels, record.Label{System: system, Code: code})
	}
	var err error
	if c.Terms, err = f.terms(); err != nil {
		return c, err
	}
	if c.Period, err = days(f.From, f.To); err != nil {
		return c, err
	}
	for _, i := range f.Insured {
		p, err := days(i.From, i.To)
		if err != nil {
			return c, err
		}
		c.Insured = append(c.Insured, policy.Insured{Patient: record.PatientID(strings.TrimPrefix(i.Patient, "Patient/")), Policy: record.NewPersonal(i.Policy), Period: p})
	}
	return c, nil
}

func (f TermsAsk) terms() (policy.Terms, error) {
	t := policy.Terms{Insurer: policy.LegalIDs{Name: f.InsurerIDs.Name, INN: f.InsurerIDs.INN, KPP: f.InsurerIDs.KPP, OGRN: f.InsurerIDs.OGRN},
		Purposes: f.Purposes, Certificates: f.Certificates, Recipients: f.Recipients, Encryption: policy.Envelope(f.Encryption),
		Webhook: f.Delivery.Webhook, Secret: f.Delivery.Secret, Monthly: f.Delivery.Monthly,
		Retention: time.Duration(f.Retention) * 24 * time.Hour, Downloads: f.Links.Downloads}
	var err error
	if f.Links.Life != "" {
		if t.LinkLife, err = time.ParseDuration(f.Links.Life); err != nil {
			return t, &policy.ContractError{Field: "links.life", Want: "a duration such as 72h"}
		}
	}
	if f.Retention < 0 || f.Retention > 36500 {
		return t, &policy.ContractError{Field: "retention_days", Want: "a number of days"}
	}
	if err = parcel.CheckRecipients(t); err != nil {
		field, want, _ := strings.Cut(err.Error(), ": want ")
		return t, &policy.ContractError{Field: field, Want: want}
	}
	return t, nil
}

func days(from, to string) (record.Period, error) {
	start, err := record.ParseDate(from)
	if err != nil {
		return record.Period{}, &policy.ContractError{Field: "from", Want: "a day as YYYY-MM-DD"}
	}
	end, err := record.ParseDate(to)
	if err != nil {
		return record.Period{}, &policy.ContractError{Field: "to", Want: "a day as YYYY-MM-DD"}
	}
	return record.Period{Start: start, End: end}, nil
}
