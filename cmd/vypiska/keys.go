package main

import (
	"fmt"
	"text/tabwriter"
	"time"

	"vypiska/internal/app"
)

// keysCmd is about the keys of a data directory.
type keysCmd struct {
	Init   keysInitCmd   `cmd:"" help:"Make the data directory and its keys: a demo seal key, a register key."`
	Show   keysShowCmd   `cmd:"" help:"Show the keys: whose, from when to when, public parts only."`
	Rotate keysRotateCmd `cmd:"" help:"Replace the demo seal key; copies sealed before still verify."`
}

// Help says how a clinic brings its own key.
func (keysCmd) Help() string {
	return `A clinic's own seal key goes into keys/seal of the data directory: chain.pem (the signer's certificate, then the CA
that issued it), key.pem (RSA 2048–4096 or ECDSA P-256, unencrypted, readable by the service alone) and roots.pem (the roots
that verify trusts). It is checked at each start: a key that does not fit its certificate is refused.`
}

type keysInitCmd struct {
	Data string `default:"data" env:"VYPISKA_DATA" help:"Data directory."`
}

// Run makes what is missing.
func (c *keysInitCmd) Run(w *world) error {
	return withHouse(w, c.Data, func(h *app.House) error {
		if !h.Fresh {
			fmt.Fprintf(w.stdout, "%s has its keys already\n", c.Data)
		}
		return show(w, h)
	})
}

type keysShowCmd struct {
	Data string `default:"data" env:"VYPISKA_DATA" help:"Data directory."`
}

// Run shows the keys of an existing data directory.
func (c *keysShowCmd) Run(w *world) error {
	if err := app.Exists(c.Data); err != nil {
		return err
	}
	return withHouse(w, c.Data, func(h *app.House) error { return show(w, h) })
}

type keysRotateCmd struct {
	Data string `default:"data" env:"VYPISKA_DATA" help:"Data directory."`
}

// Run replaces the demo seal key, with its entry in the register.
func (c *keysRotateCmd) Run(w *world) error {
	if err := app.Exists(c.Data); err != nil {
		return err
	}
	who, err := operator()
	if err != nil {
		return err
	}
	return withHouse(w, c.Data, func(h *app.House) error {
		if err := h.RotateDemo(w.ctx, w.now(), "operator:"+who); err != nil {
			return err
		}
		return show(w, h)
	})
}

func withHouse(w *world, dir string, f func(*app.House) error) error {
	h, err := app.OpenHouse(w.ctx, dir, w.now())
	if err != nil {
		return err
	}
	if err := f(h); err != nil {
		_ = h.Close()
		return err
	}
	return h.Close()
}

func show(w *world, h *app.House) error {
	verifiers, err := h.VerifierKeys()
	if err != nil {
		return err
	}
	c := h.Signer.Certificate()
	t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "seal key\t%s%s\n\tserial %s\n\tvalid %s to %s\n", c.Owner, demoWord(c.Demo), c.Serial, c.From.Format(time.DateOnly), c.To.Format(time.DateOnly))
	for i, v := range verifiers {
		label := "register key"
		if i > 0 {
			label = "  former"
		}
		fmt.Fprintf(t, "%s\t%s\n", label, v)
	}
	return t.Flush()
}
