package web

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/rs/zerolog"

	"vypiska/internal/text"
)

// call is what the service knows of one request beside its content. It holds
// nothing about who sent it.
type call struct {
	number string // random; in the log and, for people to quote, in answers to faults
	lang   text.Lang
	route  string // pattern, never the path: paths carry tokens
	log    zerolog.Logger
}

type callKey struct{}

// callOf returns the request's call; outside of one, a call that says nothing.
func callOf(ctx context.Context) *call {
	if k, ok := ctx.Value(callKey{}).(*call); ok {
		return k
	}
	return &call{lang: text.Ru, log: zerolog.Nop()}
}

// begin gives the request its call.
func (s *Server) begin(c *gin.Context) {
	k := &call{
		number: newNumber(),
		lang:   text.Pick(c.Query("lang"), c.GetHeader("Accept-Language")),
		route:  routeOf(c),
		log:    s.log,
	}
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), callKey{}, k))
}

func routeOf(c *gin.Context) string {
	if p := c.FullPath(); p != "" {
		return p
	}
	return "none"
}

// methodOf keeps made-up methods, which are text from a request, out of logs and metrics.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// fault writes the classes of a fault of ours to the log: its text may carry
// anything, so it stays out.
func (k *call) fault(errs ...error) {
	for _, err := range errs {
		k.log.Error().Str("number", k.number).Str("route", k.route).Str("class", classes(err)).Msg("fault")
	}
}
