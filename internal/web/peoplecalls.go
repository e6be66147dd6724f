package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/web/view"
)

const (
	peoplePath = "/api/v1/people"
	personPath = peoplePath + "/{kind}/{id}"
)

// searchInput is a query in a body: an address would put a name into logs of proxies.
type searchInput struct {
	Body struct {
		Who   string `json:"who,omitempty" enum:"patient,doctor" doc:"patient or doctor; patient without it"`
		Card  string `json:"card,omitempty" maxLength:"60" doc:"the number of the patient's card"`
		Name  string `json:"name,omitempty" maxLength:"200" doc:"words of the name, three letters at least"`
		Birth string `json:"birth,omitempty" maxLength:"10" doc:"YYYY-MM-DD, beside a patient's name"`
	}
}

// Human is somebody in the clinic's system.
type Human struct {
	Ref   string `json:"ref" doc:"names the person: Patient/17, Practitioner/4"`
	Name  string `json:"name"`
	Birth string `json:"birth,omitempty" doc:"YYYY-MM-DD, YYYY-MM or YYYY"`
	Card  string `json:"card,omitempty"`
}

type searchOutput struct {
	Body struct {
		People []Human `json:"people" doc:"at most twenty"`
	}
}

// Whom names the person a call is about.
type Whom struct {
	Kind string `path:"kind" maxLength:"20" doc:"Patient or Practitioner"`
	ID   string `path:"id" maxLength:"64" doc:"the person's id in the clinic's system"`
}

func (in Whom) ref() string { return in.Kind + "/" + in.ID }

// Account is an account as reception sees it.
type Account struct {
	Login      string     `json:"login"`
	State      string     `json:"state" enum:"waiting,lapsed,active,disabled"`
	FirstUntil *time.Time `json:"first_until,omitempty" doc:"end of the first password while it waits"`
}

// PersonLink is a link that opens now; nothing here opens it.
type PersonLink struct {
	ID            string    `json:"id"`
	Number        string    `json:"number" doc:"of the copy"`
	Kind          string    `json:"kind"`
	Recipient     string    `json:"recipient"`
	Audience      string    `json:"audience" enum:"bearer,self"`
	PIN           bool      `json:"pin"`
	ExpiresAt     time.Time `json:"expires_at"`
	DownloadsLeft int       `json:"downloads_left"`
}

// Served is a person with what the house has of them, nothing medical.
type Served struct {
	Human
	Role     string       `json:"role" enum:"patient,doctor"`
	Accounts []Account    `json:"accounts"`
	Blocks   []Block      `json:"blocks"`
	Links    []PersonLink `json:"links"`
	Consents []Consent    `json:"consents" doc:"written consents to contracts of insurers"`
}

type personOutput struct{ Body Served }

type issueInput struct {
	Whom
	Lang string `query:"lang" enum:"ru,en" doc:"ru or en, language of the slip; ru without it"`
}

type resetInput struct {
	Whom
	Login string `path:"login" maxLength:"40" doc:"one of the person's logins"`
	Lang  string `query:"lang" enum:"ru,en" doc:"ru or en, language of the slip; ru without it"`
	Body  struct {
		Document string `json:"document" maxLength:"40" doc:"kind of the identity document that was shown, never its number"`
	}
}

type closeInput struct {
	Whom
	Login string `path:"login" maxLength:"40" doc:"one of the person's logins"`
}

// slipOutput is the PDF with login and first password.
type slipOutput struct {
	Type string `header:"Content-Type"`
	Name string `header:"Content-Disposition"`
	Body []byte
}

// peopleCalls are reception's.
func (s *Server) peopleCalls(api huma.API) {
	slip := map[string]*huma.Response{"201": {Description: "the slip, told once", Content: map[string]*huma.MediaType{"application/pdf": {}}}}
	op(s, api, huma.Operation{OperationID: "findPeople", Method: http.MethodPost, Path: peoplePath, DefaultStatus: http.StatusOK,
		Summary: "Find a person in the clinic's system"}, s.findPeople)
	op(s, api, huma.Operation{OperationID: "findPerson", Method: http.MethodGet, Path: personPath,
		Summary: "A person's accounts, prohibitions and live links", Errors: []int{http.StatusNotFound}}, s.findPerson)
	op(s, api, huma.Operation{OperationID: "issueAccess", Method: http.MethodPost, Path: personPath + "/accounts", DefaultStatus: http.StatusCreated,
		Summary: "Give access", Responses: slip, Errors: []int{http.StatusNotFound, http.StatusConflict}}, s.issueAccessCall)
	op(s, api, huma.Operation{OperationID: "replaceAccess", Method: http.MethodPost, Path: personPath + "/accounts/{login}/reset", DefaultStatus: http.StatusCreated,
		Summary: "Replace a lost password", Responses: slip, Errors: []int{http.StatusNotFound}}, s.replaceAccessCall)
	op(s, api, huma.Operation{OperationID: "closeAccess", Method: http.MethodDelete, Path: personPath + "/accounts/{login}", DefaultStatus: http.StatusNoContent,
		Summary: "Close an account for good", Errors: []int{http.StatusNotFound}}, s.closeAccessCall)
}

func (s *Server) findPeople(ctx context.Context, v app.Visitor, in *searchInput) (*searchOutput, error) {
	birth, err := record.ParseDate(in.Body.Birth)
	if err != nil {
		return nil, &app.AskError{Field: "body.birth", Want: "YYYY-MM-DD"}
	}
	found, err := s.desk.FindPeople(ctx, v, record.Query{
		Practitioner: in.Body.Who == "doctor", Card: personal(in.Body.Card), Name: personal(in.Body.Name), Birth: record.NewBirthDate(birth)})
	if err != nil {
		return nil, fmt.Errorf("find people: %w", err)
	}
	out := &searchOutput{}
	out.Body.People = each(found, human)
	return out, nil
}

func human(f record.Found) Human {
	name, birth, card := view.Shown(f)
	return Human{Ref: string(f.Ref), Name: name, Birth: birth, Card: card}
}

func (s *Server) findPerson(ctx context.Context, v app.Visitor, in *Whom) (*personOutput, error) {
	p, err := s.desk.FindPerson(ctx, v, in.ref())
	if err != nil {
		return nil, fmt.Errorf("find person: %w", err)
	}
	return &personOutput{Served{
		Human: human(p.Found), Role: string(p.Role), Accounts: each(p.Accounts, accountOf), Blocks: each(p.Blocks, blockOf),
		Links: each(p.Links, personLinkOf), Consents: each(p.Consents, consentOf),
	}}, nil
}

func accountOf(a app.AccountRow) Account {
	out := Account{Login: a.Login, State: a.State}
	if a.State == "waiting" {
		out.FirstUntil = &a.FirstUntil
	}
	return out
}

func personLinkOf(l app.LinkRow) PersonLink {
	return PersonLink{l.ID, l.Number, l.Kind, l.Recipient, l.Audience, l.PIN, l.Expires, l.Left}
}

func blockOf(b app.BlockRow) Block {
	return Block{ID: b.ID, Patient: b.Patient, Channel: b.Channel, Scope: b.Scope, At: b.At}
}

func (s *Server) issueAccessCall(ctx context.Context, v app.Visitor, in *issueInput) (*slipOutput, error) {
	slip, err := s.desk.IssueAccess(ctx, v, in.ref(), in.Lang)
	if err != nil {
		return nil, fmt.Errorf("issue access: %w", err)
	}
	return slipOf(slip), nil
}

func (s *Server) replaceAccessCall(ctx context.Context, v app.Visitor, in *resetInput) (*slipOutput, error) {
	slip, err := s.desk.ReplaceAccess(ctx, v, in.ref(), in.Login, in.Body.Document, in.Lang)
	if err != nil {
		return nil, fmt.Errorf("replace access: %w", err)
	}
	return slipOf(slip), nil
}

func slipOf(slip app.Slip) *slipOutput {
	return &slipOutput{Type: "application/pdf", Name: `attachment; filename="` + fileName(slip.Login) + `"`, Body: slip.PDF}
}

func (s *Server) closeAccessCall(ctx context.Context, v app.Visitor, in *closeInput) (*struct{}, error) {
	if err := s.desk.CloseAccess(ctx, v, in.ref(), in.Login); err != nil {
		return nil, fmt.Errorf("close access: %w", err)
	}
	return nil, nil
}
