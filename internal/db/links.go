package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"vypiska/storage/links"
)

// Tables link, link_download (migrations 3, 96 and 99). Counts change in one conditional
// statement each, so that no engine's isolation lets two take what is there once.
const (
	linkColumns     = `id, token, pin, code, number, recipient, audience, created_at, expires_at, max_downloads, taken, wrong, revoked_at, revoked_by, made_by`
	downloadColumns = `id, link, at, ticket, until, returned_at`

	// linkOpen is links.Link.Ended as SQL, for the time $1.
	linkOpen = `revoked_at IS NULL AND expires_at > $1 AND taken < max_downloads AND wrong < 10`

	oldLinks      = `token IS NOT NULL AND (expires_at < $1 OR revoked_at < $1)`
	dropDownloads = `DELETE FROM link_download WHERE link IN (SELECT id FROM link WHERE ` + oldLinks + `)`
	stripLinks    = `UPDATE link SET token = NULL, code = NULL, recipient = '', made_by = '' WHERE ` + oldLinks

	linkPage = 256
)

// linkOpen and the migration name the limit in figures: this line does not
// compile with another.
const _ = uint(links.WrongTries-10) + uint(10-links.WrongTries)

// LinksView reads links; it is a links.Finder, Reader, Lister, TicketFinder and Watcher.
type LinksView struct{ session }

// Links is the links within a write transaction: it is all a links.Adder,
// TakeTx, ReturnTx, RevokeTx, CopyTx, MakerTx and SweepTx must be.
type Links struct{ LinksView }

var (
	_ interface {
		links.Finder
		links.Reader
		links.Lister
		links.TicketFinder
		links.Watcher
	} = LinksView{}
	_ interface {
		links.Adder
		links.TakeTx
		links.ReturnTx
		links.RevokeTx
		links.CopyTx
		links.MakerTx
		links.SweepTx
	} = Links{}
)

// Links gives the links within the transaction.
func (t *Tx) Links() Links { return Links{LinksView{t.session}} }

// Links gives the links as the snapshot has them.
func (v *View) Links() LinksView { return LinksView{v.session} }

// LinkByToken implements links.Finder.
func (r LinksView) LinkByToken(ctx context.Context, h links.Hash) (links.Row, error) {
	return r.link(ctx, `SELECT `+linkColumns+` FROM link WHERE token = $1`, h[:])
}

// LinkByID implements links.Reader.
func (r LinksView) LinkByID(ctx context.Context, id links.ID) (links.Link, error) {
	row, err := r.link(ctx, `SELECT `+linkColumns+` FROM link WHERE id = $1`, string(id))
	return row.Link, err
}

func (r LinksView) link(ctx context.Context, text string, key any) (links.Row, error) {
	rows, err := list(ctx, r.session, scanLink, text, key)
	if err != nil {
		return links.Row{}, fmt.Errorf("link: %w", err)
	}
	if len(rows) == 0 {
		return links.Row{}, links.ErrUnknown
	}
	return rows[0], nil
}

// LinkPage implements links.Lister.
func (r LinksView) LinkPage(ctx context.Context, f links.Filter, at time.Time, last links.Link) ([]links.Link, error) {
	before := int64(math.MaxInt64)
	if last.ID != "" {
		before = micros(last.Created)
	}
	ended := 0
	if f.Ended {
		ended = 1
	}
	args := []any{micros(at), ended, before, string(last.ID), linkPage}
	where := []string{"($2 = 1 OR " + linkOpen + ")", "(created_at, id) < ($3, $4)"}
	for _, c := range []struct{ column, value string }{{"number", f.Number}, {"recipient", f.Recipient}} {
		if c.value != "" {
			args = append(args, c.value)
			where = append(where, c.column+" = $"+strconv.Itoa(len(args)))
		}
	}
	text := `SELECT ` + linkColumns + ` FROM link WHERE ` + strings.Join(where, " AND ") + ` ORDER BY created_at DESC, id DESC LIMIT $5`
	rows, err := list(ctx, r.session, scanLink, text, args...)
	if err != nil {
		return nil, fmt.Errorf("link: page: %w", err)
	}
	page := make([]links.Link, len(rows))
	for i, row := range rows {
		page[i] = row.Link
	}
	return page, nil
}

// DownloadByTicket implements links.TicketFinder.
func (r LinksView) DownloadByTicket(ctx context.Context, h links.Hash) (links.DownloadRow, links.Link, error) {
	return r.download(ctx, `SELECT `+downloadColumns+` FROM link_download WHERE ticket = $1`, h[:])
}

// DownloadByID implements links.Watcher.
func (r LinksView) DownloadByID(ctx context.Context, id links.DownloadID) (links.DownloadRow, links.Link, error) {
	return r.download(ctx, `SELECT `+downloadColumns+` FROM link_download WHERE id = $1`, string(id))
}

func (r LinksView) download(ctx context.Context, text string, key any) (links.DownloadRow, links.Link, error) {
	rows, err := list(ctx, r.session, scanDownload, text, key)
	if err != nil {
		return links.DownloadRow{}, links.Link{}, fmt.Errorf("link_download: %w", err)
	}
	if len(rows) == 0 {
		return links.DownloadRow{}, links.Link{}, links.ErrUnknown
	}
	l, err := r.LinkByID(ctx, rows[0].Link)
	return rows[0], l, err
}

// AddLink implements links.Adder.
func (r Links) AddLink(ctx context.Context, row links.Row) error {
	err := r.exec(ctx, `INSERT INTO link (`+linkColumns+`) VALUES (`+placeholders(1, 15)+`)`,
		string(row.ID), hashed(row.Token), row.PIN, hashed(row.Code), row.Number, row.Recipient, string(row.Audience), micros(row.Created), micros(row.Expires),
		row.Downloads, row.Taken, row.Wrong, nullMicros(row.RevokedAt), sql.NullString{String: row.RevokedBy, Valid: row.RevokedBy != ""}, row.Maker)
	if err != nil {
		return fmt.Errorf("link: add: %w", err)
	}
	return nil
}

// TakeDownload implements links.TakeTx.
func (r Links) TakeDownload(ctx context.Context, d links.DownloadRow) (bool, error) {
	n, err := r.change(ctx, `UPDATE link SET taken = taken + 1 WHERE id = $2 AND `+linkOpen, micros(d.At), string(d.Link))
	if err != nil || n == 0 {
		return false, err
	}
	err = r.exec(ctx, `INSERT INTO link_download (`+downloadColumns+`) VALUES (`+placeholders(1, 6)+`)`,
		string(d.ID), string(d.Link), micros(d.At), hashed(d.Ticket), nullMicros(d.Until), nullMicros(d.Returned))
	if err != nil {
		return false, fmt.Errorf("link_download: add: %w", err)
	}
	return true, nil
}

// MissPIN implements links.TakeTx.
func (r Links) MissPIN(ctx context.Context, id links.ID, at time.Time) (wrong int, err error) {
	err = r.row(ctx, `UPDATE link SET wrong = wrong + 1 WHERE id = $2 AND `+linkOpen+` RETURNING wrong`,
		micros(at), string(id)).Scan(&wrong)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("link: count wrong PIN: %w", err)
	}
	return wrong, nil
}

// ReturnDownload implements links.ReturnTx. The link is changed first: its row
// is what two that return the same download wait for.
func (r Links) ReturnDownload(ctx context.Context, id links.DownloadID, at time.Time) (bool, error) {
	n, err := r.change(ctx, `UPDATE link SET taken = taken - 1 WHERE revoked_at IS NULL AND taken > 0
		AND id = (SELECT link FROM link_download WHERE id = $1 AND returned_at IS NULL)`, string(id))
	if err != nil || n == 0 {
		return false, err
	}
	n, err = r.change(ctx, `UPDATE link_download SET returned_at = $2 WHERE id = $1 AND returned_at IS NULL`, string(id), micros(at))
	if err == nil && n == 0 {
		err = errors.New("link_download: given back by another transaction at the same moment")
	}
	return err == nil, err
}

// RevokeLink implements links.RevokeTx.
func (r Links) RevokeLink(ctx context.Context, id links.ID, by string, at time.Time) (bool, error) {
	n, err := r.change(ctx, `UPDATE link SET revoked_at = $2, revoked_by = $3 WHERE id = $1 AND revoked_at IS NULL`, string(id), micros(at), by)
	return n > 0, err
}

// RevokeLinks implements links.CopyTx.
func (r Links) RevokeLinks(ctx context.Context, number, by string, at time.Time) ([]links.ID, error) {
	ids, err := list(ctx, r.session, scanLinkID, `UPDATE link SET revoked_at = $2, revoked_by = $3
		WHERE number = $1 AND revoked_at IS NULL RETURNING id`, number, micros(at), by)
	if err != nil {
		return nil, fmt.Errorf("link: revoke: %w", err)
	}
	return ids, nil
}

// RevokeMade implements links.MakerTx.
func (r Links) RevokeMade(ctx context.Context, maker, by string, at time.Time) ([]links.Link, error) {
	ended, err := list(ctx, r.session, scanEnded, `UPDATE link SET revoked_at = $2, revoked_by = $3
		WHERE made_by = $1 AND revoked_at IS NULL RETURNING id, number`, maker, micros(at), by)
	if err != nil {
		return nil, fmt.Errorf("link: revoke: %w", err)
	}
	return ended, nil
}

func scanEnded(rows *sql.Rows) (l links.Link, err error) {
	err = rows.Scan(&l.ID, &l.Number)
	return l, err
}

// StripLinks implements links.SweepTx. The old bytes leave the files with DB.Scrub.
func (r Links) StripLinks(ctx context.Context, before time.Time) (int, error) {
	if _, err := r.change(ctx, dropDownloads, micros(before)); err != nil {
		return 0, err
	}
	n, err := r.change(ctx, stripLinks, micros(before))
	if err == nil && n > 0 {
		err = errors.Join(r.erased(ctx, "link"), r.erased(ctx, "link_download"))
	}
	return int(n), err
}

// change runs a statement and returns how many rows it changed.
func (r Links) change(ctx context.Context, text string, args ...any) (int64, error) {
	res, err := r.run(ctx, text, args...)
	if err != nil {
		return 0, fmt.Errorf("link: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("link: count changed rows: %w", err)
	}
	return n, nil
}

// micros is a time as it is stored; nullMicros stores the zero time as NULL.
func micros(t time.Time) int64 { return t.UnixMicro() }

func nullMicros(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMicro(), Valid: !t.IsZero()}
}

func timeOf(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.UnixMicro(n.Int64).UTC()
}

// hashed is a hash as it is stored, NULL for none.
func hashed(h links.Hash) []byte {
	if h == (links.Hash{}) {
		return nil
	}
	return h[:]
}

// hashOf reads a stored hash, NULL or empty for none; one of another length is
// damage. (A link without its PIN's hash still needs the PIN.)
func hashOf(b []byte) (links.Hash, error) {
	var h links.Hash
	if len(b) == 0 {
		return h, nil
	}
	if copy(h[:], b) != len(h) || len(b) != len(h) || h == (links.Hash{}) {
		return links.Hash{}, errors.New("a stored hash is malformed; restore the row from a backup")
	}
	return h, nil
}

func scanLink(rows *sql.Rows) (links.Row, error) {
	var r links.Row
	var token, code []byte
	var created, expires, revoked sql.NullInt64
	var by sql.NullString
	err := rows.Scan(&r.ID, &token, &r.PIN, &code, &r.Number, &r.Recipient, &r.Audience, &created, &expires, &r.Downloads, &r.Taken, &r.Wrong, &revoked, &by, &r.Maker)
	if err != nil {
		return links.Row{}, fmt.Errorf("row %q is malformed: %w", r.ID, err)
	}
	var tokenErr, codeErr error
	r.Token, tokenErr = hashOf(token)
	r.Code, codeErr = hashOf(code)
	if err := errors.Join(tokenErr, codeErr); err != nil {
		return links.Row{}, fmt.Errorf("row %q: %w", r.ID, err)
	}
	r.Created, r.Expires, r.RevokedAt, r.RevokedBy = timeOf(created), timeOf(expires), timeOf(revoked), by.String
	return r, nil
}

func scanDownload(rows *sql.Rows) (links.DownloadRow, error) {
	var d links.DownloadRow
	var ticket []byte
	var at, until, returned sql.NullInt64
	if err := rows.Scan(&d.ID, &d.Link, &at, &ticket, &until, &returned); err != nil {
		return links.DownloadRow{}, fmt.Errorf("row %q is malformed: %w", d.ID, err)
	}
	var err error
	if d.Ticket, err = hashOf(ticket); err != nil {
		return links.DownloadRow{}, fmt.Errorf("row %q: %w", d.ID, err)
	}
	d.At, d.Until, d.Returned = timeOf(at), timeOf(until), timeOf(returned)
	return d, nil
}

func scanLinkID(rows *sql.Rows) (links.ID, error) {
	var id links.ID
	err := rows.Scan(&id)
	return id, err
}

// NumbersWithLinks lists the copies that have links which had not ended at the
// moment.
func (s session) NumbersWithLinks(ctx context.Context, at time.Time) ([]string, error) {
	return list(ctx, s, scanText, `SELECT DISTINCT number FROM link WHERE revoked_at IS NULL AND expires_at > $1 ORDER BY number`, micros(at))
}
