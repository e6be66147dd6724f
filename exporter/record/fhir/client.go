package fhir

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"

	"vypiska/exporter/record"
)

// client asks one server. It tells of requests by their kind alone: an address
// holds a patient's id, and what a server says in an error may hold anything.
type client struct {
	base   *url.URL
	http   *http.Client
	enter  func(context.Context, *http.Request) error
	leave  func() // what the server has refused is not offered again
	limits Limits
	rest   *gobreaker.CircuitBreaker[answer]
	asked  func(kind string, took time.Duration, answered bool)
}

// answer is what came back, whole.
type answer struct {
	status int
	wait   time.Duration // Retry-After
	body   []byte
}

// search is one question that may have several pages of answers.
type search struct {
	kind  string // what it is called in errors
	path  string
	query url.Values
}

// leaf is what an answer says of the search it belongs to.
type leaf struct {
	next           string
	total, matches int
}

var (
	errNowhere = errors.New("not on the server")
	errSlow    = fmt.Errorf("%w: too slow to give a whole record", record.ErrAway)
	errLarge   = errors.New("larger than a record may be")
	errRest    = errors.New("it failed again and again and is left alone for a while")
)

const (
	tries    = 3
	failures = 5 // in a row, until a server is left alone
)

func newClient(s ServerSetup) (*client, error) {
	base, err := url.Parse(s.Base)
	if err != nil || base.Host == "" || !safe(base) {
		return nil, errors.New("want the base address of a FHIR server that begins with https://; http:// is for one on this machine alone")
	}
	c := &client{base: base, limits: s.Limits, asked: s.Asked}
	transport, err := s.Access.transport()
	if err != nil {
		return nil, err
	}
	c.http = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	c.rest = gobreaker.NewCircuitBreaker[answer](gobreaker.Settings{
		Timeout: s.Limits.Rest, ReadyToTrip: func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= failures },
		IsSuccessful: func(err error) bool { return err == nil || errors.Is(err, context.Canceled) },
	})
	c.enter, c.leave, err = s.Access.door(c)
	return c, err
}

// safe reports whether health data may go to the address: encrypted, or nowhere.
func safe(u *url.URL) bool {
	if u.Scheme == "https" {
		return true
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// address is a path below the base.
func (c *client) address(path string, query url.Values) *url.URL {
	u := c.base.JoinPath(path)
	u.RawQuery = query.Encode()
	return u
}

// get asks until there is an answer: again where the server was busy or the
// answer was cut off, after the pause the server asks for.
func (c *client) get(ctx context.Context, kind string, u *url.URL) ([]byte, error) {
	return c.ask(ctx, kind, u, nil)
}

// ask is get, or with a form a search by POST: what may name a person goes into
// the body, never into an address, which servers log (FHIR R4, 3.1.1.5.9).
func (c *client) ask(ctx context.Context, kind string, u *url.URL, form url.Values) ([]byte, error) {
	pause := c.limits.Pause
	for n := 1; ; n++ {
		a, err := c.rest.Execute(func() (answer, error) { return c.once(ctx, kind, u, form) })
		again, err := c.judge(kind, a, err)
		if err == nil {
			return a.body, nil
		}
		if cause := context.Cause(ctx); cause != nil {
			return nil, fmt.Errorf("%s: %w", kind, cause)
		}
		wait := max(pause, a.wait)
		if !again || n == tries || wait > c.limits.Wait {
			return nil, err
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
		pause *= 4
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}

// once sends the request once. A server that does not answer, or answers that it
// cannot, is an error; one that says no is not.
func (c *client) once(ctx context.Context, kind string, u *url.URL, form url.Values) (a answer, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.limits.Answer)
	defer cancel()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, method, u.String(), body)
	if err != nil {
		return a, errors.New("an address that cannot be asked")
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.Header.Set("Accept", "application/fhir+json")
	if err := c.enter(ctx, req); err != nil {
		return a, err
	}
	if c.asked != nil {
		begun := time.Now()
		defer func() { c.asked(kind, time.Since(begun), err == nil) }()
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return a, bare(err)
	}
	defer resp.Body.Close()
	a.status, a.wait = resp.StatusCode, retryAfter(resp.Header)
	a.body, err = io.ReadAll(io.LimitReader(resp.Body, maxFile+1))
	switch {
	case err != nil:
		return a, fmt.Errorf("the answer was cut off: %w", bare(err))
	case a.status >= 500 && a.status != http.StatusNotImplemented:
		return a, fmt.Errorf("status %d%s", a.status, codes(a.body))
	case a.status == http.StatusOK && !isJSON(resp.Header):
		a.status = http.StatusUnsupportedMediaType
	}
	return a, nil
}

// date is what the server's clock shows on any answer of its own.
func (c *client) date(ctx context.Context) (time.Time, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, c.address("metadata", nil).String(), nil)
	if err != nil {
		return time.Time{}, errors.New("an address that cannot be asked")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return time.Time{}, fmt.Errorf("%w: %w", record.ErrAway, bare(err))
	}
	_ = resp.Body.Close()
	return http.ParseTime(resp.Header.Get("Date"))
}

// bare is an error without the address that net/http puts around it.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

func isJSON(h http.Header) bool {
	t, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && (t == "application/fhir+json" || t == "application/json" || t == "application/json+fhir")
}

// retryAfter reads seconds or a date (RFC 9110, 10.2.3).
func retryAfter(h http.Header) time.Duration {
	s := h.Get("Retry-After")
	if n, err := strconv.Atoi(s); err == nil && n > 0 {
		return time.Duration(min(n, 86400)) * time.Second
	}
	if t, err := http.ParseTime(s); err == nil {
		return max(0, time.Until(t))
	}
	return 0
}

// judge turns an answer into an error of ours and says whether asking again helps.
func (c *client) judge(kind string, a answer, err error) (again bool, _ error) {
	away := func(why any) error { return fmt.Errorf("%s: %w: %v", kind, record.ErrAway, why) }
	var denied *record.Fault
	switch {
	case errors.As(err, &denied):
		return false, err
	case errors.Is(err, gobreaker.ErrOpenState), errors.Is(err, gobreaker.ErrTooManyRequests):
		return false, fmt.Errorf("%s: %w: %w", kind, record.ErrAway, errRest)
	case err != nil:
		return true, away(err)
	case a.status == http.StatusOK && len(a.body) > maxFile:
		return false, &record.Fault{File: kind, What: "the answer is " + errTooLarge.Error()}
	case a.status == http.StatusOK:
		return false, nil
	case a.status == http.StatusTooManyRequests:
		return true, away("it asks to come back later (status 429)")
	case a.status == http.StatusUnauthorized:
		c.leave()
		return true, away("it does not know us (status 401): look at the settings fhir.*")
	case a.status == http.StatusForbidden:
		return false, away("it does not let us read this (status 403): look at what the server allows us")
	case a.status == http.StatusNotFound, a.status == http.StatusGone:
		return false, fmt.Errorf("%s: %w", kind, errNowhere)
	case a.status == http.StatusUnsupportedMediaType:
		return false, &record.Fault{File: kind, What: "the answer is not FHIR JSON; is the address the base of a FHIR server?"}
	case a.status >= 300 && a.status < 400:
		return false, &record.Fault{File: kind, What: "the server sends us elsewhere, and records are asked for nowhere but at the address of the settings"}
	}
	return false, &record.Fault{File: kind, What: fmt.Sprintf("the server refuses the request (status %d%s)", a.status, codes(a.body))}
}

// codes are the issue codes of an OperationOutcome that FHIR R4 has. Its other
// words may quote a record, so nobody sees them.
func codes(body []byte) string {
	out := ""
	for _, code := range outcomeCodes(body) {
		out += ", " + code
	}
	return out
}

// pages goes through all pages of a search. take reads one and says what it says.
func (c *client) pages(ctx context.Context, q search, b *budget, take func(name string, raw []byte) leaf) error {
	u, seen := c.address(q.path, q.query), map[string]bool{}
	total, matches := -1, 0
	for n := 1; ; n++ {
		seen[u.String()] = true
		raw, err := c.get(ctx, q.kind, u)
		if errors.Is(err, errNowhere) {
			return &record.Fault{File: q.kind, What: "the server does not have what its capability statement says (status 404)"}
		}
		if err == nil {
			err = b.take(len(raw))
		}
		if err != nil {
			return err
		}
		name := q.kind
		if n > 1 {
			name += ", page " + itoa(n)
		}
		p := take(name, raw)
		total, matches = max(total, p.total), matches+p.matches
		if p.next == "" {
			break
		}
		if u, err = c.next(u, p.next); err != nil || seen[u.String()] {
			return &record.Fault{File: name, Place: "link", What: "the next page is not on the same server, or was read already; records are asked for nowhere but at the address of the settings"}
		}
	}
	if matches < total {
		return &record.Fault{File: q.kind, What: fmt.Sprintf("the server counts %d and gave %d; ask it again", total, matches)}
	}
	return nil
}

// next resolves a link to the next page. It must be of the same origin: whoever
// can write a link must not learn our credentials, nor slip records in.
func (c *client) next(from *url.URL, link string) (*url.URL, error) {
	u, err := from.Parse(link)
	if err != nil || u.Scheme != c.base.Scheme || u.Host != c.base.Host || u.User != nil {
		return from, errNowhere
	}
	u.Fragment = ""
	return u, nil
}

// budget is what is left of Limits for one record.
type budget struct {
	mu    sync.Mutex
	pages int
	bytes int64
}

func newBudget(l Limits) *budget { return &budget{pages: l.Pages, bytes: l.Bytes} }

// take pays for an answer.
func (b *budget) take(size int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pages, b.bytes = b.pages-1, b.bytes-int64(size)
	if b.pages < 0 || b.bytes < 0 {
		return &record.Fault{File: "the record", What: errLarge.Error() + "; nothing of it was used"}
	}
	return nil
}
