package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/web/view"
)

// agreementRoutes are the officer's screens of contracts and of consents to them.
func (s *Server) agreementRoutes() []route {
	officer := only(policy.Officer)
	return []route{
		{"GET", "/agreements", officer, "menu.agreements", s.agreementsPage},
		{"POST", "/agreements", officer, "", s.draftContract},
		{"GET", "/agreements/one", officer, "", s.agreementPage},
		{"POST", "/agreements/activate", officer, "", s.activateContract},
		{"POST", "/agreements/suspend", officer, "", s.suspendContract},
		{"POST", "/agreements/resume", officer, "", s.resumeContract},
		{"POST", "/consents", officer, "", s.recordConsent},
		{"POST", "/consents/:id/withdraw", officer, "", s.withdrawConsent},
	}
}

func (s *Server) agreementsPage(c *gin.Context) error {
	return s.showAgreements(c, http.StatusOK, view.Draft{})
}

func (s *Server) showAgreements(c *gin.Context, status int, d view.Draft) error {
	ctx := c.Request.Context()
	list, err := s.desk.HeldContracts(ctx, guestOf(ctx).Visitor, c.Query("before"))
	if err != nil {
		return fmt.Errorf("contracts: %w", err)
	}
	s.page(c, status, "agreements", view.Agreements{List: list.List, Leaf: leafOf(c, list.Next), Draft: d})
	return nil
}

// agreementAt is the address of a contract's page.
func agreementAt(insurer, number string) string {
	return "/agreements/one?" + url.Values{"insurer": {insurer}, "number": {number}}.Encode()
}

func (s *Server) agreementPage(c *gin.Context) error {
	return s.showAgreement(c, http.StatusOK, view.Agreement{Held: app.Held{Insurer: c.Query("insurer"), Number: c.Query("number")}})
}

// showAgreement fills the page of the contract that p names.
func (s *Server) showAgreement(c *gin.Context, status int, p view.Agreement) error {
	ctx, g := c.Request.Context(), guestOf(c.Request.Context())
	held, err := s.desk.HeldContract(ctx, g.Visitor, p.Insurer, p.Number)
	if err != nil {
		return fmt.Errorf("contract: %w", err)
	}
	consents, err := s.desk.ConsentsTo(ctx, g.Visitor, p.Insurer, p.Number, c.Query("before"))
	if err != nil {
		return fmt.Errorf("contract: %w", err)
	}
	p.Held, p.Me, p.Consents, p.Leaf = held, g.Account, consents.List, leafOf(c, consents.Next)
	if p.Draft.Wrong == "" {
		p.Draft = nextVersion(held)
	}
	s.page(c, status, "agreement", p)
	return nil
}

// nextVersion is the form of a new version as the newest one says it, but for its
// list of persons: policies are not shown, the list is kept.
func nextVersion(h app.Held) view.Draft {
	c := h.Newest()
	d := view.Draft{Insurer: h.Insurer, Number: h.Number, From: c.Period.Start.Day(), To: c.Period.End.Day(), Services: strings.Join(c.Services, " "),
		Kinds: strings.Join(c.Kinds, " "), Fields: string(c.Fields), Basis: c.Basis, Whole: c.Whole, Fixed: true, Terms: c.Rest, Listed: len(c.Insured), Keep: len(c.Insured) > 0}
	for _, l := range c.Labels {
		d.Labels = strings.TrimSpace(d.Labels + " " + strings.TrimPrefix(l.System+"|"+l.Code, "|"))
	}
	return d
}

// draftContract enters a version. What is wrong is told on the form.
func (s *Server) draftContract(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	d := draftOf(form)
	ctx := c.Request.Context()
	ask, err := contractAsk(d)
	var entered app.Contract
	if err == nil {
		entered, err = s.desk.EnterContract(ctx, guestOf(ctx).Visitor, ask, d.Keep)
	}
	var wrong *policy.ContractError
	if errors.As(err, &wrong) {
		d.Wrong = wrong.Field
		return s.showAgreements(c, http.StatusUnprocessableEntity, d)
	}
	if err != nil {
		return fmt.Errorf("draft contract: %w", err)
	}
	return s.backTo(c, agreementAt(string(entered.Insurer), entered.Number), nil)
}

func draftOf(form url.Values) view.Draft {
	get := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return view.Draft{Insurer: get("insurer"), Number: get("number"), From: get("from"), To: get("to"), Services: get("services"), Kinds: get("kinds"),
		Fields: get("fields"), Labels: get("labels"), Basis: get("basis"), Insured: form.Get("insured"), Terms: form.Get("terms"), Whole: form.Get("whole") == "yes", Keep: form.Get("keep") == "yes"}
}

func contractAsk(d view.Draft) (app.ContractAsk, error) {
	codes := func(text string) []string {
		return strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '\n' || r == '\t' })
	}
	terms, err := app.ReadTerms(d.Terms)
	return app.ContractAsk{TermsAsk: terms, Number: d.Number, Insurer: d.Insurer, From: d.From, To: d.To, Services: codes(d.Services), Kinds: codes(d.Kinds),
		Fields: d.Fields, Labels: codes(d.Labels), Basis: d.Basis, Whole: d.Whole, Insured: insuredOf(d.Insured)}, err
}

// insuredOf reads a line for each person: Patient/17 or a policy's number, which
// may have spaces, then perhaps the first day and the last.
func insuredOf(text string) (list []app.InsuredAsk) {
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		var days []string
		for len(words) > 1 && len(days) < 2 && isDay(words[len(words)-1]) {
			days, words = append([]string{words[len(words)-1]}, days...), words[:len(words)-1]
		}
		days = append(days, "", "")
		one := app.InsuredAsk{Policy: strings.Join(words, " "), From: days[0], To: days[1]}
		if strings.HasPrefix(one.Policy, "Patient/") {
			one.Patient, one.Policy = one.Policy, ""
		}
		list = append(list, one)
	}
	return list
}

func isDay(word string) bool {
	_, err := time.Parse(time.DateOnly, word)
	return err == nil
}

func (s *Server) activateContract(c *gin.Context) error {
	return s.changeContract(c, func(v app.Visitor, k policy.Contract) error {
		return s.desk.ActivateContract(c.Request.Context(), v, k)
	})
}

func (s *Server) suspendContract(c *gin.Context) error {
	return s.changeContract(c, func(v app.Visitor, k policy.Contract) error { return s.desk.SuspendContract(c.Request.Context(), v, k) })
}

func (s *Server) resumeContract(c *gin.Context) error {
	return s.changeContract(c, func(v app.Visitor, k policy.Contract) error { return s.desk.ResumeContract(c.Request.Context(), v, k) })
}

// changeContract does something to the contract a form names, and shows it again.
func (s *Server) changeContract(c *gin.Context, do func(app.Visitor, policy.Contract) error) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(form.Get("version")) // 0 is no version
	err = do(guestOf(c.Request.Context()).Visitor, app.ContractNamed(form.Get("insurer"), form.Get("number"), version))
	return s.backTo(c, agreementAt(form.Get("insurer"), form.Get("number")), err)
}

// recordConsent keeps a consent that a patient signed. What is wrong is told on the form.
func (s *Server) recordConsent(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	a := consentAsk(form, form.Get("patient"))
	_, err = s.desk.RecordConsent(ctx, guestOf(ctx).Visitor, a)
	if mistyped(err) {
		return s.showAgreement(c, http.StatusUnprocessableEntity, view.Agreement{Held: app.Held{Insurer: a.Insurer, Number: a.Contract},
			Consent: view.ConsentForm{Patient: a.Patient, Form: a.Form, Signed: a.Signed, Channel: a.Channel, Wrong: true}})
	}
	return s.backTo(c, agreementAt(a.Insurer, a.Contract), err)
}

func consentAsk(form formValues, patient string) app.ConsentAsk {
	get := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return app.ConsentAsk{Patient: strings.TrimSpace(patient), Insurer: get("insurer"), Contract: get("number"), Form: get("form"), Channel: get("channel"), Signed: get("signed")}
}

func (s *Server) withdrawConsent(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	err = s.desk.WithdrawConsent(ctx, guestOf(ctx).Visitor, c.Param("id"), form.Get("channel"))
	return s.backTo(c, agreementAt(form.Get("insurer"), form.Get("number")), err)
}
