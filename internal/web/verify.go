package web

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"vypiska/internal/app"
	"vypiska/internal/web/view"
)

type verifyInput struct {
	Number string `path:"number" maxLength:"20" doc:"the number printed on the copy"`
	SHA256 string `query:"sha256" maxLength:"64" doc:"SHA-256 of the file, 64 hexadecimal digits"`
}

// Verification is what anybody who holds a copy may know of it.
type Verification struct {
	Status   string `json:"status" enum:"valid,revoked,destroyed,unknown"`
	Kind     string `json:"kind,omitempty"`
	IssuedOn string `json:"issued_on,omitempty" doc:"YYYY-MM-DD"`
}

type verifyOutput struct{ Body Verification }

func (s *Server) verifyCall(api huma.API) {
	open(s, api, huma.Operation{
		OperationID: "verifyCopy", Method: http.MethodGet, Path: "/api/v1/verify/{number}",
		Summary: "Check a copy by number and hash", Description: "Without a matching hash the answer is always unknown.",
	}, s.verifyCopy)
}

func (s *Server) verifyCopy(ctx context.Context, in *verifyInput) (*verifyOutput, error) {
	found, err := s.desk.VerifyCopy(ctx, in.Number, strings.ToLower(in.SHA256))
	if err != nil {
		return nil, fmt.Errorf("verify copy: %w", err)
	}
	return &verifyOutput{Verification{Status: found.Status, Kind: found.Kind, IssuedOn: found.IssuedOn}}, nil
}

var (
	numberForm = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{12}$`) // Crockford base32
	hashForm   = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// typedNumber is a number as people type it off the paper: O is 0, I and L are 1.
func typedNumber(typed string) string {
	return strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
}

// verifyPage explains how to check a copy and, given a hash, says what it is.
// A number alone tells nothing, so that nobody learns by trying which ones exist.
func (s *Server) verifyPage(c *gin.Context) error {
	number := typedNumber(c.Param("number"))
	if !numberForm.MatchString(number) {
		return errNoRoute
	}
	scripted(c)
	p := view.Verify{Number: number[:4] + "-" + number[4:8] + "-" + number[8:], Lang: callOf(c.Request.Context()).lang}
	hash := strings.ToLower(strings.Join(strings.Fields(c.Query("sha256")), ""))
	status := http.StatusOK
	switch {
	case hash == "":
	case !hashForm.MatchString(hash):
		p.Bad, status = true, http.StatusUnprocessableEntity
	default:
		found, err := s.desk.VerifyCopy(c.Request.Context(), number, hash)
		if err != nil {
			return fmt.Errorf("verify copy: %w", err)
		}
		p.Hash, p.Found = hash, foundWords(found)
	}
	s.page(c, status, "verify", p)
	return nil
}

// foundWords keeps to the statuses and kinds that have words.
func foundWords(v app.Verification) *view.Found {
	f := &view.Found{Status: "unknown"}
	switch v.Status {
	case "valid", "revoked", "destroyed":
		f.Status, f.IssuedOn = v.Status, v.IssuedOn
		switch v.Kind {
		case "signed", "anonymized", "package", "paper":
			f.Kind = v.Kind
		}
	}
	return f
}
