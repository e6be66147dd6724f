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

// readyz says part by part whether the service can work now; why not is in the
// log. Where records alone cannot be read links and copies still work: it is
// ready. A process that stops is not.
func (s *Server) readyz(c *gin.Context) error {
	parts, ready := s.desk.Ready(c.Request.Context()), !s.draining.Load()
	said := map[string]string{}
	for name, err := range parts {
		said[name] = "ok"
		if err != nil {
			said[name] = "failing"
			ready = ready && name == "records"
		}
	}
	if err := parts.Err(); err != nil {
		callOf(c.Request.Context()).fault(fmt.Errorf("ready: %w", err))
	}
	status := http.StatusOK
	if !ready {
		status = http.StatusServiceUnavailable
	}
	c.JSON(status, gin.H{"ready": ready, "parts": said})
	return nil
}
