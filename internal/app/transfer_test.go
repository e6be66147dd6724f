package app_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"vypiska/exporter/record"
	"vypiska/internal/app"
)

// away is a clinic's system that does not answer.
type away struct{ record.Source }

func (away) Record(context.Context, record.PatientID) (record.Record, error) {
	return record.Record{}, errors.New("no answer")
}

// A transfer that ends because the clinic's system cannot be asked for the rights
// was broken by us: the download comes back.
func TestATransferThatCannotAskForTheRightsGivesItsCountBack(t *testing.T) {
	s := newService(t)
	o := s.ready(t, doctor, "anonymized")
	_, token := s.link(t, doctor, o, 2)
	tr, err := s.Download(t.Context(), app.Visitor{}, token, "")
	fatal(t, err)
	s.Source = away{s.Source}
	s.pass(2 * time.Second)
	if _, err = io.ReadAll(tr.Content); err == nil {
		t.Fatal("the transfer went on though nobody could be asked")
	}
	fatal(t, tr.Close(err))
	if n := s.taken(t); n != 0 {
		t.Errorf("%d downloads are taken", n)
	}
}
