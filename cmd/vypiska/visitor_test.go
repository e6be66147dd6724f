package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// surfer is a person with a browser that tells of itself in every way there is:
// nothing of it must ever be found again (rule 1.8 of the data policy).
type surfer struct {
	t    *testing.T
	url  string
	c    *http.Client
	seen map[string]bool
	// broken: records are, so that some pages can only say so (502).
	broken bool
}

// from is an address of this machine that nothing else here uses.
const from = "127.0.0.77"

const marker = "Planted-7f3a"

// told is the address that the proxy in front names.
const told = "198.51.100.77"

// markings are headers a visitor may send about themselves.
var markings = []string{"User-Agent", "Referer", "X-Forwarded-For", "X-Real-Ip", "Forwarded", "X-Request-Id", "Accept-Language", "From", "Sec-Ch-Ua"}

func newSurfer(t *testing.T, address string, roots *x509.CertPool) *surfer {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	jar.SetCookies(u, []*http.Cookie{{Name: "tracker", Value: marker}})
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	return &surfer{t: t, url: address, seen: map[string]bool{}, c: &http.Client{
		Jar:           jar,
		Transport:     &http.Transport{DialContext: dialer.DialContext, TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func (s *surfer) do(method, path string, form url.Values) (status int, body, location string) {
	s.t.Helper()
	req, err := http.NewRequest(method, s.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, name := range markings {
		req.Header.Set(name, marker)
	}
	req.Header.Set("X-Forwarded-For", marker+", "+told)
	req.Header.Set("Accept", "text/html")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := s.c.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode, string(text), res.Header.Get("Location")
}

// begin is a first login up to the cabinet.
func (s *surfer) begin(login, first string) (home string) {
	s.t.Helper()
	if code, _, to := s.do("POST", "/login", url.Values{"login": {login}, "password": {first}}); code != 303 || to != "/password" {
		s.t.Fatalf("the first login: %d to %s", code, to)
	}
	own := url.Values{"new": {"тихая река под мостом"}, "again": {"тихая река под мостом"}}
	code, _, to := s.do("POST", "/password", own)
	if code != 303 {
		s.t.Fatalf("choosing a password: %d", code)
	}
	return to
}

var hrefs = regexp.MustCompile(`href="(/[^"]*)"`)

// crawl opens every page that can be reached from one, a hundred at most.
func (s *surfer) crawl(path string) {
	s.t.Helper()
	if s.seen[path] || len(s.seen) >= 100 {
		return
	}
	s.seen[path] = true
	status, body, to := s.do("GET", path+"?"+url.Values{"q": {marker}}.Encode(), nil)
	if status >= 500 && !(s.broken && status == 502) {
		s.t.Errorf("%s: %d", path, status)
	}
	for _, m := range hrefs.FindAllStringSubmatch(body+` href="`+to+`"`, -1) {
		next, _, _ := strings.Cut(m[1], "?")
		s.crawl(next)
	}
}

// secured makes the server speak TLS.
func (s *server) secured() *x509.CertPool {
	s.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	at, err := url.Parse(s.url)
	if err != nil {
		s.t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.ParseIP(at.Hostname())}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		s.t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		s.t.Fatal(err)
	}
	chain := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for name, text := range map[string][]byte{"cert.pem": chain, "key.pem": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})} {
		if err := os.WriteFile(filepath.Join(s.dir, name), text, 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
	s.url = strings.Replace(s.url, "http://", "https://", 1)
	s.env = append(s.env, "VYPISKA_PUBLIC_URL="+s.url, "VYPISKA_TLS_CERT_FILE="+filepath.Join(s.dir, "cert.pem"), "VYPISKA_TLS_KEY_FILE="+filepath.Join(s.dir, "key.pem"))
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(chain)
	return roots
}

// rude sends what no browser sends, from the visitor's address.
func rude(t *testing.T, address string, roots *x509.CertPool) {
	t.Helper()
	host := strings.TrimPrefix(address, "https://")
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: 10 * time.Second}
	plain := func(text string) {
		c, err := dialer.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_, _ = io.WriteString(c, text)
		_ = c.(*net.TCPConn).CloseWrite()
		_, _ = io.ReadAll(c)
	}
	plain("GET /" + marker + " HTTP/1.1\r\nHost: " + marker + "\r\n\r\n") // plain HTTP
	plain("\x16\x03\x01\x00\x05" + marker)                                // half a greeting
	inside := func(text string) {
		c, err := tls.DialWithDialer(dialer, "tcp", host, &tls.Config{RootCAs: roots})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_, _ = io.WriteString(c, text)
		_ = c.CloseWrite()
		_, _ = io.ReadAll(c)
	}
	inside("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + strings.Repeat(marker, 10_000) + "\r\n\r\n")
	inside("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nlogin=" + marker) // hangs up in the middle
	inside("BREW /" + marker + " HTTP/9.9\r\n\r\n")
}

// slow begins a request and does not end it; the channel closes once the server
// has given up waiting.
func slow(t *testing.T, address string, roots *x509.CertPool) <-chan struct{} {
	t.Helper()
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: 10 * time.Second}
	c, err := tls.DialWithDialer(dialer, "tcp", strings.TrimPrefix(address, "https://"), &tls.Config{RootCAs: roots})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(c, "GET /"+marker+" HTTP/1.1\r\nHost: x\r\nX-Slow: "+marker)
	given := make(chan struct{})
	go func() {
		defer close(given)
		_, _ = io.ReadAll(c)
		_ = c.Close()
	}()
	return given
}

func TestNothingOfAVisitorIsFoundAgain(t *testing.T) {
	s := newServer(t)
	roots := s.secured()
	s.env = append(s.env, "VYPISKA_TLS_PROXY=on", "VYPISKA_LIMITS_LOGIN=12")
	s.startOver(roots)
	waiting := slow(t, s.url, roots)
	for role, subject := range map[string]string{
		"patient": "Patient/ru-p01", "doctor": "Practitioner/ru-doc2", "insurer": "Organization/ru-ins1", "reception": "front-desk", "officer": "officer-1",
	} {
		var made struct{ Login, Password string }
		if err := json.Unmarshal([]byte(s.run("account", "add", "--role", role, "--subject", subject)), &made); err != nil {
			t.Fatal(err)
		}
		v := newSurfer(t, s.url, roots)
		v.crawl("/")
		v.do("POST", "/login", url.Values{"login": {marker}, "password": {marker}, "code": {marker}})
		home := v.begin(made.Login, made.Password)
		v.crawl(home)
		v.crawl("/me")
		if role == "reception" {
			v.do("POST", "/reception", url.Values{"who": {"patient"}, "card": {"АК-39030/21"}, "name": {"Сулейменова Римма"}, "birth": {"2015-07-13"}})
			v.crawl("/reception/Patient/ru-p01")
		}
		if len(v.seen) < 5 {
			t.Errorf("%s saw %d pages only", role, len(v.seen))
		}
		v.do("POST", "/logout", url.Values{})
		v.c.CloseIdleConnections()
	}
	v := newSurfer(t, s.url, roots)
	tired := 0
	for range 30 { // logins enough to be refused for their address
		if code, _, _ := v.do("POST", "/login", url.Values{"login": {marker}, "password": {marker}}); code == http.StatusTooManyRequests {
			tired++
		}
	}
	if tired == 0 {
		t.Error("the address was never counted")
	}
	rude(t, s.url, roots)
	<-waiting
	s.find(s.metricsText(), "the metrics")
	s.stop()
	s.searchData()
	s.searchVisitor()
}

// startOver is start for a server that speaks TLS.
func (s *server) startOver(roots *x509.CertPool) {
	s.t.Helper()
	old := http.DefaultTransport
	http.DefaultTransport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	defer func() { http.DefaultTransport = old }()
	s.start()
}

func (s *server) metricsText() []byte {
	s.t.Helper()
	res, err := http.Get(s.metrics + "/metrics")
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || len(text) == 0 {
		s.t.Fatal(err, len(text))
	}
	return text
}

// find fails where content has anything of a visitor.
func (s *server) find(content []byte, where string) {
	s.t.Helper()
	for _, trace := range []string{marker, strings.ToLower(marker), from, told} {
		if strings.Contains(string(content), trace) {
			s.t.Errorf("%s holds %q", where, trace)
		}
	}
}

// searchVisitor looks through every file there is: database, log, all.
func (s *server) searchVisitor() {
	s.t.Helper()
	files := 0
	err := filepath.WalkDir(s.dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		files++
		content, err := os.ReadFile(name)
		s.find(content, filepath.Base(name))
		return err
	})
	if err != nil || files < 5 {
		s.t.Fatal(files, err)
	}
}
