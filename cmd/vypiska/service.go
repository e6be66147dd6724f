package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"vypiska/exporter"
	"vypiska/exporter/deidentify"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/exporter/record/fhir"
	"vypiska/internal/account"
	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/internal/db"
	"vypiska/internal/jobs"
	"vypiska/internal/meter"
	"vypiska/internal/notice"
	"vypiska/storage"
	"vypiska/storage/links"
	"vypiska/templates"
)

// Which part of the service a process plays.
const (
	roleAll    = "all"
	roleWeb    = "web"
	roleWorker = "worker"
)

// service is an open service: data directory, store, queue, use cases. Its
// closers run in the reverse order of opening.
type service struct {
	house   *app.House
	desk    *app.Desk
	queue   *jobs.Queue
	witness *app.Witness
	store   storage.Config
	meter   *meter.Meter
	log     zerolog.Logger
	now     func() time.Time
	closers []func(context.Context) error
}

// openService opens everything the settings name. command is what the data
// directory's lock says of this process.
func openService(w *world, c config.Config, command string, log zerolog.Logger) (*service, error) {
	if err := app.Whole(c.Data); err != nil {
		return nil, err
	}
	s, store, err := openParts(w, &c, command, log)
	if err != nil {
		return s, err
	}
	if err = s.serving(w.ctx); err == nil {
		err = s.house.SealAt(sealingOf(c), s.now)
	}
	if err == nil {
		err = s.openDesk(w, c, store)
	}
	if err == nil {
		err = s.house.AgreeOnKeys(w.ctx, c.Deid.KeyFile)
	}
	if err == nil {
		err = s.openWitness(w.ctx, c, store)
	}
	if err == nil {
		s.measure(c)
	}
	if err != nil {
		err = errors.Join(err, s.close(context.Background()))
	}
	return s, err
}

// openStored opens the data directory with its store for a command that works on
// both while no process serves them.
func openStored(w *world, c *config.Config, command string, log zerolog.Logger) (*service, *storage.Store, error) {
	s, store, err := openParts(w, c, command, log)
	if err != nil {
		return s, store, err
	}
	if err := s.alone(w.ctx); err != nil {
		return s, nil, errors.Join(err, s.close(w.ctx))
	}
	return s, store, nil
}

// openParts opens the data directory with its store, under its lock if it has one.
func openParts(w *world, c *config.Config, command string, log zerolog.Logger) (s *service, store *storage.Store, err error) {
	if err := absoluteFiles(c); err != nil {
		return nil, nil, err
	}
	s = &service{log: log, meter: meter.New()}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close(context.Background()))
		}
	}()
	if s.now, err = w.zoned(c.Zone); err != nil {
		return s, nil, err
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return s, nil, fmt.Errorf("data directory: %w", err)
	}
	lock, err := s.lockData(w, *c, command)
	if err != nil {
		return s, nil, err
	}
	store, made, err := s.openStore(w, *c, lock)
	if err != nil {
		return s, nil, err
	}
	if s.house, err = app.OpenHouse(w.ctx, addressOf(*c), sealKeyOf(c.Signing), w.now()); err != nil {
		return s, nil, err
	}
	s.house.Outside, s.house.Hear = c.OutsideDir, heard(s.meter)
	s.atEnd(func(context.Context) error { return s.house.Close() })
	if err = s.house.CheckMasters(w.ctx, s.store.Master); err != nil && made {
		err = errors.Join(err, app.UnmakeMaster(c.MasterKeyFile))
	}
	return s, store, err
}

func (s *service) atEnd(f func(context.Context) error) { s.closers = append(s.closers, f) }

// close ends what was opened, the last first.
func (s *service) close(ctx context.Context) error {
	var err error
	for i := len(s.closers) - 1; i >= 0; i-- {
		err = errors.Join(err, s.closers[i](ctx))
	}
	s.closers = nil
	return err
}

// openStore opens the configured S3, or serves the embedded one, and tells
// whether the master key was made just now.
func (s *service) openStore(w *world, c config.Config, lock *storage.DirLock) (store *storage.Store, made bool, err error) {
	masters, err := app.OpenMasters(mastersOf(c))
	if err != nil {
		return nil, false, err
	}
	s.atEnd(func(context.Context) error { return masters.Close() })
	if made = masters.Made; made {
		s.log.Warn().Str("file", filepath.Base(c.MasterKeyFile)).Msg("made a master key; keep a copy of it apart from the data: without it no stored copy can be read")
	}
	sc := storeConfig(c.S3)
	if c.S3.Endpoint == "" {
		e, err := storage.Embed(lock, rand.Reader)
		if err != nil {
			return nil, made, fmt.Errorf("embedded S3: %w", err)
		}
		s.atEnd(e.Close)
		sc = e.Config()
	}
	sc.Master, sc.Rand, sc.Measure = masters.Keys, rand.Reader, s.meter.S3
	s.store = sc
	if store, err = storage.Open(w.ctx, sc); err != nil {
		return nil, made, err
	}
	s.atEnd(func(context.Context) error { store.Close(); return nil })
	return store, made, nil
}

// addressOf is where the settings say the house is.
func addressOf(c config.Config) app.Address {
	return app.Address{Dir: c.Data, URL: c.Database.URL, Options: db.Options{PasswordFile: c.Database.PasswordFile, Connections: c.Database.Connections}}
}

func mastersOf(c config.Config) app.MasterSource {
	return app.MasterSource{File: c.MasterKeyFile, Data: c.Data, Module: c.Master.PKCS11Module, Token: c.Master.PKCS11Token, Key: c.Master.PKCS11Key, PINFile: c.Master.PINFile}
}

func storeConfig(c config.S3) storage.Config {
	return storage.Config{Endpoint: c.Endpoint, Bucket: c.Bucket, Region: c.Region, TLS: c.TLS,
		AccessKeyFile: c.AccessKeyFile, SecretKeyFile: c.SecretKeyFile}
}

func (s *service) openDesk(w *world, c config.Config, store *storage.Store) error {
	if c.Records == "" { // without a setting everything is here, the records too
		c.Records = filepath.Join(c.Data, "records")
		if err := unpack(c.Records, w.now()); err != nil {
			return err
		}
		s.log.Warn().Msg("serving invented sample records: name the clinic's with VYPISKA_RECORDS, --records or records in the settings file")
	}
	src, err := s.openRecords(w, c.Records, c.FHIR)
	if err != nil {
		return err
	}
	key, err := s.house.LinkKey()
	if err != nil {
		return err
	}
	people, err := openPeople(s.house, s.now)
	if err != nil {
		return err
	}
	gate, err := links.New(links.Policy{Life: c.Links.Life, MaxLife: c.Links.MaxLife, Downloads: c.Links.Downloads, MaxDownloads: c.Links.MaxDownloads}, key, rand.Reader)
	if err != nil {
		return err
	}
	if s.queue, err = jobs.Open(w.ctx, s.house.DB, s.jobConfig(c)); err != nil {
		return fmt.Errorf("queue: %w", err)
	}
	secret, err := s.house.Secret(c.Deid.KeyFile)
	if err != nil {
		return err
	}
	hookKey, err := s.house.HookKey()
	if err != nil {
		return err
	}
	post, err := openPost(c.SMTP)
	if err != nil {
		return err
	}
	if post != nil {
		people.OnReset(s.queue.Announce)
	}
	s.desk, err = app.NewDesk(s.house, app.Setup{
		Source: src, Directory: src, Relations: src, UnblockByPhone: c.Blocks.UnblockByPhone, Clinic: clinicOf(c), Forms: formsOf(c), Settings: settingsOf(c), Secret: secret, Step: s.meter.Step, Groups: groupsOf(c, src), Now: s.now,
		Warn: func(x exporter.Warning) {
			s.log.Warn().Str("copy", x.Number.String()).Str("what", x.Code).Int("count", x.Count).Msg("look at this copy")
		},
		Store: store, Links: gate, Queue: s.queue, Packages: s.queue, Courier: s.queue, Teller: teller{notice.Guarded(c.Packages.PrivateWebhooks), s.now}, HookKey: hookKey, Accounts: accounts{s.house.DB, s.now}, PublicURL: c.PublicURL, People: people, Post: post,
		Keep: c.Copies.Keep, KeepAnon: c.Copies.KeepAnonymized, KeepPackages: c.Copies.KeepPackages, Backups: c.Copies.Backups, KeepLog: c.Register.Keep, RemindBefore: c.Links.Remind,
		RetrySeal: c.Signing.OnTSAFailure == "retry-later",
	})
	return err
}

// jobConfig ties the queue to the desk, which is opened after it.
func (s *service) jobConfig(c config.Config) jobs.Config {
	return jobs.Config{
		Build:  func(ctx context.Context, order string) error { return s.desk.Run(ctx, order) },
		GiveUp: func(ctx context.Context, order string, _ error) error { return s.desk.GiveUp(ctx, order) },
		Sweep:  func(ctx context.Context) error { return s.desk.Sweep(ctx) },
		Notify: func(ctx context.Context, account string) error { return s.desk.Announce(ctx, account) },
		Packages: jobs.Packages{
			Plan:   func(ctx context.Context, order string) error { return s.desk.PlanPackage(ctx, order) },
			Person: func(ctx context.Context, order string, place int) error { return s.desk.BuildPerson(ctx, order, place) },
			Close:  func(ctx context.Context, order string) error { return s.desk.ClosePackage(ctx, order) },
			GiveUp: func(ctx context.Context, order string) error { return s.desk.GiveUpPackage(ctx, order) },
			GiveUpPerson: func(ctx context.Context, order string, place int) error {
				return s.desk.GiveUpPerson(ctx, order, place)
			},
			Schedule:       func(ctx context.Context) error { return s.desk.SchedulePackages(ctx) },
			Release:        func(ctx context.Context, order string) error { return s.desk.ReleasePackage(ctx, order) },
			Deliver:        func(ctx context.Context, id string) error { return s.desk.DeliverNotice(ctx, id) },
			GiveUpDelivery: func(ctx context.Context, id string) error { return s.desk.GiveUpNotice(ctx, id) },
		},
		Workers: c.Work.Jobs, Log: slog.New(zerologHandler{s.log}),
	}
}

// mis is the clinic's information system: its records, and the people in it.
type mis interface {
	record.Source
	record.Directory
	record.Relations
}

func (s *service) openRecords(w *world, where string, c config.FHIR) (mis, error) {
	if isServer(where) {
		return fhir.NewServer(fhir.ServerSetup{Base: where, Access: accessOf(c), Asked: s.meter.FHIR, Notice: func(n *record.Fault) {
			s.log.Warn().Str("answer", n.File).Str("place", n.Place).Str("what", n.What).Msg("left out of a record")
		}})
	}
	return fhir.OpenLive(w.ctx, where, func(d *fhir.Dir) {
		for _, f := range d.Faults() {
			s.log.Error().Str("file", f.File).Str("place", f.Place).Str("what", f.What).Msg("records cannot be read")
		}
		s.log.Info().Int("faults", len(d.Faults())).Int("left_out", len(d.Notices())).Msg("records read")
	})
}

// absoluteFiles makes the files of the settings independent of the working
// directory, which the embedded S3 server changes. It does so once or twice alike.
func absoluteFiles(c *config.Config) error {
	return absolute(&c.Data, &c.Database.PasswordFile, &c.MasterKeyFile, &c.Master.PINFile, &c.OutsideDir, &c.Register.WebhookSecretFile, &c.Records, &c.Templates.Dir, &c.Deid.KeyFile, &c.S3.AccessKeyFile, &c.S3.SecretKeyFile,
		&c.Signing.TSARootsFile, &c.Signing.CertificateFile, &c.Signing.KeyFile, &c.Signing.PKCS12File, &c.Signing.PassphraseFile,
		&c.TLS.CertFile, &c.TLS.KeyFile, &c.SMTP.PasswordFile,
		&c.FHIR.CAFile, &c.FHIR.CertificateFile, &c.FHIR.KeyFile, &c.FHIR.TokenFile, &c.FHIR.ClientKeyFile)
}

// isServer tells a FHIR server's address from a directory.
func isServer(records string) bool { return strings.Contains(records, "://") }

func accessOf(c config.FHIR) fhir.Access {
	return fhir.Access{CAFile: c.CAFile, CertificateFile: c.CertificateFile, KeyFile: c.KeyFile, TokenFile: c.TokenFile,
		SMART: fhir.SMART{ClientID: c.ClientID, KeyFile: c.ClientKeyFile, KeyID: c.ClientKeyID, Scope: c.Scope, TokenURL: c.TokenURL}}
}

// absolute makes paths independent of the working directory; addresses and
// empty ones stay.
func absolute(paths ...*string) error {
	for _, p := range paths {
		if *p == "" || strings.Contains(*p, "://") {
			continue
		}
		a, err := filepath.Abs(*p)
		if err != nil {
			return err
		}
		*p = a
	}
	return nil
}

func clinicOf(c config.Config) exporter.Clinic {
	return exporter.Clinic{VerifyURL: c.PublicURL, Issuer: exporter.Issuer{
		Name: exporter.NewText(c.Clinic.Name), Address: exporter.NewText(c.Clinic.Address), Phone: exporter.NewText(c.Clinic.Phone),
		OGRN: exporter.NewText(c.Clinic.OGRN), Licence: exporter.NewText(c.Clinic.Licence)}}
}

func formsOf(c config.Config) templates.Options {
	return templates.Options{Dir: c.Templates.Dir, Profile: c.PDF.Profile}
}

func settingsOf(c config.Config) policy.Settings {
	return policy.Settings{DoctorsMaySign: c.Doctors.Signed, NoOperator: !c.CLI.Export, Profile: c.Deid.Profile, BlocksBindPackages: c.Packages.Blocks}
}

func groupsOf(c config.Config, src record.Source) *deidentify.Groups {
	return &deidentify.Groups{Source: src, K: c.Deid.K, Population: c.Deid.KPopulation}
}

// accounts is internal/account as the use cases want it.
type accounts struct {
	db  *db.DB
	now func() time.Time
}

// Bearer implements app.Accounts.
func (a accounts) Bearer(ctx context.Context, token string) (v app.Visitor, err error) {
	err = a.db.View(ctx, func(view *db.View) error {
		acc, err := account.Bearer(ctx, view, token, a.now())
		if errors.Is(err, account.ErrToken) {
			return app.ErrToken
		}
		v = visitorOf(acc)
		return err
	})
	return v, err
}

func visitorOf(a account.Account) app.Visitor {
	return app.Visitor{Account: a.Login.String(), Role: a.Role, Subject: a.Subject, ReadsOnly: a.ReadsOnly}
}
