// Package mail sends short notices through the clinic's mail server. It is the
// only door to go-mail. What it sends says nothing about anybody: an address is
// all it learns, and the address is in no error.
package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"vypiska/exporter/record"
)

// Server is where mail is handed in and as whom.
type Server struct {
	Address  string // host:port
	Security string // starttls, tls, off
	From     string
	User     string // empty: none is asked for
	Password string
}

// patience is how long the mail server may take for one notice.
const patience = 30 * time.Second

// Post sends notices. It may be used by several goroutines.
type Post struct {
	server  Server
	host    string
	options []gomail.Option
}

// New checks the settings; the server is asked for nothing yet.
func New(s Server) (*Post, error) {
	host, port, err := net.SplitHostPort(s.Address)
	if err != nil {
		return nil, errors.New("mail server: want host:port")
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return nil, errors.New("mail server: want a number for a port")
	}
	p := &Post{server: s, host: host, options: []gomail.Option{gomail.WithPort(n), gomail.WithTimeout(patience)}}
	switch s.Security {
	case "tls":
		p.options = append(p.options, gomail.WithSSL())
	case "starttls":
		p.options = append(p.options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case "off":
		p.options = append(p.options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, errors.New("mail server: security: want starttls, tls or off")
	}
	if s.User != "" {
		p.options = append(p.options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	if _, err := p.client(); err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return p, nil
}

func (p *Post) client() (*gomail.Client, error) { return gomail.NewClient(p.host, p.options...) }

// Failure says that a notice was not sent. The mail server's own words may
// repeat the address, so only its code is kept.
type Failure struct {
	Code      int  // of SMTP, 0 where none was given
	Permanent bool // trying again will not help: there is no such address
}

func (f *Failure) Error() string {
	if f.Code == 0 {
		return "the notice was not sent: the mail server cannot be reached or refuses the settings smtp.*"
	}
	return fmt.Sprintf("the notice was not sent: the mail server answers %d", f.Code)
}

// Final reports whether trying again will not help.
func (f *Failure) Final() bool { return f.Permanent }

// Send hands one notice in. An error is a *Failure; ctx may end it.
func (p *Post) Send(ctx context.Context, to record.Personal, subject, body string) error {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.From(p.server.From); err != nil {
		return &Failure{Permanent: true}
	}
	if err := m.To(to.Reveal()); err != nil {
		return &Failure{Permanent: true}
	}
	m.Subject(subject)
	m.SetBodyString(gomail.TypeTextPlain, body)
	c, err := p.client()
	if err != nil {
		return &Failure{}
	}
	return failureOf(c.DialAndSendWithContext(ctx, m))
}

func failureOf(err error) error {
	if err == nil {
		return nil
	}
	var refused *gomail.SendError
	if !errors.As(err, &refused) {
		return &Failure{}
	}
	code := refused.ErrorCode()
	return &Failure{Code: code, Permanent: code >= 500 && !refused.IsTemp()}
}
