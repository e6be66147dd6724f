package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"vypiska/internal/app"
)

type registerInput struct {
	Patient string `query:"patient" maxLength:"64" doc:"the id of a patient in the clinic's system"`
	Number  string `query:"number" maxLength:"20" doc:"the number of a copy"`
	Event   string `query:"event" maxLength:"20" doc:"a word of the register"`
	Day     string `query:"day" maxLength:"10" doc:"YYYY-MM-DD, in the clinic's zone"`
	Before  int64  `query:"before" minimum:"0" doc:"entries numbered below; next of the page before"`
}

// RegisterEntry is one entry of the register.
type RegisterEntry struct {
	Seq int64 `json:"seq"`
	app.Entry
}

type registerOutput struct {
	Body struct {
		Entries []RegisterEntry `json:"entries" doc:"the newest first"`
		Next    int64           `json:"next,omitempty" doc:"before of the next page; absent on the last"`
		Size    int64           `json:"size" doc:"entries of the whole register"`
		Root    string          `json:"root" doc:"of the Merkle tree"`
	}
}

type registerStateOutput struct {
	Body struct {
		Intact bool     `json:"intact"`
		Size   int64    `json:"size"`
		Root   string   `json:"root"`
		Faults []string `json:"faults" doc:"what is wrong, without any entry's text"`
	}
}

// FruitlessOrder is an order that came to nothing.
type FruitlessOrder struct {
	ID        string    `json:"id"`
	Account   string    `json:"account"`
	Role      string    `json:"role"`
	Patient   string    `json:"patient"`
	Kind      string    `json:"kind"`
	Status    string    `json:"status" enum:"refused,failed,review"`
	Refusal   string    `json:"refusal" doc:"the rule that refused, or a code of what went wrong"`
	Why       string    `json:"why,omitempty" doc:"types, rules and places, never a value"`
	CreatedAt time.Time `json:"created_at"`
}

type fruitlessOutput struct {
	Body struct {
		Orders []FruitlessOrder `json:"orders" doc:"the newest first"`
		Next   string           `json:"next,omitempty" doc:"before of the next page; absent on the last"`
	}
}

type accountsInput struct {
	Role string `query:"role" maxLength:"20" doc:"of one role alone"`
	Paged
}

// Holder is who may use the service.
type Holder struct {
	Login     string    `json:"login"`
	Role      string    `json:"role"`
	Subject   string    `json:"subject"`
	State     string    `json:"state" enum:"waiting,lapsed,active,disabled"`
	Codes     bool      `json:"codes" doc:"one-time codes are asked for"`
	CreatedAt time.Time `json:"created_at"`
}

type accountsOutput struct {
	Body struct {
		Accounts []Holder `json:"accounts" doc:"the newest first"`
		Next     string   `json:"next,omitempty" doc:"before of the next page; absent on the last"`
	}
}

func (s *Server) officerCalls(api huma.API) {
	op(s, api, huma.Operation{OperationID: "register", Method: http.MethodGet, Path: "/api/v1/register",
		Summary: "The register, page by page", Description: "Every look is itself an entry."}, s.registerCall)
	op(s, api, huma.Operation{OperationID: "exportRegister", Method: http.MethodGet, Path: "/api/v1/register/export",
		Summary: "The register's entries as CSV, the oldest first", Description: "The export is an entry itself, made before its first byte.",
		Responses: aFile("the entries", "text/csv")}, s.exportCall)
	op(s, api, huma.Operation{OperationID: "checkRegister", Method: http.MethodPost, Path: "/api/v1/register/check",
		Summary: "Check the whole register"}, s.checkRegisterCall)
	op(s, api, huma.Operation{OperationID: "fruitlessOrders", Method: http.MethodGet, Path: "/api/v1/orders/fruitless",
		Summary: "Orders that were refused, failed or wait for somebody to look at them"}, s.fruitlessCall)
	op(s, api, huma.Operation{OperationID: "accounts", Method: http.MethodGet, Path: "/api/v1/accounts",
		Summary: "Who may use the service"}, s.accountsCall)
}

type exportInput struct {
	Patient string `query:"patient" maxLength:"64" doc:"the id of a patient in the clinic's system"`
	Number  string `query:"number" maxLength:"20" doc:"the number of a copy"`
	Day     string `query:"day" maxLength:"10" doc:"YYYY-MM-DD, in the clinic's zone"`
}

func (s *Server) exportCall(_ context.Context, v app.Visitor, in *exportInput) (*huma.StreamResponse, error) {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		c := humagin.Unwrap(hc)
		if err := s.sendRegister(c, v, app.RegisterAsk{Patient: in.Patient, Number: in.Number, Day: in.Day}); err != nil {
			s.refuse(c, err)
		}
	}}, nil
}

func (s *Server) registerCall(ctx context.Context, v app.Visitor, in *registerInput) (*registerOutput, error) {
	p, err := s.desk.SeeRegister(ctx, v, app.RegisterAsk{Patient: in.Patient, Number: in.Number, Event: in.Event, Day: in.Day, Before: in.Before})
	if err != nil {
		return nil, fmt.Errorf("see register: %w", err)
	}
	out := &registerOutput{}
	out.Body.Next, out.Body.Size, out.Body.Root = p.Next, p.Size, p.Root
	out.Body.Entries = each(p.Entries, func(e app.RegisterEntry) RegisterEntry { return RegisterEntry{e.Seq, e.Entry} })
	return out, nil
}

func (s *Server) checkRegisterCall(ctx context.Context, v app.Visitor, _ *struct{}) (*registerStateOutput, error) {
	state, err := s.desk.CheckRegister(ctx, v)
	if err != nil {
		return nil, fmt.Errorf("check register: %w", err)
	}
	out := &registerStateOutput{}
	out.Body.Intact, out.Body.Size, out.Body.Root, out.Body.Faults = state.Intact, state.Size, state.Root, append([]string{}, state.Faults...)
	return out, nil
}

func (s *Server) fruitlessCall(ctx context.Context, v app.Visitor, in *Paged) (*fruitlessOutput, error) {
	list, err := s.desk.FruitlessOrders(ctx, v, in.Before)
	if err != nil {
		return nil, fmt.Errorf("fruitless orders: %w", err)
	}
	out := &fruitlessOutput{}
	out.Body.Next = list.Next
	out.Body.Orders = each(list.List, func(o app.Fruitless) FruitlessOrder {
		return FruitlessOrder{o.ID, o.Account, o.Role, o.Patient, o.Kind, o.Status, o.Refusal, o.Why, o.Created}
	})
	return out, nil
}

func (s *Server) accountsCall(ctx context.Context, v app.Visitor, in *accountsInput) (*accountsOutput, error) {
	list, err := s.desk.AccountList(ctx, v, in.Role, in.Before)
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	out := &accountsOutput{}
	out.Body.Next = list.Next
	out.Body.Accounts = each(list.List, func(a app.Holder) Holder { return Holder{a.Login, a.Role, a.Subject, a.State, a.Codes, a.Created} })
	return out, nil
}
