package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
)

func TestALinksPageTakesNothingAndTellsNothing(t *testing.T) {
	f := &fakeDesk{landing: app.Landing{NeedsPIN: true, TriesLeft: 10, ExpiresAt: noon.UTC()}, transfer: transferOf("%PDF-")}
	h := newHouse(t, f)
	for _, c := range [][]string{{"GET", ""}, {"HEAD", ""}, {"GET", "prefetch"}, {"GET", "prerender"}} {
		w := h.ask(c[0], "/d/token", "", "Accept", page, "Authorization", "", "Sec-Purpose", c[1])
		status(t, w, 200)
		for _, no := range []string{"7KD2", "abc123", "подписан", "обезличен", "KB", "<script"} {
			if strings.Contains(w.Body.String(), no) {
				t.Errorf("the page tells %q", no)
			}
		}
		for _, yes := range []string{`method="post"`, `name="pin"`, "30\u00a0ноября\u00a02026, 12:00\u00a0МСК", `lang="ru"`, "noindex"} {
			if !strings.Contains(w.Body.String(), yes) {
				t.Errorf("the page lacks %q:\n%s", yes, w.Body)
			}
		}
	}
	if f.downloads.Load() != 0 || f.tickets.Load() != 0 || f.looks.Load() != 4 {
		t.Errorf("%d downloads, %d tickets, %d looks", f.downloads.Load(), f.tickets.Load(), f.looks.Load())
	}
}

func TestALinkWithoutPINAsksForNone(t *testing.T) {
	w := newHouse(t, &fakeDesk{landing: app.Landing{ExpiresAt: noon}}).ask("GET", "/d/token", "", "Accept", page)
	if strings.Contains(w.Body.String(), `name="pin"`) {
		t.Error("the page asks for a PIN")
	}
}

func TestAPOSTGivesTheFile(t *testing.T) {
	f := &fakeDesk{transfer: transferOf("%PDF-1.7 whole")}
	w := newHouse(t, f).ask("POST", "/d/token", "pin=123456", "Authorization", "")
	status(t, w, 200)
	if w.Body.String() != "%PDF-1.7 whole" {
		t.Errorf("got %q", w.Body)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "Content-Length": "14", "ETag": `"abc123"`, "Cache-Control": "no-store",
		"Content-Disposition": `attachment; filename="7KD2-93QF-0AB1.pdf"`,
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if f.asks[0] != [2]string{"token", "123456"} {
		t.Errorf("the desk was asked %v", f.asks)
	}
}

func TestTheFileNameIsANumberAlone(t *testing.T) {
	for in, want := range map[string]string{"7KD2-93QF-0AB1": "7KD2-93QF-0AB1.pdf", "7KD2-93QF-0AB1.pdf": "7KD2-93QF-0AB1.pdf", "A\"; x=\r\nB": "AB.pdf"} {
		if got := fileName(in); got != want {
			t.Errorf("%q: got %q", in, got)
		}
	}
}

func TestAPINInTheAddressIsIgnored(t *testing.T) {
	f := &fakeDesk{transfer: transferOf("x")}
	newHouse(t, f).ask("POST", "/d/token?pin=123456", "a=b")
	if f.asks[0] != [2]string{"token", ""} {
		t.Errorf("the desk was asked %v", f.asks)
	}
}

func TestALargeCopyIsFetchedByTicket(t *testing.T) {
	f := &fakeDesk{transfer: func() *app.Transfer { return &app.Transfer{Ticket: "tick"} }}
	h := newHouse(t, f)
	w := h.ask("POST", "/d/token", "")
	status(t, w, 303)
	if w.Header().Get("Location") != "/d/t/tick" {
		t.Errorf("Location %q", w.Header().Get("Location"))
	}
	f.transfer = transferOf("0123456789")
	for _, c := range []struct {
		name, method string
		headers      []string
		status       int
		body, sent   string
	}{
		{"whole", "GET", nil, 200, "0123456789", "10"},
		{"a range", "GET", []string{"Range", "bytes=2-4"}, 206, "234", "3"},
		{"resumed with the same ETag", "GET", []string{"Range", "bytes=7-", "If-Range", `"abc123"`}, 206, "789", "3"},
		{"resumed with another ETag", "GET", []string{"Range", "bytes=7-", "If-Range", `"other"`}, 200, "0123456789", "10"},
		{"a range behind the end", "GET", []string{"Range", "bytes=70-"}, 416, "", ""},
		{"only asked about", "HEAD", nil, 200, "", "10"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := h.ask(c.method, "/d/t/tick", "", c.headers...)
			status(t, w, c.status)
			if c.status != 416 && (w.Body.String() != c.body || w.Header().Get("Content-Length") != c.sent || w.Header().Get("ETag") != `"abc123"`) {
				t.Errorf("got %q %v", w.Body, w.Header())
			}
			if c.status != 416 && w.Header().Get("Cache-Control") != "no-store" {
				t.Error("it may be kept")
			}
		})
	}
	if f.downloads.Load() != 1 {
		t.Errorf("tickets took %d downloads", f.downloads.Load())
	}
}

func TestAHEADOfATicketReadsNothing(t *testing.T) {
	f := &fakeDesk{transfer: func() *app.Transfer {
		return &app.Transfer{Name: "A", SHA256: "s", Size: 4, Content: &breaking{strings.NewReader("0123"), 0, errors.New("read")}}
	}}
	w := newHouse(t, f).ask("HEAD", "/d/t/tick", "")
	status(t, w, 200)
}

func TestAWrongPINIsAskedForAgain(t *testing.T) {
	f := &fakeDesk{err: &app.PINError{Left: 3}}
	h := newHouse(t, f)
	w := h.ask("POST", "/d/token", "pin=000000")
	status(t, w, 403)
	if !strings.Contains(w.Body.String(), `"tries_left":3`) {
		t.Errorf("got %s", w.Body)
	}
	// The landing itself is open: only the download is refused.
	h = newHouse(t, &onlyDownload{fakeDesk: &fakeDesk{landing: app.Landing{NeedsPIN: true, TriesLeft: 3, ExpiresAt: noon}}, err: &app.PINError{Left: 3}})
	w = h.ask("POST", "/d/token", "pin=000000", "Accept", page)
	status(t, w, 403)
	for _, yes := range []string{`aria-invalid="true"`, "Осталось попыток: 3.", `name="pin"`} {
		if !strings.Contains(w.Body.String(), yes) {
			t.Errorf("the page lacks %q", yes)
		}
	}
	if strings.Contains(w.Body.String(), "000000") {
		t.Error("the page repeats the PIN")
	}
}

// onlyDownload refuses downloads and nothing else.
type onlyDownload struct {
	*fakeDesk
	err error
}

func (o *onlyDownload) Download(ctx context.Context, v app.Visitor, token, pin string) (*app.Transfer, error) {
	return nil, o.err
}

func TestAFormOfAnotherSiteTakesNothing(t *testing.T) {
	f := &fakeDesk{transfer: transferOf("pdf")}
	h := newHouse(t, f)
	for _, c := range []struct {
		name    string
		headers []string
		status  int
	}{
		{"another site", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a sister host", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"an old browser, another site", []string{"Origin", "https://evil.example"}, 403},
		{"a sandboxed frame", []string{"Origin", "null"}, 403},
		{"our own page", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"our own page behind a proxy", []string{"Origin", "https://clinic.example"}, 200},
		{"a program", nil, 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			status(t, h.ask("POST", "/d/token", "pin=123456", c.headers...), c.status)
		})
	}
	if f.downloads.Load() != 3 {
		t.Errorf("%d downloads, want 3", f.downloads.Load())
	}
}

func TestATokenThatIsSentAndWrongIsRefused(t *testing.T) {
	f := &fakeDesk{}
	status(t, newHouse(t, f).ask("POST", "/d/token", "", "Authorization", "Bearer old"), 401)
	if f.downloads.Load() != 0 {
		t.Error("a download was taken")
	}
}

func TestAStoreThatFailsAtOnceIsAnErrorPage(t *testing.T) {
	f := &fakeDesk{transfer: func() *app.Transfer {
		return &app.Transfer{Name: "A", SHA256: "s", Size: 4, Content: &breaking{strings.NewReader("0123"), 0, errors.New(name)}}
	}}
	h := newHouse(t, f)
	w := h.ask("POST", "/d/token", "", "Accept", page)
	status(t, w, 500)
	if w.Header().Get("Content-Disposition") != "" || w.Header().Get("ETag") != "" || !strings.Contains(w.Body.String(), "<h1>") || seen(h.log.String()) {
		t.Errorf("got %v %s", w.Header(), w.Body)
	}
	f.transfer = func() *app.Transfer {
		return &app.Transfer{Name: "A", SHA256: "s", Size: 4, Content: &breaking{strings.NewReader("0123"), 0, app.ErrBlocked}}
	}
	status(t, h.ask("POST", "/d/token", ""), 403)
}

func TestATransferThatBreaksIsCutAndNeverLooksWhole(t *testing.T) {
	big := strings.Repeat("x", 200<<10)
	f := &fakeDesk{transfer: func() *app.Transfer {
		return &app.Transfer{Name: "A", SHA256: "s", Size: int64(len(big)), Content: &breaking{strings.NewReader(big), 100 << 10, errors.New(name)}}
	}}
	h := newHouse(t, f)
	srv := httptest.NewUnstartedServer(h.Handler())
	srv.Config.ErrorLog = serverLog{h.Server.log}.logger()
	srv.Start()
	defer srv.Close()
	for _, r := range []func() (*http.Response, error){
		func() (*http.Response, error) { return http.PostForm(srv.URL+"/d/token", nil) },
		func() (*http.Response, error) { return http.Get(srv.URL + "/d/t/tick") },
	} {
		res, err := r()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err == nil || len(body) >= len(big) {
			t.Errorf("read %d bytes, error %v", len(body), err)
		}
	}
	if !strings.Contains(h.log.String(), `"message":"fault"`) || seen(h.log.String()) {
		t.Errorf("log:\n%s", h.log)
	}
}

func TestWhoseFaultABrokenTransferIs(t *testing.T) {
	ctx := t.Context()
	for _, err := range []error{nil, app.ErrBlocked, app.ErrEnded, app.ErrLinkRevoked, app.ErrLinkGivenBack, &policy.Refusal{}} {
		if ours(ctx, err, nil) != nil {
			t.Errorf("%v counts as ours", err)
		}
	}
	disk := errors.New("disk")
	if ours(ctx, disk, nil) != disk || ours(ctx, nil, disk) != disk {
		t.Error("a disk error does not count as ours")
	}
}

func TestManyAtOnce(t *testing.T) {
	left := atomic.Int64{}
	left.Store(5)
	f := &fakeDesk{transfer: transferOf(strings.Repeat("x", 100<<10)), landing: app.Landing{ExpiresAt: noon}}
	h := newHouse(t, &counted{f, &left})
	var given, gone atomic.Int64
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			h.ask("GET", "/d/token", "", "Accept", page)
			switch w := h.ask("POST", "/d/token", ""); w.Code {
			case 200:
				given.Add(1)
				if w.Body.Len() != 100<<10 {
					t.Errorf("a file of %d bytes", w.Body.Len())
				}
			case 410:
				gone.Add(1)
			}
		})
	}
	wg.Wait()
	if given.Load() != 5 || gone.Load() != 35 {
		t.Errorf("%d files, %d refusals", given.Load(), gone.Load())
	}
}

type counted struct {
	*fakeDesk
	left *atomic.Int64
}

func (c *counted) Download(ctx context.Context, v app.Visitor, token, pin string) (*app.Transfer, error) {
	if c.left.Add(-1) < 0 {
		return nil, app.ErrLinkUsedUp
	}
	return c.fakeDesk.Download(ctx, v, token, pin)
}
