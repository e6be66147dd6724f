package app_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/parcel/parceltest"
	"vypiska/internal/app"
	"vypiska/storage/links"
)

func TestReceipts(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	o := s.made(t, insurerA, numberA, april)
	fatal(t, s.Received(t.Context(), insurerA, o.ID, o.SHA256))
	if err := s.Received(t.Context(), insurerA, o.ID, strings.Repeat("0", 64)); !errors.Is(err, app.ErrDigest) {
		t.Errorf("another digest: %v", err)
	}
	var ask *app.AskError
	if err := s.Received(t.Context(), insurerA, o.ID, "x"); !errors.As(err, &ask) {
		t.Errorf("no digest: %v", err)
	}
	if err := s.Received(t.Context(), officer, o.ID, o.SHA256); !errors.Is(err, app.ErrVisitor) {
		t.Errorf("the officer confirms: %v", err)
	}
	if all := s.events(t, o.Number); len(slices.DeleteFunc(all, func(e string) bool { return e != "receipt" })) != 2 {
		t.Errorf("the register says %v", all)
	}
}

func TestTheCalendarOrdersLastMonthOnce(t *testing.T) {
	s := newParcels(t)
	s.activate(t, strings.Replace(contractA, `"services"`, `"delivery":{"monthly":10},"services"`, 1))
	s.activate(t, contractB)
	s.clock = time.Date(2025, 7, 9, 23, 0, 0, 0, msk)
	orders := func() []app.PackageOrder {
		fatal(t, s.SchedulePackages(t.Context()))
		page, err := s.PackageOrders(t.Context(), officer, "")
		list := page.List
		fatal(t, err)
		return list
	}
	if list := orders(); len(list) != 0 {
		t.Errorf("before its day: %+v", list)
	}
	s.pass(2 * time.Hour)
	orders()
	s.until(t, "")
	list := orders()
	if len(list) != 1 || list[0].From != "2025-06-01" || list[0].To != "2025-06-30" || list[0].Status != app.Ready {
		t.Errorf("on its day: %+v", list)
	}
	s.pass(31 * 24 * time.Hour)
	if list := orders(); len(list) != 2 || list[0].From != "2025-07-01" {
		t.Errorf("a month later: %+v", list)
	}
}

// A month that somebody ordered while it ran is ordered again when it is over: what
// came after is owed too.
func TestAMonthThatWasOrderedBeforeItsEndIsOrderedWhenItIsOver(t *testing.T) {
	s := newParcels(t)
	contract := s.activate(t, strings.Replace(contractA, `"services"`, `"delivery":{"monthly":10},"services"`, 1))
	s.clock = time.Date(2025, 6, 30, 23, 0, 0, 0, msk)
	early := s.made(t, insurerA, contract.Number, "2025-06")
	s.clock = time.Date(2025, 7, 10, 9, 0, 0, 0, msk)
	for range 2 {
		fatal(t, s.SchedulePackages(t.Context()))
	}
	page, err := s.PackageOrders(t.Context(), officer, "")
	fatal(t, err)
	if list := page.List; len(list) != 2 || list[0].ID == early.ID || list[0].From != "2025-06-01" || list[0].To != "2025-06-30" {
		t.Errorf("after the month's end: %+v", list)
	}
}

// A form sent twice, or a program that asks again, is no second package.
func TestAskingAgainWhileAPackageIsMadeIsTheSameOrder(t *testing.T) {
	s := newParcels(t)
	contract := s.activate(t, contractA)
	ask := func(v app.Visitor, period, lang string) string {
		o, err := s.OrderPackage(t.Context(), v, app.PackageWish{Contract: contract.Number, Insurer: "ru-insA", Period: period, Lang: lang})
		fatal(t, err)
		return o.ID
	}
	first := ask(insurerA, "2025-06", "")
	if again := ask(insurerA, "2025-06-01/2025-06-30", "ru"); again != first {
		t.Error("the same wish is a second order")
	}
	if again := ask(officer, "2025-06", ""); again != first {
		t.Error("the officer's same wish is a second order")
	}
	if ask(insurerA, "2025-06", "en") == first || ask(insurerA, "2025-05", "") == first {
		t.Error("another wish is the same order")
	}
	s.until(t, "")
	if ask(insurerA, "2025-06", "") == first {
		t.Error("a finished package is told as a new order")
	}
}

// The service may be away on the very day, which may be the month's last: what was
// due then is ordered when it is back, under a contract that was in force then.
func TestAMonthWhoseDayWasMissedIsOrderedAfterwards(t *testing.T) {
	for name, c := range map[string]struct {
		activated, back time.Time
		ordered         string
	}{
		"in force then":  {time.Date(2025, 6, 20, 12, 0, 0, 0, msk), time.Date(2025, 7, 2, 9, 0, 0, 0, msk), "2025-05-01"},
		"not until then": {time.Date(2025, 6, 29, 12, 0, 0, 0, msk), time.Date(2025, 7, 2, 9, 0, 0, 0, msk), ""},
		"a year's end":   {time.Date(2025, 12, 1, 12, 0, 0, 0, msk), time.Date(2026, 1, 1, 0, 1, 0, 0, msk), "2025-11-01"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newParcels(t)
			s.clock = c.activated
			s.activate(t, strings.Replace(contractA, `"services"`, `"delivery":{"monthly":28},"services"`, 1))
			s.clock = c.back
			for range 2 {
				fatal(t, s.SchedulePackages(t.Context()))
			}
			page, err := s.PackageOrders(t.Context(), officer, "")
			fatal(t, err)
			var from []string
			for _, o := range page.List {
				from = append(from, o.From)
			}
			if strings.Join(from, " ") != c.ordered {
				t.Errorf("ordered %v, want %q", from, c.ordered)
			}
		})
	}
}

func TestTheContractsTermsHaveEffect(t *testing.T) {
	s := newParcels(t)
	s.activate(t, strings.Replace(contractA, `"services"`, `"retention_days":10,"links":{"life":"2h","downloads":2},"services"`, 1))
	o := s.made(t, insurerA, numberA, april)
	no := false
	l, err := s.MintPackageLink(t.Context(), insurerA, o.ID, app.LinkAsk{PIN: &no})
	fatal(t, err)
	if l.MaxDownloads != 2 || !l.ExpiresAt.Equal(s.now().Add(2*time.Hour)) {
		t.Errorf("the link: %+v", l)
	}
	var ask *app.AskError
	for _, a := range []app.LinkAsk{{TTL: "3h"}, {MaxDownloads: 3}} {
		if _, err := s.MintPackageLink(t.Context(), insurerA, o.ID, a); !errors.As(err, &ask) {
			t.Errorf("%+v: %v", a, err)
		}
	}
	s.pass(10*24*time.Hour + time.Minute)
	if _, err := s.MintPackageLink(t.Context(), insurerA, o.ID, app.LinkAsk{PIN: &no}); !errors.Is(err, app.ErrEnded) {
		t.Errorf("after its term: %v", err)
	}
}

func TestALinkLifeShorterThanACabinetsDownloadForbidsNone(t *testing.T) {
	s := newParcels(t)
	s.activate(t, strings.Replace(contractA, `"services"`, `"links":{"life":"5m"},"services"`, 1))
	o := s.made(t, insurerA, numberA, april)
	transfer, err := s.FetchPackage(t.Context(), insurerA, o.ID)
	fatal(t, err)
	fatal(t, transfer.Close(nil))

	short := links.Standard()
	short.Life, short.MaxLife = time.Minute, time.Minute
	key, err := s.house.LinkKey()
	fatal(t, err)
	s.Links, err = links.New(short, key, rand.Reader)
	fatal(t, err)
	mine := s.ready(t, patient, "signed")
	transfer, err = s.Fetch(t.Context(), patient, mine.ID)
	fatal(t, err)
	fatal(t, transfer.Close(nil))
}

func TestAnEncryptedPackageIsOpenedByTheInsurersKeyAlone(t *testing.T) {
	s := newParcels(t)
	recipient, decrypted := parceltest.Age(t)
	s.activate(t, strings.Replace(contractA, `"services"`, `"encryption":"age","age_recipients":["`+recipient+`"],"purposes":["оплата оказанных услуг"],"insurer_ids":{"name":"СК","inn":"7700000000"},"services"`, 1))
	first := s.made(t, insurerA, numberA, april)
	open := func(o app.PackageOrder) []byte {
		tr, err := s.taking(t, insurerA, o)
		fatal(t, err)
		if tr.Name != o.Number+".asice.age" || tr.Type != "application/age-encryption" || tr.SHA256 != o.SHA256 {
			t.Errorf("%s, %s", tr.Name, tr.Type)
		}
		sealed, err := io.ReadAll(tr.Content)
		fatal(t, err)
		fatal(t, tr.Close(nil))
		if bytes.Contains(sealed, []byte("%PDF-")) || sha256Of(sealed) != o.SHA256 {
			t.Error("the file is not encrypted, or another than the order says")
		}
		return decrypted(sealed)
	}
	before, err := s.judge(open(first), nil)
	fatal(t, err)
	second, err := s.judge(open(s.made(t, insurerA, numberA, april)), nil)
	fatal(t, err)
	if second.Manifest.Previous.SHA256 != before.SHA256 {
		t.Error("the sequence names another digest than the container's")
	}
	c := before.Manifest.Contract
	if !slices.Equal(c.Purposes, []string{"оплата оказанных услуг"}) || c.LegalIDs == nil || c.LegalIDs.INN != "7700000000" {
		t.Errorf("the manifest says %+v", c)
	}
}

func sha256Of(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func TestAPatientLearnsThatADocumentWentOutWithAPackage(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	o := s.made(t, insurerA, numberA, april)
	went := func() (n int) {
		all, err := s.DisclosuresOf(t.Context(), officer, "ru-p01", 0)
		fatal(t, err)
		for _, e := range all.Entries {
			if e.Event == "release" && e.Who == "Organization/ru-insA" {
				n++
			}
		}
		return n
	}
	if n := went(); n != 0 {
		t.Errorf("%d documents went out before a download", n)
	}
	for range 2 {
		s.fetched(t, insurerA, o)
		s.until(t, "")
	}
	if n := went(); n != 1 {
		t.Errorf("%d documents went out", n)
	}
}

func TestASuspendedContractsPackageWaits(t *testing.T) {
	s := newParcels(t)
	c := s.activate(t, contractA)
	o := s.made(t, insurerA, numberA, april)
	_, token := s.packageLink(t, o)
	fatal(t, s.SuspendContract(t.Context(), officer, c))
	for name, do := range map[string]func() error{
		"landing":  func() error { _, err := s.Landing(t.Context(), app.Visitor{}, token); return err },
		"download": func() error { _, err := s.Download(t.Context(), app.Visitor{}, token, ""); return err },
		"a link":   func() error { _, err := s.taking(t, insurerA, o); return err },
	} {
		if err := do(); !errors.Is(err, app.ErrContractState) {
			t.Errorf("%s: %v", name, err)
		}
	}
	fatal(t, s.ResumeContract(t.Context(), officer, c))
	tr, err := s.Download(t.Context(), app.Visitor{}, token, "")
	fatal(t, err)
	fatal(t, tr.Close(nil))
}
