package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/rs/zerolog"

	"vypiska/internal/app"
)

// keysCmd is about the keys of a data directory.
type keysCmd struct {
	Init   keysInitCmd   `cmd:"" help:"Make the data directory and its keys: a register key and, if the settings name no seal key, a demo one."`
	Show   keysShowCmd   `cmd:"" help:"Show the keys: where they are, whose, from when to when; public parts only."`
	Check  keysCheckCmd  `cmd:"" help:"Load the seal key as serve does, seal an empty document with it and verify the seal."`
	Rotate keysRotateCmd `cmd:"" help:"Replace the demo seal key, or with --master the master key; copies made before still open and verify."`
}

// Help says how a clinic brings its own key.
func (keysCmd) Help() string {
	return `A clinic's own seal key is named by the settings signing.* (vypiska config): PEM files, a PKCS#12 file, a PKCS#11 token or an
outside program for GOST. docs/seals.md tells which to choose and what to do step by step. Without these settings the key
is in keys/seal of the data directory: chain.pem, key.pem and roots.pem (the roots that verify trusts).
A key that does not fit its certificate, or a certificate that has expired or is not for signing documents, stops the start.`
}

type keysInitCmd struct{ dataFlags }

// Run makes what is missing.
func (c *keysInitCmd) Run(w *world) error {
	return withHouse(w, c.dataFlags, func(h *app.House) error {
		if !h.Fresh {
			fmt.Fprintf(w.stdout, "%s has its keys already\n", h.Dir)
		}
		return show(w, h)
	})
}

type keysShowCmd struct{ dataFlags }

// Run shows the keys of an existing data directory.
func (c *keysShowCmd) Run(w *world) error {
	return withKeys(w, c.dataFlags, func(h *app.House) error { return show(w, h) })
}

type keysCheckCmd struct{ dataFlags }

// Run tries the seal key out.
func (c *keysCheckCmd) Run(w *world) error {
	return withKeys(w, c.dataFlags, func(h *app.House) error {
		if err := h.Signer.TryOut(w.ctx, w.now()); err != nil {
			return err
		}
		fmt.Fprintf(w.stdout, "%s: an empty document was sealed and verified, level %s, valid until %s\n",
			h.Provider, h.Signer.Level(), h.Signer.Expires().Format(time.DateOnly))
		return nil
	})
}

type keysRotateCmd struct {
	Master bool `help:"The master key: a new one is made, every copy's key is wrapped by it, the former one leaves the file. While no serve runs."`
	dataFlags
}

// Run replaces the demo seal key or the master key, with its entry in the register.
func (c *keysRotateCmd) Run(w *world) error {
	who, err := operator()
	if err != nil {
		return err
	}
	if c.Master {
		return c.rotateMaster(w, "operator:"+who)
	}
	return withKeys(w, c.dataFlags, func(h *app.House) error {
		if err := h.RotateDemo(w.ctx, w.now(), "operator:"+who); err != nil {
			return err
		}
		return show(w, h)
	})
}

// rotateMaster adds the new key first and drops the former ones last: a crash
// leaves a file with both, and the command is run again.
func (c *keysRotateCmd) rotateMaster(w *world, who string) error {
	settings, err := c.load()
	if err != nil {
		return err
	}
	if err := app.Exists(addressOf(settings)); err != nil {
		return err
	}
	err = whileNoneServes(w, settings, "vypiska keys rotate", func() error { return app.AddMaster(mastersOf(settings)) })
	if err != nil {
		return err
	}
	s, store, err := openStored(w, &settings, "vypiska keys rotate", zerolog.Nop())
	if err != nil {
		return err
	}
	n, err := s.house.Rewrap(w.ctx, store, who, w.now())
	if err = errors.Join(err, s.close(w.ctx)); err != nil {
		return err
	}
	if err := app.DropMasters(mastersOf(settings)); err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "master key rotated: %d copies are wrapped by the new one; keep a copy of %s apart from the data\n", n, filepath.Base(settings.MasterKeyFile))
	return nil
}

// withKeys is withHouse for a data directory that must be there already.
func withKeys(w *world, flags dataFlags, f func(*app.House) error) error {
	c, err := flags.load()
	if err != nil {
		return err
	}
	if err := app.Exists(addressOf(c)); err != nil {
		return err
	}
	return withHouse(w, flags, f)
}

// withHouse opens the data directory and the seal key of the settings.
func withHouse(w *world, flags dataFlags, f func(*app.House) error) error {
	c, err := flags.load()
	if err != nil {
		return err
	}
	h, err := app.OpenHouse(w.ctx, addressOf(c), sealKeyOf(c.Signing), w.now())
	if err != nil {
		return err
	}
	return errors.Join(f(h), h.Close())
}

func show(w *world, h *app.House) error {
	verifiers, err := h.VerifierKeys()
	if err != nil {
		return err
	}
	c := h.Signer.Certificate()
	t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "seal key\t%s%s\n\tserial %s\n\tvalid %s to %s\n\t%s\n", c.Owner, demoWord(c.Demo), c.Serial, c.From.Format(time.DateOnly), c.To.Format(time.DateOnly), h.Provider)
	for i, v := range verifiers {
		label := "register key"
		if i > 0 {
			label = "  former"
		}
		fmt.Fprintf(t, "%s\t%s\n", label, v)
	}
	return t.Flush()
}
