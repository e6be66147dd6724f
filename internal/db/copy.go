package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Table copies (migration 5).

// CopyRow is one issued copy. Object is empty where none is kept: made at the
// machine, swept or destroyed.
type CopyRow struct {
	Number, Order, Kind, Patient string
	SHA256                       string
	Size                         int64
	Pages                        int
	SealLevel                    string
	Object                       string
	Wrapped                      []byte
	KeyID                        string
	Issued, KeepUntil            time.Time
	Revoked, Destroyed           time.Time // zero: not
	SealEnds                     time.Time // until when the seal can be proved; zero: not known
}

const copyColumns = `number, order_id, kind, patient, sha256, size, pages, seal_level, object, wrapped, key_id, issued, keep_until, revoked, destroyed, seal_ends`

// AddCopy stores a new copy.
func (t *Tx) AddCopy(ctx context.Context, c CopyRow) error {
	_, err := t.run(ctx, `INSERT INTO copies (`+copyColumns+`) VALUES (`+placeholders(1, 16)+`)`,
		c.Number, c.Order, c.Kind, c.Patient, c.SHA256, c.Size, c.Pages, c.SealLevel, c.Object, c.Wrapped, c.KeyID,
		micros(c.Issued), micros(c.KeepUntil), nullMicros(c.Revoked), nullMicros(c.Destroyed), nullMicros(c.SealEnds))
	if err != nil {
		return fmt.Errorf("copies: add: %w", err)
	}
	return nil
}

// Copy reads one copy; none: ErrNoRow.
func (s session) Copy(ctx context.Context, number string) (CopyRow, error) {
	return one(ctx, s, "copies", scanCopy, `SELECT `+copyColumns+` FROM copies WHERE number = $1`, number)
}

// ExpiredCopies lists up to limit kept copies whose time was over at the moment
// and on which no legal hold stands.
func (s session) ExpiredCopies(ctx context.Context, at time.Time, limit int) ([]CopyRow, error) {
	return list(ctx, s, scanCopy, `SELECT `+copyColumns+` FROM copies WHERE object <> '' AND keep_until < $1 AND NOT EXISTS
		(SELECT 1 FROM holds h WHERE h.ended IS NULL AND (h.number = copies.number OR (h.patient = copies.patient AND h.patient <> ''))) ORDER BY keep_until LIMIT $2`, micros(at), limit)
}

// KeptCopiesOf lists the copies of a patient that are kept.
func (s session) KeptCopiesOf(ctx context.Context, patient string) ([]CopyRow, error) {
	return list(ctx, s, scanCopy, `SELECT `+copyColumns+` FROM copies WHERE object <> '' AND patient = $1 AND patient <> '' ORDER BY issued, number`, patient)
}

// KeptCopiesOfOrder lists the copies that are kept of an order: of a package's, its
// container and the documents beside it.
func (s session) KeptCopiesOfOrder(ctx context.Context, order string) ([]CopyRow, error) {
	return list(ctx, s, scanCopy, `SELECT `+copyColumns+` FROM copies WHERE object <> '' AND order_id = $1 AND order_id <> '' ORDER BY issued, number`, order)
}

const packagesWith = `SELECT ` + copyColumns + ` FROM copies WHERE object <> '' AND number IN
	(SELECT o.number FROM package_people p JOIN package_orders o ON o.id = p.order_id WHERE p.patient = $1 AND p.state = 'made' AND o.number <> '') ORDER BY issued, number`

// PackagesWith lists the kept packages that hold a document of the patient.
func (s session) PackagesWith(ctx context.Context, patient string) ([]CopyRow, error) {
	return list(ctx, s, scanCopy, packagesWith, patient)
}

// KeptCopies lists up to limit kept copies whose number comes after the given one.
func (s session) KeptCopies(ctx context.Context, after string, limit int) ([]CopyRow, error) {
	return list(ctx, s, scanCopy, `SELECT `+copyColumns+` FROM copies WHERE object <> '' AND number > $1 ORDER BY number LIMIT $2`, after, limit)
}

// OneCopyOfEachKey gives for each master key in use one kept copy it wraps.
func (s session) OneCopyOfEachKey(ctx context.Context) ([]CopyRow, error) {
	return list(ctx, s, scanCopy, `SELECT `+copyColumns+` FROM copies WHERE number IN (SELECT min(number) FROM copies WHERE object <> '' GROUP BY key_id)`)
}

// RewrapCopy puts a kept copy's key, wrapped anew, in the place of the old one;
// false if the row changed meanwhile.
func (t *Tx) RewrapCopy(ctx context.Context, was CopyRow, wrapped []byte, keyID string) (bool, error) {
	ok, err := t.changed(ctx, `UPDATE copies SET wrapped = $1, key_id = $2 WHERE number = $3 AND object = $4 AND object <> ''`, wrapped, keyID, was.Number, was.Object)
	return ok, errors.Join(err, t.erased(ctx, "copies"))
}

// ObjectsOf lists the S3 keys of those of the copies that are kept.
func (s session) ObjectsOf(ctx context.Context, numbers []string) ([]string, error) {
	args := make([]any, len(numbers))
	for i, n := range numbers {
		args[i] = n
	}
	return list(ctx, s, scanText, `SELECT object FROM copies WHERE number IN (`+placeholders(1, len(args))+`) AND object <> ''`, args...)
}

// NumbersOf lists the numbers of the copies about a patient, the newest first.
func (s session) NumbersOf(ctx context.Context, patient string) ([]string, error) {
	return list(ctx, s, scanText, `SELECT number FROM copies WHERE patient = $1 AND patient <> '' ORDER BY issued DESC, number`, patient)
}

// Papers lists up to so many of the clinic's own papers that nobody ordered, the
// newest first; the ones that come after the one named before, if any.
func (s session) Papers(ctx context.Context, before string, most int) ([]CopyRow, error) {
	const of, last = `SELECT ` + copyColumns + ` FROM copies WHERE kind = 'paper' AND order_id = ''`, ` ORDER BY issued DESC, number DESC LIMIT $1`
	if before == "" {
		return list(ctx, s, scanCopy, of+last, most)
	}
	return list(ctx, s, scanCopy, of+` AND (issued, number) < (SELECT issued, number FROM copies WHERE number = $2)`+last, most, before)
}

// RevokeCopy marks a copy as revoked; false if it was already.
func (t *Tx) RevokeCopy(ctx context.Context, number string, at time.Time) (bool, error) {
	return t.changed(ctx, `UPDATE copies SET revoked = $1 WHERE number = $2 AND revoked IS NULL`, micros(at), number)
}

// ForgetCopy destroys the copy's key: whatever is left of the object can be
// read by nobody. What it was made from is forgotten with it. False if it was gone already.
func (t *Tx) ForgetCopy(ctx context.Context, number string, at time.Time) (bool, error) {
	ok, err := t.changed(ctx, `UPDATE copies SET object = '', wrapped = NULL, patient = '', destroyed = $1 WHERE number = $2 AND object <> ''`, micros(at), number)
	return ok, errors.Join(err, t.erased(ctx, "copies"), t.forgetOrigin(ctx, number))
}

// changed runs a statement and reports whether it changed a row.
func (t *Tx) changed(ctx context.Context, text string, args ...any) (bool, error) {
	n, err := t.count(ctx, text, args...)
	return n == 1, err
}

// count runs a statement and returns how many rows it changed.
func (t *Tx) count(ctx context.Context, text string, args ...any) (int64, error) {
	r, err := t.run(ctx, text, args...)
	if err != nil {
		return 0, fmt.Errorf("change rows: %w", err)
	}
	return r.RowsAffected()
}

func scanCopy(rows *sql.Rows) (CopyRow, error) {
	var c CopyRow
	var issued, keep int64
	var revoked, destroyed, ends sql.NullInt64
	err := rows.Scan(&c.Number, &c.Order, &c.Kind, &c.Patient, &c.SHA256, &c.Size, &c.Pages, &c.SealLevel, &c.Object, &c.Wrapped, &c.KeyID,
		&issued, &keep, &revoked, &destroyed, &ends)
	c.Issued, c.KeepUntil = time.UnixMicro(issued).UTC(), time.UnixMicro(keep).UTC()
	c.Revoked, c.Destroyed, c.SealEnds = timeOf(revoked), timeOf(destroyed), timeOf(ends)
	return c, err
}

func scanText(rows *sql.Rows) (s string, err error) {
	err = rows.Scan(&s)
	return s, err
}
