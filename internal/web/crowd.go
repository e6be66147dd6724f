package web

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
)

// Limits are how many requests of one address are answered in a minute, by what
// they ask for; 0 means any number.
type Limits struct{ Login, Verify, Links, API int }

// errCrowd says that too many requests came from one address.
var errCrowd = errors.New("too many requests from one address")

const (
	crowdTime = time.Minute
	// mostCounted bounds the memory of a minute. Who comes when it is full is not
	// counted: guessing is slow all the same, by the account and by the link.
	mostCounted = 1 << 17
)

// crowd counts requests by address. Of an address it has a hash alone, in memory,
// under a salt that is drawn at the start and again each minute: no two minutes
// can be compared, and nothing of it is ever written anywhere (rule 1.8 of the
// data policy).
type crowd struct {
	now func() time.Time

	mu    sync.Mutex
	begun time.Time
	salt  [sha256.Size]byte
	came  map[[sha256.Size]byte]int
	here  map[[sha256.Size]byte]int // who has something under way
}

// turn begins another minute where the last is over, and gives what a request
// goes by in it.
func (c *crowd) turn(what string, from netip.Prefix) [sha256.Size]byte {
	if now := c.now(); c.came == nil || now.Before(c.begun) || now.Sub(c.begun) >= crowdTime {
		rand.Read(c.salt[:]) // never fails
		c.begun, c.came = now, map[[sha256.Size]byte]int{}
	}
	return sha256.Sum256([]byte(string(c.salt[:]) + what + " " + from.String()))
}

// enter reports whether fewer than most of one address are under way, and then
// counts one more until leave. Whom nobody tells apart is not counted.
func (c *crowd) enter(from netip.Prefix, most int) (leave func(), ok bool) {
	if !from.IsValid() {
		return func() {}, true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	key := c.turn("under way", from)
	if c.here[key] >= most {
		return nil, false
	}
	if c.here == nil {
		c.here = map[[sha256.Size]byte]int{}
	}
	c.here[key]++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.here[key]--; c.here[key] == 0 {
			delete(c.here, key)
		}
	}, true
}

// over counts a request and reports whether it is one more than most.
func (c *crowd) over(what string, from netip.Prefix, most int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := c.turn(what, from)
	n, counted := c.came[key]
	if !counted && len(c.came) >= mostCounted {
		return false
	}
	c.came[key] = min(n+1, most+1)
	return n >= most
}

// paced refuses what one address asks too often. It comes before anything that
// costs: a body is not even read.
func (s *Server) paced(c *gin.Context) {
	what, most := s.limits.of(c.Request.Method, c.FullPath())
	if most == 0 {
		return
	}
	if from := s.networkOf(c.Request); from.IsValid() && s.crowd.over(what, from, most) {
		s.refuse(c, errCrowd)
	}
}

// of is what a route counts as, and how many of that are answered.
func (l Limits) of(method, path string) (what string, most int) {
	switch {
	case path == "/login" && method == http.MethodPost:
		return "login", l.Login
	case path == "/verify" && method == http.MethodPost, path == "/v/:number", path == "/api/v1/verify/:number":
		return "verify", l.Verify
	case path == "/d/:token":
		return "links", l.Links
	case strings.HasPrefix(path, "/api/v1/"):
		return "api", l.API
	}
	return "", 0
}

// networkOf is where a request comes from: an IPv4 address, or the /64 that an
// IPv6 household has. Behind a proxy it is what the proxy says last. Invalid for
// whom nobody tells apart: this machine itself, or a proxy that says nothing.
func (s *Server) networkOf(r *http.Request) netip.Prefix {
	from := r.RemoteAddr
	if s.proxied {
		said := r.Header.Values("X-Forwarded-For")
		if len(said) == 0 {
			return netip.Prefix{}
		}
		last := said[len(said)-1]
		from = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	}
	a := addressOf(from)
	bits := 32
	if a.Is6() {
		bits = 64
	}
	if !a.IsValid() || !s.proxied && a.IsLoopback() {
		return netip.Prefix{}
	}
	return netip.PrefixFrom(a, bits).Masked()
}

// addressOf reads an address with or without a port.
func addressOf(text string) netip.Addr {
	a, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if err != nil {
		p, _ := netip.ParseAddrPort(text) // invalid: the zero Addr
		a = p.Addr()
	}
	return a.Unmap().WithZone("")
}
