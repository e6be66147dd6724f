package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/account"
	"vypiska/internal/app"
	"vypiska/internal/config"
)

// accountCmd is about who may use the service.
type accountCmd struct {
	Add     accountAddCmd     `cmd:"" help:"Make an account and print its login and one-time first password."`
	Token   accountTokenCmd   `cmd:"" help:"Make an API token of an account and print it."`
	List    accountListCmd    `cmd:"" help:"Show every account: login, role, subject, state, day of creation."`
	Disable accountDisableCmd `cmd:"" help:"Close an account for good; its sessions and tokens end at once."`
}

// Help tells what all of them have in common.
func (accountCmd) Help() string {
	return `These commands work on the data directory, beside a running service too. Every account made, token made and account
closed has its entry in the register, with the system user's name.`
}

type accountAddCmd struct {
	Role    string `required:"" enum:"patient,doctor,insurer,reception,officer" help:"patient, doctor, insurer, reception or officer."`
	Subject string `required:"" placeholder:"REF" help:"Whom it is for: Patient/17, Practitioner/4 or Organization/a in the MIS; for reception and officer a plain name at work."`
	dataFlags
}

// Help teaches by example.
func (accountAddCmd) Help() string {
	return `Examples:
  vypiska account add --role patient --subject Patient/17
  vypiska account add --role reception --subject front-desk

Prints one line of JSON: {"login","password"}. The password is shown this once, lives seven days, and only leads to
choosing another. One subject may have several accounts. The data directory is made on first use.`
}

// Run makes the account.
func (c *accountAddCmd) Run(w *world) error {
	return withAccounts(w, c.dataFlags, func(s *account.Service, _ config.Config, actor string) error {
		a, password, err := s.Add(w.ctx, policy.Role(c.Role), record.Ref(c.Subject), actor)
		if err != nil {
			return err
		}
		out := json.NewEncoder(w.stdout)
		out.SetEscapeHTML(false)
		return out.Encode(struct {
			Login    string `json:"login"`
			Password string `json:"password"`
		}{a.Login.String(), password.Text()})
	})
}

type accountTokenCmd struct {
	Login string        `arg:"" help:"The account's login."`
	TTL   time.Duration `name:"ttl" default:"24h" help:"How long the token lives, at most 24h."`
	dataFlags
}

// Help tells how the token is used and how the command is switched off.
func (accountTokenCmd) Help() string {
	return `Prints only the token, this once: curl -H "Authorization: Bearer $(vypiska account token LOGIN)" …
It ends after --ttl, or when the account is disabled. The setting accounts.cli_tokens: off forbids this command.`
}

// Run makes the token.
func (c *accountTokenCmd) Run(w *world) error {
	login, err := account.ParseLogin(c.Login)
	if err != nil {
		return err
	}
	return withExisting(w, c.dataFlags, func(s *account.Service, settings config.Config, actor string) error {
		if !settings.Accounts.CLITokens {
			return errors.New("tokens at the machine's shell are switched off (accounts.cli_tokens: off)")
		}
		token, err := s.Token(w.ctx, login, c.TTL, actor)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(w.stdout, token.Text())
		return err
	})
}

type accountListCmd struct{ dataFlags }

// Run prints the table.
func (c *accountListCmd) Run(w *world) error {
	return withExisting(w, c.dataFlags, func(s *account.Service, settings config.Config, _ string) error {
		all, err := s.List(w.ctx)
		if err != nil {
			return err
		}
		now, err := w.zoned(settings.Zone)
		if err != nil {
			return err
		}
		t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "LOGIN\tROLE\tSUBJECT\tSTATE\tCREATED")
		for _, a := range all {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", a.Login, a.Role, a.Subject, stateWords(a, now()), a.Created.In(now().Location()).Format(time.DateOnly))
		}
		return t.Flush()
	})
}

func stateWords(a account.Account, now time.Time) string {
	switch s := a.State(now); s {
	case account.Waiting:
		return "first password until " + a.FirstUntil.In(now.Location()).Format(time.DateOnly)
	case account.Lapsed:
		return "first password expired or used"
	default:
		return string(s)
	}
}

type accountDisableCmd struct {
	Login string `arg:"" help:"The account's login."`
	dataFlags
}

// Run closes the account.
func (c *accountDisableCmd) Run(w *world) error {
	login, err := account.ParseLogin(c.Login)
	if err != nil {
		return err
	}
	return withExisting(w, c.dataFlags, func(s *account.Service, _ config.Config, actor string) error {
		if err := s.Disable(w.ctx, login, actor); err != nil {
			return err
		}
		_, err := fmt.Fprintf(w.stdout, "%s is disabled: its sessions and tokens have ended\n", login)
		return err
	})
}

// accountsWork is what a command does with the accounts of a data directory;
// actor is the system user as the register names them.
type accountsWork func(s *account.Service, settings config.Config, actor string) error

// withAccounts opens the data directory of the settings, and makes it on first use.
func withAccounts(w *world, f dataFlags, do accountsWork) error {
	settings, err := f.load()
	if err != nil {
		return err
	}
	return onHouse(w, settings, do)
}

// withExisting is withAccounts for commands that have nothing to do in a new one.
func withExisting(w *world, f dataFlags, do accountsWork) error {
	settings, err := f.load()
	if err != nil {
		return err
	}
	if err := app.Exists(addressOf(settings)); err != nil {
		return err
	}
	return onHouse(w, settings, do)
}

func onHouse(w *world, settings config.Config, do accountsWork) error {
	who, err := operator()
	if err != nil {
		return err
	}
	h, err := app.OpenRegister(w.ctx, addressOf(settings))
	if err != nil {
		return err
	}
	if h.Fresh {
		fmt.Fprintf(w.stderr, "vypiska: %s: made a data directory with its register key\n", settings.Data)
	}
	return errors.Join(do(account.New(h.DB, h.Log, w.now, rand.Reader), settings, "operator:"+who), h.Close())
}
