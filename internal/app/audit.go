package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"vypiska/exporter/deidentify"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/internal/db"
)

// addAudit stores, beside the copy's row, what was taken out of its texts.
func addAudit(ctx context.Context, tx *db.Tx, c issued.Copy) error {
	if c.Kind() != policy.Anonymized {
		return nil
	}
	body, err := json.Marshal(c.Findings())
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return tx.AddAudit(ctx, c.Number().String(), string(body))
}

// Audit tells the privacy officer what was taken out of an anonymized copy: the
// type, the rule and the place of each finding, never what it was.
func (d *Desk) Audit(ctx context.Context, v Visitor, number string) ([]deidentify.Finding, error) {
	if v.Role != policy.Officer {
		return nil, ErrVisitor
	}
	n, err := issued.ParseNumber(number)
	if err != nil {
		return nil, ErrNotFound
	}
	var body string
	err = d.house.DB.View(ctx, func(view *db.View) (err error) {
		body, err = view.Audit(ctx, n.String())
		return err
	})
	if errors.Is(err, db.ErrNoRow) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	findings := []deidentify.Finding{}
	return findings, json.Unmarshal([]byte(body), &findings)
}
