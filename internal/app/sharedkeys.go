package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"vypiska/internal/db"
)

// AgreeOnKeys refuses to serve, beside other processes on one database, with
// other keys than theirs: PINs and one-time codes would not be known again, a
// patient would have several pseudonyms, and entries of the register would be
// signed by two hands. The first process decides. secret is the setting for the
// key of pseudonyms. The key of seals may differ; other master keys are found by
// CheckMasters.
func (h *House) AgreeOnKeys(ctx context.Context, secret string) error {
	if !h.DB.Shared() {
		return nil
	}
	if secret == "" {
		secret = filepath.Join(h.Dir, "keys/deid/secret.key")
	}
	for name, file := range map[string]string{
		"the register's key": filepath.Join(h.Dir, registerKeys, "signer.key"), "the PINs' key": filepath.Join(h.Dir, "keys/links/pin.key"),
		"the key of one-time codes": filepath.Join(h.Dir, "keys/accounts/codes.key"), "the key of pseudonyms": secret,
	} {
		if err := h.agree(ctx, name, file); err != nil {
			return err
		}
	}
	return nil
}

func (h *House) agree(ctx context.Context, name, file string) error {
	key, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	digest := sha256.Sum256(append([]byte("vypiska shared key\x00"), key...))
	mine, theirs := hex.EncodeToString(digest[:]), ""
	err = h.DB.Tx(ctx, func(tx *db.Tx) error {
		theirs, err = tx.SharedKey(ctx, name, mine)
		return err
	})
	if err == nil && theirs != mine {
		err = fmt.Errorf("%s is another one than that of the processes already on this database: copy keys/ from the data directory of one of them", name)
	}
	return err
}
