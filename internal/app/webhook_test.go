package app_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vypiska/internal/app"
	"vypiska/internal/db"
	"vypiska/internal/notice"
)

// listener is an insurer's program: what it heard, and how it answers.
type listener struct {
	mu     sync.Mutex
	heard  []heard
	answer func(n int, w http.ResponseWriter, r *http.Request)
}

type heard struct {
	id, stamp, signature string
	body                 []byte
}

func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	l.mu.Lock()
	l.heard = append(l.heard, heard{r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp"), r.Header.Get("webhook-signature"), body})
	n := len(l.heard)
	l.mu.Unlock()
	if l.answer != nil {
		l.answer(n, w, r)
	}
}

// teller sends as the service does. Its patience with the listener that is being
// asked ends when hung gives a value: no short time that a busy machine may need.
type teller struct {
	private bool
	hung    <-chan bool
}

func (g teller) Tell(ctx context.Context, url string, secret []byte, n app.Notice) error {
	h, err := notice.New(url, secret)
	if err != nil {
		return err
	}
	h.Client = notice.Guarded(g.private)
	ctx, end := context.WithCancel(ctx)
	defer end()
	go func() {
		select {
		case <-g.hung:
			end()
		case <-ctx.Done():
		}
	}()
	err = h.Send(ctx, notice.Notice{ID: n.ID, Type: n.Type, At: n.At, Data: n.Data}, time.Now())
	if errors.Is(err, notice.ErrPrivate) {
		return errors.Join(app.ErrForbidden, err)
	}
	return err
}

// courier notes which notices are to be delivered.
type courier struct{ ids []string }

func (c *courier) Deliver(_ context.Context, _ *db.Tx, id string) error {
	c.ids = append(c.ids, id)
	return nil
}

// hooked is a service whose insurer listens, with a package that is ready.
func hooked(t *testing.T, l *listener) (*parcels, *courier, app.PackageOrder) {
	t.Helper()
	srv := httptest.NewServer(l)
	t.Cleanup(srv.Close)
	s, c := newParcels(t), &courier{}
	s.Courier, s.Teller, s.HookKey = c, teller{private: true}, []byte(strings.Repeat("k", 32))
	s.activate(t, strings.Replace(contractA, `"services"`, `"delivery":{"webhook":"`+srv.URL+`/hook"},"services"`, 1))
	return s, c, s.made(t, insurerA, numberA, april)
}

func (s *parcels) delivery(t *testing.T) app.Delivery {
	t.Helper()
	p, err := s.Deliveries(t.Context(), insurerA, "")
	if err != nil || len(p.List) != 1 || p.Next != "" {
		t.Fatal(p, err)
	}
	return p.List[0]
}

func TestAnInsurersWebhookIsToldOfAPackageAndNothingThatOpensIt(t *testing.T) {
	l := &listener{}
	s, c, o := hooked(t, l)
	if len(c.ids) != 1 {
		t.Fatalf("%d notices", len(c.ids))
	}
	fatal(t, s.DeliverNotice(t.Context(), c.ids[0]))
	fatal(t, s.DeliverNotice(t.Context(), c.ids[0])) // the queue gives it twice
	if len(l.heard) != 1 {
		t.Fatalf("heard %d times", len(l.heard))
	}
	got := l.heard[0]
	var said struct {
		Type string
		Data map[string]any
	}
	fatal(t, json.Unmarshal(got.body, &said))
	want := map[string]any{"package": o.Number, "sequence": 1.0, "contract": numberA, "from": "2025-04-01", "to": "2025-04-30", "address": "http://localhost/packages/" + o.ID}
	for k, v := range want {
		if said.Data[k] != v {
			t.Errorf("%s is %v, want %v", k, said.Data[k], v)
		}
	}
	if said.Type != "package.ready" || len(said.Data) != len(want) || bytes.Contains(got.body, []byte("/d/")) || bytes.Contains(got.body, []byte("ru-p")) {
		t.Errorf("it said %s", got.body)
	}
	if d := s.delivery(t); d.Status != "delivered" || d.Tries != 1 || d.ID != got.id {
		t.Errorf("%+v", d)
	}
	secret, err := s.HookSecret(t.Context(), officer, "ru-insA", numberA)
	fatal(t, err)
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	fatal(t, err)
	m := hmac.New(sha256.New, key)
	m.Write([]byte(got.id + "." + got.stamp + "." + string(got.body)))
	if got.signature != "v1,"+base64.StdEncoding.EncodeToString(m.Sum(nil)) {
		t.Error("the signature is another than the specification's with the secret that the officer is told")
	}
	if _, err := s.HookSecret(t.Context(), insurerA, "ru-insA", numberA); !errors.Is(err, app.ErrVisitor) {
		t.Errorf("the insurer is told the secret: %v", err)
	}
}

func TestAListenerThatFailsAndHangsIsTriedAgainUnderOneID(t *testing.T) {
	hung, release := make(chan bool), make(chan bool)
	l := &listener{answer: func(n int, w http.ResponseWriter, r *http.Request) {
		switch n {
		case 1:
			w.WriteHeader(http.StatusInternalServerError)
		case 2:
			hung <- true
			<-release
		case 3:
			w.Header().Set("Location", "http://127.0.0.1:1/")
			w.WriteHeader(http.StatusFound)
		}
	}}
	s, c, _ := hooked(t, l)
	s.Teller = teller{private: true, hung: hung}
	for range 3 {
		if err := s.DeliverNotice(t.Context(), c.ids[0]); err == nil {
			t.Error("a notice that was not taken is not tried again")
		}
	}
	close(release)
	if d := s.delivery(t); d.Status != "waiting" || d.Tries != 3 {
		t.Errorf("%+v", d)
	}
	fatal(t, s.DeliverNotice(t.Context(), c.ids[0]))
	ids := []string{}
	for _, h := range l.heard {
		ids = append(ids, h.id)
	}
	if len(ids) != 4 || len(slices.Compact(ids)) != 1 {
		t.Errorf("ids %v", ids)
	}
	if d := s.delivery(t); d.Status != "delivered" || d.Tries != 4 {
		t.Errorf("%+v", d)
	}
}

func TestANoticeIsReplayedUnderItsOwnID(t *testing.T) {
	l := &listener{}
	s, c, _ := hooked(t, l)
	fatal(t, s.DeliverNotice(t.Context(), c.ids[0]))
	if err := s.ReplayNotice(t.Context(), insurerB, c.ids[0]); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("another insurer: %v", err)
	}
	fatal(t, s.ReplayNotice(t.Context(), insurerA, c.ids[0]))
	if len(c.ids) != 2 || c.ids[0] != c.ids[1] {
		t.Fatalf("%v", c.ids)
	}
	fatal(t, s.DeliverNotice(t.Context(), c.ids[1]))
	if len(l.heard) != 2 || l.heard[0].id != l.heard[1].id {
		t.Errorf("heard %d times", len(l.heard))
	}
	fatal(t, s.ReplayNotice(t.Context(), officer, c.ids[0]))
	fatal(t, s.GiveUpNotice(t.Context(), c.ids[0]))
	if d := s.delivery(t); d.Status != "failed" {
		t.Errorf("%+v", d)
	}
	fatal(t, s.DeliverNotice(t.Context(), c.ids[0]))
	if len(l.heard) != 2 {
		t.Error("a notice that was given up was sent")
	}
}

func TestAWebhookInAPrivateNetworkIsRefusedForGood(t *testing.T) {
	l := &listener{}
	s, c, _ := hooked(t, l)
	s.Teller = teller{}
	fatal(t, s.DeliverNotice(t.Context(), c.ids[0]))
	if d := s.delivery(t); d.Status != "failed" || d.Answer != "forbidden address" || len(l.heard) != 0 {
		t.Errorf("%+v, heard %d", d, len(l.heard))
	}
}

func TestNoticesAreLeafedThroughToTheFirst(t *testing.T) {
	s, _, o := hooked(t, &listener{})
	fatal(t, s.house.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for i := range 230 { // two of one moment each
			row := db.DeliveryRow{ID: fmt.Sprintf("msg_%03d", i), Order: o.ID, Insurer: "Organization/ru-insA", Created: time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC).Add(-time.Duration(i/2) * time.Minute)}
			if i%10 == 9 {
				row.Insurer = "Organization/ru-insB"
			}
			if err := tx.AddDelivery(t.Context(), row); err != nil {
				return err
			}
		}
		return nil
	}))
	for name, c := range map[string]struct {
		visitor app.Visitor
		want    int
	}{"the officer": {officer, 231}, "the insurer": {insurerA, 208}} {
		seen, pages, before := map[string]bool{}, 0, ""
		for more := true; more; more = before != "" {
			p, err := s.Deliveries(t.Context(), c.visitor, before)
			fatal(t, err)
			for _, d := range p.List {
				if seen[d.ID] {
					t.Fatalf("%s is shown %s twice", name, d.ID)
				}
				seen[d.ID] = true
			}
			before, pages = p.Next, pages+1
		}
		if len(seen) != c.want || pages != 5 {
			t.Errorf("%s leafs through %d notices on %d pages, want %d", name, len(seen), pages, c.want)
		}
	}
}
