package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Tables packages and package_documents (migration 20).

// PackageRow is one insurer's package.
type PackageRow struct {
	Number, Insurer, Contract string
	Version                   int
	From, To                  string // YYYY-MM-DD
	Sequence                  int64
	SHA256                    string
	Size                      int64
	SealLevel                 string
	Documents                 int
	Made                      time.Time
}

// PackageDocument is a copy that went out with a package.
type PackageDocument struct {
	Number, SHA256 string
	Sequence       int64 // of the package
}

const packageColumns = `number, insurer, contract, version, period_from, period_to, sequence, sha256, size, seal_level, documents, made`

// AddPackage stores a package with its documents. A sequence number that the
// contract has already is an error.
func (t *Tx) AddPackage(ctx context.Context, p PackageRow, documents []PackageDocument) error {
	err := t.exec(ctx, `INSERT INTO packages (`+packageColumns+`) VALUES (`+placeholders(1, 12)+`)`,
		p.Number, p.Insurer, p.Contract, p.Version, p.From, p.To, p.Sequence, p.SHA256, p.Size, p.SealLevel, p.Documents, micros(p.Made))
	if err != nil {
		return fmt.Errorf("packages: add number %d of the contract: %w", p.Sequence, err)
	}
	for _, d := range documents {
		err := t.exec(ctx, `INSERT INTO package_documents (package, number, sha256, recalled) VALUES ($1, $2, $3, 0)`, p.Number, d.Number, d.SHA256)
		if err != nil {
			return fmt.Errorf("package_documents: add %s: %w", d.Number, err)
		}
	}
	return nil
}

// LastPackage is the newest package under a contract; none: ErrNoRow.
func (s session) LastPackage(ctx context.Context, insurer, contract string) (PackageRow, error) {
	return one(ctx, s, "packages", scanPackage, `SELECT `+packageColumns+` FROM packages WHERE insurer = $1 AND contract = $2
		ORDER BY sequence DESC LIMIT 1`, insurer, contract)
}

// Package reads one package; none: ErrNoRow.
func (s session) Package(ctx context.Context, number string) (PackageRow, error) {
	return one(ctx, s, "packages", scanPackage, `SELECT `+packageColumns+` FROM packages WHERE number = $1`, number)
}

// RecalledDocuments lists the copies in a contract's packages that are revoked
// and that no package has listed as deleted yet.
func (s session) RecalledDocuments(ctx context.Context, insurer, contract string) ([]PackageDocument, error) {
	return list(ctx, s, scanPackageDocument, `SELECT d.number, d.sha256, p.sequence FROM package_documents d
		JOIN packages p ON p.number = d.package JOIN copies c ON c.number = d.number
		WHERE p.insurer = $1 AND p.contract = $2 AND d.recalled = 0 AND c.revoked IS NOT NULL ORDER BY p.sequence, d.number`, insurer, contract)
}

// Recall notes that the package of this sequence number lists the copy as deleted.
func (t *Tx) Recall(ctx context.Context, number string, sequence int64) error {
	if err := t.exec(ctx, `UPDATE package_documents SET recalled = $1 WHERE number = $2 AND recalled = 0`, sequence, number); err != nil {
		return fmt.Errorf("package_documents: recall %s: %w", number, err)
	}
	return nil
}

func scanPackage(rows *sql.Rows) (PackageRow, error) {
	var p PackageRow
	var made int64
	err := rows.Scan(&p.Number, &p.Insurer, &p.Contract, &p.Version, &p.From, &p.To, &p.Sequence, &p.SHA256, &p.Size, &p.SealLevel, &p.Documents, &made)
	p.Made = time.UnixMicro(made).UTC()
	return p, err
}

func scanPackageDocument(rows *sql.Rows) (PackageDocument, error) {
	var d PackageDocument
	err := rows.Scan(&d.Number, &d.SHA256, &d.Sequence)
	return d, err
}
