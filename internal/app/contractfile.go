package app

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// contractFile is a contract as a file says it, JSON or YAML. It may be edited
// by hand, so a key that is not here is refused: a bound that is misspelled
// would bind nothing.
type contractFile struct {
	Number   string   `yaml:"number"`
	Version  int      `yaml:"version"` // 1 if absent
	Insurer  string   `yaml:"insurer"` // Organization id
	From     string   `yaml:"from"`
	To       string   `yaml:"to"`
	Services []string `yaml:"services"`
	Kinds    []string `yaml:"kinds"`
	Fields   string   `yaml:"fields"` // full if absent
	Labels   []string `yaml:"labels"` // "CODE" or "SYSTEM|CODE"
	Basis    string   `yaml:"basis"`
	Whole    bool     `yaml:"whole"`
	Insured  []struct {
		Patient string `yaml:"patient"`
		Policy  string `yaml:"policy"`
		From    string `yaml:"from"`
		To      string `yaml:"to"`
	} `yaml:"insured"`
	Purposes   []string `yaml:"purposes"`
	InsurerIDs struct {
		Name string `yaml:"name"`
		INN  string `yaml:"inn"`
		KPP  string `yaml:"kpp"`
		OGRN string `yaml:"ogrn"`
	} `yaml:"insurer_ids"`
	Certificates []string `yaml:"certificates"` // PEM
	Recipients   []string `yaml:"age_recipients"`
	Encryption   string   `yaml:"encryption"` // certificate, age; none if absent
	Delivery     struct {
		Webhook string `yaml:"webhook"`
		Secret  int    `yaml:"secret"`
		Monthly int    `yaml:"monthly"`
	} `yaml:"delivery"`
	Retention int `yaml:"retention_days"`
	Links     struct {
		Life      string `yaml:"life"`
		Downloads int    `yaml:"downloads"`
	} `yaml:"links"`
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
	if len(text) > maxContract {
		return policy.Contract{}, fmt.Errorf("%w: more than %d MB", policy.ErrContract, maxContract>>20)
	}
	var f contractFile
	if err := yaml.UnmarshalWithOptions(text, &f, yaml.Strict()); err != nil {
		return policy.Contract{}, fmt.Errorf("%w: %s", policy.ErrContract, strings.TrimSpace(yaml.FormatError(err, false, false)))
	}
	c, err := f.contract()
	if err != nil {
		return policy.Contract{}, err
	}
	return c, c.Check()
}

func (f contractFile) contract() (policy.Contract, error) {
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

func (f contractFile) terms() (policy.Terms, error) {
	t := policy.Terms{Insurer: policy.LegalIDs{Name: f.InsurerIDs.Name, INN: f.InsurerIDs.INN, KPP: f.InsurerIDs.KPP, OGRN: f.InsurerIDs.OGRN},
		Purposes: f.Purposes, Certificates: f.Certificates, Recipients: f.Recipients, Encryption: policy.Envelope(f.Encryption),
		Webhook: f.Delivery.Webhook, Secret: f.Delivery.Secret, Monthly: f.Delivery.Monthly,
		Retention: time.Duration(f.Retention) * 24 * time.Hour, Downloads: f.Links.Downloads}
	var err error
	if f.Links.Life != "" {
		if t.LinkLife, err = time.ParseDuration(f.Links.Life); err != nil {
			return t, fmt.Errorf("%w: links.life: want a duration such as 72h", policy.ErrContract)
		}
	}
	if f.Retention < 0 || f.Retention > 36500 {
		return t, fmt.Errorf("%w: retention_days: want a number of days", policy.ErrContract)
	}
	if err = parcel.CheckRecipients(t); err != nil {
		return t, fmt.Errorf("%w: %w", policy.ErrContract, err)
	}
	return t, nil
}

func days(from, to string) (record.Period, error) {
	start, err := record.ParseDate(from)
	if err != nil {
		return record.Period{}, fmt.Errorf("%w: from: want a day as YYYY-MM-DD", policy.ErrContract)
	}
	end, err := record.ParseDate(to)
	if err != nil {
		return record.Period{}, fmt.Errorf("%w: to: want a day as YYYY-MM-DD", policy.ErrContract)
	}
	return record.Period{Start: start, End: end}, nil
}
