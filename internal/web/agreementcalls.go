package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
)

const (
	versionsPath = "/api/v1/contract-versions"
	consentsPath = "/api/v1/consents"
)

// Version is a version of a contract that the clinic keeps. Who is insured is not
// told, only how many lines its list has.
type Version struct {
	Insurer     string     `json:"insurer"`
	Number      string     `json:"number"`
	Version     int        `json:"version"`
	Status      string     `json:"status" enum:"draft,active,suspended,replaced"`
	From        string     `json:"from"`
	To          string     `json:"to"`
	Services    []string   `json:"services"`
	Kinds       []string   `json:"kinds"`
	Fields      string     `json:"fields" enum:"full,claims-minimal,pseudonymous"`
	Basis       string     `json:"basis"`
	Whole       bool       `json:"whole"`
	Insured     int        `json:"insured" doc:"lines of the contract's own list; 0: the clinic's system says who is insured"`
	DraftedAt   time.Time  `json:"drafted_at"`
	DraftedBy   string     `json:"drafted_by"`
	ActivatedAt *time.Time `json:"activated_at,omitempty"`
	ActivatedBy string     `json:"activated_by,omitempty"`
}

type versionsInput struct {
	Insurer string `query:"insurer" maxLength:"80" doc:"the insurer's id, beside number: that contract alone"`
	Number  string `query:"number" maxLength:"100" doc:"the contract's number, beside insurer"`
	Before  string `query:"before" maxLength:"200" doc:"next of the page before"`
}

type versionsOutput struct {
	Body struct {
		Versions []Version `json:"versions" doc:"by insurer and number; of each contract the oldest first"`
		Next     string    `json:"next,omitempty" doc:"before of the next page; absent on the last"`
	}
}

type insuredBody struct {
	Patient string `json:"patient,omitempty" maxLength:"80"`
	Policy  string `json:"policy,omitempty" maxLength:"100"`
	From    string `json:"from,omitempty" maxLength:"10"`
	To      string `json:"to,omitempty" maxLength:"10"`
}

type draftInput struct {
	Body struct {
		Insurer  string        `json:"insurer" maxLength:"80" doc:"the id of the insurer's Organization"`
		Number   string        `json:"number" maxLength:"100" doc:"the contract's number"`
		From     string        `json:"from" maxLength:"10" doc:"YYYY-MM-DD"`
		To       string        `json:"to" maxLength:"10" doc:"YYYY-MM-DD"`
		Services []string      `json:"services,omitempty" maxItems:"1000" doc:"codes of services"`
		Kinds    []string      `json:"kinds,omitempty" maxItems:"100" doc:"categories of reports"`
		Fields   string        `json:"fields,omitempty" enum:"full,claims-minimal,pseudonymous" doc:"full, claims-minimal or pseudonymous; full without it"`
		Labels   []string      `json:"labels,omitempty" maxItems:"100" doc:"restricted labels that are allowed: CODE or SYSTEM|CODE"`
		Basis    string        `json:"basis,omitempty" maxLength:"500" doc:"legal basis; else the contract's number and art. 13 323-FZ"`
		Whole    bool          `json:"whole,omitempty" doc:"true: no package where one person's document fails"`
		Insured  []insuredBody `json:"insured,omitempty" doc:"a list of patients or policies, each with from and to; without it the clinic's system says who is insured"`

		Purposes     []string            `json:"purposes,omitempty" maxItems:"20" doc:"lines of text"`
		InsurerIDs   app.InsurerAsk      `json:"insurer_ids,omitempty" doc:"name, inn, kpp, ogrn"`
		Certificates []string            `json:"certificates,omitempty" maxItems:"20" doc:"PEM, of whom packages are encrypted to"`
		Recipients   []string            `json:"age_recipients,omitempty" maxItems:"20" doc:"keys that begin with age1"`
		Encryption   string              `json:"encryption,omitempty" enum:"certificate,age" doc:"certificate or age; none without it"`
		Delivery     app.DeliveryAsk     `json:"delivery,omitempty" doc:"webhook, secret, monthly"`
		Retention    int                 `json:"retention_days,omitempty" minimum:"0" doc:"how long a package is kept, in days"`
		Links        app.PackageLinksAsk `json:"links,omitempty" doc:"life and downloads of a package's links"`
	}
}

type versionOutput struct{ Body Version }

type contractInput struct {
	Body struct {
		Insurer string `json:"insurer" maxLength:"80" doc:"the id of the insurer's Organization"`
		Number  string `json:"number" maxLength:"100" doc:"the contract's number"`
		Version int    `json:"version,omitempty" minimum:"1" doc:"which version is activated"`
	}
}

// Consent is a patient's written consent to a contract.
type Consent struct {
	ID        string     `json:"id"`
	Patient   string     `json:"patient"`
	Insurer   string     `json:"insurer"`
	Contract  string     `json:"contract"`
	Form      string     `json:"form" doc:"version of the text that was signed"`
	Channel   string     `json:"channel" enum:"in-person,post,esia"`
	Signed    string     `json:"signed" doc:"YYYY-MM-DD"`
	Withdrawn *time.Time `json:"withdrawn_at,omitempty"`
}

type consentsInput struct {
	Patient  string `query:"patient" maxLength:"64" doc:"all consents of one patient; or insurer and contract"`
	Insurer  string `query:"insurer" maxLength:"80" doc:"the insurer's id, beside contract; for the officer"`
	Contract string `query:"contract" maxLength:"100" doc:"the contract's number, beside insurer"`
	Before   string `query:"before" maxLength:"40" doc:"next of the page before"`
}

type consentsOutput struct {
	Body struct {
		Consents []Consent `json:"consents" doc:"those signed last first"`
		Next     string    `json:"next,omitempty" doc:"before of the next page; absent on the last"`
	}
}

type consentInput struct {
	Body struct {
		Patient  string `json:"patient" maxLength:"80" doc:"the id of a patient in the clinic's system"`
		Insurer  string `json:"insurer" maxLength:"80" doc:"the id of the insurer's Organization"`
		Contract string `json:"contract" maxLength:"100" doc:"the contract's number"`
		Form     string `json:"form" maxLength:"100" doc:"version of the text that was signed"`
		Channel  string `json:"channel" enum:"in-person,post,esia" doc:"in-person, post or esia"`
		Signed   string `json:"signed" maxLength:"10" doc:"YYYY-MM-DD, not to come"`
	}
}

type recordedOutput struct {
	Body struct {
		ID string `json:"id"`
	}
}

type withdrawInput struct {
	ID      string `path:"id" maxLength:"200" doc:"the id of a consent"`
	Channel string `query:"channel" enum:"phone,email,in-person,post,esia" required:"true" doc:"how the patient said so: phone, email, in-person, post or esia"`
}

func (s *Server) agreementCalls(api huma.API) {
	op(s, api, huma.Operation{OperationID: "contractVersions", Method: http.MethodGet, Path: versionsPath,
		Summary: "The contracts that the clinic keeps, with all versions", Errors: []int{http.StatusNotFound}}, s.versionsCall)
	op(s, api, huma.Operation{OperationID: "draftContract", Method: http.MethodPost, Path: versionsPath, DefaultStatus: http.StatusCreated,
		Summary: "Enter a version; it gives nobody anything until another officer activates it"}, s.draftCall)
	for _, act := range []struct {
		id, what, summary string
		do                func(context.Context, app.Visitor, policy.Contract) error
	}{
		{"activateContract", "activate", "Put a draft in force in the place of the version that was; not by who entered it", s.desk.ActivateContract},
		{"suspendContract", "suspend", "Stop all packages under a contract, also the one that is being made", s.desk.SuspendContract},
		{"resumeContract", "resume", "End a suspension", s.desk.ResumeContract},
	} {
		op(s, api, huma.Operation{OperationID: act.id, Method: http.MethodPost, Path: versionsPath + "/" + act.what, DefaultStatus: http.StatusNoContent,
			Summary: act.summary, Errors: []int{http.StatusNotFound, http.StatusConflict}}, func(ctx context.Context, v app.Visitor, in *contractInput) (*struct{}, error) {
			return nil, act.do(ctx, v, app.ContractNamed(in.Body.Insurer, in.Body.Number, in.Body.Version))
		})
	}
	op(s, api, huma.Operation{OperationID: "consents", Method: http.MethodGet, Path: consentsPath,
		Summary: "Patients' written consents: of one patient, or to one contract"}, s.consentsCall)
	op(s, api, huma.Operation{OperationID: "recordConsent", Method: http.MethodPost, Path: consentsPath, DefaultStatus: http.StatusCreated,
		Summary: "Record a consent that a patient signed", Errors: []int{http.StatusNotFound}}, s.consentCall)
	op(s, api, huma.Operation{OperationID: "withdrawConsent", Method: http.MethodDelete, Path: consentsPath + "/{id}", DefaultStatus: http.StatusNoContent,
		Summary: "Withdraw a consent; no package holds the patient from this moment", Errors: []int{http.StatusNotFound}},
		func(ctx context.Context, v app.Visitor, in *withdrawInput) (*struct{}, error) {
			return nil, s.desk.WithdrawConsent(ctx, v, in.ID, in.Channel)
		})
}

func (s *Server) versionsCall(ctx context.Context, v app.Visitor, in *versionsInput) (*versionsOutput, error) {
	out := &versionsOutput{}
	out.Body.Versions = []Version{}
	var page app.Page[app.Held]
	var err error
	if in.Number != "" || in.Insurer != "" {
		page.List = make([]app.Held, 1)
		page.List[0], err = s.desk.HeldContract(ctx, v, in.Insurer, in.Number)
	} else {
		page, err = s.desk.HeldContracts(ctx, v, in.Before)
	}
	if err != nil {
		return nil, fmt.Errorf("contract versions: %w", err)
	}
	for _, h := range page.List {
		out.Body.Versions = append(out.Body.Versions, each(h.Versions, versionOf)...)
	}
	out.Body.Next = page.Next
	return out, nil
}

func versionOf(c app.Contract) Version {
	out := Version{Insurer: string(c.Insurer), Number: c.Number, Version: c.Version, Status: c.Status, From: c.Period.Start.Day(), To: c.Period.End.Day(),
		Services: append([]string{}, c.Services...), Kinds: append([]string{}, c.Kinds...), Fields: string(c.Fields), Basis: c.LegalBasis(),
		Whole: c.Whole, Insured: len(c.Insured), DraftedAt: c.Drafted, DraftedBy: c.DraftedBy, ActivatedBy: c.ActivatedBy}
	if !c.Activated.IsZero() {
		out.ActivatedAt = &c.Activated
	}
	return out
}

func (s *Server) draftCall(ctx context.Context, v app.Visitor, in *draftInput) (*versionOutput, error) {
	b := in.Body
	a := app.ContractAsk{Number: b.Number, Insurer: b.Insurer, From: b.From, To: b.To, Services: b.Services, Kinds: b.Kinds, Fields: b.Fields,
		Labels: b.Labels, Basis: b.Basis, Whole: b.Whole, TermsAsk: app.TermsAsk{Purposes: b.Purposes, InsurerIDs: b.InsurerIDs, Certificates: b.Certificates,
			Recipients: b.Recipients, Encryption: b.Encryption, Delivery: b.Delivery, Retention: b.Retention, Links: b.Links}}
	for _, i := range b.Insured {
		a.Insured = append(a.Insured, app.InsuredAsk(i))
	}
	c, err := s.desk.EnterContract(ctx, v, a, false)
	if err != nil {
		return nil, fmt.Errorf("draft contract: %w", err)
	}
	return &versionOutput{versionOf(c)}, nil
}

func (s *Server) consentsCall(ctx context.Context, v app.Visitor, in *consentsInput) (*consentsOutput, error) {
	var page app.Page[app.Consent]
	var err error
	if in.Patient != "" {
		page.List, err = s.desk.ConsentsOf(ctx, v, in.Patient)
	} else {
		page, err = s.desk.ConsentsTo(ctx, v, in.Insurer, in.Contract, in.Before)
	}
	if err != nil {
		return nil, fmt.Errorf("consents: %w", err)
	}
	out := &consentsOutput{}
	out.Body.Consents, out.Body.Next = each(page.List, consentOf), page.Next
	return out, nil
}

func consentOf(c app.Consent) Consent {
	out := Consent{ID: c.ID, Patient: c.Patient, Insurer: c.Insurer, Contract: c.Contract, Form: c.Form, Channel: c.Channel, Signed: c.Signed.Format(time.DateOnly)}
	if !c.Withdrawn.IsZero() {
		out.Withdrawn = &c.Withdrawn
	}
	return out
}

func (s *Server) consentCall(ctx context.Context, v app.Visitor, in *consentInput) (*recordedOutput, error) {
	id, err := s.desk.RecordConsent(ctx, v, app.ConsentAsk(in.Body))
	if err != nil {
		return nil, fmt.Errorf("record consent: %w", err)
	}
	out := &recordedOutput{}
	out.Body.ID = id
	return out, nil
}
