package web

import (
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"vypiska/internal/web/view"
)

const (
	// mostUploads is how many files are checked at the same time: each may cost
	// several times its size in memory. As many may be on their way from one address.
	mostUploads = 3
	// mostArriving is how many files may be on their way at the same time, each in
	// memory: who sends slowly keeps a place here and nobody from having theirs checked.
	mostArriving = 16
)

// fewArrive turns a file away before it is read, while as many as may be are
// on their way.
func (s *Server) fewArrive(c *gin.Context) {
	leave, ok := s.crowd.enter(s.networkOf(c.Request), mostUploads)
	if !ok {
		s.refuse(c, errBusy)
		return
	}
	defer leave()
	few(s, c, s.arriving)
}

// fewAtOnce turns files away while as many as may be are being checked.
func (s *Server) fewAtOnce(c *gin.Context) { few(s, c, s.uploads) }

func few(s *Server, c *gin.Context, places chan struct{}) {
	select {
	case places <- struct{}{}:
		defer func() { <-places }()
		c.Next()
	default:
		s.refuse(c, errBusy)
	}
}

// verifyStart is the page of verification without a number; with one it leads
// to that number's page.
func (s *Server) verifyStart(c *gin.Context) error {
	number := typedNumber(c.Query("number"))
	if !numberForm.MatchString(number) {
		p, status := view.Verify{Lang: callOf(c.Request.Context()).lang}, http.StatusOK
		if number != "" {
			p.BadNumber, status = true, http.StatusUnprocessableEntity
		}
		scripted(c)
		s.page(c, status, "verify", p)
		return nil
	}
	to := url.URL{Path: "/v/" + number, RawQuery: url.Values{"sha256": {c.Query("sha256")}, "lang": {c.Query("lang")}}.Encode()}
	c.Redirect(http.StatusSeeOther, to.String())
	return nil
}

// verifyFile says what the checker and the register know of a file. Nothing of
// it is kept, on the disk neither.
func (s *Server) verifyFile(c *gin.Context) error {
	pdf, err := fileOf(c.Request)
	if err != nil {
		return err
	}
	f, err := s.desk.CheckFile(c.Request.Context(), pdf)
	if err != nil {
		return fmt.Errorf("check file: %w", err)
	}
	scripted(c)
	p := view.Verify{Number: f.Number, Found: foundWords(f.Verification), Lang: callOf(c.Request.Context()).lang}
	p.Found.Seal, p.Found.Reason = f.Seal, f.Reason
	s.page(c, http.StatusOK, "verify", p)
	return nil
}

// fileOf reads the form's file out of the body, which bounded has in memory.
func fileOf(r *http.Request) ([]byte, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, errForm
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return nil, errForm
		}
		if part.FormName() != "file" {
			continue
		}
		pdf, err := io.ReadAll(part)
		if err != nil || len(pdf) == 0 {
			return nil, errForm
		}
		return pdf, nil
	}
}
