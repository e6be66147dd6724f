package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/account"
	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/internal/text"
	"vypiska/internal/web"
	"vypiska/signing"
)

// demoCmd runs the whole service on invented records.
type demoCmd struct {
	Once bool `help:"Stop after the copies are made and checked, without serving."`
	settingFlags
}

// Help tells what there is to see.
func (demoCmd) Help() string {
	return `Runs everything on one machine: sample records, database, S3 and demo keys under ./data. Issues one signed extract, one
anonymized report and one insurer's package, checks them, prints links, the package's file and the demo's logins, and serves until
it is stopped. Run again, it keeps what is stored and makes more. The addresses are those of vypiska serve: --listen, --public-url.
Where a clinic's seal key is it makes nothing.`
}

// demoPeople have an account each in the demo.
var demoPeople = []struct {
	role    policy.Role
	subject record.Ref
	title   text.Phrase
}{
	{policy.Patient, "Patient/demo-1", text.Phrase{Ru: "Пациент", En: "Patient"}},
	{policy.Doctor, "Practitioner/doc-petrov", text.Phrase{Ru: "Врач", En: "Doctor"}},
	{policy.Reception, "reception", text.Phrase{Ru: "Регистратура", En: "Reception"}},
	{policy.Officer, "officer", text.Phrase{Ru: "Ответственный за персональные данные", En: "Privacy officer"}},
}

// demoCopies are what the demo issues: who asks, for whose record, which kind.
var demoCopies = []struct {
	by      int // of demoPeople
	patient string
	kind    policy.Kind
	title   text.Phrase
}{
	{0, "demo-1", policy.Signed, text.Phrase{Ru: "Подписанная выписка", En: "Signed extract"}},
	{1, "demo-2", policy.Anonymized, text.Phrase{Ru: "Обезличенный отчёт", En: "Anonymized report"}},
}

// Run issues the copies and serves.
func (c *demoCmd) Run(w *world) error {
	settings, _, err := c.load()
	if err == nil {
		err = absoluteFiles(&settings)
	}
	if err != nil {
		return err
	}
	if k := settings.Signing; k.CertificateFile+k.PKCS12File+k.PKCS11Module != "" {
		return errNoDemo
	}
	settings.Log.Level = "error" // what a demo shows is on stdout
	settings.Signing = config.Signing{Level: "B-B"}
	s, err := openService(w, settings, "vypiska demo", newLog(w, settings))
	if err != nil {
		return err
	}
	if !s.house.Signer.Certificate().Demo {
		return errors.Join(errNoDemo, s.close(context.Background()))
	}
	return errors.Join(c.show(w, s, settings), s.close(context.Background()))
}

// errNoDemo keeps invented copies, and the demo's logins, out of a clinic's register.
var errNoDemo = errors.New("a clinic's seal key is here or in the settings, and the demo makes copies of invented records and logins for them: " +
	"run it elsewhere, with --data naming a directory of its own and without the settings signing.*")

func (c *demoCmd) show(w *world, s *service, settings config.Config) error {
	stop, err := s.startQueue(w.ctx)
	if err != nil {
		return err
	}
	d := demo{w: w, s: s, out: tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)}
	err = d.issueAll(settings)
	if err != nil || c.Once {
		return errors.Join(err, stop())
	}
	setup, err := faceOf(s, settings)
	if err != nil {
		return errors.Join(err, stop())
	}
	setup.Start = d.start
	fmt.Fprintf(w.stdout, "\nServing %s until you press Ctrl-C.\n", settings.PublicURL)
	return errors.Join(s.runFace(w.ctx, settings, roleWeb, setup), stop())
}

// demo is one run of it.
type demo struct {
	w     *world
	s     *service
	out   *tabwriter.Writer
	start []web.StartLink
}

func (d *demo) issueAll(settings config.Config) error {
	visitors, err := d.people()
	if err != nil {
		return err
	}
	for _, c := range demoCopies {
		if err := d.issue(settings, visitors[c.by], c.patient, c.kind, c.title); err != nil {
			return fmt.Errorf("%s copy: %w", c.kind, err)
		}
	}
	if err := d.parcel(settings); err != nil {
		return fmt.Errorf("insurer's package: %w", err)
	}
	report, err := d.s.house.Verify(d.w.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "register\t%s\n", strings.TrimPrefix(report.String(), "register: "))
	return d.out.Flush()
}

// people finds the demo's accounts or makes them; a first password is shown when made.
func (d *demo) people() ([]app.Visitor, error) {
	var all []app.Visitor
	for _, p := range demoPeople {
		v, password, err := d.person(p.role, p.subject)
		if err != nil {
			return nil, err
		}
		note := ""
		if password != "" {
			note = "first password " + password
		}
		fmt.Fprintf(d.out, "%s\tlogin %s\t%s\n", strings.ToLower(p.title.En), v.Account, note)
		all = append(all, v)
	}
	return all, nil
}

// person finds the account of a subject or makes it, with its first password.
func (d *demo) person(role policy.Role, subject record.Ref) (v app.Visitor, password string, err error) {
	svc := account.New(d.s.house.DB, d.s.house.Log, d.s.now, rand.Reader)
	have, err := svc.List(d.w.ctx)
	if err != nil {
		return v, "", err
	}
	for _, a := range have {
		if a.Role == role && a.Subject == subject && !a.Disabled {
			return visitorOf(a), "", nil
		}
	}
	a, first, err := svc.Add(d.w.ctx, role, subject, "operator:demo")
	return visitorOf(a), first.Text(), err
}

func (d *demo) issue(settings config.Config, v app.Visitor, patient string, kind policy.Kind, title text.Phrase) error {
	o, err := d.s.desk.Order(d.w.ctx, v, app.OrderAsk{Patient: patient, Kind: string(kind)})
	if err != nil {
		return err
	}
	if o, err = d.ready(v, o.ID); err != nil {
		return err
	}
	said, err := d.check(settings, v, o)
	if err != nil {
		return err
	}
	no := false
	l, err := d.s.desk.MintLink(d.w.ctx, v, o.ID, app.LinkAsk{PIN: &no})
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "%s\tnumber %s, %d pages\t%s\n\t%s\n", strings.ToLower(title.En), o.Number, o.Pages, said, l.URL)
	d.start = append(d.start, web.StartLink{Title: title, Href: strings.TrimPrefix(l.URL, settings.PublicURL), Note: text.Phrase{
		Ru: fmt.Sprintf("№ %s, скачиваний по ссылке: %d", o.Number, l.MaxDownloads), En: fmt.Sprintf("No. %s, downloads by this link: %d", o.Number, l.MaxDownloads)}})
	return nil
}

// ready waits for an order to end.
func (d *demo) ready(v app.Visitor, id string) (app.Order, error) {
	ctx, cancel := context.WithTimeout(d.w.ctx, time.Minute)
	defer cancel()
	for {
		o, err := d.s.desk.FindOrder(ctx, v, id)
		if err != nil || o.Status == app.Ready {
			return o, err
		}
		if o.Status.Final() {
			return o, fmt.Errorf("the order is %s: %s", o.Status, o.Refusal)
		}
		select {
		case <-ctx.Done():
			return o, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// check takes one download of a link of its own and looks at the file.
func (d *demo) check(settings config.Config, v app.Visitor, o app.Order) (string, error) {
	no := false
	l, err := d.s.desk.MintLink(d.w.ctx, v, o.ID, app.LinkAsk{MaxDownloads: 1, PIN: &no})
	if err != nil {
		return "", err
	}
	t, err := d.s.desk.Download(d.w.ctx, v, l.URL[strings.LastIndex(l.URL, "/")+1:], "")
	if err != nil {
		return "", err
	}
	pdf, err := io.ReadAll(t.Content)
	if err = errors.Join(err, t.Close(err)); err != nil {
		return "", err
	}
	if o.Kind == string(policy.Anonymized) {
		if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			return "", errors.New("the file that came back is no PDF")
		}
		return "de-identified, last look passed", nil
	}
	roots, err := app.Roots(d.s.house.Dir)
	if err != nil {
		return "", err
	}
	if _, err = signing.Check(d.w.ctx, pdf, roots.Pool, d.w.now()); err != nil {
		return "", fmt.Errorf("check the seal: %w", err)
	}
	return fmt.Sprintf("seal %s valid and trusted (demo key: no legal force)", o.SealLevel), nil
}
