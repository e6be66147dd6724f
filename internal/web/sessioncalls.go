package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"vypiska/internal/app"
)

// Session is one of one's own sessions. Nothing tells of the machine it is on:
// that is not known.
type Session struct {
	ID        string    `json:"id" doc:"names the session; opens nothing"`
	BegunAt   time.Time `json:"begun_at"`
	SeenAt    time.Time `json:"seen_at" doc:"the last click, to the minute"`
	ExpiresAt time.Time `json:"expires_at" doc:"its end, however much it is used"`
}

type sessionsOutput struct {
	Body struct {
		Sessions []Session `json:"sessions" doc:"the newest first"`
	}
}

func (s *Server) sessionCalls(api huma.API) {
	op(s, api, huma.Operation{OperationID: "ownSessions", Method: http.MethodGet, Path: "/api/v1/sessions",
		Summary: "One's own sessions in the cabinet"}, s.sessionsCall)
	op(s, api, huma.Operation{OperationID: "endSessions", Method: http.MethodDelete, Path: "/api/v1/sessions", DefaultStatus: http.StatusNoContent,
		Summary: "End all one's sessions and tokens, this one too"}, func(ctx context.Context, v app.Visitor, _ *struct{}) (*struct{}, error) {
		return nil, s.desk.EndAllSessions(ctx, v)
	})
	op(s, api, huma.Operation{OperationID: "endSession", Method: http.MethodDelete, Path: "/api/v1/sessions/{id}", DefaultStatus: http.StatusNoContent,
		Summary: "End one of one's sessions at once", Errors: []int{http.StatusNotFound}}, func(ctx context.Context, v app.Visitor, in *idInput) (*struct{}, error) {
		return nil, s.desk.EndSession(ctx, v, in.ID)
	})
}

func (s *Server) sessionsCall(ctx context.Context, v app.Visitor, _ *struct{}) (*sessionsOutput, error) {
	live, err := s.liveSessions(ctx, v)
	if err != nil {
		return nil, fmt.Errorf("own sessions: %w", err)
	}
	out := &sessionsOutput{}
	out.Body.Sessions = each(live, func(o app.OwnSession) Session { return Session{o.ID, o.Begun, o.Seen, o.Expires} })
	return out, nil
}
