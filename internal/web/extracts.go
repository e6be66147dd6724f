package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"vypiska/internal/app"
)

const extractsPath = "/api/v1/extracts"

type orderInput struct {
	Body struct {
		Patient string   `json:"patient" minLength:"1" maxLength:"200" doc:"the patient's id in the clinic's system"`
		Kind    string   `json:"kind" enum:"signed,anonymized" doc:"signed or anonymized"`
		From    string   `json:"from,omitempty" maxLength:"10" doc:"first day, YYYY-MM-DD; without it from the beginning"`
		To      string   `json:"to,omitempty" maxLength:"10" doc:"last day, YYYY-MM-DD; without it to this day"`
		Items   []string `json:"items,omitempty" minItems:"1" maxItems:"1000" doc:"references such as DiagnosticReport/9, at least one; without the field everything allowed"`
		Lang    string   `json:"lang,omitempty" enum:"ru,en" doc:"ru or en, language of the form; ru without it"`
	}
}

type idInput struct {
	ID string `path:"id" maxLength:"200" doc:"an id that this service gave"`
}

// Placed is the answer to a new order.
type Placed struct {
	ID     string `json:"id" doc:"names the order"`
	Status string `json:"status" enum:"queued,running,ready,refused,failed,blocked,cancelled"`
}

// Extract is an order and what became of it.
type Extract struct {
	ID        string  `json:"id"`
	Status    string  `json:"status" enum:"queued,running,ready,refused,failed,blocked,cancelled"`
	Progress  float64 `json:"progress" minimum:"0" maximum:"1"`
	Number    string  `json:"number,omitempty" doc:"number of the copy, once it is ready"`
	Kind      string  `json:"kind,omitempty" enum:"signed,anonymized"`
	SHA256    string  `json:"sha256,omitempty" doc:"of the file, hexadecimal"`
	Size      int64   `json:"size,omitempty" doc:"bytes"`
	Pages     int     `json:"pages,omitempty"`
	SealLevel string  `json:"seal_level,omitempty" doc:"PAdES level of the seal: B-B, B-T, B-LT, B-LTA"`
	Refusal   string  `json:"refusal,omitempty" doc:"the rule that refused, or a code of what went wrong"`
}

func extractOf(o app.Order) Extract {
	return Extract{
		ID: o.ID, Status: string(o.Status), Progress: o.Progress, Number: o.Number, Kind: o.Kind, SHA256: o.SHA256,
		Size: o.Size, Pages: o.Pages, SealLevel: o.SealLevel, Refusal: o.Refusal,
	}
}

type placedOutput struct {
	Location string `header:"Location"`
	Body     Placed
}

type extractOutput struct{ Body Extract }

func (s *Server) extracts(api huma.API) {
	op(s, api, huma.Operation{
		OperationID: "placeOrder", Method: http.MethodPost, Path: extractsPath, DefaultStatus: http.StatusAccepted,
		Summary: "Order a copy", Errors: []int{http.StatusNotFound, http.StatusRequestEntityTooLarge},
	}, s.placeOrder)
	op(s, api, huma.Operation{
		OperationID: "findOrder", Method: http.MethodGet, Path: extractsPath + "/{id}",
		Summary: "Where an order stands", Errors: []int{http.StatusNotFound},
	}, s.findOrder)
	op(s, api, huma.Operation{
		OperationID: "cancelOrder", Method: http.MethodDelete, Path: extractsPath + "/{id}", DefaultStatus: http.StatusNoContent,
		Summary: "Cancel an order", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, s.cancelOrder)
	s.events(api)
}

func (s *Server) placeOrder(ctx context.Context, v app.Visitor, in *orderInput) (*placedOutput, error) {
	b := in.Body
	o, err := s.desk.Order(ctx, v, app.OrderAsk{Patient: b.Patient, Kind: b.Kind, From: b.From, To: b.To, Items: b.Items, Lang: b.Lang})
	if err != nil {
		return nil, fmt.Errorf("place order: %w", err)
	}
	s.meter.Placed(string(o.Status))
	return &placedOutput{Location: extractsPath + "/" + o.ID, Body: Placed{o.ID, string(o.Status)}}, nil
}

func (s *Server) findOrder(ctx context.Context, v app.Visitor, in *idInput) (*extractOutput, error) {
	o, err := s.desk.FindOrder(ctx, v, in.ID)
	if err != nil {
		return nil, fmt.Errorf("find order: %w", err)
	}
	return &extractOutput{extractOf(o)}, nil
}

func (s *Server) cancelOrder(ctx context.Context, v app.Visitor, in *idInput) (*struct{}, error) {
	if err := s.desk.CancelOrder(ctx, v, in.ID); err != nil {
		return nil, fmt.Errorf("cancel order: %w", err)
	}
	return nil, nil
}
