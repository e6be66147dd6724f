package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
)

// firstHanded is the first socket that systemd hands over (sd_listen_fds(3)).
const firstHanded = 3

// listen opens the address, or takes the socket that systemd opened for us
// (deploy/vypiska.socket): that one outlives the process, so that while the
// service is restarted a visitor waits instead of being turned away.
func listen(address string) (net.Listener, error) {
	if os.Getenv("LISTEN_PID") != strconv.Itoa(os.Getpid()) {
		ln, err := net.Listen("tcp", address)
		if err != nil {
			return nil, fmt.Errorf("listen: %w", err)
		}
		return ln, nil
	}
	if n := os.Getenv("LISTEN_FDS"); n != "1" {
		return nil, fmt.Errorf("listen: systemd hands over %s sockets, want 1: leave one ListenStream in the socket unit", n)
	}
	f := os.NewFile(firstHanded, "socket of systemd")
	if f == nil {
		return nil, errors.New("listen: the socket of systemd is not there")
	}
	defer f.Close() // the listener has a copy
	ln, err := net.FileListener(f)
	if err != nil {
		return nil, fmt.Errorf("listen: the socket of systemd: %w", err)
	}
	return ln, nil
}
