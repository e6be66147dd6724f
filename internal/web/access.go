package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/text"
	"vypiska/internal/web/view"
)

// route is one address, who may come there and what happens then. A role that
// may come has no right to an object yet: the use case asks for that with fresh facts.
type route struct {
	method, path string
	who          audience
	menu         string // key of its name in the menu of those who may come; mostly none
	do           func(*gin.Context) error
}

// audience is who may come to an address.
type audience struct {
	roles []policy.Role // none: anybody, known or not
	first bool          // also who has still to choose a password
	blind bool          // nobody is looked for: no session is read
	api   bool          // known by an API token and never by a cookie
}

var everyRole = []policy.Role{policy.Patient, policy.Doctor, policy.Insurer, policy.Reception, policy.Officer}

var (
	anything = audience{blind: true}
	anybody  = audience{}
	newcomer = audience{roles: everyRole, first: true}
	member   = audience{roles: everyRole}
	program  = audience{roles: everyRole, api: true}
	openAPI  = audience{api: true}
)

// only is the people of some roles, in a cabinet.
func only(roles ...policy.Role) audience { return audience{roles: roles} }

// programOf is the people of some roles, by an API token.
func programOf(roles ...policy.Role) audience { return audience{roles: roles, api: true} }

// table lists every address of the service. One that is not here does not
// start (checkTable); the matrix test tries each with every role.
func (s *Server) table() []route {
	return slices.Concat(s.publicRoutes(), s.receptionRoutes(), s.recordRoutes(), s.officerRoutes(), s.agreementRoutes(), s.destructionRoutes(), s.insurerRoutes(), s.packageRoutes(), s.cabinetRoutes(), apiRoutes)
}

func (s *Server) publicRoutes() []route {
	return []route{
		{"GET", "/healthz", anything, "", s.healthz},
		{"GET", "/readyz", anything, "", s.readyz},
		{"GET", "/static/:file", anything, "", s.static},
		{"GET", openapiPath, anything, "", s.describe},

		{"GET", "/", anybody, "", s.startPage},
		{"GET", "/d/:token", anybody, "", s.landing},
		{"POST", "/d/:token", anybody, "", s.takeDownload},
		{"GET", "/d/t/:ticket", anybody, "", s.ticket},
		{"GET", "/v/:number", anybody, "", s.verifyPage},
		{"GET", "/verify", anybody, "", s.verifyStart},
		{"POST", "/verify", anybody, "", s.verifyFile},
		{"GET", "/login", anybody, "", s.loginPage},
		{"POST", "/login", anybody, "", s.login},
	}
}

// cabinetRoutes are the addresses of all who logged in. Each role's own stand in
// front of them in the table, so that the first is where the role begins.
func (s *Server) cabinetRoutes() []route {
	return []route{
		{"GET", "/password", newcomer, "", s.passwordPage},
		{"POST", "/password", newcomer, "", s.choosePassword},
		{"POST", "/logout", newcomer, "", s.logout},
		{"GET", "/me", member, "menu.me", s.mePage},
		{"POST", "/me/sessions/end", member, "", s.endSessions},
		{"POST", "/me/sessions/:id/end", member, "", s.endSession},
		{"GET", "/me/codes", codeUsers, "", s.codesPage},
		{"POST", "/me/codes", codeUsers, "", s.turnCodesOn},
		{"POST", "/me/codes/off", codeUsers, "", s.turnCodesOff},
	}
}

// apiRoutes are the operations registered by huma. Who may have what is the
// policy's to say; a row here only shuts out roles that have no business there.
var apiRoutes = []route{
	{"POST", "/api/v1/extracts", program, "", nil},
	{"GET", "/api/v1/extracts/:id", program, "", nil},
	{"DELETE", "/api/v1/extracts/:id", program, "", nil},
	{"GET", "/api/v1/extracts/:id/events", program, "", nil},
	{"POST", "/api/v1/extracts/:id/links", program, "", nil},
	{"DELETE", "/api/v1/links/:id", program, "", nil},
	{"POST", "/api/v1/blocks", programOf(policy.Reception), "", nil},
	{"DELETE", "/api/v1/blocks/:id", programOf(policy.Reception), "", nil},
	{"POST", "/api/v1/people", programOf(policy.Reception), "", nil},
	{"GET", "/api/v1/people/:kind/:id", programOf(policy.Reception), "", nil},
	{"POST", "/api/v1/people/:kind/:id/accounts", programOf(policy.Reception), "", nil},
	{"POST", "/api/v1/people/:kind/:id/accounts/:login/reset", programOf(policy.Reception), "", nil},
	{"DELETE", "/api/v1/people/:kind/:id/accounts/:login", programOf(policy.Reception), "", nil},
	{"DELETE", "/api/v1/copies/:number", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/copies/:number/audit", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/copies/:number/origin", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/reviews", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/links", programOf(policy.Officer, policy.Reception), "", nil},
	{"POST", "/api/v1/destructions", programOf(policy.Officer), "", nil},
	{"POST", "/api/v1/holds", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/holds", programOf(policy.Officer), "", nil},
	{"DELETE", "/api/v1/holds/:id", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/verify/:number", openAPI, "", nil},
	{"GET", "/api/v1/sessions", program, "", nil},
	{"DELETE", "/api/v1/sessions", program, "", nil},
	{"DELETE", "/api/v1/sessions/:id", program, "", nil},

	{"GET", "/api/v1/record", programOf(policy.Patient), "", nil},
	{"GET", "/api/v1/disclosures", programOf(policy.Patient), "", nil},
	{"POST", "/api/v1/disclosures", programOf(policy.Patient), "", nil},
	{"POST", "/api/v1/patients/:id/disclosures", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/extracts", programOf(policy.Patient, policy.Doctor), "", nil},
	{"GET", "/api/v1/patients", programOf(policy.Doctor), "", nil},
	{"GET", "/api/v1/patients/:id/record", programOf(policy.Doctor), "", nil},
	{"GET", "/api/v1/patients/:id/disclosures", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/contracts", programOf(policy.Insurer), "", nil},
	{"POST", "/api/v1/packages", programOf(policy.Insurer, policy.Officer), "", nil},
	{"GET", "/api/v1/packages", programOf(policy.Insurer, policy.Officer), "", nil},
	{"GET", "/api/v1/packages/:id", programOf(policy.Insurer, policy.Officer), "", nil},
	{"DELETE", "/api/v1/packages/:id", programOf(policy.Insurer, policy.Officer), "", nil},
	{"GET", "/api/v1/packages/:id/events", programOf(policy.Insurer, policy.Officer), "", nil},
	{"POST", "/api/v1/packages/:id/links", programOf(policy.Insurer, policy.Officer), "", nil},
	{"GET", "/api/v1/packages/:id/left-out", programOf(policy.Officer), "", nil},
	{"POST", "/api/v1/packages/:id/receipt", programOf(policy.Insurer), "", nil},
	{"GET", "/api/v1/deliveries", programOf(policy.Insurer, policy.Officer), "", nil},
	{"POST", "/api/v1/deliveries/:id/replay", programOf(policy.Insurer, policy.Officer), "", nil},
	{"GET", "/api/v1/webhook-secret", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/tokens", programOf(policy.Insurer), "", nil},
	{"DELETE", "/api/v1/tokens/:id", programOf(policy.Insurer), "", nil},
	{"GET", "/api/v1/contract-versions", programOf(policy.Officer), "", nil},
	{"POST", "/api/v1/contract-versions", programOf(policy.Officer), "", nil},
	{"POST", "/api/v1/contract-versions/activate", programOf(policy.Officer), "", nil},
	{"POST", "/api/v1/contract-versions/suspend", programOf(policy.Officer), "", nil},
	{"POST", "/api/v1/contract-versions/resume", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/consents", programOf(policy.Officer, policy.Reception), "", nil},
	{"POST", "/api/v1/consents", programOf(policy.Officer, policy.Reception), "", nil},
	{"DELETE", "/api/v1/consents/:id", programOf(policy.Officer, policy.Reception), "", nil},
	{"GET", "/api/v1/papers", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/papers/:number", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/register/export", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/register", programOf(policy.Officer), "", nil},
	{"POST", "/api/v1/register/check", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/orders/fruitless", programOf(policy.Officer), "", nil},
	{"GET", "/api/v1/accounts", programOf(policy.Officer), "", nil},
}

// programsAt is the audience of an operation of the API. No row lets nobody in.
func programsAt(method, path string) audience {
	path = strings.NewReplacer("{", ":", "}", "").Replace(path)
	for _, r := range apiRoutes {
		if r.method == method && r.path == path {
			return r.who
		}
	}
	return programOf("nobody")
}

// checkTable compares the table with what the engine serves.
func checkTable(table []route, served gin.RoutesInfo) error {
	known := map[string]bool{}
	for _, r := range table {
		known[r.method+" "+r.path] = true
	}
	for _, r := range served {
		if r.Method != http.MethodHead && !known[r.Method+" "+r.Path] {
			return fmt.Errorf("web: %s %s: nobody decided who may come there; add it to the route table (access.go)", r.Method, r.Path)
		}
		delete(known, r.Method+" "+r.Path)
	}
	for address := range known {
		return fmt.Errorf("web: %s stands in the route table and is not served", address)
	}
	return nil
}

// may returns why the guest may not come, nil if they may.
func (a audience) may(g guest) error {
	switch {
	case len(a.roles) == 0:
		return nil
	case g.IsZero() || g.token && !a.api:
		return errLogin // a token is for programs: it opens no cabinet
	case g.First && !a.first && !g.token:
		return errFirst
	case !slices.Contains(a.roles, g.Role):
		return app.ErrVisitor
	}
	return nil
}

// admitted lets in whom the table lets in. A browser that has to do something
// first is sent there.
func (s *Server) admitted(a audience) gin.HandlerFunc {
	return func(c *gin.Context) {
		err := a.may(guestOf(c.Request.Context()))
		next := map[error]string{errLogin: "/login", errFirst: "/password"}[err]
		switch {
		case err == nil:
		case next != "" && wantsPage(c.Request) && c.Request.Method == http.MethodGet:
			c.Redirect(http.StatusSeeOther, next)
			c.Abort()
		default:
			s.refuse(c, err)
		}
	}
}

// menu is what the role finds at the top of its pages.
func (s *Server) menu(g guest, current string, lang text.Lang) []view.Link {
	var out []view.Link
	for _, r := range s.rows {
		if r.menu != "" && r.who.may(g) == nil {
			out = append(out, view.Link{Title: lang.Say(r.menu), Href: r.path, Current: current == r.path || strings.HasPrefix(current, r.path+"/")})
		}
	}
	return out
}

// home is where somebody who logged in begins: the first page of their menu.
func (s *Server) home(g guest) string {
	if g.First {
		return "/password"
	}
	for _, l := range s.menu(g, "", text.Ru) {
		return l.Href
	}
	return "/"
}

// Errors of the door.
var (
	errLogin = errors.New("nobody has logged in")
	errScope = errors.New("the token only reads")
	errFirst = errors.New("a first password leads to choosing another and nowhere else")
)
