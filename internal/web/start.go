package web

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"vypiska/internal/web/view"
)

// startPage tells strangers what is here; who logged in goes on to their cabinet.
func (s *Server) startPage(c *gin.Context) error {
	if g := guestOf(c.Request.Context()); !g.IsZero() && !g.token {
		c.Redirect(http.StatusSeeOther, s.home(g))
		return nil
	}
	lang := callOf(c.Request.Context()).lang
	p := view.Start{API: openapiPath}
	for _, l := range s.start {
		p.Links = append(p.Links, view.Link{Title: l.Title.In(lang), Note: l.Note.In(lang), Href: l.Href})
	}
	s.page(c, http.StatusOK, "start", p)
	return nil
}

// healthz says that the process answers.
func (s *Server) healthz(c *gin.Context) error {
	c.String(http.StatusOK, "ok\n")
	return nil
}

// readyz says whether the service can work now; why not is in the log.
func (s *Server) readyz(c *gin.Context) error {
	if err := s.desk.Ready(c.Request.Context()); err != nil {
		callOf(c.Request.Context()).fault(fmt.Errorf("ready: %w", err))
		c.String(http.StatusServiceUnavailable, "not ready\n")
		return nil
	}
	c.String(http.StatusOK, "ready\n")
	return nil
}
