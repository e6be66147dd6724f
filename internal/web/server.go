package web

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"
	"github.com/rs/zerolog"

	"vypiska/internal/meter"
	"vypiska/internal/text"
	"vypiska/internal/web/view"
)

// Setup is what a Server is made of.
type Setup struct {
	Desk Desk
	// PublicURL is how people reach the service: https://host, without a path.
	PublicURL string
	Log       zerolog.Logger
	// Start are links shown on the start page; only a demo has any.
	Start []StartLink
	// Now is the house's clock, in the clinic's zone: pages print times in it.
	Now func() time.Time
	// Meter counts requests, downloads and orders; nil: nobody reads the counts.
	Meter *meter.Meter
	// Poll is how often an order is looked at for its events; 0 means half a second.
	Poll time.Duration
	// Patience is how long a client may take for one answer, or for one piece of
	// a transfer, before it is cut off; 0 means 30 seconds.
	Patience time.Duration
	// Idle is how long a session lives without a click, Life how long at most; 0
	// means 30 minutes and 12 hours.
	Idle, Life time.Duration
	// UnblockByPhone: the form that lifts a block offers the telephone.
	UnblockByPhone bool
	// Limits bound how often one address may ask; Proxied: a server in front says
	// in X-Forwarded-For who asks.
	Limits  Limits
	Proxied bool
	// TLS, if given, is spoken on every connection; else a server in front does,
	// or the machine is its own only visitor.
	TLS *tls.Config
	// Drain is how long a stop is only announced, by /readyz: connections are still taken.
	Drain time.Duration
	// Stop is how long a stop waits for transfers; 0 means StopPatience.
	Stop time.Duration
}

// StopPatience is how long a stop waits for transfers that run.
const StopPatience = 2 * time.Minute

// StartLink is one line of the start page's demo.
type StartLink struct {
	Title text.Phrase
	Note  text.Phrase // a PIN, a login; may be empty
	Href  string      // may be empty
}

// Server is the HTTP face of one process.
type Server struct {
	desk           Desk
	log            zerolog.Logger
	start          []StartLink
	now            func() time.Time
	rows           []route
	poll, stop     time.Duration
	drain          time.Duration
	patience       time.Duration
	sessionIdle    time.Duration
	sessionLife    time.Duration
	unblockByPhone bool
	limits         Limits
	proxied        bool
	crowd          crowd
	sessions       *scs.SessionManager
	public         *url.URL
	https          bool
	views          *view.Set
	meter          *meter.Meter
	tls            *tls.Config
	crossOrigin    *http.CrossOriginProtection
	openapi        []byte
	handler        http.Handler
	draining       atomic.Bool   // a stop was announced
	stopping       chan struct{} // closed when a stop begins: streams of events end
	stopOnce       sync.Once
	arriving       chan struct{} // one for each file that may be on its way at the same time
	uploads        chan struct{} // one for each that may be checked
}

// New builds the server. Its errors name the part of the Setup that is wrong.
func New(p Setup) (*Server, error) {
	switch {
	case p.Desk == nil:
		return nil, errors.New("web: Setup.Desk is missing")
	case p.Now == nil:
		return nil, errors.New("web: Setup.Now is missing")
	}
	public, err := publicURL(p.PublicURL)
	if err != nil {
		return nil, err
	}
	s := &Server{
		desk: p.Desk, log: p.Log, start: p.Start, now: p.Now,
		public: public, https: public.Scheme == "https", stopping: make(chan struct{}),
		arriving: make(chan struct{}, mostArriving), uploads: make(chan struct{}, mostUploads),
	}
	s.drain = p.Drain
	s.poll, s.stop = orDefault(p.Poll, 500*time.Millisecond), orDefault(p.Stop, StopPatience)
	s.patience = orDefault(p.Patience, 30*time.Second)
	s.sessionIdle, s.sessionLife = orDefault(p.Idle, 30*time.Minute), orDefault(p.Life, 12*time.Hour)
	s.unblockByPhone = p.UnblockByPhone
	s.limits, s.proxied, s.crowd.now = p.Limits, p.Proxied, p.Now
	s.sessions = s.newSessions()
	if s.views, err = view.New(assets.href); err != nil {
		return nil, fmt.Errorf("web: read pages: %w", err)
	}
	if s.crossOrigin, err = newCrossOrigin(public); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	s.meter, s.tls = cmp.Or(p.Meter, meter.New()), p.TLS
	s.handler, err = s.routes()
	return s, err
}

func orDefault(d, standard time.Duration) time.Duration {
	if d <= 0 {
		return standard
	}
	return d
}

func publicURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.Path != "" && u.Path != "/" || u.RawQuery != "" {
		return nil, errors.New("web: Setup.PublicURL: want http://host or https://host, with a port if need be and without a path")
	}
	return u, nil
}

// Handler serves everything but the metrics.
func (s *Server) Handler() http.Handler { return s.handler }

// routes builds the engine over the route table (access.go).
func (s *Server) routes() (http.Handler, error) {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.HandleMethodNotAllowed = true
	r.RedirectTrailingSlash, r.RedirectFixedPath = false, false
	r.ForwardedByClientIP = false // nobody asks for an address but crowd.go
	if err := r.SetTrustedProxies(nil); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	r.Use(s.begin, s.logged, s.recovered, s.hardened, s.paced)
	r.NoRoute(func(c *gin.Context) { s.refuse(c, errNoRoute) })
	r.NoMethod(func(c *gin.Context) { s.refuse(c, errMethod) })

	s.rows = s.table()
	for _, row := range s.rows {
		if row.do != nil {
			s.serve(r, row)
		}
	}
	r.Use(s.bounded(mostAPI))
	if err := s.operations(r); err != nil {
		return nil, err
	}
	return r, checkTable(s.rows, r.Routes())
}

// serve registers a row of the table, GET for HEAD too: net/http drops a HEAD's body.
func (s *Server) serve(r *gin.Engine, row route) {
	chain := []gin.HandlerFunc{s.handle(row.do)}
	if !row.who.blind {
		chain = []gin.HandlerFunc{s.sameOrigin, s.bounded(mostForm), s.known, s.admitted(row.who), s.handle(row.do)}
		if row.path == "/verify" && row.method == http.MethodPost { // the one form that takes a file
			chain = []gin.HandlerFunc{s.sameOrigin, s.fewArrive, s.bounded(mostFile), s.fewAtOnce, s.known, s.admitted(row.who), s.handle(row.do)}
		}
	}
	r.Handle(row.method, row.path, chain...)
	if row.method == http.MethodGet {
		r.HEAD(row.path, chain...)
	}
}

// handle lets a handler return its error instead of writing one.
func (s *Server) handle(h func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			s.refuse(c, err)
		}
	}
}
