package main

import (
	"errors"
	"fmt"

	"vypiska/internal/app"
	"vypiska/internal/jobs"
)

// migrateCmd brings the database up to date without serving.
type migrateCmd struct{ dataFlags }

// Help tells when it is needed.
func (migrateCmd) Help() string {
	return `Every start brings the tables up to date by itself. This does so before: on PostgreSQL, where processes are replaced
one after the other, while those of the version before still run. Several may do it at once.`
}

// Run makes and changes tables, our own and the queue's.
func (c *migrateCmd) Run(w *world) error {
	settings, err := c.load()
	if err != nil {
		return err
	}
	h, err := app.OpenRegister(w.ctx, addressOf(settings))
	if err != nil {
		return err
	}
	_, err = jobs.Open(w.ctx, h.DB, jobs.Config{})
	if err := errors.Join(err, h.Abandon()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.stdout, "%s: the tables are up to date\n", h.DB.Name())
	return err
}
