package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/db"
)

// The load of a busy clinic: so many patients logged in, who ask for so many
// pages a second altogether.
const (
	loadPatients = 200
	loadRate     = 500 // requests a second
	loadTime     = 3 * time.Second
)

// member puts an account of a patient with one copy into the database and begins
// its session, without the hashing that a login costs.
func (r *clinic) member(n int) *http.Cookie {
	r.t.Helper()
	ctx := context.Background()
	login := fmt.Sprintf("P-%04d-%04d", n, n)
	patient := fmt.Sprintf("ru-p%02d", n%24+1)
	number, order := fmt.Sprintf("7K3M9QXA%04d", n), fmt.Sprintf("order%04d", n)
	must(r.t, r.house.DB.Tx(ctx, func(tx *db.Tx) error {
		return errors.Join(
			tx.Accounts().Add(ctx, db.AccountRow{Login: login, Role: string(policy.Patient), Subject: "Patient/" + patient, Password: "none", Epoch: 1, Created: r.now, Changed: r.now}),
			tx.AddOrder(ctx, db.OrderRow{ID: order, Account: login, Role: string(policy.Patient), Subject: "Patient/" + patient, Patient: patient, Kind: "signed", Lang: "ru",
				Status: string(app.Ready), Progress: 1, Number: number, Created: r.now, Changed: r.now}),
			tx.AddCopy(ctx, db.CopyRow{Number: number, Order: order, Kind: "signed", Patient: patient, SHA256: strings.Repeat("a", 64), Size: 1, Pages: 1, Object: number, Issued: r.now, KeepUntil: r.now.Add(time.Hour)}))
	}))
	ctx, err := r.sessions.Load(ctx, "")
	must(r.t, err)
	for key, value := range map[string]any{sessionAccount: login, sessionEpoch: int64(1), sessionBegun: r.now.Unix(), sessionSeen: r.now.Unix(), sessionLang: "ru"} {
		r.sessions.Put(ctx, key, value)
	}
	token, _, err := r.sessions.Commit(ctx)
	must(r.t, err)
	return &http.Cookie{Name: r.sessions.Cookie.Name, Value: token}
}

// Pages of logged-in patients over real connections at a fixed rate: time counts
// from when a request was due, so that a slow answer does not hide those behind it.
func BenchmarkTwoHundredPatients(b *testing.B) {
	r := newClinic(b)
	var cookies []*http.Cookie
	for n := range loadPatients {
		cookies = append(cookies, r.member(n))
	}
	srv := httptest.NewUnstartedServer(r.Handler())
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.Start()
	b.Cleanup(srv.Close)
	dial := &net.Dialer{Timeout: time.Second}
	client := &http.Client{Transport: &http.Transport{DialContext: dial.DialContext, MaxIdleConnsPerHost: loadPatients}}
	b.Cleanup(client.CloseIdleConnections)
	b.ResetTimer()
	var took []time.Duration
	for b.Loop() {
		took = append(took, storm(b, client, srv.URL, cookies)...)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "pages/s")
}

// storm asks for pages for loadTime and returns how long each took.
func storm(b *testing.B, client *http.Client, address string, cookies []*http.Cookie) []time.Duration {
	pages := []string{"/copies", "/me", "/password"}
	total := int(loadTime.Seconds() * loadRate)
	took := make([]time.Duration, total)
	begun := time.Now()
	var wait sync.WaitGroup
	for n := range total {
		due := begun.Add(time.Duration(n) * time.Second / loadRate)
		time.Sleep(time.Until(due))
		wait.Add(1)
		go func() {
			defer wait.Done()
			if code := get(client, address+pages[n%len(pages)], cookies[n%len(cookies)]); code != http.StatusOK {
				b.Errorf("%s: %d", pages[n%len(pages)], code)
			}
			took[n] = time.Since(due)
		}()
	}
	wait.Wait()
	return took
}

// get returns a page's status, 0 where there is no answer.
func get(client *http.Client, address string, cookie *http.Cookie) int {
	req, err := http.NewRequest("GET", address, nil)
	if err != nil {
		return 0
	}
	req.Header.Set("Accept", page)
	req.AddCookie(cookie)
	res, err := client.Do(req)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	return res.StatusCode
}

// The load's sessions are real ones: they open their own account and no other.
func TestASessionOfTheLoadIsARealOne(t *testing.T) {
	r := newClinic(t)
	b := &browser{t, r.Handler(), map[string]*http.Cookie{}}
	c := r.member(3)
	b.jar[c.Name] = c
	has(t, b.get("/me"), "P-0003-0003")
	has(t, b.get("/copies"), "7K3M9QXA0003")
	c.Value += "x"
	goes(t, b.get("/me"), "/login")
}
