package fhir

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/golang-jwt/jwt/v5"
)

// smart gets tokens and keeps one in memory until it is about to end.
type smart struct {
	SMART
	c *client

	mu    sync.Mutex
	token string
	until time.Time
}

const (
	assertionLife = 4 * time.Minute // SMART allows five
	tokenMargin   = 30 * time.Second
	mostToken     = 1 << 20
)

func (s *smart) enter(ctx context.Context, r *http.Request) error {
	token, err := s.current(ctx)
	return bearer(r, token, err)
}

func (s *smart) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = ""
}

func (s *smart) current(ctx context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token != "" && time.Now().Before(s.until) {
		return s.token, nil
	}
	where, err := s.endpoint(ctx)
	if err != nil {
		return "", fmt.Errorf("ask for a token: %w", err)
	}
	if s.token, s.until, err = s.ask(ctx, where); err != nil {
		return "", fmt.Errorf("ask for a token: %w", err)
	}
	return s.token, nil
}

// endpoint is where tokens are given.
func (s *smart) endpoint(ctx context.Context) (*url.URL, error) {
	where := s.TokenURL
	if where == "" {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.c.address(".well-known/smart-configuration", nil).String(), nil)
		if err != nil {
			return nil, bare(err)
		}
		var found struct {
			TokenEndpoint string `json:"token_endpoint"`
		}
		if err := s.send(req, &found); err != nil {
			return nil, fmt.Errorf(".well-known/smart-configuration: %w", err)
		}
		where = found.TokenEndpoint
	}
	u, err := url.Parse(where)
	if err != nil || u.Host == "" || !safe(u) {
		return nil, errors.New("the token endpoint does not begin with https://; name it in fhir.token_url")
	}
	return u, nil
}

func (s *smart) ask(ctx context.Context, where *url.URL) (token string, until time.Time, err error) {
	statement, err := s.assertion(where.String())
	if err != nil {
		return "", until, err
	}
	scope := s.Scope
	if scope == "" {
		scope = "system/*.rs"
	}
	form := url.Values{
		"grant_type": {"client_credentials"}, "scope": {scope}, "client_assertion": {statement},
		"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, where.String(), strings.NewReader(form.Encode()))
	if err != nil {
		return "", until, bare(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var given struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int    `json:"expires_in"`
	}
	if err := s.send(req, &given); err != nil {
		return "", until, err
	}
	if given.AccessToken == "" || !strings.EqualFold(given.TokenType, "bearer") {
		return "", until, errors.New("the answer holds no bearer token")
	}
	return given.AccessToken, time.Now().Add(time.Duration(given.ExpiresIn)*time.Second - tokenMargin), nil
}

// send sends a request and reads its answer, of which errors repeat nothing.
func (s *smart) send(req *http.Request, into any) error {
	req.Header.Set("Accept", "application/json")
	resp, err := s.c.http.Do(req)
	if err != nil {
		return bare(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, mostToken))
	switch {
	case err != nil:
		return bare(err)
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("status %d: look at fhir.client_id, fhir.client_key_file, fhir.client_key_id and fhir.scope", resp.StatusCode)
	case json.Unmarshal(text, into) != nil:
		return errors.New("the answer is not the JSON that was expected")
	}
	return nil
}

// assertion says who we are, to that one endpoint, once.
func (s *smart) assertion(endpoint string) (string, error) {
	key, err := s.key()
	if err != nil {
		return "", err
	}
	now := time.Now()
	t := jwt.NewWithClaims(key.method, jwt.MapClaims{
		"iss": s.ClientID, "sub": s.ClientID, "aud": endpoint, "jti": rand.Text(),
		"iat": now.Unix(), "exp": now.Add(assertionLife).Unix(),
	})
	t.Header["kid"] = s.KeyID
	signed, err := t.SignedString(key.private)
	if err != nil {
		return "", errors.New("fhir.client_key_file: want an RSA key of 2048 bits or more, or a P-384 key")
	}
	return signed, nil
}

type smartKey struct {
	method  jwt.SigningMethod
	private any
}

// key reads the private key: RS384 or ES384, which every server must know.
func (s *smart) key() (smartKey, error) {
	pem, err := readSecret("fhir.client_key_file", s.KeyFile)
	if err != nil {
		return smartKey{}, err
	}
	if k, err := jwt.ParseECPrivateKeyFromPEM(pem); err == nil && k.Curve.Params().BitSize == 384 {
		return smartKey{jwt.SigningMethodES384, k}, nil
	}
	if k, err := jwt.ParseRSAPrivateKeyFromPEM(pem); err == nil && k.N.BitLen() >= 2048 {
		return smartKey{jwt.SigningMethodRS384, k}, nil
	}
	return smartKey{}, errors.New("fhir.client_key_file: want an RSA key of 2048 bits or more, or a P-384 key, as unencrypted PEM")
}
