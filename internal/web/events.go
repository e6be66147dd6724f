package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"vypiska/internal/app"
)

// quiet is how long a stream may say nothing before it sends a comment, so that
// proxies keep the connection.
const quiet = 15 * time.Second

func (s *Server) events(api huma.API) {
	extract := api.OpenAPI().Components.Schemas.Map()["Extract"]
	op(s, api, huma.Operation{
		OperationID: "followOrder", Method: http.MethodGet, Path: extractsPath + "/{id}/events",
		Summary:     "Follow an order",
		Description: "Server-sent events: each `data` is the object of findOrder, sent when it changes, until its status is final. An event `problem` carries the problem that ended the stream.",
		Errors:      []int{http.StatusNotFound},
		Responses: map[string]*huma.Response{"200": {
			Description: "the order, each time it changes",
			Content:     map[string]*huma.MediaType{"text/event-stream": {Schema: extract}},
		}},
	}, s.followOrder)
}

func (s *Server) followOrder(ctx context.Context, v app.Visitor, in *idInput) (*huma.StreamResponse, error) {
	first, err := s.desk.FindOrder(ctx, v, in.ID)
	if err != nil {
		return nil, fmt.Errorf("follow order: %w", err)
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		c := humagin.Unwrap(hc)
		s.followExtract(c, first, s.byToken(c))
	}}, nil
}

// followExtract sends an order each time it changes.
func (s *Server) followExtract(c *gin.Context, first app.Order, who whoNow) {
	same := func(a, b Extract) bool { return a == b }
	ended := func(e Extract) bool { return app.Status(e.Status).Final() }
	follow(s, c, extractOf(first), same, ended, who, func(v app.Visitor) (Extract, error) {
		o, err := s.desk.FindOrder(c.Request.Context(), v, first.ID)
		return extractOf(o), err
	})
}

// whoNow says who follows a stream at this moment. Every look asks: a token or a
// session that ended meanwhile ends the stream.
type whoNow func() (app.Visitor, error)

func (s *Server) byToken(c *gin.Context) whoNow {
	return func() (app.Visitor, error) { return s.caller(c.Request) }
}

// bySession does not count as a click.
func (s *Server) bySession(c *gin.Context) whoNow {
	ctx, g := c.Request.Context(), guestOf(c.Request.Context())
	return func() (app.Visitor, error) {
		p, err := s.desk.Still(ctx, g.Account, g.Epoch)
		if err == nil && !s.now().Before(g.until) {
			err = app.ErrSession
		}
		return p.Visitor, err
	}
}

// follow sends what is now each time it changes. It ends with the order, the
// client, the service's stop, or the visitor's right, which every look asks for.
func follow[T any](s *Server, c *gin.Context, now T, same func(T, T) bool, ended func(T) bool, who whoNow, look func(app.Visitor) (T, error)) {
	c.Header("Content-Type", "text/event-stream")
	c.Header("X-Accel-Buffering", "no") // a proxy that buffers would keep the events
	c.Status(http.StatusOK)
	ctx, said, last := c.Request.Context(), time.Now(), (*T)(nil)
	tick := time.NewTicker(s.poll)
	defer tick.Stop()
	for {
		if last == nil || !same(now, *last) {
			if s.send(c, "", now) != nil || ended(now) {
				return
			}
			was := now
			last, said = &was, time.Now()
		}
		if time.Since(said) > quiet {
			if s.write(c, ": still here\n\n") != nil {
				return
			}
			said = time.Now()
		}
		select {
		case <-ctx.Done():
			return
		case <-s.stopping:
			return
		case <-tick.C:
		}
		v, err := who()
		if err == nil {
			now, err = look(v)
		}
		if err != nil {
			if ctx.Err() == nil {
				_ = s.send(c, "problem", s.problem(ctx, err)) // the stream ends either way
			}
			return
		}
	}
}

func (s *Server) send(c *gin.Context, event string, content any) error {
	body, err := json.Marshal(content)
	if err != nil {
		return err
	}
	if event != "" {
		event = "event: " + event + "\n"
	}
	return s.write(c, event+"data: "+string(body)+"\n\n")
}

func (s *Server) write(c *gin.Context, piece string) error {
	s.extend(c.Writer)
	if _, err := c.Writer.WriteString(piece); err != nil {
		return err
	}
	return http.NewResponseController(c.Writer).Flush()
}
