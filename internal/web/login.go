package web

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/web/view"
)

// roleWords are the keys of the roles' names.
var roleWords = map[policy.Role]string{
	policy.Patient: "role.patient", policy.Doctor: "role.doctor", policy.Insurer: "role.insurer",
	policy.Reception: "role.reception", policy.Officer: "role.officer",
}

func (s *Server) loginPage(c *gin.Context) error {
	if g := guestOf(c.Request.Context()); !g.IsZero() && !g.token {
		c.Redirect(http.StatusSeeOther, s.home(g))
		return nil
	}
	s.page(c, http.StatusOK, "login", view.Login{})
	return nil
}

// login begins a session. Whatever did not fit, the answer is the same.
func (s *Server) login(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	p, err := s.desk.Enter(c.Request.Context(), form.Get("login"), form.Get("password"), form.Get("code"))
	if errors.Is(err, app.ErrWrong) && wantsPage(c.Request) {
		s.page(c, http.StatusForbidden, "login", view.Login{Wrong: true, Code: form.Get("code") != ""})
		return nil
	}
	if err != nil {
		return fmt.Errorf("login: %w", err)
	}
	if err := s.beginSession(c, p); err != nil {
		return fmt.Errorf("login: %w", err)
	}
	c.Redirect(http.StatusSeeOther, s.home(guest{Pass: p}))
	return nil
}

// logout ends the session and lets the browser forget what it has of us.
func (s *Server) logout(c *gin.Context) error {
	if err := s.sessions.Destroy(c.Request.Context()); err != nil {
		return fmt.Errorf("logout: %w", err)
	}
	c.Header("Clear-Site-Data", `"cache", "cookies", "storage"`)
	http.SetCookie(c.Writer, &http.Cookie{Name: s.sessions.Cookie.Name, Path: "/", MaxAge: -1, Secure: s.https, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	c.Redirect(http.StatusSeeOther, "/login")
	return nil
}

func (s *Server) passwordPage(c *gin.Context) error {
	s.passwordForm(c, http.StatusOK, "")
	return nil
}

func (s *Server) passwordForm(c *gin.Context, status int, wrong string) {
	s.page(c, status, "password", view.Password{
		First: guestOf(c.Request.Context()).First, Wrong: wrong, Least: app.LeastPassword, Advised: app.AdvisedPassword,
	})
}

// flawWords are the keys of what may be wrong with a password.
var flawWords = map[string]string{
	"short": "password.short", "long": "password.long", "common": "password.common", "same": "password.same",
}

// choosePassword sets the person's own password; all other sessions end.
func (s *Server) choosePassword(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	if form.Get("new") != form.Get("again") {
		s.passwordForm(c, http.StatusUnprocessableEntity, "password.differ")
		return nil
	}
	p, err := s.desk.ChoosePassword(c.Request.Context(), guestOf(c.Request.Context()).Pass, form.Get("old"), form.Get("new"))
	var flaw *app.PasswordError
	switch {
	case errors.As(err, &flaw):
		s.passwordForm(c, http.StatusUnprocessableEntity, flawWords[string(flaw.Why)])
		return nil
	case errors.Is(err, app.ErrWrong):
		s.passwordForm(c, http.StatusForbidden, "password.old.wrong")
		return nil
	case err != nil:
		return fmt.Errorf("choose password: %w", err)
	}
	if err := s.beginSession(c, p); err != nil {
		return fmt.Errorf("choose password: %w", err)
	}
	c.Redirect(http.StatusSeeOther, s.home(guest{Pass: p}))
	return nil
}
