package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/web/view"
)

// codeUsers may ask for one-time codes beside their password.
var codeUsers = only(policy.Insurer, policy.Reception, policy.Officer)

// mePage shows the account itself.
func (s *Server) mePage(c *gin.Context) error {
	g := guestOf(c.Request.Context())
	live, err := s.liveSessions(c.Request.Context(), g.Visitor)
	if err != nil {
		return fmt.Errorf("own sessions: %w", err)
	}
	s.page(c, http.StatusOK, "me", view.Me{Codes: g.Codes, MayCodes: codeUsers.may(g) == nil, Sessions: live, Current: s.sessions.GetString(c.Request.Context(), sessionID)})
	return nil
}

// liveSessions are the visitor's sessions that still open something.
func (s *Server) liveSessions(ctx context.Context, v app.Visitor) ([]app.OwnSession, error) {
	all, err := s.desk.Sessions(ctx, v)
	return slices.DeleteFunc(all, func(o app.OwnSession) bool { return s.now().Sub(o.Seen) >= s.sessionIdle }), err
}

// endSession ends one session; whose it is the desk looks at.
func (s *Server) endSession(c *gin.Context) error {
	ctx := c.Request.Context()
	return s.backTo(c, "/me", s.desk.EndSession(ctx, guestOf(ctx).Visitor, c.Param("id")))
}

func (s *Server) codesPage(c *gin.Context) error {
	g := guestOf(c.Request.Context())
	if g.Codes {
		s.page(c, http.StatusOK, "codes", view.Codes{On: true})
		return nil
	}
	return s.enrolPage(c, http.StatusOK, "")
}

// enrolPage shows a new secret, or the one from before where its code was wrong.
func (s *Server) enrolPage(c *gin.Context, status int, sealed string) error {
	e, err := s.desk.EnrolCodes(c.Request.Context(), guestOf(c.Request.Context()).Visitor, sealed)
	if err != nil {
		return fmt.Errorf("codes: %w", err)
	}
	picture, err := view.Picture(e.Address)
	if err != nil {
		return fmt.Errorf("codes: %w", err)
	}
	s.page(c, status, "codes", view.Codes{Wrong: sealed != "", Sealed: e.Sealed, Secret: e.Secret, Picture: picture})
	return nil
}

func (s *Server) turnCodesOn(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	sealed := form.Get("sealed")
	if sealed == "" {
		return errForm
	}
	err = s.desk.TurnCodesOn(c.Request.Context(), guestOf(c.Request.Context()).Visitor, sealed, form.Get("code"))
	if errors.Is(err, app.ErrWrong) {
		return s.enrolPage(c, http.StatusUnprocessableEntity, sealed)
	}
	if err != nil {
		return fmt.Errorf("codes: %w", err)
	}
	c.Redirect(http.StatusSeeOther, "/me")
	return nil
}

func (s *Server) turnCodesOff(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	err = s.desk.TurnCodesOff(c.Request.Context(), guestOf(c.Request.Context()).Visitor, form.Get("password"))
	if errors.Is(err, app.ErrWrong) {
		s.page(c, http.StatusForbidden, "codes", view.Codes{On: true, Wrong: true})
		return nil
	}
	if err != nil {
		return fmt.Errorf("codes: %w", err)
	}
	c.Redirect(http.StatusSeeOther, "/me")
	return nil
}
