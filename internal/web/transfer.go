package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
)

const pieceSize = 32 << 10 // bytes

// sendWhole sends a copy in one answer. The first piece is read before the
// status is sent, so that a store that fails at once is an error page and no broken file.
func (s *Server) sendWhole(c *gin.Context, t *app.Transfer) error {
	content := &watched{ReadSeeker: t.Content}
	first := make([]byte, min(pieceSize, t.Size))
	if _, err := io.ReadFull(content, first); err != nil {
		return fmt.Errorf("transfer: %w", errors.Join(err, t.Close(ours(c.Request.Context(), content.err, err))))
	}
	describe(c.Writer.Header(), t)
	c.Header("Content-Length", strconv.FormatInt(t.Size, 10))
	c.Status(http.StatusOK)
	out := steady{s, c.Writer}
	_, err := out.Write(first)
	if err == nil {
		_, err = io.CopyBuffer(out, io.LimitReader(content, t.Size-int64(len(first))), make([]byte, pieceSize))
	}
	if err == nil && int64(c.Writer.Size()) < t.Size {
		err, content.err = io.ErrUnexpectedEOF, io.ErrUnexpectedEOF
	}
	s.finish(c, t, content.err, err)
	return nil
}

// ticket serves a download taken before, in ranges and as often as its time
// allows. HEAD reads nothing of the content.
func (s *Server) ticket(c *gin.Context) error {
	v := guestOf(c.Request.Context()).Visitor
	t, err := s.desk.OpenTicket(c.Request.Context(), v, c.Param("ticket"))
	if err != nil {
		return fmt.Errorf("ticket: %w", err)
	}
	describe(c.Writer.Header(), t)
	content, out := &watched{ReadSeeker: t.Content}, &steadyResponse{steady{s, c.Writer}, nil}
	http.ServeContent(out, c.Request, "", time.Time{}, content)
	s.finish(c, t, content.err, errors.Join(content.err, out.err))
	return nil
}

func describe(h http.Header, t *app.Transfer) {
	h.Set("Content-Type", cmp.Or(t.Type, "application/pdf"))
	h.Set("Content-Disposition", `attachment; filename="`+fileName(t.Name)+`"`)
	h.Set("ETag", `"`+t.SHA256+`"`)
}

// endings are the kinds of file that are handed out.
var endings = []string{".asice.age", ".asice.p7m", ".asice", ".pdf"}

// fileName is the copy's number with its ending, and nothing that could break
// out of a header.
func fileName(name string) string {
	ending := ".pdf"
	for _, e := range endings {
		if rest, is := strings.CutSuffix(name, e); is {
			name, ending = rest, e
			break
		}
	}
	number := make([]byte, 0, len(name))
	for _, b := range []byte(name) {
		if b == '-' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' {
			number = append(number, b)
		}
	}
	return string(number) + ending
}

// finish ends a transfer. One that broke after its first byte cuts the
// connection, so that nobody takes a part for the whole.
func (s *Server) finish(c *gin.Context, t *app.Transfer, reading, broken error) {
	k := callOf(c.Request.Context())
	fault := ours(c.Request.Context(), reading, nil)
	if broken != nil && s.isStopping() {
		fault = errStopped // a stop that ran out of patience is our side
	}
	if err := t.Close(fault); err != nil {
		k.fault(err)
	}
	if broken == nil {
		return
	}
	if fault != nil {
		k.fault(fault)
	}
	panic(http.ErrAbortHandler)
}

// ours returns the error of our side that broke a transfer: reading failed, and
// neither because a right ended nor because the visitor hung up.
func ours(ctx context.Context, reading, otherwise error) error {
	err := reading
	if err == nil {
		err = otherwise
	}
	var refusal *policy.Refusal
	if err == nil || ctx.Err() != nil || errors.As(err, &refusal) {
		return nil
	}
	for _, ended := range []error{app.ErrBlocked, app.ErrEnded, app.ErrReplaced, app.ErrContractState, app.ErrVisitor, app.ErrNotFound, app.ErrToken,
		app.ErrLinkRevoked, app.ErrLinkGivenBack, app.ErrLinkExpired, app.ErrLinkUnknown, app.ErrLinkAudience} {
		if errors.Is(err, ended) {
			return nil
		}
	}
	return err
}

// watched keeps the error of its reader, which tells our side's failure from a
// visitor who hung up.
type watched struct {
	io.ReadSeeker
	err error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.ReadSeeker.Read(p)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

// steady gives every piece of a transfer its own deadline: a slow client gets
// the whole file, one that takes nothing for Setup.Patience is cut off.
type steady struct {
	server *Server
	w      http.ResponseWriter
}

func (s steady) Write(p []byte) (int, error) {
	s.server.extend(s.w)
	return s.w.Write(p)
}

// steadyResponse is steady for http.ServeContent, which drops write errors.
type steadyResponse struct {
	steady
	err error
}

func (r *steadyResponse) Header() http.Header    { return r.w.Header() }
func (r *steadyResponse) WriteHeader(status int) { r.w.WriteHeader(status) }

func (r *steadyResponse) Write(p []byte) (int, error) {
	n, err := r.steady.Write(p)
	if err != nil {
		r.err = err
	}
	return n, err
}
