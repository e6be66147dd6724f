package app

import (
	"context"
	"errors"

	"vypiska/exporter/record"
	"vypiska/internal/account"
	"vypiska/internal/text"
)

// A Post sends short notices.
type Post interface {
	// Send hands one notice in for the address. An error with Final() true will
	// not be cured by trying again; no error names the address.
	Send(ctx context.Context, to record.Personal, subject, body string) error
}

// The notice of a replaced password. It names nobody and no clinic's secret: a
// mailbox is read by others too.
var (
	resetSubject = text.Phrase{Ru: "Ваш пароль заменён", En: "Your password was replaced"}
	resetBody    = text.Phrase{
		Ru: "В регистратуре клиники заменили пароль от вашего личного кабинета. Если вы об этом не просили, позвоните в клинику.",
		En: "The clinic's reception desk has replaced the password of your cabinet. If you did not ask for that, call the clinic.",
	}
)

// Announce tells the person of an account that their password was replaced, at
// the e-mail address the MIS has now. Without a mail server, without an address
// and for staff it does nothing.
func (d *Desk) Announce(ctx context.Context, login string) error {
	l, err := account.ParseLogin(login)
	if err != nil || d.Post == nil {
		return err
	}
	a, err := d.People.Find(ctx, l)
	if err != nil {
		return err
	}
	p, err := d.Directory.Person(ctx, a.Subject)
	if errors.Is(err, record.ErrNoPatient) {
		return nil // staff, an insurer, or somebody who left the MIS
	}
	to := p.Contact("email", d.Now())
	if err != nil || to.Empty() {
		return err
	}
	return d.Post.Send(ctx, to, resetSubject.Ru+" / "+resetSubject.En, resetBody.Ru+"\n\n"+resetBody.En+"\n")
}
