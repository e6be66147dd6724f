package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/web/view"
)

// officerRoutes are the privacy officer's screens.
func (s *Server) officerRoutes() []route {
	officer := only(policy.Officer)
	return []route{
		{"GET", "/register", officer, "menu.register", s.registerPage},
		{"POST", "/register/check", officer, "", s.checkRegister},
		{"POST", "/register/export", officer, "", s.exportRegister},
		{"GET", "/register/patients/:id", officer, "", s.disclosuresOfPage},
		{"POST", "/register/patients/:id/list", officer, "", s.sealDisclosures},
		{"GET", "/fruitless", officer, "menu.fruitless", s.fruitlessPage},
		{"GET", "/links", officer, "menu.links", s.linksPage},
		{"GET", "/revoke", officer, "menu.revoke", s.revokePage},
		{"POST", "/revoke", officer, "", s.revokeByForm},
		{"GET", "/accounts", officer, "menu.accounts", s.accountsPage},
	}
}

// registerAsk is what a query or form asks of the register.
func registerAsk(q url.Values) app.RegisterAsk {
	before, _ := strconv.ParseInt(q.Get("before"), 10, 64) // 0: from the end on
	return app.RegisterAsk{Patient: q.Get("patient"), Number: q.Get("number"), Event: q.Get("event"), Day: q.Get("day"), Before: before}
}

func (s *Server) registerPage(c *gin.Context) error {
	return s.showRegister(c, registerAsk(c.Request.URL.Query()), nil)
}

func (s *Server) showRegister(c *gin.Context, a app.RegisterAsk, state *app.RegisterState) error {
	ctx := c.Request.Context()
	p := view.Register{Ask: a, State: state, Events: app.RegisterEvents()}
	var err error
	p.RegisterPage, err = s.desk.SeeRegister(ctx, guestOf(ctx).Visitor, a)
	if p.Wrong = askedWrong(err); p.Wrong != "" {
		s.page(c, http.StatusUnprocessableEntity, "register", p)
		return nil
	}
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	p.Leaf = leafOf(c, seqOf(p.Next))
	s.page(c, http.StatusOK, "register", p)
	return nil
}

func (s *Server) checkRegister(c *gin.Context) error {
	ctx := c.Request.Context()
	state, err := s.desk.CheckRegister(ctx, guestOf(ctx).Visitor)
	if err != nil {
		return fmt.Errorf("check register: %w", err)
	}
	return s.showRegister(c, app.RegisterAsk{}, &state)
}

// exportRegister streams the entries. One that breaks after its first byte cuts
// the connection, so that nobody takes a part for the whole.
func (s *Server) exportRegister(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	return s.sendRegister(c, guestOf(c.Request.Context()).Visitor, registerAsk(form))
}

func (s *Server) sendRegister(c *gin.Context, v app.Visitor, a app.RegisterAsk) error {
	ctx := c.Request.Context()
	c.Header("Content-Disposition", `attachment; filename="register.csv"`)
	c.Header("Content-Type", "text/csv; charset=utf-8")
	err := s.desk.ExportRegister(ctx, v, a, steady{s, c.Writer})
	if err != nil && c.Writer.Written() {
		callOf(ctx).fault(err)
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		clearHeaders(c.Writer.Header())
		return fmt.Errorf("export register: %w", err)
	}
	return nil
}

func (s *Server) disclosuresOfPage(c *gin.Context) error {
	ctx := c.Request.Context()
	d, err := s.desk.DisclosuresOf(ctx, guestOf(ctx).Visitor, c.Param("id"), beforeOf(c))
	if err != nil {
		return fmt.Errorf("disclosures: %w", err)
	}
	s.page(c, http.StatusOK, "disclosures", view.Disclosures{Disclosures: d, Officer: true, Leaf: leafOf(c, seqOf(d.Next))})
	return nil
}

// beforeOf is the number of the entry after which a page of the register begins.
func beforeOf(c *gin.Context) int64 {
	before, _ := strconv.ParseInt(c.Query("before"), 10, 64) // 0: from the end on
	return before
}

// seqOf is the same as text, "" for none.
func seqOf(next int64) string {
	if next == 0 {
		return ""
	}
	return strconv.FormatInt(next, 10)
}

// sealDisclosures makes the list as a document for a patient who asked for it.
func (s *Server) sealDisclosures(c *gin.Context) error {
	ctx := c.Request.Context()
	_, err := s.desk.SealDisclosures(ctx, guestOf(ctx).Visitor, c.Param("id"))
	return s.backTo(c, "/destruction", err)
}

func (s *Server) fruitlessPage(c *gin.Context) error {
	ctx := c.Request.Context()
	list, err := s.desk.FruitlessOrders(ctx, guestOf(ctx).Visitor, c.Query("before"))
	if err != nil {
		return fmt.Errorf("fruitless orders: %w", err)
	}
	s.page(c, http.StatusOK, "fruitless", view.Fruitless{List: list.List, Leaf: leafOf(c, list.Next)})
	return nil
}

func (s *Server) linksPage(c *gin.Context) error {
	ctx := c.Request.Context()
	list, err := s.desk.OpenLinks(ctx, guestOf(ctx).Visitor, c.Query("before"))
	if err != nil {
		return fmt.Errorf("live links: %w", err)
	}
	s.page(c, http.StatusOK, "links", view.LiveLinks{List: list.List, Leaf: leafOf(c, list.Next)})
	return nil
}

func (s *Server) revokePage(c *gin.Context) error {
	s.page(c, http.StatusOK, "revoke", view.Revoke{Number: c.Query("number"), Done: c.Query("done") != ""})
	return nil
}

// revokeByForm revokes a copy. A number that is none, or a reason too short, is
// told on the form.
func (s *Server) revokeByForm(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	err = s.desk.RevokeCopy(ctx, guestOf(ctx).Visitor, form.Get("number"), form.Get("reason"))
	if errors.Is(err, app.ErrNotFound) || askedWrong(err) != "" {
		s.page(c, http.StatusUnprocessableEntity, "revoke", view.Revoke{Number: form.Get("number"), Wrong: true})
		return nil
	}
	if err != nil {
		return fmt.Errorf("revoke copy: %w", err)
	}
	c.Redirect(http.StatusSeeOther, "/revoke?done=1")
	return nil
}

func (s *Server) accountsPage(c *gin.Context) error {
	ctx, p := c.Request.Context(), view.Accounts{Role: c.Query("role")}
	for _, r := range everyRole {
		p.Roles = append(p.Roles, string(r))
	}
	list, err := s.desk.AccountList(ctx, guestOf(ctx).Visitor, p.Role, c.Query("before"))
	if err != nil {
		return fmt.Errorf("accounts: %w", err)
	}
	p.List, p.Leaf = list.List, leafOf(c, list.Next)
	s.page(c, http.StatusOK, "accounts", p)
	return nil
}
