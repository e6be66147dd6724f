package notice

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// ErrPrivate says that the address leads into a private network.
var ErrPrivate = errors.New("the address leads into a private network")

// Guarded is a client that reaches no private network: every address is looked
// at when it is connected to, after its name was resolved, and no redirect and
// no proxy is followed. Who may name an address must not be able to ask the
// clinic's own machines.
func Guarded(private bool) *http.Client {
	dialer := &net.Dialer{Timeout: limit}
	if !private {
		dialer.ControlContext = outsideOnly
	}
	return &http.Client{
		Timeout:       limit,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: limit, ResponseHeaderTimeout: limit,
			MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 64 << 10},
	}
}

// outsideOnly is asked for each address before it is connected to.
func outsideOnly(_ context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !Public(at.Addr()) {
		return ErrPrivate
	}
	return nil
}

// inside are networks of special use beside those netip knows (RFC 6890 and
// after): carriers' own, protocol assignments, documentation, benchmarks,
// reserved; for IPv6 the ways into IPv4 and what is not global.
var inside = prefixes("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "fec0::/10")

func prefixes(list ...string) (out []netip.Prefix) {
	for _, p := range list {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}

// Public reports whether an address is one of the internet.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.Zone() != "" {
		return false
	}
	for _, p := range inside {
		if p.Contains(a) {
			return false
		}
	}
	return true
}
