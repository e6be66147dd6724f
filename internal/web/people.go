package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/text"
	"vypiska/internal/web/view"
)

// receptionRoutes are reception's screens. What is looked for is posted, so that
// no name ends up in an address; a person's page has their id alone.
func (s *Server) receptionRoutes() []route {
	reception := only(policy.Reception)
	const person = "/reception/:kind/:id"
	return []route{
		{"GET", "/reception", reception, "menu.reception", s.searchPage},
		{"POST", "/reception", reception, "", s.search},
		{"GET", person, reception, "", s.personPage},
		{"POST", person + "/issue", reception, "", s.issueAccess},
		{"POST", person + "/replace", reception, "", s.replaceAccess},
		{"POST", person + "/close", reception, "", s.closeAccess},
		{"POST", person + "/block", reception, "", s.blockPatient},
		{"POST", person + "/unblock", reception, "", s.unblockPatient},
		{"POST", person + "/revoke", reception, "", s.revokeForPerson},
		{"POST", person + "/consent", reception, "", s.consentOfPerson},
		{"POST", person + "/withdraw", reception, "", s.withdrawForPerson},
	}
}

func (s *Server) searchPage(c *gin.Context) error {
	s.page(c, http.StatusOK, "search", view.Search{})
	return nil
}

// search looks a person up in the MIS.
func (s *Server) search(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	birth, err := record.ParseDate(strings.TrimSpace(form.Get("birth")))
	if err != nil {
		s.page(c, http.StatusUnprocessableEntity, "search", view.Search{Little: true})
		return nil
	}
	q := record.Query{
		Practitioner: form.Get("who") == "doctor", Card: personal(form.Get("card")), Name: personal(form.Get("name")), Birth: record.NewBirthDate(birth),
	}
	found, err := s.desk.FindPeople(c.Request.Context(), guestOf(c.Request.Context()).Visitor, q)
	var little *app.AskError
	if errors.As(err, &little) {
		s.page(c, http.StatusUnprocessableEntity, "search", view.Search{Little: true, Doctor: q.Practitioner})
		return nil
	}
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	s.page(c, http.StatusOK, "search", view.Search{Asked: true, Doctor: q.Practitioner, Found: found, Most: len(found) == record.MostFound})
	return nil
}

func personal(typed string) record.Personal { return record.NewPersonal(strings.TrimSpace(typed)) }

// refOf is the person an address names.
func refOf(c *gin.Context) string { return c.Param("kind") + "/" + c.Param("id") }

func (s *Server) personPage(c *gin.Context) error {
	p, err := s.desk.FindPerson(c.Request.Context(), guestOf(c.Request.Context()).Visitor, refOf(c))
	if err != nil {
		return fmt.Errorf("person: %w", err)
	}
	lang := callOf(c.Request.Context()).lang
	s.page(c, http.StatusOK, "person", view.Person{Person: p, Role: lang.Say(roleWords[p.Role]), Documents: documents(lang), ByPhone: s.unblockByPhone})
	return nil
}

// documentWords are the keys of the kinds of identity documents.
var documentWords = map[string]string{
	"passport": "document.passport", "foreign-passport": "document.foreign-passport", "military-id": "document.military-id",
	"residence-permit": "document.residence-permit", "birth-certificate": "document.birth-certificate", "temporary-id": "document.temporary-id",
}

func documents(lang text.Lang) []view.Option {
	var out []view.Option
	for _, d := range app.Documents() {
		out = append(out, view.Option{Value: d, Title: lang.Say(documentWords[d])})
	}
	return out
}

// issueAccess makes an account and sends its slip, this once.
func (s *Server) issueAccess(c *gin.Context) error {
	ctx := c.Request.Context()
	slip, err := s.desk.IssueAccess(ctx, guestOf(ctx).Visitor, refOf(c), string(callOf(ctx).lang))
	if err != nil {
		return fmt.Errorf("issue access: %w", err)
	}
	sendSlip(c, slip)
	return nil
}

// replaceAccess gives a new first password once a document was seen.
func (s *Server) replaceAccess(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	if form.Get("seen") != "yes" {
		return &app.AskError{Field: "seen", Want: "yes: the document was seen"}
	}
	ctx := c.Request.Context()
	slip, err := s.desk.ReplaceAccess(ctx, guestOf(ctx).Visitor, refOf(c), form.Get("login"), form.Get("document"), string(callOf(ctx).lang))
	if err != nil {
		return fmt.Errorf("replace access: %w", err)
	}
	sendSlip(c, slip)
	return nil
}

func sendSlip(c *gin.Context, slip app.Slip) {
	c.Header("Content-Disposition", `attachment; filename="`+fileName(slip.Login)+`"`)
	c.Data(http.StatusOK, "application/pdf", slip.PDF)
}

func (s *Server) closeAccess(c *gin.Context) error {
	return s.change(c, func(v app.Visitor, form formValues) error {
		return s.desk.CloseAccess(c.Request.Context(), v, refOf(c), form.Get("login"))
	})
}

func (s *Server) blockPatient(c *gin.Context) error {
	return s.change(c, func(v app.Visitor, form formValues) error {
		if c.Param("kind") != "Patient" {
			return errNoRoute
		}
		_, err := s.desk.Block(c.Request.Context(), v, app.BlockAsk{
			Patient: c.Param("id"), Channel: form.Get("channel"), Scope: form.Get("scope"), By: form.Get("by")})
		return err
	})
}

// unblockPatient wants the document named that the API leaves to its program.
func (s *Server) unblockPatient(c *gin.Context) error {
	return s.change(c, func(v app.Visitor, form formValues) error {
		a := app.UnblockAsk{Channel: form.Get("channel"), Document: form.Get("document"), By: form.Get("by")}
		if a.Channel != "phone" && a.Document == "" {
			return &app.AskError{Field: "document", Want: "the kind of the identity document that was shown"}
		}
		return s.desk.Unblock(c.Request.Context(), v, form.Get("block"), a)
	})
}

func (s *Server) revokeForPerson(c *gin.Context) error {
	return s.change(c, func(v app.Visitor, form formValues) error {
		return s.desk.RevokeLink(c.Request.Context(), v, form.Get("link"))
	})
}

// consentOfPerson records a consent that the patient signed.
func (s *Server) consentOfPerson(c *gin.Context) error {
	return s.change(c, func(v app.Visitor, form formValues) error {
		if c.Param("kind") != "Patient" {
			return errNoRoute
		}
		_, err := s.desk.RecordConsent(c.Request.Context(), v, consentAsk(form, c.Param("id")))
		return err
	})
}

func (s *Server) withdrawForPerson(c *gin.Context) error {
	return s.change(c, func(v app.Visitor, form formValues) error {
		return s.desk.WithdrawConsent(c.Request.Context(), v, form.Get("consent"), form.Get("channel"))
	})
}

type formValues interface{ Get(string) string }

// change does what a form on a person's page asks for and shows the page anew.
func (s *Server) change(c *gin.Context, do func(app.Visitor, formValues) error) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	if err := do(guestOf(c.Request.Context()).Visitor, form); err != nil {
		return fmt.Errorf("reception: %w", err)
	}
	c.Redirect(http.StatusSeeOther, "/reception/"+refOf(c))
	return nil
}
