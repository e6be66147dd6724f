package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"vypiska/internal/app"
	"vypiska/internal/notice"
)

// teller is internal/notice as the use cases want it.
type teller struct {
	client *http.Client
	now    func() time.Time
}

// Tell implements app.Teller.
func (t teller) Tell(ctx context.Context, url string, secret []byte, n app.Notice) error {
	h, err := notice.New(url, secret)
	if err != nil {
		return err
	}
	h.Client = t.client
	err = h.Send(ctx, notice.Notice{ID: n.ID, Type: n.Type, At: n.At, Data: n.Data}, t.now())
	switch {
	case errors.Is(err, notice.ErrPrivate):
		return fmt.Errorf("%w: %w", app.ErrForbidden, err)
	case errors.Is(err, notice.ErrGone):
		return fmt.Errorf("%w: %w", app.ErrUnwanted, err)
	}
	return err
}
