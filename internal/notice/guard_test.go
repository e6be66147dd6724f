package notice_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"vypiska/internal/notice"
)

func TestPrivateAddressesAreKnown(t *testing.T) {
	for _, inside := range strings.Fields(`0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.1 192.0.0.8 192.0.2.1
		198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255
		:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1`) {
		if notice.Public(netip.MustParseAddr(inside)) {
			t.Errorf("%s counts as public", inside)
		}
	}
	for _, outside := range strings.Fields(`8.8.8.8 172.32.0.1 100.128.0.1 192.169.0.1 2a02:6b8::1 ::ffff:8.8.8.8`) {
		if !notice.Public(netip.MustParseAddr(outside)) {
			t.Errorf("%s counts as private", outside)
		}
	}
}

// A listener on this machine is asked for by its address, by a name that resolves
// to it, and in the notations that a URL leaves to the resolver.
func TestAPrivateAddressIsNotReachedHoweverItIsNamed(t *testing.T) {
	var heard atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { heard.Add(1) }))
	defer srv.Close()
	_, port, _ := strings.Cut(strings.TrimPrefix(srv.URL, "http://"), ":")
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0"} {
		h := hook(t, "http://"+host+":"+port, false)
		if err := h.Send(t.Context(), notice.Notice{ID: "a"}, noon); !errors.Is(err, notice.ErrPrivate) {
			t.Errorf("%s: %v", host, err)
		}
	}
	if heard.Load() != 0 {
		t.Error("the listener heard of it")
	}
	if err := hook(t, srv.URL, true).Send(t.Context(), notice.Notice{ID: "a"}, noon); err != nil || heard.Load() != 1 {
		t.Errorf("where it is allowed: %v", err)
	}
}

func TestNoRedirectIsFollowed(t *testing.T) {
	var heard atomic.Int32
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { heard.Add(1) }))
	defer inner.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		outer := httptest.NewServer(http.RedirectHandler(inner.URL, status))
		err := hook(t, outer.URL, true).Send(t.Context(), notice.Notice{ID: "a"}, noon)
		outer.Close()
		if !errors.Is(err, notice.ErrRefused) || heard.Load() != 0 {
			t.Errorf("%d: %v, followed %d times", status, err, heard.Load())
		}
	}
}

func TestAListenerThatIsGoneSaysSo(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }))
	defer srv.Close()
	if err := hook(t, srv.URL, true).Send(t.Context(), notice.Notice{ID: "a"}, noon); !errors.Is(err, notice.ErrGone) {
		t.Error(err)
	}
}

func hook(t *testing.T, url string, private bool) notice.Hook {
	t.Helper()
	h, err := notice.New(url, []byte(strings.Repeat("s", 32)))
	if err != nil {
		t.Fatal(err)
	}
	h.Client = notice.Guarded(private)
	return h
}
