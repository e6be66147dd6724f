package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"vypiska/internal/text"
)

// Problem is the body of every error answer of the API (RFC 9457).
type Problem struct {
	Type     string `json:"type" doc:"names the kind of problem; stable, for programs" example:"urn:problem-type:vypiska:link.expired"`
	Title    string `json:"title" doc:"what happened, in the reader's language"`
	Status   int    `json:"status" doc:"the HTTP status"`
	Detail   string `json:"detail" doc:"what to do next, in the reader's language"`
	Instance string `json:"instance,omitempty" doc:"names this one occurrence; quote its last part"`
	Rule     string `json:"rule,omitempty" doc:"the rule that refused"`
	// TriesLeft tells how many wrong PINs the link still takes.
	TriesLeft *int    `json:"tries_left,omitempty" doc:"wrong PINs the link still takes"`
	Errors    []Field `json:"errors,omitempty" doc:"fields that are wrong and what would do"`
}

// Field names a part of a request that is wrong, and what would do; never its value.
type Field struct {
	Field string `json:"field" example:"body.kind"`
	Want  string `json:"want"`
}

const (
	problemType     = "urn:problem-type:vypiska:"
	problemInstance = "urn:problem-instance:vypiska:"
	problemJSON     = "application/problem+json"
)

func newProblem(status int, key string, lang text.Lang) *Problem {
	return &Problem{Type: problemType + key, Title: lang.Say(key), Status: status, Detail: lang.Say(key + ".do")}
}

// quote gives the problem a number that the log has too.
func (p *Problem) quote(number string, lang text.Lang) {
	p.Instance = problemInstance + number
	p.Detail += " " + lang.Say("error.quote") + ": " + number + "."
}

// number is what Instance quotes, empty for none.
func (p *Problem) number() string { return strings.TrimPrefix(p.Instance, problemInstance) }

// Error makes a Problem an error, with nothing in it but its type.
func (p *Problem) Error() string { return p.Type }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return problemJSON }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="vypiska"`) // RFC 6750, 3
	}
	if p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests {
		h.Set("Retry-After", "60") // seconds; RFC 9110, 10.2.3
	}
	return h
}

// huma answers by itself where a request does not fit its operation. Its own
// words repeat the value sent; ours name the field and what would do.
func init() {
	huma.NewError = func(status int, _ string, _ ...error) huma.StatusError {
		return humaProblem(status, text.Ru)
	}
	huma.NewErrorWithContext = func(c huma.Context, status int, _ string, errs ...error) huma.StatusError {
		k := callOf(c.Context())
		p := humaProblem(status, k.lang)
		if p.Status >= http.StatusInternalServerError {
			k.fault(errs...)
			p.quote(k.number, k.lang)
		}
		if p.Status < http.StatusInternalServerError {
			p.Errors = wrongFields(fieldsOf(c.Operation()), errs)
		}
		return p
	}
}

var humaKeys = map[int]string{
	http.StatusBadRequest:            "request.bad",
	http.StatusRequestEntityTooLarge: "request.large",
	http.StatusUnsupportedMediaType:  "request.media",
	http.StatusUnprocessableEntity:   "request.invalid",
}

func humaProblem(status int, lang text.Lang) *Problem {
	if key, ok := humaKeys[status]; ok {
		return newProblem(status, key, lang)
	}
	if status >= 400 && status < 500 {
		return newProblem(http.StatusBadRequest, "request.bad", lang)
	}
	return newProblem(http.StatusInternalServerError, "fault", lang)
}

// wrongFields names the known fields among huma's complaints. Whatever the
// sender made up, a name of a field too, is told as its place in the request.
func wrongFields(known map[string]string, errs []error) []Field {
	var out []Field
	seen := map[string]bool{}
	for _, err := range errs {
		d, ok := err.(*huma.ErrorDetail)
		if !ok {
			continue
		}
		if f := wrongField(known, d); !seen[f.Field] {
			seen[f.Field] = true
			out = append(out, f)
		}
	}
	return out
}

func wrongField(known map[string]string, d *huma.ErrorDetail) Field {
	for name, want := range known {
		_, last, _ := strings.Cut(name, ".")
		if d.Message == fmt.Sprintf(validation.MsgExpectedRequiredProperty, last) {
			return Field{name, want}
		}
	}
	place, _, _ := strings.Cut(d.Location, "[")
	if want, ok := known[place]; ok {
		return Field{place, want}
	}
	place, _, _ = strings.Cut(place, ".")
	switch place {
	case "query", "path", "header":
		return Field{place, "only the parameters that the API's description names"}
	}
	return Field{"body", "one JSON object with only the fields that the API's description names"}
}
