package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/signing"
)

// parcel makes the sample insurer's package of everything up to today, checks it
// as a whole and says where it lies. Records of another clinic have no sample contract.
func (d *demo) parcel(settings config.Config) error {
	contract, err := app.ReadContract(filepath.Join(d.s.house.Dir, "records"+contractSuffix))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	now := d.s.now()
	ask := policy.PackageAsk{Asker: policy.Asker{Role: policy.Officer, Subject: "officer"}, Contract: contract,
		Period: record.Period{Start: contract.Period.Start, End: record.DateOf(now.Date())}}
	name := filepath.Join(d.s.house.Dir, "demo-package.asice")
	made, err := d.s.desk.Package(d.w.ctx, ask, "ru", now, name)
	if err != nil {
		return err
	}
	roots, err := app.Roots(d.s.house.Dir)
	if err != nil {
		return err
	}
	check := &verifyCmd{}
	if _, err := packageReport(d.w, name, parcel.Against{Checker: signing.Checker{Roots: roots.Pool, Now: d.w.now()}, Proof: check.provesBy(d.s.house.Dir)}); err != nil {
		return fmt.Errorf("check it: %w", err)
	}
	fmt.Fprintf(d.out, "insurer's package\tnumber %s, documents: %d, reports in them: %d, withheld: %d\twhole package valid and trusted (demo key: no legal force)\n\t%s\n",
		made.Package.Number(), made.Package.Documents(), made.Reports, len(made.Withheld), name)
	return nil
}
