package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"time"

	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/internal/notice"
	"vypiska/storage"
	"vypiska/storage/register"
)

// lastWords bounds how long a stop waits for the last checkpoint to be carried out.
const lastWords = 10 * time.Second

// openWitness refuses a register that was set back, carries out what tombstones
// tell and the database does not know, and prepares to carry its
// checkpoints out: to the bucket, and to the webhook if there is one.
func (s *service) openWitness(ctx context.Context, c config.Config, store *storage.Store) error {
	if err := s.house.Continues(ctx, store); err != nil {
		return err
	}
	s.witness = &app.Witness{
		House: s.house, Entries: int64(c.Register.CheckpointEntries), Every: c.Register.CheckpointEvery, Now: s.now,
		Places:  []*app.Place{s.house.Beside(), s.house.Bucket(store)},
		Trouble: func(err error) { s.log.Error().Err(err).Msg("the register's checkpoint could not be carried out") },
	}
	if _, err := s.desk.Replay(ctx); err != nil {
		return err
	}
	s.atEnd(func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, lastWords)
		defer cancel()
		if err := s.witness.Finish(ctx); err != nil {
			s.witness.Trouble(err)
		}
		return nil
	})
	if c.Register.Webhook == "" {
		return nil
	}
	secret, err := os.ReadFile(c.Register.WebhookSecretFile)
	if err != nil {
		return fmt.Errorf("register.webhook_secret_file: %w", err)
	}
	hook, err := notice.New(c.Register.Webhook, bytes.TrimSpace(secret))
	if err != nil {
		return fmt.Errorf("register.webhook: %w", err)
	}
	s.witness.Places = append(s.witness.Places, s.announce(hook))
	return nil
}

// announce is the webhook as a place of checkpoints.
func (s *service) announce(hook notice.Hook) *app.Place {
	return &app.Place{Name: "webhook", Keep: func(ctx context.Context, size int64, c register.Checkpoint) error {
		now := s.now()
		return hook.Send(ctx, notice.Notice{
			ID: fmt.Sprintf("checkpoint-%d", size), Type: "register.checkpoint", At: now.UTC(), Data: map[string]any{"size": size, "checkpoint": c},
		}, now)
	}}
}
