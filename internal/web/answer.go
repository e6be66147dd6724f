package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"vypiska/internal/web/view"
)

// refuse answers with the words of an error and ends the request's chain.
func (s *Server) refuse(c *gin.Context, err error) {
	c.Abort()
	s.answer(c, s.problem(c.Request.Context(), err))
}

// problem puts an error into words and the class of a fault of ours into the log.
func (s *Server) problem(ctx context.Context, err error) *Problem {
	k := callOf(ctx)
	p := problemOf(err, k.lang, k.number)
	if p.Status >= http.StatusInternalServerError {
		k.fault(err)
	}
	return p
}

// answer writes a problem: a page for a browser, JSON for a program.
func (s *Server) answer(c *gin.Context, p *Problem) {
	for name, values := range p.GetHeaders() {
		c.Writer.Header()[name] = values
	}
	if wantsPage(c.Request) {
		s.page(c, p.Status, "error", view.Error{Title: p.Title, Detail: p.Detail, Number: p.number(), Rule: p.Rule, Next: nextAfter[p.Type]})
		return
	}
	body, err := json.Marshal(p)
	if err != nil { // a struct of strings and numbers always marshals
		panic(fmt.Errorf("marshal problem: %w", err))
	}
	c.Data(p.Status, problemJSON, append(body, '\n'))
}

// nextAfter is where a person goes on after a problem that they can cure at once.
var nextAfter = map[string]string{problemType + "login.needed": "/login", problemType + "login.first": "/password", problemType + "link.audience": "/login"}

// page renders into memory first, so that a page is either whole or an error.
func (s *Server) page(c *gin.Context, status int, name string, content any) {
	k := callOf(c.Request.Context())
	var b bytes.Buffer
	if err := s.views.Render(&b, view.Frame{Lang: k.lang, Elsewise: s.elsewise(c, status), Who: s.who(c)}, name, content); err != nil {
		k.fault(err)
		c.Data(http.StatusInternalServerError, "text/plain; charset=utf-8",
			[]byte(k.lang.Say("fault")+". "+k.lang.Say("error.quote")+": "+k.number+"\n"))
		return
	}
	c.Data(status, "text/html; charset=utf-8", b.Bytes())
}

// asked are the parts of an address that a page was asked with: filters, and the
// place in a list. Nothing else of an address comes back on a page.
var asked = []string{"patient", "number", "event", "day", "from", "to", "role", "insurer", "before"}

// elsewise is the address of the same page in the other language, up to its name.
// The answer to a form that nobody can come back to leads to where the person begins.
func (s *Server) elsewise(c *gin.Context, status int) string {
	read := c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead
	if !read && !slices.ContainsFunc(s.rows, func(r route) bool { return r.method == http.MethodGet && r.path == c.FullPath() }) {
		return "/?"
	}
	q := url.Values{}
	for _, name := range asked {
		if v := c.Query(name); v != "" && read && status == http.StatusOK { // what did not fit is not repeated
			q.Set(name, v)
		}
	}
	if len(q) == 0 {
		return "?"
	}
	return "?" + q.Encode() + "&"
}
