package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"vypiska/internal/app"
	"vypiska/internal/text"
	"vypiska/internal/web/view"
)

// What a session holds. Nothing of the visitor's machine is in it.
const (
	sessionID      = "id"      // names the session to its owner
	sessionAccount = "account" // login
	sessionEpoch   = "epoch"   // of the account when it was entered
	sessionBegun   = "begun"   // seconds since 1970 UTC
	sessionSeen    = "seen"    // the last click, to the minute; the same
	sessionLang    = "lang"
)

// seenEvery bounds how often a click is written down: a write a minute and not
// one a page.
const seenEvery = time.Minute

// guest is who looks at a page: a pass and until when it opens. The zero guest
// is nobody.
type guest struct {
	app.Pass
	token bool      // known by an API token and not by a session
	until time.Time // the session's end, however much it is used
}

type guestKey struct{}

func guestOf(ctx context.Context) guest {
	g, _ := ctx.Value(guestKey{}).(guest)
	return g
}

// newSessions are sessions kept by the desk under the hash of their token. The
// cookie is bound to the host and to TLS; on localhost without TLS, where alone
// the service speaks plain HTTP, browsers take no such cookie, so it has a plain name.
func (s *Server) newSessions() *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{s.desk}
	m.Lifetime = s.sessionLife // IdleTimeout would write at every page: see fresh
	m.HashTokenInStore = true
	m.Cookie.Name, m.Cookie.Path, m.Cookie.HttpOnly, m.Cookie.Secure = "session", "/", true, s.https
	m.Cookie.SameSite, m.Cookie.Persist = http.SameSiteLaxMode, false
	if s.https {
		m.Cookie.Name = "__Host-session"
	}
	return m
}

// known finds out who comes. What a session or token rested on is asked for
// again at every request.
func (s *Server) known(c *gin.Context) {
	g, err := s.guest(c)
	if err != nil {
		s.refuse(c, err)
		return
	}
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), guestKey{}, g))
}

func (s *Server) guest(c *gin.Context) (guest, error) {
	if _, sent := bearer(c.Request); sent { // one that is not valid is refused, never ignored
		v, err := s.caller(c.Request)
		return guest{Pass: app.Pass{Visitor: v}, token: true}, err
	}
	token := ""
	if cookie, err := c.Request.Cookie(s.sessions.Cookie.Name); err == nil {
		token = cookie.Value
	}
	ctx, err := s.sessions.Load(c.Request.Context(), token)
	if err != nil {
		return guest{}, fmt.Errorf("load session: %w", err)
	}
	c.Request = c.Request.WithContext(ctx)
	if s.sessions.GetString(ctx, sessionAccount) == "" {
		return guest{}, nil
	}
	return s.returning(c)
}

// returning is the guest of a session that was begun before. One that is over
// is removed, and its browser is nobody from then on.
func (s *Server) returning(c *gin.Context) (guest, error) {
	ctx, m, now := c.Request.Context(), s.sessions, s.now()
	begun, seen := time.Unix(m.GetInt64(ctx, sessionBegun), 0), time.Unix(m.GetInt64(ctx, sessionSeen), 0)
	p, err := s.desk.Still(ctx, m.GetString(ctx, sessionAccount), m.GetInt64(ctx, sessionEpoch))
	idle, old := now.Sub(seen) >= s.sessionIdle, now.Sub(begun) >= s.sessionLife
	if errors.Is(err, app.ErrSession) || err == nil && (idle || old) {
		return guest{}, m.Destroy(ctx)
	}
	if err != nil {
		return guest{}, fmt.Errorf("session: %w", err)
	}
	g := guest{Pass: p, until: begun.Add(s.sessionLife)}
	return g, s.fresh(c, seen, now)
}

// fresh writes the click down, and a language that was chosen with it.
func (s *Server) fresh(c *gin.Context, seen, now time.Time) error {
	ctx, k := c.Request.Context(), callOf(c.Request.Context())
	kept := text.Lang(s.sessions.GetString(ctx, sessionLang))
	if asked := text.Lang(c.Query("lang")); (asked == text.Ru || asked == text.En) && asked != kept {
		s.sessions.Put(ctx, sessionLang, string(asked))
		kept = asked
	} else if now.Sub(seen) < seenEvery {
		k.lang = kept
		return nil
	}
	k.lang = kept
	s.sessions.Put(ctx, sessionSeen, now.Unix())
	c.Request = c.Request.WithContext(context.WithValue(ctx, touching{}, true))
	return s.keep(c)
}

// beginning has the id and the login of a session that begins.
type beginning struct{}

// touching marks the context of a write that must not begin a session.
type touching struct{}

// begin a session for who was let in, under a new token: one that was planted
// in the browser before opens nothing.
func (s *Server) beginSession(c *gin.Context, p app.Pass) error {
	id := strings.ToLower(rand.Text())
	ctx, m, now := context.WithValue(c.Request.Context(), touching{}, nil), s.sessions, s.now()
	ctx = context.WithValue(ctx, beginning{}, [2]string{id, p.Account})
	c.Request = c.Request.WithContext(ctx)
	if err := m.Clear(ctx); err != nil {
		return fmt.Errorf("begin session: %w", err)
	}
	if err := m.RenewToken(ctx); err != nil {
		return fmt.Errorf("begin session: %w", err)
	}
	m.Put(ctx, sessionID, id)
	m.Put(ctx, sessionAccount, p.Account)
	m.Put(ctx, sessionEpoch, p.Epoch)
	m.Put(ctx, sessionBegun, now.Unix())
	m.Put(ctx, sessionSeen, now.Unix())
	m.Put(ctx, sessionLang, string(callOf(ctx).lang))
	return s.keep(c)
}

// keep stores the session before its cookie is sent.
func (s *Server) keep(c *gin.Context) error {
	ctx := c.Request.Context()
	token, expires, err := s.sessions.Commit(ctx)
	if err != nil {
		return fmt.Errorf("keep session: %w", err)
	}
	s.sessions.WriteSessionCookie(ctx, c.Writer, token, expires)
	return nil
}

// who is what every page shows of the person who looks at it.
func (s *Server) who(c *gin.Context) *view.Who {
	g, lang := guestOf(c.Request.Context()), callOf(c.Request.Context()).lang
	if g.IsZero() || g.token {
		return nil
	}
	return &view.Who{
		Login: g.Account, Role: lang.Say(roleWords[g.Role]), Menu: s.menu(g, c.FullPath(), lang),
		Idle: int(s.sessionIdle.Minutes()), Until: g.until.In(s.now().Location()),
	}
}

// sessionStore lets scs reach the desk. scs uses the methods with a context.
type sessionStore struct{ desk Front }

var _ scs.CtxStore = sessionStore{}

func (st sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return st.desk.FindSession(ctx, token)
}

func (st sessionStore) CommitCtx(ctx context.Context, token string, b []byte, expires time.Time) error {
	if ctx.Value(touching{}) != nil {
		return st.desk.TouchSession(ctx, token, b, expires)
	}
	of, _ := ctx.Value(beginning{}).([2]string)
	return st.desk.KeepSession(ctx, token, of[0], of[1], b, expires)
}

func (st sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return st.desk.DropSession(ctx, token)
}

func (st sessionStore) Find(token string) ([]byte, bool, error) {
	return st.FindCtx(context.Background(), token)
}

func (st sessionStore) Commit(token string, b []byte, expires time.Time) error {
	return st.CommitCtx(context.Background(), token, b, expires)
}

func (st sessionStore) Delete(token string) error { return st.DeleteCtx(context.Background(), token) }
