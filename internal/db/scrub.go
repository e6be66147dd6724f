package db

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Table scrubs (migration 56): which tables hold remains of what was erased.
//
// PostgreSQL never overwrites a row: the old one stays in the table's file, and
// even a vacuum only gives its place away. The bytes go when the table is written
// anew. That keeps everybody away from the table, so a large one is only vacuumed
// at once and written anew once a day.

const (
	rewrittenAtOnce = 64 << 20 // bytes of a table that is written anew in a moment
	rewrittenEvery  = 20 * time.Hour
	// readersMay hold up the rewriting of a table so long; others wait behind it.
	readersMay = `SET lock_timeout = '3s'`
	lockScrub  = `SELECT pg_advisory_lock(1967, hashtext(current_schema()))`
)

// erased notes in the transaction that rows of the table were emptied or removed.
func (s session) erased(ctx context.Context, table string) error {
	if s.pool.learns {
		return nil // SQLite overwrites what is erased (secure_delete)
	}
	err := s.exec(ctx, `INSERT INTO scrubs (name, due, rewritten) VALUES ($1, 1, 0) ON CONFLICT (name) DO UPDATE SET due = scrubs.due + 1`, table)
	if err != nil {
		return fmt.Errorf("scrubs: note %s: %w", table, err)
	}
	return nil
}

// scrub implements engine. It stands in the writers' line while it works.
func (p *postgres) scrub(ctx context.Context) (err error) {
	conn, err := p.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	for _, text := range []string{lockScrub, readersMay} {
		if _, err := conn.Exec(ctx, text); err != nil {
			return err
		}
	}
	due, err := dueScrubs(ctx, conn)
	if err != nil {
		return err
	}
	for _, t := range due {
		if err := t.scrub(ctx, conn); err != nil {
			return fmt.Errorf("table %s, which may still hold erased text in its file: %w", t.name, err)
		}
	}
	return nil
}

// remains is a table that holds some.
type remains struct {
	name  string
	whole bool // write it anew
}

func dueScrubs(ctx context.Context, conn *pgx.Conn) ([]remains, error) {
	rows, err := conn.Query(ctx, `SELECT name, pg_total_relation_size(quote_ident(name)::regclass) <= $1
		OR rewritten < extract(epoch FROM now())::bigint - $2 FROM scrubs WHERE due > 0 ORDER BY name`, rewrittenAtOnce, int64(rewrittenEvery.Seconds()))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (t remains, err error) {
		err = r.Scan(&t.name, &t.whole)
		return t, err
	})
}

func (t remains) scrub(ctx context.Context, conn *pgx.Conn) error {
	table := pgx.Identifier{t.name}.Sanitize()
	if !t.whole {
		_, err := conn.Exec(ctx, `VACUUM `+table)
		return err
	}
	if err := t.rewrite(ctx, conn, table); err != nil {
		return err
	}
	_, err := conn.Exec(ctx, `UPDATE scrubs SET due = 0, rewritten = extract(epoch FROM now())::bigint WHERE name = $1`, t.name)
	return err
}

// rewrite writes the table anew, again while a transaction somewhere in the
// database, for which the server keeps former rows, is older than the erasure.
func (t remains) rewrite(ctx context.Context, conn *pgx.Conn, table string) error {
	for range 20 {
		var kept string
		rows, err := conn.Query(ctx, `SELECT coalesce(min(pid)::text, '') FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL`)
		if err == nil {
			kept, err = pgx.CollectExactlyOneRow(rows, pgx.RowTo[string])
		}
		if err == nil {
			_, err = conn.Exec(ctx, `VACUUM (FULL, ANALYZE) `+table)
		}
		if err != nil || kept == "" {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
	return errors.New("a transaction in the database is older than the erasure, and its rows are kept for it: end it, or try again later")
}
