package main

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

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
	Level  string `enum:"B-T,B-LT,B-LTA" default:"B-LTA" help:"Level to reach: B-T (files only), B-LT or B-LTA."`
	dataFlags
}

// Help says when.
func (sealExtendCmd) Help() string {
	return `A B-LTA file is to be extended again before the certificate of its last time stamp expires or its algorithms age.
The authorities are those of the settings (signing.tsa); certificates are trusted by the data directory's roots.
One line of JSON goes to stdout: {"file","level","sha256"}, or with --number {"number","level","sha256"}. What has a
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
	if (c.Name == "") == (c.Number == "") {
		return &exit{2, errors.New("seal extend: want one of FILE and --number")}
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
	extend := c.file
	if c.Number != "" {
		extend = c.copy
	}
	done, err := extend(w, settings, "operator:"+who)
	if err != nil {
		return againOf(err)
	}
	out := json.NewEncoder(w.stdout)
	out.SetEscapeHTML(false)
	return out.Encode(sealLine{c.Name, c.Number, done.Level, done.SHA256})
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
	s, store, err := openStored(w, &settings, "seal extend", zerolog.Nop())
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, s.close(context.Background())) }()
	desk, err := app.NewDesk(s.house, app.Setup{Now: s.now, Store: store})
	if err != nil {
		return done, err
	}
	return desk.ExtendCopy(w.ctx, c.Number, who, c.sealing(settings))
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
