package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
)

// belongings are the objects of one person: what the addresses of the table name.
type belongings struct {
	ref, order, link, token, number, block string
	pack, delivery, session, bearer        string
}

func (b belongings) patient() string { return strings.TrimPrefix(b.ref, "Patient/") }

// example fills in an address of the table with somebody's objects. An address
// with a gap must have one here, or the matrix test fails.
type example struct {
	path func(b belongings) string
	body func(b belongings) string // JSON for the API, a form for pages
}

// at puts a value into the gaps of an address, in their order.
func at(path string, values ...string) string {
	parts, n := strings.Split(path, "/"), 0
	for i, p := range parts {
		if strings.HasPrefix(p, ":") {
			parts[i] = values[n]
			n++
		}
	}
	return strings.Join(parts, "/")
}

func order(path string) func(belongings) string {
	return func(b belongings) string { return at(path, b.order) }
}

func pack(path string) func(belongings) string {
	return func(b belongings) string { return at(path, b.pack) }
}

func person(path string) func(belongings) string {
	return func(b belongings) string { return at(path, strings.Split(b.ref, "/")...) }
}

func fixed(text string) func(belongings) string { return func(belongings) string { return text } }

// examples by method and path. Those without a gap need one only for a body.
var examples = map[string]example{
	"POST /api/v1/extracts": {fixed("/api/v1/extracts"), func(b belongings) string {
		return `{"patient":"` + strings.TrimPrefix(b.ref, "Patient/") + `","kind":"signed"}`
	}},
	"GET /api/v1/extracts/:id":           {order("/api/v1/extracts/:id"), nil},
	"DELETE /api/v1/extracts/:id":        {order("/api/v1/extracts/:id"), nil},
	"GET /api/v1/extracts/:id/events":    {order("/api/v1/extracts/:id/events"), nil},
	"POST /api/v1/extracts/:id/links":    {order("/api/v1/extracts/:id/links"), fixed(`{}`)},
	"POST /api/v1/packages":              {fixed("/api/v1/packages"), fixed(`{"contract":"none","period":"2025-04"}`)},
	"GET /api/v1/packages/:id":           {pack("/api/v1/packages/:id"), nil},
	"DELETE /api/v1/packages/:id":        {pack("/api/v1/packages/:id"), nil},
	"GET /api/v1/packages/:id/events":    {pack("/api/v1/packages/:id/events"), nil},
	"POST /api/v1/packages/:id/links":    {pack("/api/v1/packages/:id/links"), fixed(`{}`)},
	"GET /api/v1/packages/:id/left-out":  {pack("/api/v1/packages/:id/left-out"), nil},
	"POST /api/v1/deliveries/:id/replay": {func(b belongings) string { return "/api/v1/deliveries/" + b.delivery + "/replay" }, nil},
	"POST /api/v1/packages/:id/receipt":  {pack("/api/v1/packages/:id/receipt"), fixed(`{"sha256":"` + strings.Repeat("a", 64) + `"}`)},
	"DELETE /api/v1/links/:id":           {func(b belongings) string { return "/api/v1/links/" + b.link }, nil},
	"POST /api/v1/blocks": {fixed("/api/v1/blocks"), func(b belongings) string {
		return `{"patient":"` + strings.TrimPrefix(b.ref, "Patient/") + `","channel":"phone","scope":"all"}`
	}},
	"DELETE /api/v1/blocks/:id":                           {func(b belongings) string { return "/api/v1/blocks/" + b.block }, nil},
	"POST /api/v1/people":                                 {fixed("/api/v1/people"), fixed(`{"card":"АК-39914/21"}`)},
	"GET /api/v1/people/:kind/:id":                        {person("/api/v1/people/:kind/:id"), nil},
	"POST /api/v1/people/:kind/:id/accounts":              {person("/api/v1/people/:kind/:id/accounts"), nil},
	"POST /api/v1/people/:kind/:id/accounts/:login/reset": {func(b belongings) string { return "/api/v1/people/" + b.ref + "/accounts/P-0000-0000/reset" }, fixed(`{"document":"passport"}`)},
	"DELETE /api/v1/people/:kind/:id/accounts/:login":     {func(b belongings) string { return "/api/v1/people/" + b.ref + "/accounts/P-0000-0000" }, nil},
	"DELETE /api/v1/copies/:number":                       {func(b belongings) string { return "/api/v1/copies/" + b.number }, fixed(`{"reason":"wrong period"}`)},
	"GET /api/v1/papers/:number":                          {func(b belongings) string { return "/api/v1/papers/" + b.number }, nil},
	"DELETE /api/v1/holds/:id":                            {fixed("/api/v1/holds/none"), nil},
	"GET /api/v1/copies/:number/audit":                    {func(b belongings) string { return "/api/v1/copies/" + b.number + "/audit" }, nil},
	"GET /api/v1/copies/:number/origin":                   {func(b belongings) string { return "/api/v1/copies/" + b.number + "/origin" }, nil},
	"GET /api/v1/verify/:number":                          {func(b belongings) string { return "/api/v1/verify/" + b.number }, nil},
	"GET /d/:token":                                       {func(b belongings) string { return "/d/" + b.token }, nil},
	"POST /d/:token":                                      {func(b belongings) string { return "/d/" + b.token }, nil},
	"GET /d/t/:ticket":                                    {fixed("/d/t/none"), nil},
	"GET /v/:number":                                      {func(b belongings) string { return "/v/" + b.number }, nil},
	"GET /static/:file":                                   {fixed("/static/house.css"), nil},
	"GET /reception/:kind/:id":                            {person("/reception/:kind/:id"), nil},
	"POST /reception/:kind/:id/issue":                     {person("/reception/:kind/:id/issue"), nil},
	"POST /reception/:kind/:id/replace": {person("/reception/:kind/:id/replace"),
		fixed("login=P-0000-0000&document=passport&seen=yes")},
	"POST /orders":                          {fixed("/orders"), func(b belongings) string { return "kind=anonymized&patient=" + strings.TrimPrefix(b.ref, "Patient/") }},
	"GET /orders/:id":                       {order("/orders/:id"), nil},
	"GET /orders/:id/events":                {order("/orders/:id/events"), nil},
	"POST /orders/:id/cancel":               {order("/orders/:id/cancel"), nil},
	"POST /orders/:id/download":             {order("/orders/:id/download"), nil},
	"POST /orders/:id/links":                {order("/orders/:id/links"), fixed("ttl=1h&downloads=1")},
	"POST /links/:id/end":                   {func(b belongings) string { return "/links/" + b.link + "/end" }, nil},
	"GET /patients/:id":                     {func(b belongings) string { return at("/patients/:id", b.patient()) }, nil},
	"GET /register/patients/:id":            {func(b belongings) string { return at("/register/patients/:id", b.patient()) }, nil},
	"POST /tokens/:id/end":                  {func(b belongings) string { return "/tokens/" + b.bearer + "/end" }, nil},
	"POST /tokens":                          {fixed("/tokens"), fixed("days=1&scope=read")},
	"POST /reception/:kind/:id/consent":     {person("/reception/:kind/:id/consent"), fixed("insurer=ru-insA&number=1&form=1&channel=post&signed=2025-06-01")},
	"POST /reception/:kind/:id/withdraw":    {person("/reception/:kind/:id/withdraw"), fixed("consent=none&channel=phone")},
	"POST /me/sessions/:id/end":             {func(b belongings) string { return "/me/sessions/" + b.session + "/end" }, nil},
	"DELETE /api/v1/sessions/:id":           {func(b belongings) string { return "/api/v1/sessions/" + b.session }, nil},
	"GET /packages/:id":                     {pack("/packages/:id"), nil},
	"GET /packages/:id/events":              {pack("/packages/:id/events"), nil},
	"POST /packages/:id/cancel":             {pack("/packages/:id/cancel"), nil},
	"POST /packages/:id/download":           {pack("/packages/:id/download"), nil},
	"POST /packages/:id/links":              {pack("/packages/:id/links"), fixed("ttl=1h&downloads=1")},
	"POST /packages/:id/receipt":            {pack("/packages/:id/receipt"), fixed("sha256=" + strings.Repeat("a", 64))},
	"POST /packages/:id/left-out":           {pack("/packages/:id/left-out"), nil},
	"POST /packages":                        {fixed("/packages"), fixed("contract=none&period=2025-04")},
	"POST /consents/:id/withdraw":           {fixed("/consents/none/withdraw"), fixed("channel=phone")},
	"DELETE /api/v1/consents/:id":           {fixed("/api/v1/consents/none?channel=phone"), nil},
	"POST /consents":                        {fixed("/consents"), func(b belongings) string { return "patient=" + b.patient() + "&insurer=a&number=1" }},
	"POST /agreements":                      {fixed("/agreements"), fixed("insurer=ru-insA&number=1")},
	"POST /agreements/activate":             {fixed("/agreements/activate"), fixed("insurer=ru-insA&number=1&version=1")},
	"GET /agreements/one":                   {fixed("/agreements/one?insurer=ru-insA&number=1"), nil},
	"GET /api/v1/consents":                  {func(b belongings) string { return "/api/v1/consents?patient=" + b.patient() }, nil},
	"POST /api/v1/consents":                 {fixed("/api/v1/consents"), fixed(`{"patient":"ru-p02","insurer":"a","contract":"1","form":"1","channel":"post","signed":"2025-01-01"}`)},
	"POST /api/v1/contract-versions":        {fixed("/api/v1/contract-versions"), fixed(`{"insurer":"a","number":"1","from":"2025-01-01","to":"2025-12-31","services":["CT"]}`)},
	"POST /destruction":                     {fixed("/destruction"), func(b belongings) string { return "what=copy&basis=b&reason=r&which=" + b.number }},
	"POST /holds":                           {fixed("/holds"), func(b belongings) string { return "what=copy&basis=b&which=" + b.number }},
	"POST /holds/:id/end":                   {fixed("/holds/none/end"), nil},
	"POST /papers/:number":                  {func(b belongings) string { return "/papers/" + b.number }, nil},
	"POST /register/patients/:id/list":      {fixed("/register/patients/nobody/list"), nil}, // nothing is sealed here: this clinic has no store
	"POST /api/v1/patients/:id/disclosures": {fixed("/api/v1/patients/nobody/disclosures"), nil},
	"POST /api/v1/disclosures":              {fixed("/api/v1/disclosures"), fixed(`{}`)},
	"POST /revoke":                          {fixed("/revoke"), func(b belongings) string { return "reason=wrong&number=" + b.number }},
	"GET /api/v1/patients/:id/record":       {func(b belongings) string { return at("/api/v1/patients/:id/record", b.patient()) }, nil},
	"GET /api/v1/patients/:id/disclosures":  {func(b belongings) string { return at("/api/v1/patients/:id/disclosures", b.patient()) }, nil},
	"DELETE /api/v1/tokens/:id":             {func(b belongings) string { return "/api/v1/tokens/" + b.bearer }, nil},
	"POST /reception/:kind/:id/close":       {person("/reception/:kind/:id/close"), fixed("login=P-0000-0000")},
	"POST /reception/:kind/:id/block":       {person("/reception/:kind/:id/block"), fixed("channel=phone&scope=all")},
	"POST /reception/:kind/:id/unblock":     {person("/reception/:kind/:id/unblock"), fixed("block=none&document=passport")},
	"POST /reception/:kind/:id/revoke":      {person("/reception/:kind/:id/revoke"), fixed("link=none")},
}

// ask sends what the example says, with a session or a token as the row wants.
func (r *clinic) ask(row route, who *holder, e example, b belongings) *httptest.ResponseRecorder {
	path, body := row.path, ""
	if e.path != nil {
		path = e.path(b)
	}
	if e.body != nil {
		body = e.body(b)
	}
	if !row.who.api && who != nil {
		form, _ := url.ParseQuery(body)
		return who.browser.do(row.method, path, form)
	}
	req := httptest.NewRequest(row.method, "https://clinic.example"+path, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	if who != nil {
		req.Header.Set("Authorization", "Bearer "+who.bearer)
	}
	w := httptest.NewRecorder()
	r.Handler().ServeHTTP(w, req)
	return w
}

// Every address with every role, on an object of its own and on another's. Whom
// the table shuts out is refused; a patient, doctor or insurer never has an
// answer about what is another's.
func TestNobodyReachesWhatIsAnothers(t *testing.T) {
	r := newClinic(t)
	patient, doctor := r.holder(policy.Patient, "Patient/ru-p01"), r.holder(policy.Doctor, "Practitioner/ru-doc2")
	insurer := r.holder(policy.Insurer, "Organization/ru-ins1")
	reception, officer := r.holder(policy.Reception, "front-desk"), r.holder(policy.Officer, "officer-1")
	stranger := r.holder(policy.Patient, "Patient/ru-p02")

	mine := map[policy.Role]belongings{
		policy.Patient: r.belong(patient.Visitor, "ru-p01", "signed", "7K3M9QXA2D40"),
		policy.Doctor:  r.belong(doctor.Visitor, "ru-p01", "anonymized", "7K3M9QXA2D41"),
	}
	others := r.belong(stranger.Visitor, "ru-p02", "signed", "7K3M9QXA2D42")
	b, err := r.desk.Block(t.Context(), reception.Visitor, app.BlockAsk{Patient: "ru-p03", Channel: "phone", Scope: "doctors"})
	must(t, err)
	others.block = b.ID
	rival := r.holder(policy.Insurer, "Organization/ru-ins2")
	parcel := r.parcel(others, rival)
	others.pack, others.delivery, others.session, others.bearer = parcel.pack, parcel.delivery, parcel.session, parcel.bearer
	mine[policy.Insurer] = r.parcel(belongings{number: others.number}, insurer)

	all := []*holder{nil, &patient, &doctor, &insurer, &reception, &officer}
	tried := 0
	for _, row := range r.rows {
		name := row.method + " " + row.path
		e, known := examples[name]
		if strings.Contains(row.path, ":") && !known {
			t.Errorf("%s: no example in this test: add one, so that it is tried on what is another's", name)
			continue
		}
		if row.path == "/logout" || row.path == "/me/sessions/end" || row.method+" "+row.path == "DELETE /api/v1/sessions" || row.path == "/password" && row.method == "POST" {
			continue // these end the session or token they are tried with; session_test.go and cabinets_test.go have them
		}
		for _, who := range all {
			role := policy.Role("")
			if who != nil {
				role = who.Role
			}
			for _, b := range []belongings{others, parcel} {
				w := r.ask(row, who, e, b)
				tried++
				if verdict := judge(row, role, w); verdict != "" {
					t.Errorf("%s by %q on another's object: %d: %s: %s", name, role, w.Code, verdict, brief(w))
				}
			}
			if own, has := mine[role]; has && known && admits(row.who, role) && ownable(row, role) {
				if w := r.ask(row, who, e, own); w.Code >= 400 && w.Code != 409 {
					t.Errorf("%s by %q on their own object: %d: %s", name, role, w.Code, brief(w))
				}
				tried++
			}
		}
	}
	if tried < 200 {
		t.Errorf("only %d were tried", tried)
	}
}

func admits(a audience, role policy.Role) bool {
	for _, x := range a.roles {
		if x == role {
			return true
		}
	}
	return len(a.roles) == 0
}

// ownable are the addresses that name an object somebody owns: the rest are
// public, or what a patient may not do to themselves.
func ownable(row route, role policy.Role) bool {
	if role == policy.Insurer {
		return strings.Contains(row.path, "/packages/:id") && row.method == "GET" && !strings.HasSuffix(row.path, "left-out")
	}
	return strings.Contains(row.path, "/extracts/") && row.method != "DELETE" || row.path == "/d/:token" && row.method == "GET" ||
		strings.HasPrefix(row.path, "/orders/:id") && row.method == "GET" || row.path == "/orders/:id/links"
}

// judge says what is wrong with an answer about another's object, "" for nothing.
func judge(row route, role policy.Role, w *httptest.ResponseRecorder) string {
	code := w.Code
	shut := code == http.StatusUnauthorized || code == http.StatusForbidden || code == http.StatusNotFound ||
		code == http.StatusSeeOther && w.Header().Get("Location") == "/login"
	staff := role == policy.Reception || role == policy.Officer
	private := strings.Contains(row.path, ":") && !public[row.path] || row.method+" "+row.path == "POST /api/v1/extracts"
	switch {
	case code == http.StatusServiceUnavailable && row.path == "/readyz": // the server stops in this test
		return ""
	case code >= 500:
		return "a fault"
	case !admits(row.who, role) && !shut:
		return "the table shuts this role out"
	case private && (!staff || oneOwn(row.path)) && !shut:
		return "it is another's"
	}
	return ""
}

// oneOwn are the addresses of what its owner alone may have, not even staff.
func oneOwn(path string) bool {
	return path == "/d/:token" || strings.Contains(path, "/extracts/:id") || strings.Contains(path, "/sessions/:id")
}

// public are addresses with a gap that anybody may look at.
var public = map[string]bool{"/static/:file": true, "/v/:number": true, "/api/v1/verify/:number": true, "/d/t/:ticket": true}

func brief(w *httptest.ResponseRecorder) string {
	var p Problem
	if json.Unmarshal(w.Body.Bytes(), &p) == nil && p.Type != "" {
		return p.Type
	}
	return w.Header().Get("Location")
}
