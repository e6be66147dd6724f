package db

import (
	"context"
	"fmt"
)

// Table shared_keys (migration 65).

// SharedKey returns the digest of the key that all processes have under the name;
// the first to ask decides.
func (t *Tx) SharedKey(ctx context.Context, name, mine string) (string, error) {
	if err := t.exec(ctx, `INSERT INTO shared_keys (name, digest) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, name, mine); err != nil {
		return "", fmt.Errorf("shared_keys: %w", err)
	}
	return one(ctx, t.session, "shared_keys", scanText, `SELECT digest FROM shared_keys WHERE name = $1`, name)
}
