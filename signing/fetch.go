package signing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Caps of answers. A list of revoked certificates can be large; it is kept in
// the sealed file, so that one beyond the cap would be of no use either.
const (
	maxStampAnswer = 64 << 10
	maxOCSPAnswer  = 64 << 10
	maxCRLAnswer   = 16 << 20
)

// question is one request to an authority.
type question struct {
	service Service
	url     string
	kind    string // the body's content type; without a body it is a GET
	body    []byte
	most    int // bytes of the answer
}

// newHTTPClient pools connections and keeps to http and https. Questions with a
// body follow no redirection: the answer must come from the one who was asked.
func newHTTPClient() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
			TLSHandshakeTimeout: 10 * time.Second, ForceAttemptHTTP2: true,
			MaxIdleConns: 32, MaxIdleConnsPerHost: 8, MaxConnsPerHost: 32, IdleConnTimeout: 90 * time.Second,
			MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(to *http.Request, via []*http.Request) error {
			from := via[len(via)-1].URL
			if via[0].Method != http.MethodGet || len(via) > 3 || !webURL(to.URL) || from.Scheme == "https" && to.URL.Scheme != "https" {
				return errRedirect
			}
			return nil
		},
	}
}

var errRedirect = errors.New("it redirects to where this program does not follow")

func webURL(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil
}

// fetch asks and reads the whole answer. The question has a deadline of its own
// within ctx, also while the answer is read.
func (a *Authorities) fetch(ctx context.Context, q question) ([]byte, error) {
	u, err := url.Parse(q.url)
	if err != nil || !webURL(u) {
		return nil, &AuthorityError{Service: q.service, Err: errors.New("its address is not http or https")}
	}
	wrong := func(retry bool, err error) ([]byte, error) {
		return nil, &AuthorityError{Service: q.service, Host: u.Host, Retry: retry, Err: err}
	}
	ctx, stop := context.WithTimeout(ctx, a.deadline)
	defer stop()
	method := http.MethodGet
	if q.body != nil {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(ctx, method, q.url, bytes.NewReader(q.body))
	if err != nil {
		return wrong(false, errors.New("its address cannot be asked"))
	}
	if q.body != nil {
		req.Header.Set("Content-Type", q.kind)
	}
	resp, err := a.http.Do(req)
	if err != nil {
		return wrong(!errors.Is(err, errRedirect), withoutURL(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return wrong(resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusRequestTimeout,
			fmt.Errorf("it answers with status %d", resp.StatusCode))
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, int64(q.most)+1))
	if err != nil {
		return wrong(true, withoutURL(err))
	}
	if len(answer) > q.most {
		return wrong(false, fmt.Errorf("its answer is longer than %d bytes", q.most))
	}
	return answer, nil
}

// withoutURL drops the address from the library's error: it may hold a key.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
