package web

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strconv"

	"github.com/gin-gonic/gin"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/web/view"
)

// orderForm is an order's id: what a form sends back leads nowhere else.
var orderForm = regexp.MustCompile(`^[a-z0-9]{1,40}$`)

// orderPage shows one order and, while it goes on, follows it.
func (s *Server) orderPage(c *gin.Context) error {
	ctx, g := c.Request.Context(), guestOf(c.Request.Context())
	o, err := s.desk.CopyOf(ctx, g.Visitor, c.Param("id"))
	if err != nil {
		return fmt.Errorf("order page: %w", err)
	}
	p := view.Order{Copy: o, Doctor: g.Role == policy.Doctor}
	if p.Going() {
		p.Events = "/orders/" + o.ID + "/events"
	}
	s.page(c, http.StatusOK, "order", p)
	return nil
}

// orderEvents streams what changes.
func (s *Server) orderEvents(c *gin.Context) error {
	ctx := c.Request.Context()
	first, err := s.desk.FindOrder(ctx, guestOf(ctx).Visitor, c.Param("id"))
	if err != nil {
		return fmt.Errorf("order events: %w", err)
	}
	s.followExtract(c, first, s.bySession(c))
	return nil
}

func (s *Server) cancelCopy(c *gin.Context) error {
	ctx, id := c.Request.Context(), c.Param("id")
	if err := s.desk.CancelOrder(ctx, guestOf(ctx).Visitor, id); err != nil {
		return fmt.Errorf("cancel copy: %w", err)
	}
	c.Redirect(http.StatusSeeOther, "/orders/"+id)
	return nil
}

// fetchCopy downloads one's own copy: counted and registered like any other
// download, and by a ticket where it is large.
func (s *Server) fetchCopy(c *gin.Context) error {
	ctx := c.Request.Context()
	t, err := s.desk.Fetch(ctx, guestOf(ctx).Visitor, c.Param("id"))
	return s.handOut(c, t, err)
}

// handOut sends a transfer that was taken, by its ticket where it is large.
func (s *Server) handOut(c *gin.Context, t *app.Transfer, err error) error {
	s.meter.Download(outcome(err))
	if err != nil {
		return fmt.Errorf("hand out: %w", err)
	}
	if t.Ticket != "" {
		c.Redirect(http.StatusSeeOther, "/d/t/"+t.Ticket)
		return t.Close(nil)
	}
	return s.sendWhole(c, t)
}

// freshLink makes a link to show another person and tells address and PIN, this
// once: the answer is the page itself.
func (s *Server) freshLink(c *gin.Context) error {
	return s.newLink(c, "/orders/", s.desk.MintLink)
}

// newLink mints a link by mint to what stands at an address, as the form asks.
func (s *Server) newLink(c *gin.Context, at string, mint func(context.Context, app.Visitor, string, app.LinkAsk) (app.NewLink, error)) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	downloads, err := strconv.Atoi(form.Get("downloads"))
	if err != nil {
		return &app.AskError{Field: "downloads", Want: "a whole number from 1"}
	}
	ctx, id, pin := c.Request.Context(), c.Param("id"), true
	l, err := mint(ctx, guestOf(ctx).Visitor, id, app.LinkAsk{TTL: form.Get("ttl"), MaxDownloads: downloads, PIN: &pin, Audience: "bearer"})
	if err != nil {
		return fmt.Errorf("new link: %w", err)
	}
	l.ExpiresAt = l.ExpiresAt.In(s.now().Location())
	s.page(c, http.StatusOK, "fresh", view.Fresh{NewLink: l, Back: at + id})
	return nil
}

// endLink ends a link for good and goes back to where its list stands.
func (s *Server) endLink(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx, g := c.Request.Context(), guestOf(c.Request.Context())
	if err := s.desk.RevokeLink(ctx, g.Visitor, c.Param("id")); err != nil {
		return fmt.Errorf("end link: %w", err)
	}
	back := "/copies"
	if order := form.Get("order"); orderForm.MatchString(order) {
		back = "/orders/" + order
	}
	if id := form.Get("package"); orderForm.MatchString(id) {
		back = "/packages/" + id
	} else if g.Role == policy.Officer {
		back = "/links"
	}
	c.Redirect(http.StatusSeeOther, back)
	return nil
}

func (s *Server) copiesPage(c *gin.Context) error {
	ctx, g := c.Request.Context(), guestOf(c.Request.Context())
	list, err := s.desk.Copies(ctx, g.Visitor, c.Query("before"))
	if err != nil {
		return fmt.Errorf("copies: %w", err)
	}
	s.page(c, http.StatusOK, "copies", view.Copies{List: list.List, Leaf: leafOf(c, list.Next), Doctor: g.Role == policy.Doctor})
	return nil
}
