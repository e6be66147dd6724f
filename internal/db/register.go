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

	"vypiska/storage/register"
)

// Tables register, register_hashes, register_head (migration 1).
const (
	registerColumns = `seq, at, patient, number, body, salt`

	selectHead  = `SELECT size, root, note FROM register_head WHERE one = 1`
	selectRow   = `SELECT ` + registerColumns + ` FROM register WHERE seq = $1`
	selectRows  = `SELECT ` + registerColumns + ` FROM register WHERE seq >= $1 ORDER BY seq LIMIT $2`
	selectNodes = `SELECT idx, hash FROM register_hashes WHERE idx >= $1 ORDER BY idx LIMIT $2`

	insertRow  = `INSERT INTO register (` + registerColumns + `) VALUES ($1, $2, $3, $4, $5, $6)`
	upsertHead = `INSERT INTO register_head (one, size, root, note) VALUES (1, $1, $2, $3)
		ON CONFLICT (one) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note`
	blankRow = `UPDATE register SET at = NULL, patient = NULL, number = NULL, body = NULL, salt = NULL WHERE seq = $1`

	registerPage = 512
)

// insertNodes is the statement that stores n hashes.
func insertNodes(n int) string {
	values := make([]string, n)
	for i := range values {
		values[i] = "(" + placeholders(2*i+1, 2) + ")"
	}
	return `INSERT INTO register_hashes (idx, hash) VALUES ` + strings.Join(values, ", ")
}

// RegisterView reads the register; it is a register.Reader, Prover, Finder and
// Leafer.
type RegisterView struct{ session }

// Register is the register within a write transaction: a register.Tx and
// ErasingTx. The transaction itself is the lock that Prover.Head asks for: one
// write transaction runs at a time, from its beginning on, in all processes.
type Register struct{ RegisterView }

// Register gives the register within the transaction.
func (t *Tx) Register() Register { return Register{RegisterView{t.session}} }

// Register gives the register as the snapshot has it.
func (v *View) Register() RegisterView { return RegisterView{v.session} }

// Head implements register.Prover and register.Reader.
func (r RegisterView) Head(ctx context.Context) (register.Head, error) {
	var h register.Head
	var root []byte
	err := r.row(ctx, selectHead).Scan(&h.Size, &root, &h.Note)
	if errors.Is(err, sql.ErrNoRows) {
		return register.Head{}, nil
	}
	if err != nil {
		return register.Head{}, fmt.Errorf("register_head: %w", err)
	}
	// A root of another length stays zero and fails against the signature.
	if len(root) == len(h.Root) {
		copy(h.Root[:], root)
	}
	return h, nil
}

// Hashes implements register.Prover.
func (r RegisterView) Hashes(ctx context.Context, indexes []int64) ([]register.Hash, error) {
	if len(indexes) == 0 {
		return nil, nil
	}
	args := make([]any, len(indexes))
	for i, x := range indexes {
		args[i] = x
	}
	found, err := list(ctx, r.session, scanHash, `SELECT idx, hash FROM register_hashes WHERE idx IN (`+placeholders(1, len(indexes))+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("register_hashes: %w", err)
	}
	byIndex := make(map[int64][]byte, len(found))
	for _, h := range found {
		byIndex[h.Index] = h.Hash
	}
	hashes := make([]register.Hash, len(indexes))
	for i, x := range indexes {
		if len(byIndex[x]) != len(hashes[i]) {
			return nil, fmt.Errorf("register_hashes: hash %d is missing or malformed: %w", x, register.ErrBroken)
		}
		copy(hashes[i][:], byIndex[x])
	}
	return hashes, nil
}

// RowPage implements register.Reader.
func (r RegisterView) RowPage(ctx context.Context, from int64) ([]register.Row, error) {
	rows, err := list(ctx, r.session, scanRow, selectRows, from, registerPage)
	if err != nil {
		return nil, fmt.Errorf("rows from %d on: %w", from, err)
	}
	return rows, nil
}

// HashPage implements register.Reader.
func (r RegisterView) HashPage(ctx context.Context, from int64) ([]register.StoredHash, error) {
	hashes, err := list(ctx, r.session, scanHash, selectNodes, from, registerPage)
	if err != nil {
		return nil, fmt.Errorf("register_hashes: from %d on: %w", from, err)
	}
	return hashes, nil
}

// Find implements register.Finder.
func (r RegisterView) Find(ctx context.Context, f register.Filter, from int64) ([]register.Row, error) {
	where, args := matching("seq >= $1", from, f)
	args = append(args, registerPage)
	text := `SELECT ` + registerColumns + ` FROM register WHERE ` + strings.Join(where, " AND ") +
		` ORDER BY seq LIMIT $` + strconv.Itoa(len(args))
	rows, err := list(ctx, r.session, scanRow, text, args...)
	if err != nil {
		return nil, fmt.Errorf("find from row %d on: %w", from, err)
	}
	return rows, nil
}

// matching are the conditions of a filter beside one on the number, and their
// arguments; the number's is the first.
func matching(number string, seq int64, f register.Filter) (where []string, args []any) {
	where, args = []string{number, "body IS NOT NULL", "at >= $2", "at < $3"}, []any{seq, int64(math.MinInt64), int64(math.MaxInt64)}
	if !f.From.IsZero() {
		args[1] = f.From.UnixMicro()
	}
	if !f.To.IsZero() {
		args[2] = f.To.UnixMicro()
	}
	for _, c := range []struct{ column, value string }{{"patient", f.Patient}, {"number", f.Number}} {
		if c.value != "" {
			args = append(args, c.value)
			// The second condition lets the partial index on patient serve.
			where = append(where, c.column+" = $"+strconv.Itoa(len(args)), c.column+" <> ''")
		}
	}
	return where, args
}

// Back implements register.Leafer. An event is looked for in the entry's JSON:
// a text inside another field has its quotes escaped there and never matches.
func (r RegisterView) Back(ctx context.Context, f register.Filter, event register.Event, before int64, most int) ([]register.Row, error) {
	where, args := matching("seq < $1", before, f)
	if event != "" {
		args = append(args, `%"event":"`+string(event)+`"%`)
		where = append(where, "body LIKE $"+strconv.Itoa(len(args)))
	}
	args = append(args, most)
	text := `SELECT ` + registerColumns + ` FROM register WHERE ` + strings.Join(where, " AND ") +
		` ORDER BY seq DESC LIMIT $` + strconv.Itoa(len(args))
	rows, err := list(ctx, r.session, scanRow, text, args...)
	if err != nil {
		return nil, fmt.Errorf("before row %d: %w", before, err)
	}
	return rows, nil
}

// OverdueRows lists up to limit of the entries after one and up to another that are
// older than the moment and may be erased: not erased, not an erasure, not about a
// copy that is still kept.
func (r RegisterView) OverdueRows(ctx context.Context, before time.Time, from, end int64, limit int) ([]int64, error) {
	return list(ctx, r.session, func(rows *sql.Rows) (seq int64, err error) { err = rows.Scan(&seq); return seq, err },
		`SELECT seq FROM register r WHERE seq > $1 AND seq <= $2 AND at < $3 AND body IS NOT NULL AND body NOT LIKE '%,"erased":%'
			AND NOT EXISTS (SELECT 1 FROM copies c WHERE c.number = r.number AND c.object <> '') ORDER BY seq LIMIT $4`, from, end, micros(before), limit)
}

// Add implements register.Tx.
func (r Register) Add(ctx context.Context, a register.Addition) error {
	row := a.Row
	if err := r.exec(ctx, insertRow, row.Seq, row.At, row.Patient, row.Number, row.Body, row.Salt); err != nil {
		return fmt.Errorf("register: row %d: %w", row.Seq, err)
	}
	nodes := make([]any, 0, 2*len(a.Hashes))
	for i, h := range a.Hashes {
		nodes = append(nodes, a.First+int64(i), h[:])
	}
	if err := r.exec(ctx, insertNodes(len(a.Hashes)), nodes...); err != nil {
		return fmt.Errorf("register_hashes: from %d on: %w", a.First, err)
	}
	return nil
}

// SetHead implements register.Tx.
func (r Register) SetHead(ctx context.Context, h register.Head) error {
	if err := r.exec(ctx, upsertHead, h.Size, h.Root[:], h.Note); err != nil {
		return fmt.Errorf("register_head: %w", err)
	}
	return nil
}

// Row implements register.ErasingTx.
func (r Register) Row(ctx context.Context, seq int64) (register.Row, error) {
	rows, err := list(ctx, r.session, scanRow, selectRow, seq)
	if err != nil {
		return register.Row{}, fmt.Errorf("register: row %d: %w", seq, err)
	}
	if len(rows) == 0 {
		return register.Row{}, register.ErrNoEntry
	}
	return rows[0], nil
}

// Blank implements register.ErasingTx. The old bytes leave the files with DB.Scrub.
func (r Register) Blank(ctx context.Context, seq int64) error {
	if err := r.exec(ctx, blankRow, seq); err != nil {
		return fmt.Errorf("register: blank row %d: %w", seq, err)
	}
	return r.erased(ctx, "register")
}

func scanRow(rows *sql.Rows) (register.Row, error) {
	var r register.Row
	var at sql.NullInt64
	var patient, number, body sql.NullString
	if err := rows.Scan(&r.Seq, &at, &patient, &number, &body, &r.Salt); err != nil {
		return register.Row{}, fmt.Errorf("row %d is malformed: %w", r.Seq, err)
	}
	r.At, r.Patient, r.Number, r.Body = at.Int64, patient.String, number.String, body.String
	r.Blank = !body.Valid && r.Salt == nil
	return r, nil
}

func scanHash(rows *sql.Rows) (register.StoredHash, error) {
	var h register.StoredHash
	err := rows.Scan(&h.Index, &h.Hash)
	return h, err
}

// placeholders is "$first, …" for n values.
func placeholders(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(first+i))
	}
	return b.String()
}
