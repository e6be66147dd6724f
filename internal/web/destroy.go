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

// Destruction is the officer's: the end of copies, what stops it, and its acts.
type Destruction interface {
	Destroy(ctx context.Context, v app.Visitor, a app.DestroyAsk) (app.Destroyed, error)
	Hold(ctx context.Context, v app.Visitor, a app.HoldAsk) (app.HoldRow, error)
	Holds(ctx context.Context, v app.Visitor) ([]app.HoldRow, error)
	Unhold(ctx context.Context, v app.Visitor, id string) error
	LiveLinks(ctx context.Context, v app.Visitor, number, before string) (app.Page[app.LiveLink], error)
	// Papers lists sealed papers; before is Next of the page before.
	Papers(ctx context.Context, v app.Visitor, before string) (app.Page[app.PaperRow], error)
	// Paper gives a sealed paper, registered before it returns.
	Paper(ctx context.Context, v app.Visitor, number string) (*app.Transfer, error)
}

type destroyInput struct {
	Body struct {
		Number  string `json:"number,omitempty" maxLength:"20" doc:"the number of one copy, or else a patient"`
		Patient string `json:"patient,omitempty" maxLength:"200" doc:"the patient's id: all kept copies"`
		Basis   string `json:"basis" minLength:"1" maxLength:"500" doc:"the law or decision that demands it"`
		Reason  string `json:"reason" minLength:"1" maxLength:"500" doc:"why the copies are destroyed, without a person's data"`
	}
}

// Destroyed is what became of a demand.
type Destroyed struct {
	Numbers []string `json:"numbers"`
	Act     string   `json:"act,omitempty" doc:"number of the sealed act; empty while it is still to be sealed"`
}

type destroyOutput struct{ Body Destroyed }

type holdInput struct {
	Body struct {
		Number  string `json:"number,omitempty" maxLength:"20" doc:"the number of one copy, or else a patient"`
		Patient string `json:"patient,omitempty" maxLength:"200" doc:"the patient's id: all their copies"`
		Basis   string `json:"basis" minLength:"1" maxLength:"500" doc:"what the hold rests on, without a person's data"`
	}
}

// Hold is a legal hold as the officer entered it.
type Hold struct {
	ID      string    `json:"id"`
	Number  string    `json:"number,omitempty"`
	Patient string    `json:"patient,omitempty" doc:"the patient's id"`
	Basis   string    `json:"basis"`
	At      time.Time `json:"at"`
}

type holdOutput struct{ Body Hold }

type holdsOutput struct {
	Body struct {
		Holds []Hold `json:"holds"`
	}
}

func (s *Server) destructionCalls(api huma.API) {
	op(s, api, huma.Operation{
		OperationID: "destroy", Method: http.MethodPost, Path: "/api/v1/destructions", DefaultStatus: http.StatusCreated,
		Summary: "Destroy copies with their keys on a lawful demand, and seal the act", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, s.destroy)
	op(s, api, huma.Operation{
		OperationID: "hold", Method: http.MethodPost, Path: "/api/v1/holds", DefaultStatus: http.StatusCreated,
		Summary: "Enter a legal hold", Errors: []int{http.StatusNotFound},
	}, s.hold)
	op(s, api, huma.Operation{OperationID: "papers", Method: http.MethodGet, Path: "/api/v1/papers", Summary: "List the acts of destruction and other sealed papers"}, s.papersCall)
	op(s, api, huma.Operation{OperationID: "paper", Method: http.MethodGet, Path: "/api/v1/papers/{number}", Summary: "A sealed paper",
		Description: "The download is an entry of the register, made before its first byte.", Responses: aFile("the paper", "application/pdf"),
		Errors: []int{http.StatusNotFound, http.StatusGone}}, s.paperCall)
	op(s, api, huma.Operation{OperationID: "holds", Method: http.MethodGet, Path: "/api/v1/holds", Summary: "List the legal holds that stand"}, s.holds)
	op(s, api, huma.Operation{
		OperationID: "unhold", Method: http.MethodDelete, Path: "/api/v1/holds/{id}", DefaultStatus: http.StatusNoContent,
		Summary: "End a legal hold", Errors: []int{http.StatusNotFound},
	}, s.unhold)
}

// SealedPaper is an act of destruction or a list of disclosures.
type SealedPaper struct {
	Number   string    `json:"number"`
	Copies   []string  `json:"copies,omitempty" doc:"the destroyed copies that an act states"`
	Reason   string    `json:"reason,omitempty" doc:"of their destruction"`
	Patient  string    `json:"patient,omitempty" doc:"whom a list of disclosures is about"`
	SHA256   string    `json:"sha256"`
	Pages    int       `json:"pages"`
	IssuedAt time.Time `json:"issued_at"`
	KeptTill time.Time `json:"kept_till"`
	Kept     bool      `json:"kept" doc:"false: it is not handed out any more"`
}

type papersOutput struct {
	Body struct {
		Papers []SealedPaper `json:"papers" doc:"the newest first"`
		Next   string        `json:"next,omitempty" doc:"before of the next page; absent on the last"`
	}
}

func (s *Server) papersCall(ctx context.Context, v app.Visitor, in *Paged) (*papersOutput, error) {
	p, err := s.desk.Papers(ctx, v, in.Before)
	if err != nil {
		return nil, fmt.Errorf("papers: %w", err)
	}
	out := &papersOutput{}
	out.Body.Next = p.Next
	out.Body.Papers = each(p.List, func(r app.PaperRow) SealedPaper {
		return SealedPaper{r.Number, r.Copies, r.Reason, r.Patient, r.SHA256, r.Pages, r.Issued, r.Keep, r.Kept}
	})
	return out, nil
}

func (s *Server) destroy(ctx context.Context, v app.Visitor, in *destroyInput) (*destroyOutput, error) {
	done, err := s.desk.Destroy(ctx, v, app.DestroyAsk{Number: in.Body.Number, Patient: in.Body.Patient, Basis: in.Body.Basis, Reason: in.Body.Reason})
	if err != nil {
		return nil, fmt.Errorf("destroy: %w", err)
	}
	return &destroyOutput{Destroyed{Numbers: done.Numbers, Act: done.Act}}, nil
}

func (s *Server) hold(ctx context.Context, v app.Visitor, in *holdInput) (*holdOutput, error) {
	h, err := s.desk.Hold(ctx, v, app.HoldAsk{Number: in.Body.Number, Patient: in.Body.Patient, Basis: in.Body.Basis})
	if err != nil {
		return nil, fmt.Errorf("hold: %w", err)
	}
	return &holdOutput{Hold(h)}, nil
}

func (s *Server) holds(ctx context.Context, v app.Visitor, _ *struct{}) (*holdsOutput, error) {
	found, err := s.desk.Holds(ctx, v)
	if err != nil {
		return nil, fmt.Errorf("holds: %w", err)
	}
	out := &holdsOutput{}
	out.Body.Holds = each(found, func(h app.HoldRow) Hold { return Hold(h) })
	return out, nil
}

func (s *Server) unhold(ctx context.Context, v app.Visitor, in *idInput) (*struct{}, error) {
	if err := s.desk.Unhold(ctx, v, in.ID); err != nil {
		return nil, fmt.Errorf("unhold: %w", err)
	}
	return nil, nil
}

// paperCall sends a sealed paper. It was registered before its first byte.
func (s *Server) paperCall(ctx context.Context, v app.Visitor, in *numberInput) (*huma.StreamResponse, error) {
	t, err := s.desk.Paper(ctx, v, in.Number)
	if err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		if err := s.sendWhole(humagin.Unwrap(hc), t); err != nil {
			s.refuse(humagin.Unwrap(hc), err)
		}
	}}, nil
}

// aFile describes an answer that is a file.
func aFile(what, mediaType string) map[string]*huma.Response {
	return map[string]*huma.Response{"200": {Description: what, Content: map[string]*huma.MediaType{mediaType: {}}}}
}
