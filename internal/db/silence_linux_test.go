package db

import (
	"net"
	"syscall"
	"testing"
	"time"
)

// make chaos cuts the network and sees that nobody waits; here, that the bound is set.
func TestASilentConnectionIsBounded(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	c, err := dialer(5*time.Second).Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	raw, err := c.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var most int
	if err := raw.Control(func(fd uintptr) { most, err = syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout) }); err != nil {
		t.Fatal(err)
	}
	if err != nil || most != int(silence.Milliseconds()) {
		t.Errorf("%d ms, %v", most, err)
	}
}
