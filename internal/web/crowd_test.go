package web

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// came sends a request from an address, or through a proxy that says where from.
func came(h *house, method, path, from string, said ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = from
	r.Header.Set("Accept", page)
	for _, s := range said {
		r.Header.Add("X-Forwarded-For", s)
	}
	w := httptest.NewRecorder()
	h.Handler().ServeHTTP(w, r)
	return w
}

func TestOneAddressAsksSoManyTimesAMinute(t *testing.T) {
	now := noon
	h := newHouse(t, &fakeDesk{}, func(s *Setup) {
		s.Limits, s.Now = Limits{Login: 2, Verify: 1, Links: 3, API: 1}, func() time.Time { return now }
	})
	asked := func(name, method, path, from string, want int) {
		t.Helper()
		w := came(h, method, path, from)
		if (w.Code == 429) != (want == 429) {
			t.Errorf("%s: %d", name, w.Code)
		}
		if w.Code == 429 && w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", name)
		}
	}
	asked("a first login", "POST", "/login", "198.51.100.7:1000", 0)
	asked("a second from another port", "POST", "/login", "198.51.100.7:1001", 0)
	asked("a third", "POST", "/login", "198.51.100.7:1000", 429)
	asked("a fourth", "POST", "/login", "198.51.100.7:1000", 429)
	asked("the login's page", "GET", "/login", "198.51.100.7:1000", 0)
	asked("a neighbour", "POST", "/login", "198.51.100.8:1000", 0)
	asked("the same address, mapped", "POST", "/login", "[::ffff:198.51.100.7]:1000", 429)

	asked("a household", "GET", "/v/7KD2-93QF-0AB1", "[2001:db8:1:2::1]:1000", 0)
	asked("another machine of it", "GET", "/v/7KD2-93QF-0AB1", "[2001:db8:1:2:ffff::9]:1000", 429)
	asked("its API", "GET", "/api/v1/verify/7KD2-93QF-0AB1", "[2001:db8:1:2::1]:1000", 429)
	asked("its files", "POST", "/verify", "[2001:db8:1:2::1]:1000", 429)
	asked("the next household", "GET", "/v/7KD2-93QF-0AB1", "[2001:db8:1:3::1]:1000", 0)

	for n, want := range []int{0, 0, 0, 429} {
		asked(fmt.Sprintf("link %d", n), "GET", "/d/token", "198.51.100.7:1000", want)
	}
	asked("a download is a look too", "POST", "/d/token", "198.51.100.7:1000", 429)
	asked("a call", "GET", "/api/v1/extracts", "198.51.100.7:1000", 0)
	asked("another call", "GET", "/api/v1/record", "198.51.100.7:1000", 429)
	asked("a page is not counted", "GET", "/verify", "198.51.100.7:1000", 0)
	for range 5 {
		asked("this machine", "POST", "/login", "127.0.0.1:1000", 0)
		asked("this machine", "POST", "/login", "[::1]:1000", 0)
	}
	now = now.Add(crowdTime)
	asked("the next minute", "POST", "/login", "198.51.100.7:1000", 0)
}

func TestBehindAProxyItsLastWordCounts(t *testing.T) {
	h := newHouse(t, &fakeDesk{}, func(s *Setup) { s.Limits, s.Proxied = Limits{Login: 1}, true })
	for _, c := range []struct {
		name string
		said []string
		want int
	}{
		{"a visitor", []string{"198.51.100.7"}, 422},
		{"who makes up more in front", []string{"203.0.113.1, 198.51.100.7"}, 429},
		{"and in a line of its own", []string{"203.0.113.1", "198.51.100.7"}, 429},
		{"another", []string{"198.51.100.7, 198.51.100.9"}, 422},
		{"a household", []string{"2001:db8::1"}, 422},
		{"the same", []string{"[2001:db8::2]"}, 429},
		{"a proxy that says nothing", nil, 422},
		{"again", nil, 422},
		{"nonsense", []string{"Иванова"}, 422},
		{"again", []string{"Иванова"}, 422},
	} {
		if w := came(h, "POST", "/login", "127.0.0.1:1000", c.said...); (w.Code == 429) != (c.want == 429) {
			t.Errorf("%s: %d", c.name, w.Code)
		}
	}
}

// What is kept of an address is a hash that no other start and no other minute
// makes of it, and nothing in the log or the metrics.
func TestOfAnAddressAHashIsKeptAndNotForLong(t *testing.T) {
	now := noon
	kept := func(c *crowd) (out [][]byte) {
		for k := range c.came {
			out = append(out, bytes.Clone(k[:]))
		}
		return out
	}
	from := netip.MustParsePrefix("198.51.100.7/32")
	a, b := crowd{now: func() time.Time { return now }}, crowd{now: func() time.Time { return now }}
	a.over("login", from, 1)
	b.over("login", from, 1)
	first := kept(&a)
	if len(first) != 1 || bytes.Equal(first[0], kept(&b)[0]) {
		t.Error("two starts keep the same of one address")
	}
	now = now.Add(crowdTime)
	a.over("login", from, 1)
	if second := kept(&a); len(second) != 1 || bytes.Equal(first[0], second[0]) {
		t.Error("two minutes keep the same of one address")
	}
	if all := fmt.Sprintf("%v %s", a.came, kept(&a)); strings.Contains(all, "198.51") || bytes.Contains(kept(&a)[0], from.Addr().AsSlice()) {
		t.Error("the address itself is kept")
	}

	h := newHouse(t, &fakeDesk{}, func(s *Setup) { s.Limits = Limits{Login: 1} })
	for range 3 {
		came(h, "POST", "/login", "198.51.100.7:1000")
	}
	w := httptest.NewRecorder()
	h.MetricsHandler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if strings.Contains(h.log.String()+w.Body.String(), "198.51") {
		t.Error("the log or the metrics have the address")
	}
}

func TestTheMemoryOfACrowdIsBounded(t *testing.T) {
	c := crowd{now: func() time.Time { return noon }}
	for n := range mostCounted + 10 {
		c.over("login", netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)}), 32), 1)
	}
	if len(c.came) != mostCounted {
		t.Errorf("%d are kept", len(c.came))
	}
	if !c.over("login", netip.MustParsePrefix("10.0.0.0/32"), 1) {
		t.Error("who was counted before is not counted any more")
	}
}
