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

// destructionRoutes are the officer's screens of the end of copies.
func (s *Server) destructionRoutes() []route {
	officer := only(policy.Officer)
	return []route{
		{"GET", "/destruction", officer, "menu.destruction", s.destructionPage},
		{"POST", "/destruction", officer, "", s.destroyByForm},
		{"POST", "/holds", officer, "", s.holdByForm},
		{"POST", "/holds/:id/end", officer, "", s.endHold},
		{"POST", "/papers/:number", officer, "", s.fetchPaper},
	}
}

func (s *Server) destructionPage(c *gin.Context) error {
	return s.showDestruction(c, http.StatusOK, view.Destruction{})
}

// showDestruction fills the page with its lists around what a form did.
func (s *Server) showDestruction(c *gin.Context, status int, p view.Destruction) error {
	ctx, v := c.Request.Context(), guestOf(c.Request.Context()).Visitor
	papers, err := s.desk.Papers(ctx, v, c.Query("before"))
	if err == nil {
		p.Holds, err = s.desk.Holds(ctx, v)
	}
	if err != nil {
		return fmt.Errorf("destruction: %w", err)
	}
	p.Papers, p.Leaf = papers.List, leafOf(c, papers.Next)
	s.page(c, status, "destruction", p)
	return nil
}

// demandOf is what a form about one copy or one patient says.
func demandOf(form formValues) (d view.Demand, number, patient string) {
	d = view.Demand{What: form.Get("what"), Which: form.Get("which"), Basis: form.Get("basis"), Reason: form.Get("reason")}
	if d.What == "patient" {
		return d, "", d.Which
	}
	return d, d.Which, ""
}

// destroyByForm destroys copies on a demand. What was not destroyed, and why, is
// told on the form.
func (s *Server) destroyByForm(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	d, number, patient := demandOf(form)
	if form.Get("sure") != "yes" {
		d.Wrong = true
		return s.showDestruction(c, http.StatusUnprocessableEntity, view.Destruction{Demand: d})
	}
	ctx := c.Request.Context()
	done, err := s.desk.Destroy(ctx, guestOf(ctx).Visitor, app.DestroyAsk{Number: number, Patient: patient, Basis: d.Basis, Reason: d.Reason})
	d.Held, d.Wrong = errors.Is(err, app.ErrHeld) && len(done.Numbers) == 0, mistyped(err)
	switch {
	case d.Held:
		return s.showDestruction(c, http.StatusConflict, view.Destruction{Demand: d})
	case d.Wrong:
		return s.showDestruction(c, http.StatusUnprocessableEntity, view.Destruction{Demand: d})
	case err != nil:
		return fmt.Errorf("destroy: %w", err)
	}
	return s.showDestruction(c, http.StatusOK, view.Destruction{Done: &done})
}

// mistyped reports whether a form is to be shown again: a field is wrong, or
// there is nothing of the number.
func mistyped(err error) bool { return errors.Is(err, app.ErrNotFound) || askedWrong(err) != "" }

func (s *Server) holdByForm(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	d, number, patient := demandOf(form)
	_, err = s.desk.Hold(ctx, guestOf(ctx).Visitor, app.HoldAsk{Number: number, Patient: patient, Basis: d.Basis})
	if d.Wrong = mistyped(err); d.Wrong {
		return s.showDestruction(c, http.StatusUnprocessableEntity, view.Destruction{Hold: d})
	}
	return s.backTo(c, "/destruction", err)
}

func (s *Server) endHold(c *gin.Context) error {
	ctx := c.Request.Context()
	return s.backTo(c, "/destruction", s.desk.Unhold(ctx, guestOf(ctx).Visitor, c.Param("id")))
}

// fetchPaper sends a sealed paper; its entry is in the register before its first byte.
func (s *Server) fetchPaper(c *gin.Context) error {
	ctx := c.Request.Context()
	return s.sendPaper(c, guestOf(ctx).Visitor)
}

func (s *Server) sendPaper(c *gin.Context, v app.Visitor) error {
	t, err := s.desk.Paper(c.Request.Context(), v, c.Param("number"))
	if err != nil {
		return fmt.Errorf("paper: %w", err)
	}
	return s.sendWhole(c, t)
}

// backTo goes to a page after a form did what it was for.
func (s *Server) backTo(c *gin.Context, path string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", c.FullPath(), err)
	}
	c.Redirect(http.StatusSeeOther, path)
	return nil
}

// leafOf leads to other pages of the list that the address shows.
func leafOf(c *gin.Context, next string) view.Leaf {
	var l view.Leaf
	if c.Request.Method != http.MethodGet { // a form's answer is no page of a list
		return l
	}
	q := c.Request.URL.Query()
	q.Del("lang")
	if q.Get("before") != "" {
		q.Del("before")
		l.First = c.Request.URL.Path + "?" + q.Encode()
	}
	if next != "" {
		q.Set("before", next)
		l.Next = c.Request.URL.Path + "?" + q.Encode()
	}
	return l
}
