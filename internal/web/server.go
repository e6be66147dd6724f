package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/rs/zerolog"

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
	// SealExpires is when the seal's certificate ends, for the metrics; nil: not shown.
	SealExpires func() time.Time
	// Poll is how often an order is looked at for its events; 0 means half a second.
	Poll time.Duration
	// Patience is how long a client may take for one answer, or for one piece of
	// a transfer, before it is cut off; 0 means 30 seconds.
	Patience time.Duration
	// Stop is how long a stop waits for transfers; 0 means two minutes.
	Stop time.Duration
}

// StartLink is one line of the start page's demo.
type StartLink struct {
	Title text.Phrase
	Note  text.Phrase // a PIN, a login; may be empty
	Href  string      // may be empty
}

// Server is the HTTP face of one process.
type Server struct {
	desk        Desk
	log         zerolog.Logger
	start       []StartLink
	now         func() time.Time
	poll, stop  time.Duration
	patience    time.Duration
	public      *url.URL
	https       bool
	views       *view.Set
	metrics     *metrics
	crossOrigin *http.CrossOriginProtection
	openapi     []byte
	handler     http.Handler
	stopping    chan struct{} // closed when a stop begins: streams of events end
	stopOnce    sync.Once
	uploads     chan struct{} // one for each file that may be checked at the same time
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
		uploads: make(chan struct{}, mostUploads),
	}
	s.poll, s.stop = orDefault(p.Poll, 500*time.Millisecond), orDefault(p.Stop, 2*time.Minute)
	s.patience = orDefault(p.Patience, 30*time.Second)
	if s.views, err = view.New(assets.href); err != nil {
		return nil, fmt.Errorf("web: read pages: %w", err)
	}
	if s.crossOrigin, err = newCrossOrigin(public); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	s.metrics = newMetrics(p.SealExpires)
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

// routes is the list of all addresses (docs: DESIGN's HTTP table).
func (s *Server) routes() (http.Handler, error) {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.HandleMethodNotAllowed = true
	r.RedirectTrailingSlash, r.RedirectFixedPath = false, false
	r.ForwardedByClientIP = false // nobody asks for an address
	if err := r.SetTrustedProxies(nil); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	r.Use(s.begin, s.logged, s.recovered, s.hardened)
	r.NoRoute(func(c *gin.Context) { s.refuse(c, errNoRoute) })
	r.NoMethod(func(c *gin.Context) { s.refuse(c, errMethod) })

	pages := r.Group("/", s.sameOrigin, s.bounded(mostForm))
	s.both(pages, "/", s.startPage)
	s.both(pages, "/d/:token", s.landing)
	pages.POST("/d/:token", s.handle(s.takeDownload))
	s.both(pages, "/d/t/:ticket", s.ticket)
	s.both(pages, "/v/:number", s.verifyPage)
	s.both(pages, "/verify", s.verifyStart)
	r.POST("/verify", s.sameOrigin, s.fewAtOnce, s.bounded(mostFile), s.handle(s.verifyFile))
	s.both(pages, "/static/:file", s.static)

	s.both(r, "/healthz", s.healthz)
	s.both(r, "/readyz", s.readyz)

	r.Use(s.bounded(mostAPI))
	r.GET("/api/v1/papers/:number", s.handle(s.paper))
	return r, s.operations(r)
}

type getter interface {
	GET(string, ...gin.HandlerFunc) gin.IRoutes
	HEAD(string, ...gin.HandlerFunc) gin.IRoutes
}

// both registers a handler for GET and HEAD: net/http drops a HEAD's body.
func (s *Server) both(r getter, path string, h func(*gin.Context) error) {
	r.GET(path, s.handle(h))
	r.HEAD(path, s.handle(h))
}

// handle lets a handler return its error instead of writing one.
func (s *Server) handle(h func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			s.refuse(c, err)
		}
	}
}
