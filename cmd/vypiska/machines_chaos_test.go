//go:build chaos && s3 && postgres

package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"vypiska/exporter/record/fhir/fhirtest"
	"vypiska/internal/db/dbtest"
	"vypiska/storage/storagetest"
)

// machines are two web and two worker processes, each on a machine of its own (a
// network namespace): one cable to the servers (PostgreSQL, S3, FHIR), one to
// HAProxy with the handbook's configuration. chaos/network lays the cables' other
// ends. The embedded fleet is what people and operators see.
type machines struct {
	*fleet
	people   *people
	s3       *relay
	fhirAway atomic.Bool
	felt     atomic.Int64 // times somebody met the FHIR server or S3 away
	stopped  *server      // a leader that was stopped
	old      string       // who led before
}

// Networks that chaos/network lays; the value is this machine's address.
const (
	serversNet = "CHAOS_SERVERS"
	frontNet   = "CHAOS_FRONT"
)

// here is this machine's address on a network, and there that of the machine n.
func (m *machines) here(net string) string {
	m.t.Helper()
	address := os.Getenv(net)
	if address == "" {
		m.t.Fatal(net + " is not set: this test wants networks of its own, which chaos/run gives it")
	}
	return address
}

func (m *machines) there(net string, n int) string {
	return fmt.Sprintf("%s.1%d", m.here(net)[:strings.LastIndexByte(m.here(net), '.')], n)
}

func newMachines(t *testing.T) *machines {
	t.Helper()
	http.DefaultClient.Timeout = time.Minute // nobody waits longer for a page
	m := &machines{fleet: &fleet{server: newServer(t)}}
	m.serveS3()
	m.serveFHIR()
	m.database = dbtest.Name(t)
	m.url = "http://" + freePort(t)
	m.env = append(m.env, "VYPISKA_DATABASE_URL="+m.remote(m.database), "VYPISKA_MASTER_KEY_FILE="+filepath.Join(m.dir, "master.key"),
		"VYPISKA_PUBLIC_URL="+m.url, "VYPISKA_TLS_PROXY=on", "VYPISKA_LIMITS_API=0", "VYPISKA_LIMITS_LINKS=0", "VYPISKA_LOG_LEVEL=info")
	for n, name := range []string{"web-1", "web-2", "worker-1", "worker-2"} {
		role, _, _ := strings.Cut(name, "-")
		one := m.machine(name, role, n+1)
		if role == roleWeb {
			m.web = append(m.web, one)
		} else {
			m.workers = append(m.workers, one)
		}
	}
	m.serveFront()
	return m
}

// remote is the database's URL on the network, where the server proves who it is.
func (m *machines) remote(socket string) string {
	u, err := url.Parse(socket)
	if err != nil {
		m.t.Fatal(err)
	}
	return fmt.Sprintf("postgres://postgres@%s:%s/postgres?sslmode=verify-full&sslrootcert=%s&search_path=%s",
		m.here(serversNet), u.Query().Get("port"), os.Getenv(dbtest.Root), u.Query().Get("search_path"))
}

// machine is one process on a machine of its own, which outlives it.
func (m *machines) machine(name, role string, n int) *server {
	t := m.t
	t.Helper()
	hold := exec.Command("sleep", "infinity")
	hold.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	if err := hold.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = hold.Process.Kill(); _ = hold.Wait() })
	pid := fmt.Sprint(hold.Process.Pid)
	within := []string{"nsenter", "--net=/proc/" + pid + "/ns/net"}
	m.does("", append(within, "ip", "link", "set", "lo", "up")...)
	for _, net := range []string{serversNet, frontNet} {
		bridge, end := bridgeOf(net), cable(net, n)
		m.does("", "ip", "link", "add", end, "type", "veth", "peer", "name", bridge, "netns", pid)
		m.does("", append(within, "ip", "addr", "add", m.there(net, n)+"/24", "dev", bridge)...)
		m.does("", append(within, "ip", "link", "set", bridge, "up")...)
		m.does("", "ip", "link", "set", end, "master", bridge, "up")
	}
	one := m.member(name, role)
	listen, metrics := m.there(frontNet, n)+":8080", m.there(frontNet, n)+":9090"
	one.within, one.url, one.metrics = within, "http://"+listen, "http://"+metrics
	one.env = append(one.env, "VYPISKA_LISTEN="+listen, "VYPISKA_METRICS_LISTEN="+metrics)
	return one
}

func bridgeOf(net string) string     { return strings.ToLower(strings.TrimPrefix(net, "CHAOS_")) }
func cable(net string, n int) string { return fmt.Sprintf("%s%d", bridgeOf(net), n) }

// cut pulls the machine's cable out of a network: what is sent is lost without a
// word. plug puts it in again.
func (m *machines) cut(n int, net string)  { m.does("", "ip", "link", "set", cable(net, n), "down") }
func (m *machines) plug(n int, net string) { m.does("", "ip", "link", "set", cable(net, n), "up") }

// does runs a command, with text to read if there is any.
func (m *machines) does(text string, command ...string) {
	m.t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin = strings.NewReader(text)
	if out, err := cmd.CombinedOutput(); err != nil {
		m.t.Fatalf("%s: %v: %s", strings.Join(command, " "), err, out)
	}
}

// postgres has pg_ctl do something with the server.
func (m *machines) postgres(what string) {
	m.does("", append(strings.Fields(os.Getenv(dbtest.Control)), strings.Fields(what)...)...)
}

func (m *machines) serveS3() {
	t := m.t
	c := storagetest.Servers(t)[0].Start(t)
	m.s3 = newRelay(t, m.here(serversNet)+":0", c.Endpoint, &m.felt)
	m.env = append(m.env, "VYPISKA_S3_ENDPOINT="+m.s3.Addr().String(), "VYPISKA_S3_REGION="+c.Region, "VYPISKA_S3_TLS=off", "VYPISKA_S3_BUCKET="+storagetest.NewBucket(),
		"VYPISKA_S3_ACCESS_KEY_FILE="+m.secret("access", c.AccessKey), "VYPISKA_S3_SECRET_KEY_FILE="+m.secret("secret", c.SecretKey))
}

// serveFHIR serves the sample clinic over https, as a clinic's system would be.
func (m *machines) serveFHIR() {
	t := m.t
	clinic, err := fhirtest.New(filepath.Join(m.dir, "records"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(clinic.Close)
	to, err := url.Parse(clinic.URL)
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if m.fhirAway.Load() {
			m.felt.Add(1)
			gone(w)
			return
		}
		httputil.NewSingleHostReverseProxy(to).ServeHTTP(w, r)
	}))
	_ = front.Listener.Close()
	if front.Listener, err = net.Listen("tcp", m.here(serversNet)+":0"); err != nil {
		t.Fatal(err)
	}
	cert, root := m.certificate()
	front.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
	front.StartTLS()
	t.Cleanup(front.Close)
	clinic.URL = front.URL // of the next page
	m.env = append(m.env, "VYPISKA_RECORDS="+front.URL+"/fhir", "VYPISKA_FHIR_CA_FILE="+m.secret("fhir.pem", root))
}

// certificate is one of this machine on the servers' network, and itself as PEM.
func (m *machines) certificate() (tls.Certificate, string) {
	t := m.t
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mis"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IPAddresses: []net.IP{net.ParseIP(m.here(serversNet))}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// serveFront starts HAProxy as docs/operating.md has it, but for TLS and addresses.
func (m *machines) serveFront() {
	t := m.t
	text, err := os.ReadFile(filepath.Join(repo, "deploy", "haproxy.cfg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, edit := range [][2]string{
		{"log /dev/log local0 info", "log stdout format raw local0 info"}, {"bind :443 ssl crt /etc/vypiska/tls/both.pem alpn h2,http/1.1", "bind " + strings.TrimPrefix(m.url, "http://")},
		{"server web1 127.0.0.1:8080", "server web1 " + m.there(frontNet, 1) + ":8080"}, {"server web2 127.0.0.1:8081", "server web2 " + m.there(frontNet, 2) + ":8080"},
	} {
		if !strings.Contains(string(text), edit[0]) {
			t.Fatalf("deploy/haproxy.cfg has no %q any more", edit[0])
		}
		text = []byte(strings.Replace(string(text), edit[0], edit[1], 1))
	}
	cmd := exec.Command("haproxy", "-db", "-f", m.secret("haproxy.cfg", string(text)))
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v: install the Debian package haproxy", err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
}

// relay passes connections on to a server, until it is away.
type relay struct {
	net.Listener
	to   string
	met  *atomic.Int64
	mu   sync.Mutex
	away bool
	open map[net.Conn]bool
}

func newRelay(t *testing.T, listen, to string, met *atomic.Int64) *relay {
	t.Helper()
	ln, err := net.Listen("tcp", listen)
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{Listener: ln, to: to, met: met, open: map[net.Conn]bool{}}
	t.Cleanup(func() { _ = ln.Close(); r.set(true) })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go r.pass(c)
		}
	}()
	return r
}

// set takes the server away, with all its connections, or brings it back.
func (r *relay) set(away bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.away = away; !away {
		return
	}
	for c := range r.open {
		_ = c.Close()
	}
}

func (r *relay) pass(c net.Conn) {
	defer c.Close()
	r.mu.Lock()
	away := r.away
	r.open[c] = true
	r.mu.Unlock()
	defer func() { r.mu.Lock(); delete(r.open, c); r.mu.Unlock() }()
	if away {
		r.met.Add(1)
		return
	}
	var d net.Dialer
	s, err := d.DialContext(context.Background(), "tcp", r.to)
	if err != nil {
		return
	}
	defer s.Close()
	go func() { _, _ = io.Copy(s, c); _ = s.Close() }()
	_, _ = io.Copy(c, s)
}
