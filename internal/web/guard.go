package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

const (
	mostAPI  = 1 << 20   // bytes of an API request's body
	mostForm = 128 << 10 // bytes of a page's form: a thousand chosen items
	mostFile = 16 << 20  // bytes of a file handed in for a check, with what is around it
	bodyTime = 30 * time.Second
)

var fixedHeaders = map[string]string{
	// Pages need their own style sheet, mark and script, events of an order, and
	// forms to ourselves.
	"Content-Security-Policy":      "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Referrer-Policy":              "same-origin", // no-referrer would make forms send Origin: null
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
	"X-Robots-Tag":                 "noindex, nofollow, noarchive",
	"Cache-Control":                "no-store",
}

// scripted lets a page run its own script files and connect to nothing.
func scripted(c *gin.Context) {
	c.Header("Content-Security-Policy", "script-src 'self'; "+fixedHeaders["Content-Security-Policy"])
}

// hardened sets the headers of every answer and the deadline for writing it.
// Everything is no-store unless a handler knows that nobody's data is in it.
func (s *Server) hardened(c *gin.Context) {
	h := c.Writer.Header()
	for name, value := range fixedHeaders {
		h.Set(name, value)
	}
	if s.https {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
	s.extend(c.Writer)
	c.Next()
}

// extend gives the client Setup.Patience from now to take what is written next. A
// recorder in a test knows no deadlines; a connection that is gone fails at the write.
func (s *Server) extend(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(s.patience))
}

// bounded reads the whole body, at most so many bytes in at most bodyTime, and
// takes the deadline back: one left standing would cancel the request's context
// while a long answer is under way.
func (s *Server) bounded(most int64) gin.HandlerFunc {
	return func(c *gin.Context) {
		if c.Request.Body == nil || c.Request.Body == http.NoBody {
			return
		}
		rc := http.NewResponseController(c.Writer)
		_ = rc.SetReadDeadline(time.Now().Add(bodyTime))
		body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, most))
		_ = rc.SetReadDeadline(time.Time{})
		if err != nil {
			s.refuse(c, bodyError(err))
			return
		}
		c.Request.Body = io.NopCloser(bytes.NewReader(body))
	}
}

// bodyError is what a body that could not be read means: too large, or broken off.
func bodyError(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return large
	}
	return errForm
}

// newCrossOrigin refuses unsafe requests that a browser sends from another
// site (Sec-Fetch-Site, Origin). It guards the pages' forms, the links' POST among them:
// a link opened in a mail program shows our landing page first, and its form
// posts to ourselves. The API needs no such guard: it knows an Authorization header alone,
// which no other site can make a browser send, and must never read cookies.
func newCrossOrigin(public *url.URL) (*http.CrossOriginProtection, error) {
	p := http.NewCrossOriginProtection()
	// Behind a proxy the Host may be an inner one, so our own origin is named.
	return p, p.AddTrustedOrigin(public.Scheme + "://" + public.Host)
}

func (s *Server) sameOrigin(c *gin.Context) {
	if err := s.crossOrigin.Check(c.Request); err != nil {
		s.refuse(c, errForeign)
	}
}

// wantsPage reports whether the answer is for a person's browser.
func wantsPage(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}
