package app

import (
	"cmp"
	"context"
	"errors"
	"time"

	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// ErrReplaced says that a package is given out no more, because somebody in it
// withdrew their consent or blocked access: one without them is being made.
var ErrReplaced = errors.New("the package was withdrawn; a replacement is being made")

// Why a package was replaced, as its order says.
const (
	whyConsent = "package-no-consent"
	whyBlocked = "package-blocked"
	whyMerged  = "package-merged"
)

// MintPackageLink makes a link to a package, by its insurer or the officer; it is
// for the insurer. The decision about everybody in it is made again.
func (d *Desk) MintPackageLink(ctx context.Context, v Visitor, id string, a LinkAsk) (NewLink, error) {
	return d.linkToPackage(ctx, v, id, func(t policy.Terms) (LinkAsk, error) { return limited(a, t) })
}

// linkToPackage makes the link that is asked for under the contract's terms.
func (d *Desk) linkToPackage(ctx context.Context, v Visitor, id string, under func(policy.Terms) (LinkAsk, error)) (NewLink, error) {
	o, err := d.packageOrder(ctx, v, id)
	if err != nil {
		return NewLink{}, err
	}
	if Status(o.Status) != Ready {
		return NewLink{}, ErrNotReady
	}
	var c db.CopyRow
	err = d.house.DB.View(ctx, func(view *db.View) (err error) {
		c, err = view.Copy(ctx, o.Number)
		return err
	})
	if err == nil {
		err = d.mayHavePackage(ctx, o.ID, c, thorough)
	}
	if err != nil {
		return NewLink{}, err
	}
	contract, err := d.contractVersion(ctx, o.Insurer, o.Contract, o.Version)
	if err != nil {
		return NewLink{}, err
	}
	a, err := under(contract.Terms)
	if err != nil {
		return NewLink{}, err
	}
	return d.mint(ctx, v, orderOfPackage(o), c, a)
}

// limited keeps a link within what the contract says, which is also the default.
func limited(a LinkAsk, t policy.Terms) (LinkAsk, error) {
	if t.Downloads > 0 {
		if a.MaxDownloads > t.Downloads {
			return a, &AskError{"max_downloads", "no more than the contract allows"}
		}
		a.MaxDownloads = cmp.Or(a.MaxDownloads, t.Downloads)
	}
	if t.LinkLife > 0 {
		if life, err := time.ParseDuration(a.TTL); err == nil && life > t.LinkLife {
			return a, &AskError{"ttl", "no longer than the contract allows"}
		}
		a.TTL = cmp.Or(a.TTL, t.LinkLife.String())
	}
	return a, nil
}

// orderOfPackage is what the hand-over needs of a package's order: its recipient
// is the insurer, whoever asked.
func orderOfPackage(o db.PackageOrderRow) db.OrderRow {
	return db.OrderRow{ID: o.ID, Account: o.Account, Role: string(policy.Insurer), Subject: o.Insurer, Kind: packageKind, Status: o.Status, Number: o.Number}
}

// How much of a package's rights is asked.
const (
	// quick asks our own database: papers, blocks, the contract.
	quick = false
	// thorough reads every record of the package as well, at most once a minute.
	thorough = true
)

// An answer about the records of a package counts for a minute, or for ten times
// as long as it took; whoever asks waits for it so long, and then asks again.
const (
	askRecords = time.Minute
	askPatient = 15 * time.Second
)

// ErrChecking says that the records of a package are still being asked for.
var ErrChecking = errors.New("the consents of everybody in the package are being looked at: ask again in a minute")

// mayHavePackage decides again: the contract is in force, and the consent of
// everybody in the package stands. A package that lost somebody is withdrawn and
// one without them ordered, in one transaction.
func (d *Desk) mayHavePackage(ctx context.Context, id string, c db.CopyRow, records bool) error {
	var o db.PackageOrderRow
	var gone []db.PackagePerson
	var all []db.ContractState
	err := d.house.DB.View(ctx, func(v *db.View) (err error) {
		if o, err = v.PackageOrder(ctx, id); err != nil {
			return err
		}
		if all, err = v.ContractStates(ctx, o.Insurer, o.Contract); err != nil {
			return err
		}
		gone, err = v.GonePeople(ctx, o, d.Settings.BlocksBindPackages)
		return err
	})
	switch {
	case err != nil:
		return err
	case o.ReplacedBy != "":
		return ErrReplaced
	case !c.Revoked.IsZero() || !c.Destroyed.IsZero() || c.Object == "" || !d.Now().Before(c.KeepUntil):
		return ErrEnded
	}
	if _, err := inForce(all); err != nil {
		return err
	}
	if len(gone) == 0 && records {
		gone, err = d.goneInRecords(ctx, o)
	}
	if err != nil || len(gone) == 0 {
		return err
	}
	return errors.Join(ErrReplaced, d.replacePackage(ctx, o, c, gone))
}

// replacePackage withdraws a package and orders one without the people who went:
// its links end, their copies are revoked, so that the next package lists them as
// deleted. Of two who notice at once one does it.
func (d *Desk) replacePackage(ctx context.Context, o db.PackageOrderRow, c db.CopyRow, gone []db.PackagePerson) error {
	now := d.Now()
	next := db.PackageOrderRow{ID: newID(), Account: "service", Role: o.Role, Subject: o.Subject, Insurer: o.Insurer, Contract: o.Contract, Version: o.Version,
		From: o.From, To: o.To, Lang: o.Lang, Status: string(Queued), Replaces: o.Number, Created: now}
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		version, err := versionInForce(ctx, tx, o)
		if err != nil {
			return err
		}
		next.Version = version
		why, err := d.whyGone(ctx, tx, gone)
		if err != nil {
			return err
		}
		first, err := tx.ReplacePackage(ctx, o.ID, next.ID, why, now)
		if err != nil || !first {
			return err
		}
		if _, err := d.revoke(ctx, tx, c.Number, "service", "somebody in the package withdrew consent, blocked access, or is no person of their own any more", now); err != nil {
			return err
		}
		for _, p := range gone {
			reason := "consent withdrawn or access blocked"
			if p.Why == whyMerged {
				reason = "merged into another person, or removed, in the clinic's system"
			}
			if _, err := d.revoke(ctx, tx, p.Number, "service", reason, now); err != nil {
				return err
			}
		}
		return d.placePackage(ctx, tx, next)
	})
}

// versionInForce is the version that a replacement is made under.
func versionInForce(ctx context.Context, tx *db.Tx, o db.PackageOrderRow) (int, error) {
	all, err := tx.ContractStates(ctx, o.Insurer, o.Contract)
	if err != nil {
		return 0, err
	}
	version, err := inForce(all)
	if err == nil && version == 0 {
		err = ErrContractState
	}
	return version, err
}

// whyGone is why the first of them went.
func (d *Desk) whyGone(ctx context.Context, tx *db.Tx, gone []db.PackagePerson) (string, error) {
	if gone[0].Why == whyMerged {
		return whyMerged, nil
	}
	blocks, err := tx.StandingBlocks(ctx, gone[0].Patient)
	for _, b := range blocks {
		if d.Settings.BlocksBindPackages && b.Scope == string(policy.AllCabinets) {
			return whyBlocked, err
		}
	}
	return whyConsent, err
}

// packageStands refuses inside the transaction of a download if a consent was
// withdrawn or a block came since the rights were asked.
func (d *Desk) packageStands(ctx context.Context, tx *db.Tx, id string) error {
	o, err := tx.PackageOrder(ctx, id)
	if err != nil {
		return err
	}
	gone, err := tx.GonePeople(ctx, o, d.Settings.BlocksBindPackages)
	if err == nil && (len(gone) > 0 || Status(o.Status) != Ready) {
		err = ErrReplaced
	}
	return err
}

// FetchPackage takes one download of a package in the insurer's own cabinet: a
// link of audience self is made for it and used at once.
func (d *Desk) FetchPackage(ctx context.Context, v Visitor, id string) (*Transfer, error) {
	if v.Role != policy.Insurer {
		return nil, ErrVisitor
	}
	l, err := d.linkToPackage(ctx, v, id, func(t policy.Terms) (LinkAsk, error) { return d.atOnce(t.LinkLife), nil })
	if err != nil {
		return nil, err
	}
	return d.Download(ctx, v, tokenOf(l.URL), "")
}

// packageName is the name a package goes by outside, and what it is.
func (d *Desk) packageName(ctx context.Context, o db.OrderRow, number string) (name, mediaType string, err error) {
	var row db.PackageOrderRow
	err = d.house.DB.View(ctx, func(v *db.View) error {
		row, err = v.PackageOrder(ctx, o.ID)
		return err
	})
	if err != nil {
		return "", "", err
	}
	c, err := d.contractVersion(ctx, row.Insurer, row.Contract, row.Version)
	if err != nil {
		return "", "", err
	}
	mediaType, ending := parcel.FileKind(c.Terms.Encryption)
	return number + ending, mediaType, nil
}

// Received is an insurer's receipt: the SHA-256 of the file it has. It is written
// into the register whether or not it is the package's own; ErrDigest says that
// it is not.
func (d *Desk) Received(ctx context.Context, v Visitor, id, sum string) error {
	o, err := d.packageOrder(ctx, v, id)
	switch {
	case err != nil:
		return err
	case v.Role != policy.Insurer:
		return ErrVisitor
	case o.Number == "":
		return ErrNotReady
	case !isDigest(sum):
		return &AskError{"sha256", "64 hexadecimal digits in lower case"}
	}
	var c db.CopyRow
	err = d.house.DB.View(ctx, func(view *db.View) (err error) {
		c, err = view.Copy(ctx, o.Number)
		return err
	})
	if err != nil {
		return err
	}
	same := sum == c.SHA256
	e := register.Entry{Time: d.Now(), Event: register.Receipt, Actor: v.Account, Recipient: o.Insurer, Number: o.Number, Kind: packageKind, Order: o.ID, SHA256: sum,
		Reason: map[bool]string{true: "the digest is the package's", false: "another digest than the package's"}[same]}
	if err := d.house.register(ctx, e); err != nil {
		return err
	}
	if !same {
		return ErrDigest
	}
	return nil
}

// ErrDigest says that the file an insurer has is not the package that was made.
var ErrDigest = errors.New("the file received is not the one that was made: fetch it again")

func isDigest(s string) bool {
	if len(s) != 64 {
		return false
	}
	for _, r := range s {
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') {
			return false
		}
	}
	return true
}
