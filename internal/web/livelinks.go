package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"vypiska/internal/app"
)

type linksInput struct {
	Number string `query:"number" maxLength:"20" doc:"the number of a copy, 4-4-4; empty: all copies"`
	Paged
}

// LiveLink is a link that can still be opened.
type LiveLink struct {
	ID           string    `json:"id"`
	Number       string    `json:"number"`
	Recipient    string    `json:"recipient"`
	Audience     string    `json:"audience" enum:"bearer,self"`
	ExpiresAt    time.Time `json:"expires_at"`
	Taken        int       `json:"taken"`
	MaxDownloads int       `json:"max_downloads"`
}

type linksOutput struct {
	Body struct {
		Links []LiveLink `json:"links" doc:"the newest first"`
		Next  string     `json:"next,omitempty" doc:"before of the next page; absent on the last"`
	}
}

func (s *Server) liveLinksCall(api huma.API) {
	op(s, api, huma.Operation{
		OperationID: "liveLinks", Method: http.MethodGet, Path: "/api/v1/links",
		Summary: "List the links that can still be opened, the newest first, page by page", Description: "For reception and the officer.",
	}, s.liveLinks)
}

func (s *Server) liveLinks(ctx context.Context, v app.Visitor, in *linksInput) (*linksOutput, error) {
	found, err := s.desk.LiveLinks(ctx, v, in.Number, in.Before)
	if err != nil {
		return nil, fmt.Errorf("live links: %w", err)
	}
	out := &linksOutput{}
	out.Body.Next = found.Next
	out.Body.Links = each(found.List, func(l app.LiveLink) LiveLink { return LiveLink(l) })
	return out, nil
}
