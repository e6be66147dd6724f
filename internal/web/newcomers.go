package web

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// newcomers are connections whose first request has not been read. Shutdown
// would drop that request without an answer, also one that was sent before the
// stop began; a stop waits for them first.
type newcomers struct {
	mu  sync.Mutex
	all map[net.Conn]bool
}

// newcomersOf counts the server's; it takes the server's ConnState.
func newcomersOf(srv *http.Server) *newcomers {
	n := &newcomers{all: map[net.Conn]bool{}}
	srv.ConnState = n.moved
	return n
}

func (n *newcomers) moved(c net.Conn, s http.ConnState) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if s == http.StateNew {
		n.all[c] = true
		return
	}
	delete(n.all, c)
}

func (n *newcomers) none() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.all) == 0
}

const (
	// newcomersLimit is how long one that says nothing is waited for.
	newcomersLimit = 2 * time.Second
	newcomersLook  = 2 * time.Millisecond
)

// wait returns when there are none, or none that speaks.
func (n *newcomers) wait(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, newcomersLimit)
	defer cancel()
	look := time.NewTicker(newcomersLook)
	defer look.Stop()
	// One look more after there are none: between reading a request and taking it
	// up net/http asks once whether it shall stop.
	for some := true; some; {
		some = !n.none()
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
	}
}
