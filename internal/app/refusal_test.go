package app_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/db"
	"vypiska/storage"
	"vypiska/storage/register"
)

// lies puts the bytes of a copy into the storage that no row claims.
func (s *service) lies(t *testing.T) storage.Object {
	t.Helper()
	c, err := s.Build(t.Context(), policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: "ru-p02", Kind: policy.Signed, Basis: "test", Lang: "ru"}, s.now())
	fatal(t, err)
	o, err := s.Store.Put(t.Context(), c)
	fatal(t, err)
	return o
}

// Copies whose bytes the storage does not give up keep no other from its act,
// however many they are and wherever they stand.
func TestBytesThatAreLeftKeepNoOtherCopyFromItsAct(t *testing.T) {
	s := newService(t)
	left, numbers := s.lies(t), manyNumbers(t)
	first, err := issued.ParseNumber(left.Number().String())
	fatal(t, err)
	fatal(t, s.house.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for i, n := range append([]string{first.String()}, numbers...) {
			d := db.DestructionRow{Number: n, Kind: "signed", SHA256: fmt.Sprintf("%064x", i), Patient: "ru-p02", Issued: s.now(),
				Event: string(register.Deletion), Seq: 1, At: s.now().Add(time.Duration(i) * time.Second), By: "service", Reason: "test", Backups: s.now().Add(24 * time.Hour)}
			if err := tx.AddDestruction(t.Context(), d); err != nil {
				return err
			}
		}
		return nil
	}))
	if err := s.Sweep(t.Context()); err == nil || !strings.Contains(err.Error(), first.String()) {
		t.Errorf("nobody is told of the bytes that are left: %v", err)
	}
	if n := s.withoutAct(t); n != 1 {
		t.Errorf("%d copies are in no act, want the one whose bytes are left", n)
	}
}

// refusing is the service's storage, which does not remove the object: as one
// under an object lock, or another's.
func (s *service) refusing(t *testing.T, o storage.Object) {
	t.Helper()
	s.over(t, func(over http.RoundTripper) http.RoundTripper { return refusing{over, o.Key} })
}

// over puts something between the service and its storage.
func (s *service) over(t *testing.T, between func(http.RoundTripper) http.RoundTripper) {
	t.Helper()
	a, err := storage.Attach(t.Context(), s.house.Dir, "test", time.Now(), rand.Reader)
	fatal(t, err)
	master, err := storage.NewMaster(rand.Reader)
	fatal(t, err)
	c := a.Config()
	c.Master, c.Rand = []storage.MasterKey{master}, rand.Reader
	c.Measure = between
	store, err := storage.Open(t.Context(), c)
	fatal(t, err)
	s.Store = store
	t.Cleanup(func() { store.Close(); fatal(t, a.Close(context.Background())) })
}

type refusing struct {
	http.RoundTripper
	key string
}

func (r refusing) RoundTrip(q *http.Request) (*http.Response, error) {
	if q.Method != http.MethodDelete || !strings.HasSuffix(q.URL.Path, r.key) {
		return r.RoundTripper.RoundTrip(q)
	}
	return &http.Response{StatusCode: http.StatusForbidden, Header: http.Header{"Content-Type": {"application/xml"}}, Request: q,
		Body: io.NopCloser(strings.NewReader(`<Error><Code>AccessDenied</Code></Error>`))}, nil
}

func TestAnObjectThatCannotBeRemovedKeepsNoOtherOrphanInItsPlace(t *testing.T) {
	s := newService(t)
	all := []storage.Object{s.lies(t), s.lies(t), s.lies(t)}
	slices.SortFunc(all, func(a, b storage.Object) int { return strings.Compare(a.Key, b.Key) })
	s.refusing(t, all[0])
	s.pass(time.Since(s.now()) + 2*time.Hour) // the storage's clock is the machine's
	if err := s.Sweep(t.Context()); err == nil || !strings.Contains(err.Error(), all[0].Number().String()) {
		t.Errorf("nobody is told of the object that stays: %v", err)
	}
	for i, o := range all {
		if there := s.objectFile(t, o.Key) != ""; there != (i == 0) {
			t.Errorf("object %d: there %v", i, there)
		}
	}
}

// full is a mail server at which one mailbox takes nothing now, perhaps for weeks.
type full struct {
	*post
	who string
}

func (f full) Send(ctx context.Context, to record.Personal, subject, body string) error {
	if to.Reveal() == f.who {
		return broken{}
	}
	return f.post.Send(ctx, to, subject, body)
}

func TestAFullMailboxKeepsNobodyElseFromBeingReminded(t *testing.T) {
	s, p := newService(t), &post{}
	s.RemindBefore = 24 * time.Hour
	first, err := s.Directory.Person(t.Context(), patient.Subject)
	fatal(t, err)
	s.Post = full{p, first.Contact("email", s.Now()).Reveal()}
	s.linked(t, patient, other)
	s.pass(49 * time.Hour)
	if err := s.Sweep(t.Context()); !errors.Is(err, broken{}) {
		t.Errorf("nobody is told of it: %v", err)
	}
	if len(p.sent) != 1 {
		t.Errorf("%d letters, want that to the other", len(p.sent))
	}
}

// endless is a storage whose list of objects is longer than the sweep may take.
type endless struct {
	http.RoundTripper
	end func()
}

func (e endless) RoundTrip(q *http.Request) (*http.Response, error) {
	if list := q.URL.Query(); q.Method == http.MethodGet && list.Has("list-type") && list.Get("prefix") == "" && q.Header.Get("Authorization") != "" {
		e.end()
	}
	return e.RoundTripper.RoundTrip(q)
}

func TestALongListOfObjectsKeepsNothingElseFromItsTime(t *testing.T) {
	s, p := newServiceKeeping(t, 80*time.Hour), &post{}
	s.Post, s.RemindBefore = p, 24*time.Hour
	s.ready(t, patient, "signed")
	s.pass(60 * time.Hour)
	o := s.ready(t, patient, "signed")
	_, err := s.MintLink(t.Context(), patient, o.ID, app.LinkAsk{TTL: "36h"})
	fatal(t, err)
	s.pass(21 * time.Hour)
	ctx, end := context.WithCancel(t.Context())
	defer end()
	s.over(t, func(over http.RoundTripper) http.RoundTripper { return endless{over, end} })
	if err := s.Sweep(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the sweep says nothing of its end: %v", err)
	}
	if kept, open := s.kept(t, "signed"), s.withoutAct(t); kept != 1 || open != 0 || len(p.sent) != 1 {
		t.Errorf("%d copies kept, %d without an act, %d reminded; want 1, 0, 1", kept, open, len(p.sent))
	}
}
