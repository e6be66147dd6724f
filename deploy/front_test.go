//go:build tools

package deploy_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	token   = "Planted-token-5d1c"
	visitor = "127.0.0.78" // an address of this machine that nothing else here uses,
	host    = "127.0.0.79" // and another: a free port of it stays free
)

// What nginx and HAProxy write of requests, good and bad, names neither the link
// nor the visitor, and the service behind them is told the address it counts by and
// nothing else.
func TestNginxKeepsNothingOfAVisitor(t *testing.T) {
	nginx := tool(t, "nginx", "nginx-light")
	dir, up := t.TempDir(), newUpstream(t)
	port := freePort(t)
	writePair(t, filepath.Join(dir, "chain.pem"), filepath.Join(dir, "key.pem"))
	text := edited(t, "nginx.conf", map[string]string{
		"/var/log/nginx/": dir + "/", "/etc/vypiska/tls/": dir + "/", "listen 443 ": "listen " + host + ":" + port + " ",
		"http://127.0.0.1:8080": up.URL,
	})
	conf := filepath.Join(dir, "nginx.conf")
	write(t, conf, "daemon off;\nmaster_process off;\npid "+dir+"/pid;\nerror_log stderr emerg;\nevents {}\nhttp {\n"+temps(dir)+text+"\n}\n")
	if out, err := exec.CommandContext(t.Context(), nginx, "-t", "-c", conf).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	said := run(t, port, syscall.SIGQUIT, nginx, "-c", conf)
	visits(t, port, up)
	log := said() + read(t, filepath.Join(dir, "vypiska.log")) + read(t, filepath.Join(dir, "vypiska.error.log"))
	judge(t, log, " GET 200 ", " GET 502 ")
}

func TestHAProxyKeepsNothingOfAVisitor(t *testing.T) {
	haproxy := tool(t, "haproxy", "haproxy")
	dir, up := t.TempDir(), newUpstream(t)
	port := freePort(t)
	both := filepath.Join(dir, "both.pem")
	writePair(t, both, both)
	behind := strings.TrimPrefix(up.URL, "http://")
	text := edited(t, "haproxy.cfg", map[string]string{
		"log /dev/log local0 info": "log stdout format raw local0 info", "/etc/vypiska/tls/both.pem": both, "bind :443 ": "bind " + host + ":" + port + " ",
		"server web1 127.0.0.1:8080": "server web1 " + behind, "server web2 127.0.0.1:8081": "server web2 " + behind,
	})
	conf := filepath.Join(dir, "haproxy.cfg")
	write(t, conf, text)
	if out, err := exec.CommandContext(t.Context(), haproxy, "-c", "-f", conf).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	said := run(t, port, syscall.SIGUSR1, haproxy, "-db", "-f", conf)
	visits(t, port, up)
	judge(t, said(), " GET 200 ", " GET 50")
}

// temps are the folders nginx wants to exist.
func temps(dir string) (lines string) {
	for _, what := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		lines += what + "_temp_path " + dir + "/" + what + ";\n"
	}
	return lines
}

// upstream is a service that notes what it is told of visitors.
type upstream struct {
	*httptest.Server
	mu   sync.Mutex
	told []string
	// addresses are what X-Forwarded-For said.
	addresses []string
}

func newUpstream(t *testing.T) *upstream {
	u := &upstream{}
	u.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u.mu.Lock()
		defer u.mu.Unlock()
		if r.URL.Path != "/readyz" {
			u.addresses = append(u.addresses, strings.Join(r.Header.Values("X-Forwarded-For"), ", "))
			for _, name := range []string{"X-Real-Ip", "User-Agent", "Referer", "Forwarded"} {
				u.told = append(u.told, r.Header.Get(name))
			}
		}
	}))
	t.Cleanup(u.Close)
	return u
}

// visits asks for a link, sends what is no request, and asks again when the
// service is gone.
func visits(t *testing.T, port string, up *upstream) {
	t.Helper()
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(visitor)}}
	c := &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	ask := func() int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+host+":"+port+"/d/"+token+"?q="+token, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("User-Agent", token)
		req.Header.Set("X-Forwarded-For", "203.0.113.7")
		req.Header.Set("Referer", "https://x.example/"+token)
		res, err := c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		return res.StatusCode
	}
	if code := ask(); code != 200 {
		t.Fatalf("a good request: %d", code)
	}
	for _, text := range []string{"GET /d/" + token + " HTTP/1.1\r\nHost: " + token + "\r\n\r\n", "\x16\x03\x01" + token} {
		conn, err := dialer.DialContext(t.Context(), "tcp", host+":"+port)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, text)
		_ = conn.(*net.TCPConn).CloseWrite()
		_, _ = io.ReadAll(conn)
		conn.Close()
	}
	up.CloseClientConnections()
	up.Close()
	if code := ask(); code != 502 && code != 503 {
		t.Fatalf("a service that is gone: %d", code)
	}
	if said := strings.Join(up.told, ""); said != "" {
		t.Errorf("the service is told of the visitor: %q", said)
	}
	if said := strings.Join(up.addresses, "; "); said != visitor {
		t.Errorf("the service counts by %q, want %s: not by what a visitor says", said, visitor)
	}
}

func judge(t *testing.T, log string, wants ...string) {
	t.Helper()
	for _, planted := range []string{token, strings.ToLower(token), visitor, "/d/"} {
		if strings.Contains(log, planted) {
			t.Errorf("the log has %q:\n%s", planted, log)
		}
	}
	for _, want := range wants {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q, so that this test says nothing:\n%s", want, log)
		}
	}
}

// run starts a server and waits until it listens; the result asks it to leave
// when its requests have ended, and gives what it printed.
func run(t *testing.T, port string, leave syscall.Signal, name string, args ...string) (said func() string) {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	stop := sync.OnceFunc(func() { _ = cmd.Process.Signal(leave); <-ended })
	t.Cleanup(stop)
	tick, late := time.NewTicker(20*time.Millisecond), time.After(2*time.Minute)
	defer tick.Stop()
	for {
		conn, err := net.Dial("tcp", host+":"+port)
		if err == nil {
			conn.Close()
			return func() string { stop(); return out.String() }
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("%s ended: %v\n%s", name, err, out.String())
		case <-late:
			t.Fatalf("%s does not listen", name)
		case <-tick.C:
		}
	}
}

// edited is a file of ours with its places replaced, each of which it must have.
func edited(t *testing.T, name string, places map[string]string) string {
	t.Helper()
	text := read(t, name)
	for from, to := range places {
		if !strings.Contains(text, from) {
			t.Fatalf("%s lacks %q", name, from)
		}
		text = strings.ReplaceAll(text, from, to)
	}
	return text
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func tool(t *testing.T, name, pkg string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil { // Debian has servers where only root's PATH looks
		path, err = exec.LookPath("/usr/sbin/" + name)
	}
	if err != nil {
		t.Fatalf("no %s: install the package %s", name, pkg)
	}
	return path
}

func freePort(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", host+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// writePair makes a certificate and its key; both names may be one file.
func writePair(t *testing.T, cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.ParseIP("127.0.0.1")}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, about, about, k.Public(), k)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	c := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	p := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})
	if cert == key {
		write(t, cert, string(c)+string(p))
		return
	}
	write(t, cert, string(c))
	write(t, key, string(p))
}
