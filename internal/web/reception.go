package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"vypiska/exporter/deidentify"
	"vypiska/internal/app"
)

type blockInput struct {
	Body struct {
		Patient string `json:"patient" minLength:"1" maxLength:"200" doc:"the patient's id in the clinic's system"`
		Channel string `json:"channel" enum:"phone,email,in-person" doc:"phone, email or in-person: how the patient asked"`
		Scope   string `json:"scope" enum:"all,doctors" doc:"all or doctors"`
		By      string `json:"by,omitempty" enum:"self,representative" doc:"self or representative: who asked; self without it"`
	}
}

// Block is a patient's prohibition as reception entered it.
type Block struct {
	ID      string    `json:"id"`
	Patient string    `json:"patient" doc:"the patient's id"`
	Channel string    `json:"channel" enum:"phone,email,in-person"`
	Scope   string    `json:"scope" enum:"all,doctors"`
	At      time.Time `json:"at"`
}

type blockOutput struct{ Body Block }

// unblockInput says how a block is lifted. Its parameters name nobody.
type unblockInput struct {
	ID       string `path:"id" maxLength:"200" doc:"an id that this service gave"`
	Channel  string `query:"channel" enum:"in-person,phone" doc:"in-person or, where the clinic allows it, phone; in-person without it"`
	Document string `query:"document" maxLength:"40" doc:"kind of the identity document that was shown, never its number"`
	By       string `query:"by" enum:"self,representative" doc:"self or representative: who asked; self without it"`
}

// revokeInput has the reason in the body: an address ends up in logs of proxies.
type revokeInput struct {
	Number string `path:"number" maxLength:"20" doc:"the number of a copy"`
	Body   struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"why the copy is revoked, 1 to 500 characters, without a patient's data"`
	}
}

func (s *Server) receptionCalls(api huma.API) {
	op(s, api, huma.Operation{
		OperationID: "block", Method: http.MethodPost, Path: "/api/v1/blocks", DefaultStatus: http.StatusCreated,
		Summary: "Enter a patient's prohibition", Errors: []int{http.StatusNotFound},
	}, s.block)
	op(s, api, huma.Operation{
		OperationID: "unblock", Method: http.MethodDelete, Path: "/api/v1/blocks/{id}", DefaultStatus: http.StatusNoContent,
		Summary: "Lift a patient's prohibition", Errors: []int{http.StatusNotFound},
	}, s.unblock)
	op(s, api, huma.Operation{
		OperationID: "revokeCopy", Method: http.MethodDelete, Path: "/api/v1/copies/{number}", DefaultStatus: http.StatusNoContent,
		Summary: "Revoke a copy for good", Errors: []int{http.StatusNotFound, http.StatusGone},
	}, s.revokeCopy)
	op(s, api, huma.Operation{
		OperationID: "reviews", Method: http.MethodGet, Path: "/api/v1/reviews",
		Summary: "Orders whose copy the privacy officer must look at",
	}, s.reviews)
	op(s, api, huma.Operation{
		OperationID: "audit", Method: http.MethodGet, Path: "/api/v1/copies/{number}/audit",
		Summary: "What was taken out of an anonymized copy: types, rules, places", Errors: []int{http.StatusNotFound},
	}, s.audit)
	op(s, api, huma.Operation{
		OperationID: "origin", Method: http.MethodGet, Path: "/api/v1/copies/{number}/origin",
		Summary: "From which state of the clinic's system a copy was made, and how much of it is still so", Errors: []int{http.StatusNotFound},
	}, s.origin)
}

// Review is an order whose copy somebody must look at.
type Review struct {
	Order   string    `json:"order"`
	Patient string    `json:"patient" doc:"the patient's id"`
	Account string    `json:"account" doc:"who asked"`
	Code    string    `json:"code" enum:"needs-review,withheld,leak"`
	Why     string    `json:"why" doc:"types, rules and places; never what was found"`
	At      time.Time `json:"at"`
}

type numberInput struct {
	Number string `path:"number" maxLength:"20" doc:"the number of a copy"`
}

type auditOutput struct{ Body []deidentify.Finding }

func (s *Server) audit(ctx context.Context, v app.Visitor, in *numberInput) (*auditOutput, error) {
	found, err := s.desk.Audit(ctx, v, in.Number)
	if err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	return &auditOutput{found}, nil
}

type reviewsInput struct {
	Before string `query:"before" maxLength:"60" doc:"the last order of the page before; a page has five hundred"`
}

type reviewsOutput struct{ Body []Review }

func (s *Server) reviews(ctx context.Context, v app.Visitor, in *reviewsInput) (*reviewsOutput, error) {
	all, err := s.desk.Reviews(ctx, v, in.Before)
	if err != nil {
		return nil, fmt.Errorf("reviews: %w", err)
	}
	return &reviewsOutput{each(all, func(r app.Review) Review { return Review(r) })}, nil
}

func (s *Server) block(ctx context.Context, v app.Visitor, in *blockInput) (*blockOutput, error) {
	b, err := s.desk.Block(ctx, v, app.BlockAsk{Patient: in.Body.Patient, Channel: in.Body.Channel, Scope: in.Body.Scope, By: in.Body.By})
	if err != nil {
		return nil, fmt.Errorf("block: %w", err)
	}
	return &blockOutput{blockOf(b)}, nil
}

func (s *Server) unblock(ctx context.Context, v app.Visitor, in *unblockInput) (*struct{}, error) {
	if err := s.desk.Unblock(ctx, v, in.ID, app.UnblockAsk{Channel: in.Channel, Document: in.Document, By: in.By}); err != nil {
		return nil, fmt.Errorf("unblock: %w", err)
	}
	return nil, nil
}

func (s *Server) revokeCopy(ctx context.Context, v app.Visitor, in *revokeInput) (*struct{}, error) {
	if err := s.desk.RevokeCopy(ctx, v, in.Number, in.Body.Reason); err != nil {
		return nil, fmt.Errorf("revoke copy: %w", err)
	}
	return nil, nil
}
