package main

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// handed starts the program as systemd does with a socket unit: the socket is
// ours, and its number is told to the child by its own id.
func (s *server) handed(socket *os.File) {
	s.t.Helper()
	log, err := os.OpenFile(s.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	defer log.Close()
	s.cmd = exec.Command("sh", "-c", `LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" serve`, s.bin)
	s.cmd.Env, s.cmd.Stdout, s.cmd.Stderr, s.cmd.ExtraFiles = s.env, log, log, []*os.File{socket}
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
}

// While the service is stopped and started again, nobody is turned away: who
// comes meanwhile waits.
func TestARestartTurnsNobodyAway(t *testing.T) {
	s := newServer(t)
	ln, err := net.Listen("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	socket, err := ln.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	s.handed(socket)
	asked, stop := make(chan int), make(chan struct{})
	go s.keepAsking(asked, stop)
	answered := func() {
		for range 20 {
			if _, ok := <-asked; !ok {
				t.Fatal("nobody asks any more")
			}
		}
	}
	answered()
	for range 2 {
		s.stop()
		s.handed(socket)
		answered()
	}
	close(stop)
	for range asked { // until it ends
	}
}

// keepAsking asks one after the other, each by a connection of its own.
func (s *server) keepAsking(asked chan<- int, stop <-chan struct{}) {
	defer close(asked)
	c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for n := 0; ; n++ {
		res, err := c.Get(s.url + "/healthz")
		if err != nil {
			s.t.Errorf("request %d was turned away: %v", n, err)
			return
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			s.t.Errorf("request %d: status %d", n, res.StatusCode)
		}
		select {
		case <-stop:
			return
		case asked <- n:
		}
	}
}
