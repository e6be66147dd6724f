package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/web/view"
)

// packageUsers ask for packages: an insurer for its own, the officer for all.
var packageUsers = only(policy.Insurer, policy.Officer)

// packageRoutes are the screens of insurers' packages.
func (s *Server) packageRoutes() []route {
	insurer := only(policy.Insurer)
	return []route{
		{"GET", "/packages", packageUsers, "menu.packages", s.packagesPage},
		{"POST", "/packages", packageUsers, "", s.askPackage},
		{"GET", "/packages/:id", packageUsers, "", s.packagePage},
		{"GET", "/packages/:id/events", packageUsers, "", s.packageEventsPage},
		{"POST", "/packages/:id/cancel", packageUsers, "", s.cancelPackage},
		{"POST", "/packages/:id/download", insurer, "", s.fetchPackage},
		{"POST", "/packages/:id/links", packageUsers, "", s.packageLink},
		{"POST", "/packages/:id/receipt", insurer, "", s.confirmPackage},
		{"POST", "/packages/:id/left-out", only(policy.Officer), "", s.leftOutPage},
	}
}

func (s *Server) packagesPage(c *gin.Context) error {
	return s.showPackages(c, http.StatusOK, view.Packages{})
}

func (s *Server) showPackages(c *gin.Context, status int, p view.Packages) error {
	ctx, g := c.Request.Context(), guestOf(c.Request.Context())
	list, err := s.desk.PackageOrders(ctx, g.Visitor, c.Query("before"))
	if err != nil {
		return fmt.Errorf("packages: %w", err)
	}
	p.List, p.Leaf, p.Officer = list.List, leafOf(c, list.Next), g.Role == policy.Officer
	s.page(c, status, "packages", p)
	return nil
}

// askPackage asks for a package. What is wrong, or why there is none, is told on the form.
func (s *Server) askPackage(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	w := app.PackageWish{Contract: strings.TrimSpace(form.Get("contract")), Insurer: strings.TrimSpace(form.Get("insurer")), Period: strings.TrimSpace(form.Get("period")), Lang: form.Get("lang")}
	o, err := s.desk.OrderPackage(ctx, guestOf(ctx).Visitor, w)
	p := view.Packages{Ask: w, Wrong: mistyped(err), State: errors.Is(err, app.ErrContractState)}
	if p.Wrong || p.State {
		return s.showPackages(c, http.StatusUnprocessableEntity, p)
	}
	return s.backTo(c, "/packages/"+o.ID, err)
}

func (s *Server) packagePage(c *gin.Context) error {
	return s.showPackage(c, http.StatusOK, view.Package{})
}

func (s *Server) showPackage(c *gin.Context, status int, p view.Package) error {
	ctx, g, id := c.Request.Context(), guestOf(c.Request.Context()), c.Param("id")
	var err error
	if p.PackageOrder, err = s.desk.FindPackage(ctx, g.Visitor, id); err == nil {
		p.Links, err = s.desk.PackageLinks(ctx, g.Visitor, id)
	}
	if err != nil {
		return fmt.Errorf("package: %w", err)
	}
	p.Officer, p.Created = g.Role == policy.Officer, p.Created.In(s.now().Location())
	if !p.Status.Final() {
		p.Events = "/packages/" + p.ID + "/events"
	}
	s.page(c, status, "package", p)
	return nil
}

// packageEventsPage streams what changes.
func (s *Server) packageEventsPage(c *gin.Context) error {
	ctx := c.Request.Context()
	first, err := s.desk.FindPackage(ctx, guestOf(ctx).Visitor, c.Param("id"))
	if err != nil {
		return fmt.Errorf("package events: %w", err)
	}
	s.followPackage(c, first, s.bySession(c))
	return nil
}

func (s *Server) cancelPackage(c *gin.Context) error {
	ctx, id := c.Request.Context(), c.Param("id")
	return s.backTo(c, "/packages/"+id, s.desk.CancelPackage(ctx, guestOf(ctx).Visitor, id))
}

// fetchPackage downloads a package, counted and registered like any other copy.
func (s *Server) fetchPackage(c *gin.Context) error {
	ctx := c.Request.Context()
	t, err := s.desk.FetchPackage(ctx, guestOf(ctx).Visitor, c.Param("id"))
	return s.handOut(c, t, err)
}

// packageLink makes a link and tells address and PIN, this once.
func (s *Server) packageLink(c *gin.Context) error {
	return s.newLink(c, "/packages/", s.desk.MintPackageLink)
}

// confirmPackage takes the insurer's receipt; the digest of another file is told
// on the page, and both are in the register.
func (s *Server) confirmPackage(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx, sum := c.Request.Context(), strings.ToLower(strings.Join(strings.Fields(form.Get("sha256")), ""))
	err = s.desk.Received(ctx, guestOf(ctx).Visitor, c.Param("id"), sum)
	switch {
	case errors.Is(err, app.ErrDigest), askedWrong(err) != "":
		return s.showPackage(c, http.StatusConflict, view.Package{Receipt: "other"})
	case err != nil:
		return fmt.Errorf("receipt: %w", err)
	}
	return s.showPackage(c, http.StatusOK, view.Package{Receipt: "taken"})
}

// leftOutPage tells the officer who is not in a package: the look is registered,
// so it is asked for by a button.
func (s *Server) leftOutPage(c *gin.Context) error {
	ctx, id := c.Request.Context(), c.Param("id")
	people, reports, err := s.desk.LeftOutOf(ctx, guestOf(ctx).Visitor, id)
	if err != nil {
		return fmt.Errorf("left out: %w", err)
	}
	return s.showPackage(c, http.StatusOK, view.Package{Told: true, LeftOutOf: people, Withheld: reports})
}
