package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"vypiska/internal/app"
)

// bearer is the API token of a request, RFC 6750, 2.1; sent tells whether there
// is an Authorization header at all.
func bearer(r *http.Request) (token string, sent bool) {
	h := r.Header.Get("Authorization")
	scheme, token, _ := strings.Cut(h, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		token = ""
	}
	return strings.TrimSpace(token), h != ""
}

// caller is who calls the API: the owner of a token, nobody else.
func (s *Server) caller(r *http.Request) (app.Visitor, error) {
	token, _ := bearer(r)
	if token == "" {
		return app.Visitor{}, app.ErrToken
	}
	return s.desk.Visitor(r.Context(), token)
}

type visitorKey struct{}

func visitorOf(ctx context.Context) app.Visitor {
	v, _ := ctx.Value(visitorKey{}).(app.Visitor)
	return v
}

// authenticate comes before huma looks at the request: who is not known learns
// nothing about what a request should look like.
func (s *Server) authenticate(who audience) func(huma.Context, func(huma.Context)) {
	return func(hc huma.Context, next func(huma.Context)) {
		c := humagin.Unwrap(hc)
		v, err := s.caller(c.Request)
		if err == nil && v.ReadsOnly && c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
			err = errScope
		}
		if err == nil {
			err = who.may(guest{Pass: app.Pass{Visitor: v}, token: true})
		}
		if err != nil {
			s.refuse(c, err)
			return
		}
		next(huma.WithValue(hc, visitorKey{}, v))
	}
}
