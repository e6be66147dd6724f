package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/web/view"
)

// insurerRoutes are an insurer's screens.
func (s *Server) insurerRoutes() []route {
	insurer := only(policy.Insurer)
	return []route{
		{"GET", "/contracts", insurer, "menu.contracts", s.contractsPage},
		{"GET", "/tokens", insurer, "menu.tokens", s.tokensPage},
		{"POST", "/tokens", insurer, "", s.makeToken},
		{"POST", "/tokens/:id/end", insurer, "", s.endToken},
	}
}

func (s *Server) contractsPage(c *gin.Context) error {
	ctx := c.Request.Context()
	list, err := s.desk.Contracts(ctx, guestOf(ctx).Visitor)
	if err != nil {
		return fmt.Errorf("contracts: %w", err)
	}
	s.page(c, http.StatusOK, "contracts", view.Contracts{List: list})
	return nil
}

func (s *Server) tokensPage(c *gin.Context) error {
	return s.showTokens(c, http.StatusOK, view.Tokens{})
}

func (s *Server) showTokens(c *gin.Context, status int, p view.Tokens) error {
	ctx := c.Request.Context()
	var err error
	if p.List, err = s.desk.Tokens(ctx, guestOf(ctx).Visitor); err != nil {
		return fmt.Errorf("tokens: %w", err)
	}
	p.Longest = app.LongestToken
	s.page(c, status, "tokens", p)
	return nil
}

// makeToken answers with the page that tells the token, this once.
func (s *Server) makeToken(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	days, _ := strconv.Atoi(form.Get("days")) // 0 is refused
	t, err := s.desk.MakeToken(ctx, guestOf(ctx).Visitor, app.TokenAsk{Days: days, Scope: form.Get("scope")})
	if errors.Is(err, app.ErrTokens) && wantsPage(c.Request) {
		return s.showTokens(c, http.StatusConflict, view.Tokens{Full: true})
	}
	if err != nil {
		return fmt.Errorf("make token: %w", err)
	}
	return s.showTokens(c, http.StatusOK, view.Tokens{Fresh: &t})
}

func (s *Server) endToken(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := s.desk.EndToken(ctx, guestOf(ctx).Visitor, c.Param("id")); err != nil {
		return fmt.Errorf("end token: %w", err)
	}
	c.Redirect(http.StatusSeeOther, "/tokens")
	return nil
}
