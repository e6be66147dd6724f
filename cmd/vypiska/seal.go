package main

import (
	"encoding/json"
	"errors"
	"strings"

	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/signing"
)

// sealCmd is about seals that exist.
type sealCmd struct {
	Extend sealExtendCmd `cmd:"" help:"Raise the seal of a PDF to a higher level, or renew it before its time stamp ages."`
}

type sealExtendCmd struct {
	Name  string `arg:"" name:"file" help:"Sealed PDF; its new version takes its place, the old one is its beginning."`
	Level string `enum:"B-T,B-LT,B-LTA" default:"B-LTA" help:"Level to reach: B-T, B-LT or B-LTA."`
	dataFlags
}

// Help says when.
func (sealExtendCmd) Help() string {
	return `A B-LTA file is to be extended again before the certificate of its last time stamp expires or its algorithms age.
The authorities are those of the settings (signing.tsa); certificates are trusted by the data directory's roots.
One line of JSON goes to stdout: {"file","level","sha256"}. A file that has a higher level already stays as it is.`
}

// sealLine is what stdout says of an extended file.
type sealLine struct {
	File   string        `json:"file"`
	Level  signing.Level `json:"level"`
	SHA256 string        `json:"sha256"`
}

// Run extends the file.
func (c *sealExtendCmd) Run(w *world) error {
	settings, err := c.load()
	if err != nil {
		return err
	}
	if err := app.Exists(settings.Data); err != nil {
		return err
	}
	who, err := operator()
	if err != nil {
		return err
	}
	s := sealingOf(settings)
	s.Level = signing.Level(c.Level)
	return withHouse(w, settings.Data, func(h *app.House) error {
		done, err := h.ExtendFile(w.ctx, c.Name, "operator:"+who, s, w.now)
		if err != nil {
			return againOf(err)
		}
		out := json.NewEncoder(w.stdout)
		out.SetEscapeHTML(false)
		return out.Encode(sealLine{c.Name, done.Level, done.SHA256})
	})
}

// againOf says whether trying again can help.
func againOf(err error) error {
	var of *signing.AuthorityError
	switch {
	case !errors.As(err, &of):
		return err
	case of.Retry:
		return &exit{1, errors.Join(err, errors.New("try again later: the file is as it was"))}
	case errors.Is(err, signing.ErrNoTSA):
		return &exit{1, errors.Join(err, errors.New("set signing.tsa ($VYPISKA_SIGNING_TSA)"))}
	}
	return err
}

// sealingOf is how the settings want seals made.
func sealingOf(c config.Config) app.Sealing {
	return app.Sealing{Level: signing.Level(c.Signing.Level), TSA: strings.Fields(c.Signing.TSA),
		TSARootsFile: c.Signing.TSARootsFile, Deadline: c.Signing.Deadline}
}
