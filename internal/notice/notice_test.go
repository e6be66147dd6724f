package notice_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vypiska/internal/notice"
)

var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

func TestANoticeIsSignedAsTheSpecificationSays(t *testing.T) {
	secret := []byte(strings.Repeat("s", 24))
	heard := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		heard++
		body, _ := io.ReadAll(r.Body)
		m := hmac.New(sha256.New, secret)
		m.Write([]byte("checkpoint-7.1773489600." + string(body)))
		if want := "v1," + base64.StdEncoding.EncodeToString(m.Sum(nil)); r.Header.Get("webhook-signature") != want {
			t.Errorf("signature %q, want %q", r.Header.Get("webhook-signature"), want)
		}
		if got := string(body); got != `{"type":"register.checkpoint","timestamp":"2026-03-14T12:00:00Z","data":{"checkpoint":"x"}}` {
			t.Errorf("body %s", got)
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	defer srv.Close()
	h, err := notice.New(srv.URL, secret)
	if err != nil {
		t.Fatal(err)
	}
	n := notice.Notice{ID: "checkpoint-7", Type: "register.checkpoint", At: noon, Data: map[string]string{"checkpoint": "x"}}
	if err := h.Send(t.Context(), n, noon); err != nil || heard != 1 {
		t.Errorf("%v, heard %d times", err, heard)
	}
}

func TestWhatIsNotTakenIsAnErrorWithoutTheAddress(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"refused":    func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) },
		"redirected": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) },
	} {
		srv := httptest.NewServer(answer)
		h, err := notice.New(srv.URL+"/secret-path", []byte(strings.Repeat("s", 24)))
		if err != nil {
			t.Fatal(err)
		}
		err = h.Send(t.Context(), notice.Notice{ID: "n1"}, noon)
		if !errors.Is(err, notice.ErrRefused) || strings.Contains(err.Error(), "secret-path") {
			t.Errorf("%s: %v", name, err)
		}
		srv.Close()
		if err := h.Send(t.Context(), notice.Notice{ID: "n1"}, noon); err == nil || strings.Contains(err.Error(), "secret-path") {
			t.Errorf("nobody there: %v", err)
		}
	}
	if _, err := notice.New("http://localhost", []byte("short")); err == nil {
		t.Error("a short secret is taken")
	}
}
