package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"vypiska/internal/app"
)

type linkInput struct {
	ID   string `path:"id" maxLength:"200" doc:"the id of an order"`
	Body struct {
		TTL          string `json:"ttl,omitempty" maxLength:"20" doc:"how long the link opens, such as 24h; the clinic's default without it"`
		MaxDownloads int    `json:"max_downloads,omitempty" minimum:"1" doc:"a whole number from 1; the clinic's default without it"`
		PIN          *bool  `json:"pin,omitempty" doc:"true or false; without it a bearer link has a PIN and a self link none"`
		Audience     string `json:"audience,omitempty" enum:"bearer,self" doc:"bearer or self; bearer without it"`
	}
}

// Link is a fresh link. Address and PIN are shown this once.
type Link struct {
	ID           string    `json:"id" doc:"names the link; opens nothing"`
	URL          string    `json:"url" doc:"the address for the recipient; told once"`
	ExpiresAt    time.Time `json:"expires_at"`
	MaxDownloads int       `json:"max_downloads"`
	PIN          *string   `json:"pin" doc:"six digits, told once; null where none is needed"`
}

type linkOutput struct{ Body Link }

func (s *Server) linkCalls(api huma.API) {
	op(s, api, huma.Operation{
		OperationID: "mintLink", Method: http.MethodPost, Path: extractsPath + "/{id}/links", DefaultStatus: http.StatusCreated,
		Summary: "Make a link to a copy", Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusGone},
	}, s.mintLink)
	op(s, api, huma.Operation{
		OperationID: "revokeLink", Method: http.MethodDelete, Path: "/api/v1/links/{id}", DefaultStatus: http.StatusNoContent,
		Summary: "End a link for good", Errors: []int{http.StatusNotFound},
	}, s.revokeLink)
}

func (s *Server) mintLink(ctx context.Context, v app.Visitor, in *linkInput) (*linkOutput, error) {
	b := in.Body
	l, err := s.desk.MintLink(ctx, v, in.ID, app.LinkAsk{TTL: b.TTL, MaxDownloads: b.MaxDownloads, PIN: b.PIN, Audience: b.Audience})
	if err != nil {
		return nil, fmt.Errorf("mint link: %w", err)
	}
	return &linkOutput{linkOf(l)}, nil
}

func linkOf(l app.NewLink) Link {
	out := Link{ID: l.ID, URL: l.URL, ExpiresAt: l.ExpiresAt, MaxDownloads: l.MaxDownloads}
	if l.PIN != "" {
		out.PIN = &l.PIN
	}
	return out
}

func (s *Server) revokeLink(ctx context.Context, v app.Visitor, in *idInput) (*struct{}, error) {
	if err := s.desk.RevokeLink(ctx, v, in.ID); err != nil {
		return nil, fmt.Errorf("revoke link: %w", err)
	}
	return nil, nil
}
