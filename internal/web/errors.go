package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/text"
)

// Errors of web itself.
var (
	errMethod  = errors.New("method not allowed")
	errNoRoute = errors.New("no such address")
	errForeign = errors.New("request from another site")
	errForm    = errors.New("the form cannot be read")
	errPanic   = errors.New("panic")
	errBusy    = errors.New("too many files are being checked")
	errStopped = errors.New("the service stopped during a transfer")
)

// row says what one error means to whoever asked.
type row struct {
	is     func(error) bool
	status int
	key    string // of internal/text: the title; with ".do" the advice
}

// table is the only place that knows statuses and words. The first row that
// knows the error answers; what no row knows is a 500 with a number to quote.
var table = []row{
	{isA[*app.PINError], http.StatusForbidden, "link.pin"},
	{wraps(app.ErrLinkPIN), http.StatusForbidden, "link.pin"},
	{wraps(app.ErrLinkAudience), http.StatusForbidden, "link.audience"},
	{wraps(app.ErrLinkUnknown), http.StatusNotFound, "link.unknown"},
	{wraps(app.ErrLinkRevoked), http.StatusGone, "link.revoked"},
	{wraps(app.ErrLinkExpired), http.StatusGone, "link.expired"},
	{wraps(app.ErrLinkLocked), http.StatusGone, "link.locked"},
	{wraps(app.ErrLinkUsedUp), http.StatusGone, "link.used-up"},
	{wraps(app.ErrLinkGivenBack), http.StatusGone, "link.given-back"},

	{wraps(app.ErrWrong), http.StatusForbidden, "login.wrong"},
	{wraps(errLogin), http.StatusUnauthorized, "login.needed"},
	{wraps(app.ErrSession), http.StatusUnauthorized, "login.needed"},
	{wraps(errFirst), http.StatusForbidden, "login.first"},
	{isA[*app.PasswordError], http.StatusUnprocessableEntity, "password.bad"},
	{wraps(errScope), http.StatusForbidden, "token.scope"},
	{wraps(app.ErrTokens), http.StatusConflict, "tokens.many"},
	{wraps(app.ErrToken), http.StatusUnauthorized, "token"},
	{wraps(app.ErrReplaced), http.StatusGone, "package.replaced"},
	{wraps(app.ErrChecking), http.StatusServiceUnavailable, "package.checking"},
	{wraps(app.ErrContractState), http.StatusConflict, "contract.state"},
	{wraps(app.ErrDigest), http.StatusConflict, "package.digest"},
	{wraps(app.ErrVisitor), http.StatusForbidden, "visitor"},
	{wraps(app.ErrBlocked), http.StatusForbidden, "patient.blocked"},
	{isA[*policy.Refusal], http.StatusForbidden, "order.refused"},
	{wraps(app.ErrHasAccess), http.StatusConflict, "access.has"},
	{wraps(app.ErrNotFound), http.StatusNotFound, "none"},
	{wraps(record.ErrNoPatient), http.StatusNotFound, "none"}, // the same words: nobody learns who is a patient
	{wraps(app.ErrNotReady), http.StatusConflict, "order.not-ready"},
	{wraps(app.ErrSamePerson), http.StatusConflict, "contract.person"},
	{wraps(app.ErrHeld), http.StatusConflict, "copy.held"},
	{wraps(app.ErrEnded), http.StatusGone, "copy.ended"},
	{isA[*app.AskError], http.StatusUnprocessableEntity, "request.invalid"},
	{isA[*policy.ContractError], http.StatusUnprocessableEntity, "request.invalid"},
	{wraps(policy.ErrContract), http.StatusUnprocessableEntity, "request.invalid"},
	{isA[*app.BoundError], http.StatusUnprocessableEntity, "request.invalid"},

	{wraps(errNoRoute), http.StatusNotFound, "none"},
	{wraps(errMethod), http.StatusMethodNotAllowed, "method"},
	{wraps(errForeign), http.StatusForbidden, "request.foreign"},
	{wraps(errForm), http.StatusBadRequest, "request.bad"},
	{isA[*http.MaxBytesError], http.StatusRequestEntityTooLarge, "request.large"},

	{wraps(errCrowd), http.StatusTooManyRequests, "crowd"},
	{wraps(record.ErrAway), http.StatusServiceUnavailable, "source.away"},
	{isA[*record.Fault], http.StatusBadGateway, "source.faulty"},
	{wraps(app.ErrAway), http.StatusServiceUnavailable, "busy"},
	{wraps(errBusy), http.StatusServiceUnavailable, "busy"},
	{wraps(context.DeadlineExceeded), http.StatusServiceUnavailable, "busy"},
	{wraps(context.Canceled), http.StatusServiceUnavailable, "busy"}, // the client went away; nobody reads this
}

// unknown answers for every error the table does not have.
var unknown = row{status: http.StatusInternalServerError, key: "fault"}

func wraps(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func isA[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

func find(err error) row {
	for _, r := range table {
		if r.is(err) {
			return r
		}
	}
	return unknown
}

// problemOf puts an error into words. Only what is ours goes in: keys of the
// text table, names of rules and fields, numbers; never the error's own text.
func problemOf(err error, lang text.Lang, number string) *Problem {
	r := find(err)
	p := newProblem(r.status, r.key, lang)
	if p.Status >= http.StatusInternalServerError {
		p.quote(number, lang)
	}
	p.addDetails(err, lang)
	return p
}

func (p *Problem) addDetails(err error, lang text.Lang) {
	var refusal *policy.Refusal
	var ask *app.AskError
	var bound *app.BoundError
	var contract *policy.ContractError
	var pin *app.PINError
	switch {
	case errors.As(err, &pin):
		p.TriesLeft = &pin.Left
	case errors.As(err, &refusal):
		p.Rule = refusal.Rule
		if key := "rule." + refusal.Rule; text.Known(key) {
			p.Detail = lang.Say(key)
		}
	case errors.As(err, &ask):
		p.wrong(ask.Field, ask.Want, lang)
	case errors.As(err, &contract):
		p.wrong(contract.Field, contract.Want, lang)
	case errors.As(err, &bound):
		p.wrong(bound.Field, bound.Want, lang)
	}
}

// wrong names the field for programs. A person's page names none, so what to do
// with a field that a page can send is said in words.
func (p *Problem) wrong(field, want string, lang text.Lang) {
	p.Errors = []Field{{field, want}}
	if key := "field." + field; text.Known(key) {
		p.Detail = lang.Say(key)
	}
}

// newNumber draws the number of a request, for people to quote: 10 characters
// of base32, 50 random bits.
func newNumber() string { return rand.Text()[:10] }

// classes names the types of an error's tree, outermost first, without fmt's
// wrappers. It is all a log may know of an unknown error: the text of one can
// carry anything.
func classes(err error) string {
	var names []string
	var walk func(error)
	walk = func(err error) {
		if err == nil {
			return
		}
		if name := reflect.TypeOf(err).String(); !strings.HasPrefix(name, "*fmt.") && !strings.HasPrefix(name, "*errors.join") {
			names = append(names, name)
		}
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			walk(e.Unwrap())
		case interface{ Unwrap() []error }:
			for _, inner := range e.Unwrap() {
				walk(inner)
			}
		}
	}
	walk(err)
	if len(names) == 0 {
		return fmt.Sprintf("%T", err)
	}
	return strings.Join(names, " ")
}
