package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/signing"
)

// sealCmd is about seals that exist.
type sealCmd struct {
	Extend sealExtendCmd `cmd:"" help:"Raise the seal of a PDF to a higher level, or renew it before its time stamp ages."`
}

type sealExtendCmd struct {
	Name   string `arg:"" name:"file" optional:"" help:"Sealed PDF; its new version takes its place, the old one is its beginning."`
	Number string `placeholder:"NUMBER" help:"Instead of a file, the stored copy of this number; while no serve runs on the data directory."`
	Due    string `placeholder:"90d" help:"Instead, every stored copy of B-LT and B-LTA whose seal can be proved for less than so long."`
	Level  string `enum:"B-T,B-LT,B-LTA" default:"B-LTA" help:"Level to reach: B-T (files only), B-LT or B-LTA."`
	dataFlags
}

// Help says when.
func (sealExtendCmd) Help() string {
	return `A B-LTA file is to be extended again before the certificate of its last time stamp expires or its algorithms age; the
metric vypiska_seal_end_timestamp_seconds says when the first of the stored copies' does, and --due renews all in time.
The authorities are those of the settings (signing.tsa); certificates are trusted by the data directory's roots.
One line of JSON goes to stdout: {"file","level","sha256"}, or with --number and --due
{"number","level","sha256"}. With --due a copy that cannot be renewed is named on stderr, and the exit is 1. What has a
higher level already stays as it is.`
}

// sealLine is what stdout says of an extended seal.
type sealLine struct {
	File   string        `json:"file,omitempty"`
	Number string        `json:"number,omitempty"`
	Level  signing.Level `json:"level"`
	SHA256 string        `json:"sha256"`
}

// Run extends the file or the stored copy.
func (c *sealExtendCmd) Run(w *world) error {
	if chosen(c.Name != "", c.Number != "", c.Due != "") != 1 {
		return &exit{2, errors.New("seal extend: want one of FILE, --number and --due")}
	}
	settings, err := c.load()
	if err != nil {
		return err
	}
	if err := app.Exists(addressOf(settings)); err != nil {
		return err
	}
	who, err := operator()
	if err != nil {
		return err
	}
	if c.Due != "" {
		return c.due(w, settings, "operator:"+who)
	}
	extend := c.file
	if c.Number != "" {
		extend = c.copy
	}
	done, err := extend(w, settings, "operator:"+who)
	if err != nil {
		return againOf(err)
	}
	return c.say(w, c.Number, done)
}

func (c *sealExtendCmd) say(w *world, number string, done app.Extended) error {
	out := json.NewEncoder(w.stdout)
	out.SetEscapeHTML(false)
	return out.Encode(sealLine{c.Name, number, done.Level, done.SHA256})
}

func chosen(of ...bool) (n int) {
	for _, is := range of {
		if is {
			n++
		}
	}
	return n
}

func (c *sealExtendCmd) file(w *world, settings config.Config, who string) (done app.Extended, err error) {
	h, err := app.OpenRegister(w.ctx, addressOf(settings))
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	return h.ExtendFile(w.ctx, c.Name, who, c.sealing(settings), w.now)
}

func (c *sealExtendCmd) copy(w *world, settings config.Config, who string) (done app.Extended, err error) {
	err = c.stored(w, settings, func(desk *app.Desk) error {
		done, err = desk.ExtendCopy(w.ctx, c.Number, who, c.sealing(settings))
		return err
	})
	return done, err
}

// due renews what is due among the stored copies, in one go.
func (c *sealExtendCmd) due(w *world, settings config.Config, who string) error {
	within, err := days(c.Due)
	if err != nil {
		return &exit{2, fmt.Errorf("seal extend: --due: %w", err)}
	}
	var said error
	err = c.stored(w, settings, func(desk *app.Desk) error {
		return desk.ExtendDue(w.ctx, within, who, c.sealing(settings), func(number string, done app.Extended) {
			said = errors.Join(said, c.say(w, number, done))
		})
	})
	if err = errors.Join(err, said); err != nil {
		return againOf(err)
	}
	return nil
}

// days reads a number of days, as in 90d.
func days(s string) (time.Duration, error) {
	n, err := strconv.Atoi(strings.TrimSuffix(s, "d"))
	if err != nil || n < 1 || n > 3650 || !strings.HasSuffix(s, "d") {
		return 0, fmt.Errorf("%q: want days from 1d to 3650d", s)
	}
	return time.Duration(n) * 24 * time.Hour, nil
}

// stored opens the data directory's copies for use.
func (c *sealExtendCmd) stored(w *world, settings config.Config, use func(*app.Desk) error) error {
	s, store, err := openStored(w, &settings, "seal extend", zerolog.Nop())
	if err != nil {
		return err
	}
	desk, err := app.NewDesk(s.house, app.Setup{Now: s.now, Store: store})
	if err == nil {
		err = use(desk)
	}
	return errors.Join(err, s.close(context.Background()))
}

func (c *sealExtendCmd) sealing(settings config.Config) app.Sealing {
	s := sealingOf(settings)
	s.Level = signing.Level(c.Level)
	return s
}

// againOf says whether trying again can help.
func againOf(err error) error {
	var of *signing.AuthorityError
	switch {
	case !errors.As(err, &of):
		return err
	case of.Retry:
		return &exit{1, errors.Join(err, errors.New("try again later: the seal is as it was"))}
	case errors.Is(err, signing.ErrNoTSA):
		return &exit{1, errors.Join(err, errors.New("set signing.tsa ($VYPISKA_SIGNING_TSA)"))}
	}
	return err
}

// sealingOf is how the settings want seals made.
func sealingOf(c config.Config) app.Sealing {
	return app.Sealing{Level: signing.Level(c.Signing.Level), TSA: strings.Fields(c.Signing.TSA),
		TSARootsFile: c.Signing.TSARootsFile, Deadline: c.Signing.Deadline, GOST: programsOf(c.Signing)}
}

// programsOf are the commands for GOST.
func programsOf(c config.Signing) signing.Programs {
	return signing.Programs{Digest: c.GOSTDigestCommand, Sign: c.GOSTCommand, Verify: c.GOSTVerifyCommand}
}

// sealKeyOf is where the settings say the seal's key is.
func sealKeyOf(c config.Signing) app.SealKey {
	return app.SealKey{CertificateFile: c.CertificateFile, KeyFile: c.KeyFile, PKCS12File: c.PKCS12File,
		PKCS11Module: c.PKCS11Module, PKCS11Token: c.PKCS11Token, PKCS11Key: c.PKCS11Key, PassphraseFile: c.PassphraseFile,
		GOST: programsOf(c)}
}
