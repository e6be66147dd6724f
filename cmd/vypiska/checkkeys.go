package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"vypiska/internal/app"
	"vypiska/internal/config"
)

// tryKeys looks at every file of a secret: it must be there, not empty, and
// nobody else's to read.
func tryKeys(c config.Config) (string, error) {
	own, err := ownKeys(filepath.Join(c.Data, "keys"))
	if err != nil {
		return "", err
	}
	files := map[string]string{
		"tls.key_file": c.TLS.KeyFile, "deid.key_file": c.Deid.KeyFile, "register.webhook_secret_file": c.Register.WebhookSecretFile,
		"s3.access_key_file": c.S3.AccessKeyFile, "s3.secret_key_file": c.S3.SecretKeyFile, "smtp.password_file": c.SMTP.PasswordFile,
		"fhir.key_file": c.FHIR.KeyFile, "fhir.token_file": c.FHIR.TokenFile, "fhir.client_key_file": c.FHIR.ClientKeyFile,
		"signing.key_file": c.Signing.KeyFile, "signing.pkcs12_file": c.Signing.PKCS12File, "signing.passphrase_file": c.Signing.PassphraseFile,
	}
	named, errs := 0, error(nil)
	for setting, name := range files {
		if name == "" {
			continue
		}
		named++
		errs = errors.Join(errs, secret(setting, name))
	}
	return fmt.Sprintf("%d in the data directory, %d that settings name; nobody else may read them", own, named), errs
}

// ownKeys counts the secret files of the data directory.
func ownKeys(dir string) (n int, err error) {
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return errors.New("nothing there yet: make them with vypiska keys init")
		case err != nil || d.IsDir() || filepath.Ext(name) != ".key" && d.Name() != "key.pem":
			return err
		}
		n++
		rel, err := filepath.Rel(dir, name)
		what := "keys/" + filepath.ToSlash(rel)
		if i, short := d.Info(); short == nil && i.Size() > 0 && i.Size() < app.OwnKeySize {
			err = errors.Join(err, fmt.Errorf("%s: %d bytes where %d were made: restore it from a backup", what, i.Size(), app.OwnKeySize))
		}
		return errors.Join(err, secret(what, name))
	})
	return n, err
}

// secret judges one file; what is its name in words.
func secret(what, name string) error {
	st, err := os.Stat(name)
	var p *fs.PathError
	switch {
	case errors.As(err, &p):
		return fmt.Errorf("%s: %w", what, p.Err)
	case err != nil:
		return fmt.Errorf("%s: %w", what, err)
	case st.Size() == 0:
		return fmt.Errorf("%s: the file is empty", what)
	case st.Mode().Perm()&0o007 != 0:
		return fmt.Errorf("%s: everybody on this machine may use the file; want it for the service and its group alone (chmod o= FILE)", what)
	}
	return nil
}

// tryTSA asks each authority by itself for a stamp: in use, the second is asked
// only when the first fails.
func tryTSA(ctx context.Context, w *world, c config.Config) (string, error) {
	s := sealingOf(c)
	if len(s.TSA) == 0 {
		return "none: seals of level " + string(s.Level) + " ask nobody for the time", nil
	}
	if err := made(c); err != nil {
		return "", err
	}
	h, err := app.OpenExisting(ctx, addressOf(c))
	if err != nil {
		return "", err
	}
	err = errors.Join(h.TryTSA(ctx, s, w.now), h.Abandon())
	return fmt.Sprintf("%d asked: a stamp of the present time from each", len(s.TSA)), err
}
