package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"vypiska/internal/app"
	"vypiska/internal/web/view"
)

// fewTries is when the page begins to tell how many wrong PINs are left.
const fewTries = 9

// landing is what a link shows first. It takes nothing and says nothing of the
// document: mail scanners, previews and HEAD come here.
func (s *Server) landing(c *gin.Context) error {
	v := guestOf(c.Request.Context()).Visitor
	l, err := s.desk.Landing(c.Request.Context(), v, c.Param("token"))
	if err != nil {
		return fmt.Errorf("landing: %w", err)
	}
	s.landingPage(c, http.StatusOK, l, false)
	return nil
}

func (s *Server) landingPage(c *gin.Context, status int, l app.Landing, wrong bool) {
	p := view.Landing{NeedsPIN: l.NeedsPIN, Until: l.ExpiresAt.In(s.now().Location()), Wrong: wrong}
	if l.NeedsPIN && l.TriesLeft > 0 && l.TriesLeft <= fewTries {
		p.TriesLeft = l.TriesLeft
	}
	s.page(c, status, "landing", p)
}

// takeDownload takes one download: the only thing a link gives, and only to POST.
func (s *Server) takeDownload(c *gin.Context) error {
	v := guestOf(c.Request.Context()).Visitor
	form, err := formOf(c)
	if err != nil {
		return err
	}
	t, err := s.desk.Download(c.Request.Context(), v, c.Param("token"), form.Get("pin"))
	s.meter.Download(outcome(err))
	if err != nil {
		return s.refusedDownload(c, v, err)
	}
	if t.Ticket != "" {
		c.Redirect(http.StatusSeeOther, "/d/t/"+t.Ticket)
		return t.Close(nil)
	}
	return s.sendWhole(c, t)
}

// refusedDownload lets a person in a browser type the PIN again.
func (s *Server) refusedDownload(c *gin.Context, v app.Visitor, err error) error {
	if !errors.Is(err, app.ErrLinkPIN) || !wantsPage(c.Request) {
		return fmt.Errorf("download: %w", err)
	}
	l, lookErr := s.desk.Landing(c.Request.Context(), v, c.Param("token"))
	if lookErr != nil {
		return fmt.Errorf("download: %w", lookErr)
	}
	s.landingPage(c, http.StatusForbidden, l, true)
	return nil
}

// formOf is the form a page sent; what its address says is not part of it.
func formOf(c *gin.Context) (url.Values, error) {
	if err := c.Request.ParseForm(); err != nil {
		return nil, errForm
	}
	return c.Request.PostForm, nil
}
