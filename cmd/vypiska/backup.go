package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/rs/zerolog"

	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/storage"
)

// backupCmd writes a backup.
type backupCmd struct {
	To string `arg:"" help:"Where to: a directory outside the data directory; one of an earlier backup is brought up to date."`
	settingFlags
}

// Help says what is in a backup.
func (backupCmd) Help() string {
	return `Writes the database, the keys of the data directory and the sealed copies; it works beside a running serve. The master key
is not in it, nor the directory outside (DATA.outside): keep copies of both elsewhere. Whoever has a backup and the master
key reads every copy.`
}

// Run writes the backup.
func (c *backupCmd) Run(w *world) error {
	settings, _, err := c.load()
	if err != nil {
		return err
	}
	to, err := filepath.Abs(c.To)
	if err == nil {
		err = absolute(&settings.Data, &settings.S3.AccessKeyFile, &settings.S3.SecretKeyFile)
	}
	if err != nil {
		return err
	}
	h, err := app.OpenExisting(w.ctx, addressOf(settings))
	if err != nil {
		return err
	}
	store, leave, err := reachStore(w, settings, "vypiska backup")
	if err != nil {
		return errors.Join(err, h.Abandon())
	}
	b, err := h.Backup(w.ctx, store, to)
	if err = errors.Join(err, leave(), h.Abandon()); err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "backup: %d entries, %d copies; the master key is not in it\n", b.Entries, b.Copies)
	return nil
}

// reachStore opens the S3 of the settings, or the embedded one, served by
// another process or by this one, for what opens no copy: any key will do, and none
// is made where the clinic's is lost.
func reachStore(w *world, c config.Config, command string) (*storage.Store, func() error, error) {
	master, err := storage.NewMaster(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	sc, leave := storeConfig(c.S3), func() error { return nil }
	if c.S3.Endpoint == "" {
		a, err := storage.Attach(w.ctx, c.Data, command, w.now(), rand.Reader)
		if err != nil {
			return nil, nil, err
		}
		sc, leave = a.Config(), func() error { return a.Close(w.ctx) }
	}
	sc.Master, sc.Rand = []storage.MasterKey{master}, rand.Reader
	s, err := storage.Open(w.ctx, sc)
	if err != nil {
		return nil, nil, errors.Join(err, leave())
	}
	return s, func() error { s.Close(); return leave() }, nil
}

// restoreCmd restores a backup.
type restoreCmd struct {
	From string `placeholder:"DIR" help:"A directory that vypiska backup wrote; the data directory must hold no database. Without it, a data directory that was put back by other means is made fit to serve."`
	settingFlags
}

// Help says what a restore does.
func (restoreCmd) Help() string {
	return `Puts database, keys and copies back; carries out again what was destroyed, revoked, blocked, withdrawn or held since
(DATA.outside); ends every live link and token, because nobody can tell what was downloaded since; and registers all of it.
Entries since the backup are lost; checkpoints that know of them are kept in DATA.outside. The master key must be in its place.`
}

// Run restores, while no serve runs.
func (c *restoreCmd) Run(w *world) error {
	who, err := operator()
	if err != nil {
		return err
	}
	settings, _, err := c.load()
	if err != nil {
		return err
	}
	if c.From != "" {
		if c.From, err = filepath.Abs(c.From); err == nil {
			err = app.Unpack(c.From, addressOf(settings))
		}
	} else {
		err = app.Exists(addressOf(settings))
	}
	if err != nil {
		return err
	}
	s, store, err := openStored(w, &settings, "vypiska restore", zerolog.Nop())
	if err != nil {
		return err
	}
	if err := s.openDesk(w, settings, store); err != nil {
		return errors.Join(err, s.close(w.ctx))
	}
	r, err := s.desk.Restore(w.ctx, c.From, "operator:"+who)
	if err = errors.Join(err, s.close(w.ctx)); err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "restored: %d entries, %d later ones lost; %d copies put back; %d acts carried out again; links to %d copies ended\n",
		r.Entries, r.Lost, r.Copies, r.Acts, r.Links)
	return r.Nowhere
}
