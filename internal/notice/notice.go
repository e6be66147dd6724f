// Package notice tells another program over HTTP that something happened: a
// webhook with the headers of the Standard Webhooks specification. What is sent
// holds ids and hashes, never a person's data.
package notice

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Hook is one address that hears of events. The zero Client is one with a limit
// of ten seconds that follows no redirect.
type Hook struct {
	URL    string
	Secret []byte // at least 24 bytes, shared with who listens
	Client *http.Client
}

const (
	leastSecret = 24
	limit       = 10 * time.Second
)

// ErrRefused says that the listener did not take the notice.
var ErrRefused = errors.New("the listener did not take it: want an answer 2xx")

// ErrGone says that the listener wants no more: it answered 410.
var ErrGone = errors.New("the listener wants no more")

// Notice is one event. The same event sent again has the same ID, by which the
// listener knows it.
type Notice struct {
	ID   string    `json:"-"`
	Type string    `json:"type"`
	At   time.Time `json:"timestamp"`
	Data any       `json:"data"`
}

// New checks what a hook is made of.
func New(url string, secret []byte) (Hook, error) {
	if len(secret) < leastSecret {
		return Hook{}, fmt.Errorf("webhook: its secret has %d bytes: want at least %d random ones", len(secret), leastSecret)
	}
	client := &http.Client{Timeout: limit, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return Hook{URL: url, Secret: secret, Client: client}, nil
}

// Send delivers the notice once. Who calls it tries again, with the same ID;
// errors never repeat the address, which may carry a key.
func (h Hook) Send(ctx context.Context, n Notice, now time.Time) error {
	body, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("webhook %s: %w", n.ID, err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("webhook %s: the address cannot be used", n.ID)
	}
	stamp := strconv.FormatInt(now.Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "vypiska")
	r.Header.Set("webhook-id", n.ID)
	r.Header.Set("webhook-timestamp", stamp)
	r.Header.Set("webhook-signature", "v1,"+h.sign(n.ID, stamp, body))
	answer, err := h.Client.Do(r)
	if err != nil {
		return fmt.Errorf("webhook %s: no answer: %w", n.ID, unnamed(err))
	}
	_, _ = io.CopyN(io.Discard, answer.Body, 4<<10)
	_ = answer.Body.Close()
	if answer.StatusCode == http.StatusGone {
		return fmt.Errorf("webhook %s: %w", n.ID, ErrGone)
	}
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("webhook %s: answer %d: %w", n.ID, answer.StatusCode, ErrRefused)
	}
	return nil
}

// sign is HMAC-SHA-256 over id, time and body, with dots between.
func (h Hook) sign(id, stamp string, body []byte) string {
	m := hmac.New(sha256.New, h.Secret)
	_, _ = fmt.Fprintf(m, "%s.%s.%s", id, stamp, body)
	return base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// unnamed is the cause without the address around it.
func unnamed(err error) error {
	if cause := errors.Unwrap(err); cause != nil {
		return cause
	}
	return errors.New("the request failed")
}
