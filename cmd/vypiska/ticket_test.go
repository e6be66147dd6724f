package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"vypiska/internal/app"
	"vypiska/internal/db"
	"vypiska/storage/links"
)

// TestALargeCopyGoesByTicket takes a copy above 16 MB through the whole
// service: the POST answers with a ticket, the ticket gives the file whole and
// in parts as often as asked and counts once, and ends with its link.
func TestALargeCopyGoesByTicket(t *testing.T) {
	l := newLoad(t)
	address, obj := l.plant(t, app.OneAnswer+(1<<20))
	l.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	link := address()
	res, err := l.client.Post(link, "application/x-www-form-urlencoded", strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	ticket := res.Header.Get("Location")
	if res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(ticket, "/d/t/") {
		t.Fatalf("status %d, location %q", res.StatusCode, ticket)
	}
	whole, head := l.get(t, ticket, "")
	if head.StatusCode != http.StatusOK || int64(len(whole)) != obj.Size || head.Header.Get("ETag") == "" {
		t.Fatalf("status %d, %d of %d bytes, ETag %q", head.StatusCode, len(whole), obj.Size, head.Header.Get("ETag"))
	}
	for _, r := range []struct {
		ask      string
		from, to int64
	}{{"bytes=0-99", 0, 100}, {"bytes=9000000-9065535", 9000000, 9065536}, {"bytes=-10", obj.Size - 10, obj.Size}} {
		part, head := l.get(t, ticket, r.ask)
		if head.StatusCode != http.StatusPartialContent || !bytes.Equal(part, whole[r.from:r.to]) {
			t.Errorf("%s: status %d, %d bytes", r.ask, head.StatusCode, len(part))
		}
	}
	var taken int
	var found links.Link
	err = l.house.DB.View(context.Background(), func(v *db.View) error {
		for k, err := range links.List(context.Background(), v.Links(), links.Filter{}, l.now()) {
			if err != nil {
				return err
			}
			found, taken = k, taken+k.Taken
		}
		return nil
	})
	if err != nil || taken != 1 {
		t.Errorf("%d downloads were counted, %v", taken, err)
	}
	officer := app.Visitor{Account: "o", Role: "officer", Subject: "officer"}
	if err := l.desk.RevokeLink(context.Background(), officer, string(found.ID)); err != nil {
		t.Fatal(err)
	}
	if _, head := l.get(t, ticket, "bytes=0-9"); head.StatusCode != http.StatusGone {
		t.Errorf("the ticket of a revoked link answers %d", head.StatusCode)
	}
}

func (l *load) get(t *testing.T, path, ranges string) ([]byte, *http.Response) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, l.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if ranges != "" {
		req.Header.Set("Range", ranges)
	}
	res, err := l.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body, res
}
