package mail

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"

	"vypiska/exporter/record"
)

// letterbox is a mail server on loopback that speaks as much SMTP (RFC 5321) as
// a sender needs. It answers refuse to RCPT, if that is set.
type letterbox struct {
	ln     net.Listener
	refuse string

	mu      sync.Mutex
	letters []string
	to      []string
}

func open(t *testing.T, refuse string) *letterbox {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &letterbox{ln: ln, refuse: refuse}
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go b.serve(c)
		}
	}()
	t.Cleanup(func() { _ = ln.Close() })
	return b
}

func (b *letterbox) serve(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	say := func(line string) { fmt.Fprintf(c, "%s\r\n", line) }
	say("220 letterbox")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch strings.ToUpper(verb) {
		case "EHLO", "HELO":
			say("250 letterbox")
		case "RCPT":
			if b.refuse != "" {
				say(b.refuse + " " + rest)
				continue
			}
			b.mu.Lock()
			b.to = append(b.to, rest)
			b.mu.Unlock()
			say("250 ok")
		case "DATA":
			say("354 go on")
			var letter strings.Builder
			for line, err = in.ReadString('\n'); err == nil && line != ".\r\n"; line, err = in.ReadString('\n') {
				letter.WriteString(line)
			}
			b.mu.Lock()
			b.letters = append(b.letters, letter.String())
			b.mu.Unlock()
			say("250 kept")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func post(t *testing.T, b *letterbox) *Post {
	t.Helper()
	p, err := New(Server{Address: b.ln.Addr().String(), Security: "off", From: "noreply@clinic.example"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const somebody = "m.ivanova@mail.example"

func TestANoticeArrivesAndSaysNoMoreThanItWasTold(t *testing.T) {
	b := open(t, "")
	if err := post(t, b).Send(t.Context(), record.NewPersonal(somebody), "Пароль заменён", "Если это были не вы, позвоните."); err != nil {
		t.Fatal(err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.letters) != 1 || !strings.Contains(b.to[0], "<"+somebody+">") {
		t.Fatalf("%d letters", len(b.letters))
	}
	m, err := netmail.ReadMessage(strings.NewReader(b.letters[0]))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	body, _ := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil || subject != "Пароль заменён" || !strings.Contains(string(body), "Если это были не вы, позвоните.") {
		t.Errorf("%q, %q, %v", subject, body, err)
	}
	for name := range m.Header {
		switch name {
		case "Date", "From", "To", "Subject", "Message-Id", "Mime-Version", "Content-Type", "Content-Transfer-Encoding":
		default:
			t.Errorf("header %s", name)
		}
	}
}

func TestAFailureNamesNobody(t *testing.T) {
	for answer, want := range map[string]Failure{"550": {550, true}, "451": {451, false}} {
		err := post(t, open(t, answer)).Send(t.Context(), record.NewPersonal(somebody), "s", "b")
		var f *Failure
		if !errors.As(err, &f) || *f != want || strings.Contains(err.Error(), "ivanova") {
			t.Errorf("%s: %v", answer, err)
		}
	}
	err := post(t, open(t, "")).Send(t.Context(), record.NewPersonal("Иванова, no address"), "s", "b")
	var f *Failure
	if !errors.As(err, &f) || !f.Permanent || strings.Contains(err.Error(), "Иванова") {
		t.Errorf("no address: %v", err)
	}
	closed := open(t, "")
	_ = closed.ln.Close()
	if err := post(t, closed).Send(t.Context(), record.NewPersonal(somebody), "s", "b"); !errors.As(err, &f) || f.Permanent || strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("nobody there: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := post(t, open(t, "")).Send(ended, record.NewPersonal(somebody), "s", "b"); err == nil {
		t.Error("sent after its end")
	}
}

func TestMailIsNotSentInClearWhereTLSIsAskedFor(t *testing.T) {
	b := open(t, "") // speaks no STARTTLS
	p, err := New(Server{Address: b.ln.Addr().String(), Security: "starttls", From: "noreply@clinic.example"})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Send(t.Context(), record.NewPersonal(somebody), "s", "b"); err == nil {
		t.Error("it was sent")
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.letters)+len(b.to) > 0 {
		t.Error("the address went over the line in clear")
	}
}

func TestSettingsThatCannotWorkAreNamed(t *testing.T) {
	for _, s := range []Server{{Address: "mail.example", Security: "tls"}, {Address: "mail.example:25", Security: "ssl"}, {Address: "mail.example:smtp", Security: "tls"}} {
		if _, err := New(s); err == nil || !strings.HasPrefix(err.Error(), "mail server: ") {
			t.Errorf("%+v: %v", s, err)
		}
	}
}
