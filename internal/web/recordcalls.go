package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"vypiska/exporter"
	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/web/view"
)

type periodInput struct {
	From string `query:"from" maxLength:"10" doc:"first day, YYYY-MM-DD; without it from the beginning"`
	To   string `query:"to" maxLength:"10" doc:"last day, YYYY-MM-DD; without it to this day"`
}

type patientPeriodInput struct {
	ID   string `path:"id" maxLength:"64" doc:"the patient's id in the clinic's system"`
	From string `query:"from" maxLength:"10" doc:"first day, YYYY-MM-DD; without it from the beginning"`
	To   string `query:"to" maxLength:"10" doc:"last day, YYYY-MM-DD; without it to this day"`
}

type patientInput struct {
	ID string `path:"id" maxLength:"64" doc:"the patient's id in the clinic's system"`
}

// Record is what there is of a patient, read for this answer and kept nowhere.
type Record struct {
	Patient string      `json:"patient"`
	Kinds   []string    `json:"kinds" doc:"kinds of copies that may be ordered"`
	Until   string      `json:"until,omitempty" doc:"end of the doctor's referral"`
	Items   []view.Item `json:"items"`
}

type recordOutput struct{ Body Record }

// Patient is one of a doctor's patients. A blocked one is an id alone.
type Patient struct {
	ID         string `json:"id"`
	Name       string `json:"name,omitempty"`
	Born       string `json:"born,omitempty"`
	Until      string `json:"until,omitempty" doc:"end of the referral, YYYY-MM-DD"`
	Blocked    bool   `json:"blocked,omitempty" doc:"the patient has forbidden access"`
	Unreadable bool   `json:"unreadable,omitempty" doc:"the record cannot be read whole"`
}

type patientsOutput struct {
	Body struct {
		Patients []Patient `json:"patients"`
	}
}

// OwnLink is a link as whoever made it sees it; it opens nothing.
type OwnLink struct {
	ID        string    `json:"id"`
	Audience  string    `json:"audience" enum:"self,bearer"`
	State     string    `json:"state" enum:"live,revoked,expired,locked,used-up"`
	PIN       bool      `json:"pin"`
	ExpiresAt time.Time `json:"expires_at"`
	Left      int       `json:"left" doc:"downloads"`
}

// OwnCopy is an order with what became of it.
type OwnCopy struct {
	Extract
	Patient   string    `json:"patient"`
	State     string    `json:"state" enum:"queued,running,ready,refused,failed,blocked,cancelled,review,revoked,ended" doc:"status, but for a copy that is not given out now"`
	CreatedAt time.Time `json:"created_at"`
	Links     []OwnLink `json:"links"`
}

type copiesOutput struct {
	Body struct {
		Extracts []OwnCopy `json:"extracts" doc:"the newest first"`
		Next     string    `json:"next,omitempty" doc:"before of the next page; absent on the last"`
	}
}

// Told is one thing that was done with a patient's data.
type Told struct {
	At     time.Time `json:"at"`
	Event  string    `json:"event" doc:"word of the register"`
	Who    string    `json:"who" doc:"id of who received it or did it"`
	Own    bool      `json:"own,omitempty" doc:"the patient"`
	Shared bool      `json:"shared,omitempty" doc:"by a link that opens to whoever holds it"`
	Number string    `json:"number,omitempty"`
	Kind   string    `json:"kind,omitempty"`
	Basis  string    `json:"basis,omitempty"`
	Reason string    `json:"reason,omitempty"`
}

type toldOutput struct {
	Body struct {
		Entries []Told  `json:"entries"`
		Blocks  []Block `json:"blocks" doc:"that stand"`
		Next    int64   `json:"next,omitempty" doc:"before of the next page; absent on the last"`
	}
}

type seqInput struct {
	Before int64 `query:"before" minimum:"0" doc:"next of the page before"`
}

type patientSeqInput struct {
	ID     string `path:"id" maxLength:"64" doc:"the patient's id"`
	Before int64  `query:"before" minimum:"0" doc:"next of the page before"`
}

type disclosuresInput struct {
	Body struct {
		From string `json:"from,omitempty" maxLength:"10" doc:"YYYY-MM-DD"`
		To   string `json:"to,omitempty" maxLength:"10" doc:"YYYY-MM-DD"`
		Lang string `json:"lang,omitempty" enum:"ru,en" doc:"ru or en; ru without it"`
	}
}

type sealedOutput struct {
	Body struct {
		Number string `json:"number" doc:"of the paper: GET /api/v1/papers/{number}"`
	}
}

func (s *Server) recordCalls(api huma.API) {
	op(s, api, huma.Operation{OperationID: "ownRecord", Method: http.MethodGet, Path: "/api/v1/record",
		Summary: "What there is in one's own record"}, func(ctx context.Context, v app.Visitor, in *periodInput) (*recordOutput, error) {
		return s.recordCall(ctx, v, app.RecordAsk{From: in.From, To: in.To})
	})
	op(s, api, huma.Operation{OperationID: "patientRecord", Method: http.MethodGet, Path: "/api/v1/patients/{id}/record",
		Summary: "What there is of a doctor's patient", Description: "Titles and dates, no results. The look is an entry of the register.",
		Errors: []int{http.StatusNotFound}}, func(ctx context.Context, v app.Visitor, in *patientPeriodInput) (*recordOutput, error) {
		return s.recordCall(ctx, v, app.RecordAsk{Patient: in.ID, From: in.From, To: in.To})
	})
	op(s, api, huma.Operation{OperationID: "ownPatients", Method: http.MethodGet, Path: "/api/v1/patients",
		Summary: "Patients with a live referral of the doctor"}, s.patientsCall)
	op(s, api, huma.Operation{OperationID: "ownOrders", Method: http.MethodGet, Path: extractsPath,
		Summary: "One's orders with copies and links, page by page"}, s.copiesCall)
	op(s, api, huma.Operation{OperationID: "ownDisclosures", Method: http.MethodGet, Path: "/api/v1/disclosures",
		Summary: "Who received one's data"}, func(ctx context.Context, v app.Visitor, in *seqInput) (*toldOutput, error) {
		d, err := s.desk.OwnDisclosures(ctx, v, in.Before)
		return toldOf(d), err
	})
	op(s, api, huma.Operation{OperationID: "orderDisclosures", Method: http.MethodPost, Path: "/api/v1/disclosures", DefaultStatus: http.StatusAccepted,
		Summary: "Order a sealed list of who received one's data", Description: "It is an order like any other: GET /api/v1/extracts/{id}, links, downloads."}, s.orderDisclosuresCall)
	op(s, api, huma.Operation{OperationID: "sealDisclosures", Method: http.MethodPost, Path: "/api/v1/patients/{id}/disclosures", DefaultStatus: http.StatusCreated,
		Summary: "Make the sealed list for a patient who asked", Errors: []int{http.StatusNotFound}}, s.sealDisclosuresCall)
	op(s, api, huma.Operation{OperationID: "disclosures", Method: http.MethodGet, Path: "/api/v1/patients/{id}/disclosures",
		Summary: "Who received a patient's data, for the officer", Description: "The look is an entry of the register.",
		Errors: []int{http.StatusNotFound}}, func(ctx context.Context, v app.Visitor, in *patientSeqInput) (*toldOutput, error) {
		d, err := s.desk.DisclosuresOf(ctx, v, in.ID, in.Before)
		return toldOf(d), err
	})
}

func (s *Server) orderDisclosuresCall(ctx context.Context, v app.Visitor, in *disclosuresInput) (*placedOutput, error) {
	o, err := s.desk.OrderDisclosures(ctx, v, app.DisclosuresAsk(in.Body))
	if err != nil {
		return nil, fmt.Errorf("order disclosures: %w", err)
	}
	s.meter.Placed(string(o.Status))
	return &placedOutput{Location: extractsPath + "/" + o.ID, Body: Placed{o.ID, string(o.Status)}}, nil
}

func (s *Server) sealDisclosuresCall(ctx context.Context, v app.Visitor, in *patientInput) (*sealedOutput, error) {
	out := &sealedOutput{}
	var err error
	if out.Body.Number, err = s.desk.SealDisclosures(ctx, v, in.ID); err != nil {
		return nil, fmt.Errorf("seal disclosures: %w", err)
	}
	return out, nil
}

func (s *Server) recordCall(ctx context.Context, v app.Visitor, a app.RecordAsk) (*recordOutput, error) {
	seen, err := s.desk.SeeRecord(ctx, v, a)
	if err != nil {
		return nil, fmt.Errorf("see record: %w", err)
	}
	return &recordOutput{Record{
		Patient: seen.Patient, Until: seen.Until.Day(),
		Kinds: each(seen.Kinds, func(k policy.Kind) string { return string(k) }),
		Items: each(seen.Items, func(i exporter.Item) view.Item {
			item := view.ItemOf(i)
			item.Asked = seen.Asked[i.Refs[0]]
			return item
		}),
	}}, nil
}

func (s *Server) patientsCall(ctx context.Context, v app.Visitor, _ *struct{}) (*patientsOutput, error) {
	list, err := s.desk.ReferredPatients(ctx, v)
	if err != nil {
		return nil, fmt.Errorf("patients: %w", err)
	}
	out := &patientsOutput{}
	out.Body.Patients = each(list, func(r app.Referred) Patient {
		return Patient{ID: r.Patient, Name: view.NameOf(r.Name), Born: view.BirthOf(r.Birth), Until: r.Until.Day(), Blocked: r.Blocked, Unreadable: r.Unreadable}
	})
	return out, nil
}

func (s *Server) copiesCall(ctx context.Context, v app.Visitor, in *Paged) (*copiesOutput, error) {
	list, err := s.desk.Copies(ctx, v, in.Before)
	if err != nil {
		return nil, fmt.Errorf("copies: %w", err)
	}
	out := &copiesOutput{}
	out.Body.Extracts, out.Body.Next = each(list.List, ownCopyOf), list.Next
	return out, nil
}

func ownCopyOf(c app.Copy) OwnCopy {
	return OwnCopy{Extract: extractOf(c.Order), Patient: c.Patient, State: c.State, CreatedAt: c.Created, Links: each(c.Links, func(l app.OwnLink) OwnLink {
		return OwnLink{ID: l.ID, Audience: l.Audience, State: l.State, PIN: l.PIN, ExpiresAt: l.Expires, Left: l.Left}
	})}
}

func toldOf(d app.Disclosures) *toldOutput {
	out := &toldOutput{}
	out.Body.Blocks, out.Body.Next = each(d.Blocks, blockOf), d.Next
	out.Body.Entries = each(d.Entries, func(e app.Disclosure) Told {
		return Told{At: e.At, Event: e.Event, Who: e.Who, Own: e.Own, Shared: e.Shared, Number: e.Number, Kind: e.Kind, Basis: e.Basis, Reason: e.Reason}
	})
	return out
}
