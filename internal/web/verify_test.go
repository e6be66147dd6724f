package web

import (
	"bufio"
	"bytes"
	"context"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"vypiska/internal/app"
)

// upload is a form with one file; field is its name in the form.
func upload(t *testing.T, field string, content []byte) (body, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile(field, "Сулейменов.pdf")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(content)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

func (h *house) upload(t *testing.T, field string, content []byte) (int, string) {
	body, kind := upload(t, field, content)
	w := h.ask("POST", "/verify", body, "Content-Type", kind, "Accept", page, "Authorization", "", "Sec-Fetch-Site", "same-origin")
	return w.Code, w.Body.String()
}

func TestAFileIsCheckedWithoutScripts(t *testing.T) {
	f := &fakeDesk{found: app.Verification{Status: "revoked", Kind: "signed", IssuedOn: "2026-11-30"}, seal: "whole"}
	h := newHouse(t, f)
	code, text := h.upload(t, "file", []byte("%PDF-1"))
	if code != 200 || len(f.asks) != 1 || f.asks[0] != "%PDF-1" {
		t.Fatalf("%d, asked %v", code, f.asks)
	}
	for _, want := range []string{"Копия отозвана", "цела, подписавшему доверяем", "7KD2-93QF-0AB1"} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	if strings.Contains(text+h.log.String(), "Сулейменов") {
		t.Error("the file's name reached the page or the log")
	}
	f.found, f.seal = app.Verification{Status: "unknown", Kind: "signed", IssuedOn: "2026-11-30"}, "broken"
	if _, text = h.upload(t, "file", []byte("x")); !strings.Contains(text, "нарушена") || strings.Contains(text, "2026") && strings.Contains(text, "ноября") {
		t.Errorf("an unknown file: %s", text)
	}
}

func TestWhatIsNoFileIsRefused(t *testing.T) {
	f := &fakeDesk{}
	h := newHouse(t, f)
	for name, c := range map[string]struct {
		field   string
		content []byte
		want    int
	}{
		"too large":        {"file", make([]byte, mostFile), http.StatusRequestEntityTooLarge},
		"empty":            {"file", nil, http.StatusBadRequest},
		"in another field": {"other", []byte("x"), http.StatusBadRequest},
	} {
		if code, _ := h.upload(t, c.field, c.content); code != c.want {
			t.Errorf("%s: %d, want %d", name, code, c.want)
		}
	}
	status(t, h.ask("POST", "/verify", "file=x", "Content-Type", "application/x-www-form-urlencoded"), http.StatusBadRequest)
	body, kind := upload(t, "file", []byte("x"))
	status(t, h.ask("POST", "/verify", body, "Content-Type", kind, "Sec-Fetch-Site", "cross-site"), http.StatusForbidden)
	if len(f.asks) > 0 {
		t.Errorf("the desk was asked %d times", len(f.asks))
	}
}

// hold keeps checks waiting until it is closed.
type holding struct {
	*fakeDesk
	began, hold chan struct{}
}

func (d holding) CheckFile(ctx context.Context, pdf []byte) (app.FileCheck, error) {
	d.began <- struct{}{}
	<-d.hold
	return d.fakeDesk.CheckFile(ctx, pdf)
}

func TestFewFilesAreCheckedAtOnce(t *testing.T) {
	d := holding{&fakeDesk{}, make(chan struct{}), make(chan struct{})}
	h := newHouse(t, &fakeDesk{}, func(s *Setup) { s.Desk = d })
	var wg sync.WaitGroup
	for range mostUploads {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if code, _ := h.upload(t, "file", []byte("x")); code != 200 {
				t.Errorf("%d", code)
			}
		}()
		<-d.began
	}
	if code, _ := h.upload(t, "file", []byte("x")); code != http.StatusServiceUnavailable {
		t.Errorf("one more: %d", code)
	}
	close(d.hold)
	wg.Wait()
}

func TestVerificationWithoutANumberLeadsToOne(t *testing.T) {
	h := newHouse(t, &fakeDesk{})
	status(t, h.ask("GET", "/verify", "", "Accept", page), 200)
	w := h.ask("GET", "/verify?number=7kd2-93qf-0ab1&sha256=ab&lang=en", "")
	if w.Code != 303 || w.Header().Get("Location") != "/v/7KD293QF0AB1?lang=en&sha256=ab" {
		t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	for _, wrong := range []string{"//evil.example", "7KD2-93QF-0AB"} {
		w := h.ask("GET", "/verify?number="+wrong, "", "Accept", page)
		if w.Code != 422 || !strings.Contains(w.Body.String(), "Это не номер копии") || strings.Contains(w.Body.String(), wrong) {
			t.Errorf("%s: %d", wrong, w.Code)
		}
	}
	if w := h.ask("GET", "/verify?number=7kd2-93qf-oabl", ""); w.Header().Get("Location") != "/v/7KD293QF0AB1?lang=&sha256=" {
		t.Errorf("letters that stand for figures: to %s", w.Header().Get("Location"))
	}
}

// The script has no way to send a file: it names none of a browser's means.
func TestTheScriptSendsNothingItself(t *testing.T) {
	content, err := os.ReadFile("static/verify.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, means := range []string{"fetch(", "XMLHttpRequest", "sendBeacon", "WebSocket", "FormData", "import(", "localStorage", "cookie"} {
		if strings.Contains(string(content), means) {
			t.Errorf("it has %s", means)
		}
	}
}

// Whoever sends a file byte by byte keeps none of the places where files are checked.
func TestSlowSendersKeepNobodyFromHavingAFileChecked(t *testing.T) {
	h := newHouse(t, &fakeDesk{seal: "whole"}, func(s *Setup) { s.Proxied = true })
	srv := httptest.NewServer(h.Handler())
	defer srv.Close()
	body, kind := upload(t, "file", []byte("x"))
	head := func(from string, length int) string {
		return "POST /verify HTTP/1.1\r\nHost: clinic.example\r\nSec-Fetch-Site: same-origin\r\nAccept: text/html\r\nConnection: close\r\nX-Forwarded-For: " + from +
			"\r\nContent-Type: " + kind + "\r\nContent-Length: " + strconv.Itoa(length) + "\r\n\r\n"
	}
	send := func(text string) net.Conn {
		conn, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		if _, err := conn.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		return conn
	}
	answer := func(conn net.Conn) int {
		w, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		return w.StatusCode
	}
	for range mostUploads {
		send(head("203.0.113.7", 1000) + "--")
	}
	// They have their places when another of theirs is turned away.
	for tries := 0; answer(send(head("203.0.113.7", len(body))+body)) != http.StatusServiceUnavailable; tries++ {
		if tries == 1000 {
			t.Fatal("one address may have any number of files under way")
		}
	}
	if code := answer(send(head("203.0.113.8", len(body)) + body)); code != http.StatusOK {
		t.Errorf("another's file: %d", code)
	}
}
