package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"vypiska/internal/app"
)

const packagesPath = "/api/v1/packages"

type packageInput struct {
	Body struct {
		Contract string `json:"contract" minLength:"1" maxLength:"100" doc:"the contract's number; it must be in force"`
		Insurer  string `json:"insurer,omitempty" maxLength:"80" doc:"the insurer's id, where several have a contract of this number"`
		Period   string `json:"period" minLength:"7" maxLength:"21" doc:"a month as 2026-10, or days as 2026-10-01/2026-10-15"`
		Lang     string `json:"lang,omitempty" enum:"ru,en" doc:"ru or en, language of the documents; ru without it"`
	}
}

// Package is the order of an insurer's package and what became of it.
type Package struct {
	ID          string    `json:"id"`
	Status      string    `json:"status" enum:"queued,running,ready,refused,failed,blocked,cancelled"`
	Progress    float64   `json:"progress" minimum:"0" maximum:"1"`
	Insurer     string    `json:"insurer"`
	Contract    string    `json:"contract"`
	Version     int       `json:"version"`
	From        string    `json:"from"`
	To          string    `json:"to"`
	People      int       `json:"people" doc:"who were or will be looked at; told to the officer alone, as left, left_out and failed are: 0 for an insurer"`
	Done        int       `json:"done" doc:"whose document is made"`
	Left        int       `json:"left" doc:"who are still to be looked at"`
	LeftOut     int       `json:"left_out" doc:"who get no document"`
	Failed      int       `json:"failed" doc:"of those left out, whose document could not be made"`
	MinutesLeft *int      `json:"minutes_left,omitempty" doc:"a guess; absent before there is one"`
	Number      string    `json:"number,omitempty" doc:"number of the package, once it is ready"`
	Sequence    int64     `json:"sequence,omitempty" doc:"its place among the contract's packages"`
	SHA256      string    `json:"sha256,omitempty" doc:"of the file, hexadecimal"`
	Size        int64     `json:"size,omitempty" doc:"bytes"`
	Documents   int       `json:"documents,omitempty"`
	SealLevel   string    `json:"seal_level,omitempty"`
	Refusal     string    `json:"refusal,omitempty" doc:"the rule that refused, or a code of what went wrong"`
	Replaces    string    `json:"replaces,omitempty" doc:"number of the package this one takes the place of"`
	ReplacedBy  string    `json:"replaced_by,omitempty" doc:"id of the order that takes this one's place"`
	Closed      string    `json:"closed,omitempty" enum:"revoked,ended" doc:"why a package that is ready is given out no more: the clinic revoked it, or its time of keeping is over"`
	Created     time.Time `json:"created_at"`
}

func packageOf(o app.PackageOrder) Package {
	p := Package{ID: o.ID, Status: string(o.Status), Progress: o.Progress, Insurer: o.Insurer, Contract: o.Contract, Version: o.Version, From: o.From, To: o.To,
		People: o.People, Done: o.Done, Left: o.Left, LeftOut: o.LeftOut, Failed: o.Failed, Number: o.Number, Sequence: o.Sequence, SHA256: o.SHA256, Size: o.Size,
		Documents: o.Documents, SealLevel: o.SealLevel, Refusal: o.Refusal, Replaces: o.Replaces, ReplacedBy: o.ReplacedBy, Closed: o.Closed, Created: o.Created}
	if o.MinutesLeft >= 0 && !o.Status.Final() {
		p.MinutesLeft = &o.MinutesLeft
	}
	return p
}

// same compares what is told, the guess by its value.
func (p Package) same(q Package) bool {
	a, b := p.MinutesLeft, q.MinutesLeft
	p.MinutesLeft, q.MinutesLeft = nil, nil
	return p == q && (a == nil) == (b == nil) && (a == nil || *a == *b)
}

type packageOutput struct{ Body Package }

type packagesOutput struct {
	Body struct {
		Packages []Package `json:"packages" doc:"the newest first"`
		Next     string    `json:"next,omitempty" doc:"before of the next page; absent on the last"`
	}
}

type leftOutOutput struct {
	Body struct {
		People  []LeftOut  `json:"people" doc:"who is not in the package"`
		Reports []Withheld `json:"reports" doc:"single reports of those who are"`
	}
}

// LeftOut is a person who is not in a package: told to the clinic alone.
type LeftOut struct {
	Patient string `json:"patient"`
	Code    string `json:"code" doc:"blocked, no-consent, not-insured, out-of-scope, not-final, failed, leak, withheld"`
}

// Withheld is a report that is not in its person's document.
type Withheld struct {
	Patient string `json:"patient"`
	Report  string `json:"report"`
	Code    string `json:"code"`
}

type receiptInput struct {
	ID   string `path:"id" maxLength:"200" doc:"the id of a package's order"`
	Body struct {
		SHA256 string `json:"sha256" minLength:"64" maxLength:"64" doc:"of the file as it was received: 64 hexadecimal digits in lower case"`
	}
}

func (s *Server) packageCalls(api huma.API) {
	op(s, api, huma.Operation{OperationID: "orderPackage", Method: http.MethodPost, Path: packagesPath, DefaultStatus: http.StatusAccepted,
		Summary: "Order an insurer's package", Errors: []int{http.StatusConflict}}, s.orderPackage)
	op(s, api, huma.Operation{OperationID: "packages", Method: http.MethodGet, Path: packagesPath, Summary: "The packages: the insurer's own, or all for the officer"}, s.listPackages)
	op(s, api, huma.Operation{OperationID: "findPackage", Method: http.MethodGet, Path: packagesPath + "/{id}",
		Summary: "Where a package stands", Errors: []int{http.StatusNotFound}}, func(ctx context.Context, v app.Visitor, in *idInput) (*packageOutput, error) {
		o, err := s.desk.FindPackage(ctx, v, in.ID)
		return &packageOutput{packageOf(o)}, err
	})
	op(s, api, huma.Operation{OperationID: "cancelPackage", Method: http.MethodDelete, Path: packagesPath + "/{id}", DefaultStatus: http.StatusNoContent,
		Summary: "Cancel a package that is not ready", Errors: []int{http.StatusNotFound}}, func(ctx context.Context, v app.Visitor, in *idInput) (*struct{}, error) {
		return nil, s.desk.CancelPackage(ctx, v, in.ID)
	})
	op(s, api, huma.Operation{OperationID: "mintPackageLink", Method: http.MethodPost, Path: packagesPath + "/{id}/links", DefaultStatus: http.StatusCreated,
		Summary: "Make a link to a package", Description: "The decision about everybody in the package is made again. Where somebody withdrew their consent meanwhile the answer is 410, and a package without them is being made: `replaced_by`.",
		Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusGone}}, s.mintPackageLink)
	op(s, api, huma.Operation{OperationID: "leftOut", Method: http.MethodGet, Path: packagesPath + "/{id}/left-out",
		Summary: "Who is not in a package and why, for the officer alone", Errors: []int{http.StatusNotFound}}, s.leftOut)
	op(s, api, huma.Operation{OperationID: "confirmPackage", Method: http.MethodPost, Path: packagesPath + "/{id}/receipt", DefaultStatus: http.StatusNoContent,
		Summary: "Confirm that a package was received", Description: "Both the right digest and a wrong one are written into the register; a wrong one is answered with 409.",
		Errors: []int{http.StatusNotFound, http.StatusConflict}}, func(ctx context.Context, v app.Visitor, in *receiptInput) (*struct{}, error) {
		return nil, s.desk.Received(ctx, v, in.ID, in.Body.SHA256)
	})
	s.packageEvents(api)
	op(s, api, huma.Operation{OperationID: "deliveries", Method: http.MethodGet, Path: deliveriesPath, Summary: "What webhooks were told: the insurer's own, or all for the officer"}, s.listDeliveries)
	op(s, api, huma.Operation{OperationID: "replayDelivery", Method: http.MethodPost, Path: deliveriesPath + "/{id}/replay", DefaultStatus: http.StatusAccepted,
		Summary: "Tell a webhook again, under the same id", Errors: []int{http.StatusNotFound}}, func(ctx context.Context, v app.Visitor, in *idInput) (*struct{}, error) {
		return nil, s.desk.ReplayNotice(ctx, v, in.ID)
	})
	op(s, api, huma.Operation{OperationID: "webhookSecret", Method: http.MethodGet, Path: "/api/v1/webhook-secret",
		Summary: "The secret that notices under a contract are signed with, for its insurer", Errors: []int{http.StatusNotFound, http.StatusConflict}}, s.webhookSecret)
}

const deliveriesPath = "/api/v1/deliveries"

// Delivery is a notice to an insurer's webhook.
type Delivery struct {
	ID        string    `json:"id" doc:"webhook-id of every try"`
	Package   string    `json:"package" doc:"id of the package's order"`
	Status    string    `json:"status" enum:"waiting,delivered,failed"`
	Tries     int       `json:"tries"`
	Answer    string    `json:"answer,omitempty" doc:"of the last try"`
	CreatedAt time.Time `json:"created_at"`
	ChangedAt time.Time `json:"changed_at"`
}

type deliveriesOutput struct {
	Body struct {
		Deliveries []Delivery `json:"deliveries" doc:"the newest first"`
		Next       string     `json:"next,omitempty" doc:"before of the next page; absent on the last"`
	}
}

func (s *Server) listDeliveries(ctx context.Context, v app.Visitor, in *Paged) (*deliveriesOutput, error) {
	p, err := s.desk.Deliveries(ctx, v, in.Before)
	if err != nil {
		return nil, fmt.Errorf("deliveries: %w", err)
	}
	out := &deliveriesOutput{}
	out.Body.Next = p.Next
	out.Body.Deliveries = each(p.List, func(d app.Delivery) Delivery {
		return Delivery{d.ID, d.Order, d.Status, d.Tries, d.Answer, d.Created, d.Changed}
	})
	return out, nil
}

type secretInput struct {
	Insurer string `query:"insurer" required:"true" maxLength:"80" doc:"the insurer's id"`
	Number  string `query:"number" required:"true" maxLength:"100" doc:"the contract's number"`
}

type secretOutput struct {
	Body struct {
		Secret string `json:"secret" doc:"whsec_ and base64, as Standard Webhooks writes it"`
	}
}

func (s *Server) webhookSecret(ctx context.Context, v app.Visitor, in *secretInput) (*secretOutput, error) {
	out, err := &secretOutput{}, error(nil)
	if out.Body.Secret, err = s.desk.HookSecret(ctx, v, in.Insurer, in.Number); err != nil {
		return nil, fmt.Errorf("webhook secret: %w", err)
	}
	return out, nil
}

func (s *Server) orderPackage(ctx context.Context, v app.Visitor, in *packageInput) (*placedOutput, error) {
	b := in.Body
	o, err := s.desk.OrderPackage(ctx, v, app.PackageWish{Contract: b.Contract, Insurer: b.Insurer, Period: b.Period, Lang: b.Lang})
	if err != nil {
		return nil, fmt.Errorf("order package: %w", err)
	}
	return &placedOutput{Location: packagesPath + "/" + o.ID, Body: Placed{o.ID, string(o.Status)}}, nil
}

func (s *Server) listPackages(ctx context.Context, v app.Visitor, in *Paged) (*packagesOutput, error) {
	list, err := s.desk.PackageOrders(ctx, v, in.Before)
	if err != nil {
		return nil, fmt.Errorf("packages: %w", err)
	}
	out := &packagesOutput{}
	out.Body.Packages, out.Body.Next = each(list.List, packageOf), list.Next
	return out, nil
}

func (s *Server) mintPackageLink(ctx context.Context, v app.Visitor, in *linkInput) (*linkOutput, error) {
	b := in.Body
	l, err := s.desk.MintPackageLink(ctx, v, in.ID, app.LinkAsk{TTL: b.TTL, MaxDownloads: b.MaxDownloads, PIN: b.PIN, Audience: b.Audience})
	if err != nil {
		return nil, fmt.Errorf("mint package link: %w", err)
	}
	return &linkOutput{linkOf(l)}, nil
}

func (s *Server) leftOut(ctx context.Context, v app.Visitor, in *idInput) (*leftOutOutput, error) {
	people, reports, err := s.desk.LeftOutOf(ctx, v, in.ID)
	if err != nil {
		return nil, fmt.Errorf("left out: %w", err)
	}
	out := &leftOutOutput{}
	out.Body.People = each(people, func(p app.LeftOut) LeftOut { return LeftOut{string(p.Patient), string(p.Code)} })
	out.Body.Reports = each(reports, func(r app.Withheld) Withheld { return Withheld{string(r.Patient), string(r.Report), string(r.Code)} })
	return out, nil
}

func (s *Server) packageEvents(api huma.API) {
	schema := api.OpenAPI().Components.Schemas.Map()["Package"]
	op(s, api, huma.Operation{OperationID: "followPackage", Method: http.MethodGet, Path: packagesPath + "/{id}/events",
		Summary:     "Follow a package",
		Description: "Server-sent events: each `data` is the object of findPackage, sent when it changes, until its status is final. An event `problem` carries the problem that ended the stream.",
		Errors:      []int{http.StatusNotFound},
		Responses: map[string]*huma.Response{"200": {Description: "the package, each time it changes",
			Content: map[string]*huma.MediaType{"text/event-stream": {Schema: schema}}}},
	}, s.followPackageCall)
}

func (s *Server) followPackageCall(ctx context.Context, v app.Visitor, in *idInput) (*huma.StreamResponse, error) {
	first, err := s.desk.FindPackage(ctx, v, in.ID)
	if err != nil {
		return nil, fmt.Errorf("follow package: %w", err)
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		c := humagin.Unwrap(hc)
		s.followPackage(c, first, s.byToken(c))
	}}, nil
}

// followPackage sends a package's order each time it changes.
func (s *Server) followPackage(c *gin.Context, first app.PackageOrder, who whoNow) {
	ended := func(p Package) bool { return app.Status(p.Status).Final() }
	follow(s, c, packageOf(first), Package.same, ended, who, func(v app.Visitor) (Package, error) {
		o, err := s.desk.FindPackage(c.Request.Context(), v, first.ID)
		return packageOf(o), err
	})
}
