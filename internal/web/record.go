package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"vypiska/exporter"
	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/web/view"
)

// copyOwners order copies: patients of their own record, doctors of their patients'.
var copyOwners = only(policy.Patient, policy.Doctor)

// recordRoutes are the screens of those who order copies.
func (s *Server) recordRoutes() []route {
	patient, doctor := only(policy.Patient), only(policy.Doctor)
	return []route{
		{"GET", "/record", patient, "menu.record", s.recordPage},
		{"GET", "/patients", doctor, "menu.patients", s.patientsPage},
		{"GET", "/patients/:id", doctor, "", s.patientPage},
		{"POST", "/orders", copyOwners, "", s.orderCopy},
		{"GET", "/orders/:id", copyOwners, "", s.orderPage},
		{"GET", "/orders/:id/events", copyOwners, "", s.orderEvents},
		{"POST", "/orders/:id/cancel", copyOwners, "", s.cancelCopy},
		{"POST", "/orders/:id/download", copyOwners, "", s.fetchCopy},
		{"POST", "/orders/:id/links", copyOwners, "", s.freshLink},
		{"POST", "/links/:id/end", only(policy.Patient, policy.Doctor, policy.Insurer, policy.Officer), "", s.endLink},
		{"GET", "/copies", copyOwners, "menu.copies", s.copiesPage},
		{"GET", "/disclosures", patient, "menu.told", s.disclosuresPage},
		{"POST", "/disclosures", patient, "", s.orderDisclosures},
	}
}

func (s *Server) recordPage(c *gin.Context) error { return s.showRecord(c, "", "/record", false) }

func (s *Server) patientPage(c *gin.Context) error {
	return s.showRecord(c, c.Param("id"), "/patients/"+c.Param("id"), false)
}

// showRecord lists what there is. chosenNone says that an order of chosen items
// came without any.
func (s *Server) showRecord(c *gin.Context, patient, action string, chosenNone bool) error {
	ctx, ask := c.Request.Context(), app.RecordAsk{Patient: patient, From: c.Query("from"), To: c.Query("to")}
	seen, err := s.desk.SeeRecord(ctx, guestOf(ctx).Visitor, ask)
	if err != nil {
		return fmt.Errorf("see record: %w", err)
	}
	p := view.Record{
		Seen: seen, Doctor: patient != "", Action: action, From: ask.From, To: ask.To, Chosen: chosenNone,
		Kinds: []string{exporter.ItemImaging, exporter.ItemLaboratory, exporter.ItemReport, exporter.ItemStudy, exporter.ItemMeasured},
	}
	if of := c.Query("of"); slices.Contains(p.Kinds, of) {
		p.Kind = of
		p.Items = slices.DeleteFunc(p.Items, func(i exporter.Item) bool { return i.Kind != of })
	}
	if p.Filtered() {
		p.Trends = nil
	}
	status := http.StatusOK
	if chosenNone {
		status = http.StatusUnprocessableEntity
	}
	s.page(c, status, "record", p)
	return nil
}

func (s *Server) patientsPage(c *gin.Context) error {
	ctx := c.Request.Context()
	list, err := s.desk.ReferredPatients(ctx, guestOf(ctx).Visitor)
	if err != nil {
		return fmt.Errorf("patients: %w", err)
	}
	s.page(c, http.StatusOK, "patients", view.Patients{List: list})
	return nil
}

// orderCopy places the order a form asks for. Whose record it is the form says
// for a doctor alone, and the desk decides on it.
func (s *Server) orderCopy(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx, g := c.Request.Context(), guestOf(c.Request.Context())
	a := app.OrderAsk{Patient: form.Get("patient"), Kind: form.Get("kind"), Lang: form.Get("lang")}
	if g.Role == policy.Patient {
		a.Patient = string(g.Subject)
	}
	switch form.Get("scope") {
	case "all":
	case "period": // without a day it would be the whole record, which was not chosen
		if a.From, a.To = form.Get("from"), form.Get("to"); a.From+a.To == "" {
			return &app.AskError{Field: "scope", Want: "all, or a period with a day"}
		}
	case "asked":
		if a.Items = strings.Fields(form.Get("asked")); len(a.Items) == 0 {
			return s.nothingChosen(c, g, a.Patient)
		}
	case "chosen":
		a.Items = strings.Fields(strings.Join(form["item"], " "))
		if len(a.Items) == 0 {
			return s.nothingChosen(c, g, a.Patient)
		}
	default:
		return &app.AskError{Field: "scope", Want: "all, period, asked or chosen"}
	}
	o, err := s.desk.Order(ctx, g.Visitor, a)
	if err != nil {
		return fmt.Errorf("order copy: %w", err)
	}
	s.meter.Placed(string(o.Status))
	c.Redirect(http.StatusSeeOther, "/orders/"+o.ID)
	return nil
}

func (s *Server) nothingChosen(c *gin.Context, g guest, patient string) error {
	if g.Role == policy.Patient {
		return s.showRecord(c, "", "/record", true)
	}
	return s.showRecord(c, patient, "/patients/"+patient, true)
}

func (s *Server) disclosuresPage(c *gin.Context) error {
	ctx := c.Request.Context()
	d, err := s.desk.OwnDisclosures(ctx, guestOf(ctx).Visitor, beforeOf(c))
	if err != nil {
		return fmt.Errorf("disclosures: %w", err)
	}
	s.page(c, http.StatusOK, "disclosures", view.Disclosures{Disclosures: d, Leaf: leafOf(c, seqOf(d.Next))})
	return nil
}

// orderDisclosures orders the list of disclosures as a sealed document.
func (s *Server) orderDisclosures(c *gin.Context) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	o, err := s.desk.OrderDisclosures(ctx, guestOf(ctx).Visitor, app.DisclosuresAsk{From: form.Get("from"), To: form.Get("to"), Lang: form.Get("lang")})
	if err != nil {
		return fmt.Errorf("order disclosures: %w", err)
	}
	s.meter.Placed(string(o.Status))
	return s.backTo(c, "/orders/"+o.ID, nil)
}

// endSessions ends every other session; this one goes on.
func (s *Server) endSessions(c *gin.Context) error {
	p, err := s.desk.EndSessions(c.Request.Context(), guestOf(c.Request.Context()).Pass)
	if err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	if err := s.beginSession(c, p); err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	c.Redirect(http.StatusSeeOther, "/me")
	return nil
}

// askedWrong is the field an *app.AskError names, "" for any other error.
func askedWrong(err error) string {
	var ask *app.AskError
	if errors.As(err, &ask) {
		return ask.Field
	}
	return ""
}
