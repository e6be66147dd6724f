package exporter

import (
	"context"
	"fmt"

	"vypiska/exporter/deidentify"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// anonymized looks for the known person twice, with matchers that share no
// code: in the record before drawing, and in the finished file.
func (e *Exporter) anonymized(ctx context.Context, g policy.Grant, n issued.Number, rec, whole record.Record) (issued.Copy, error) {
	d, look, err := e.cleaned(ctx, g, n, rec, whole)
	if err != nil {
		return issued.Copy{}, err
	}
	verdict, err := look(d.PDF)
	if err != nil {
		return issued.Copy{}, err
	}
	return issued.Clean(g, d, verdict)
}

// pseudonymous does the same for a contract without names, and seals; the last
// look is at the sealed file.
func (e *Exporter) pseudonymous(ctx context.Context, g policy.Grant, n issued.Number, rec, whole record.Record) (issued.Copy, error) {
	if e.Signer == nil {
		return issued.Copy{}, issued.ErrNoSigner
	}
	d, look, err := e.cleaned(ctx, g, n, rec, whole)
	if err != nil {
		return issued.Copy{}, err
	}
	defer e.step("seal")()
	return issued.SealClean(ctx, g, d, e.Signer, look)
}

// lastLook looks at a finished file.
type lastLook func(pdf []byte) (deidentify.Verdict, error)

// cleaned draws the de-identified record, and gives the look that the finished
// file needs.
func (e *Exporter) cleaned(ctx context.Context, g policy.Grant, n issued.Number, rec, whole record.Record) (issued.Draft, lastLook, error) {
	known := deidentify.Gather(whole)
	profile, err := e.profile(g)
	if err != nil {
		return issued.Draft{}, nil, fmt.Errorf("de-identify: %w", err)
	}
	coarse, group, err := e.generalised(ctx, g, rec)
	if err != nil {
		return issued.Draft{}, nil, err
	}
	if group == GroupEnough || group == GroupGeneralised {
		profile = profile.Counted()
	}
	done := e.step("de-identify")
	clean, did, err := deidentify.Record(rec, known, profile.Coarser(coarse), g.Lang(), g.AsOf())
	done()
	if err != nil {
		return issued.Draft{}, nil, fmt.Errorf("de-identify: %w", err)
	}
	x := e.extract(g, n, clean)
	x.Patient = Patient{Age: -1, AgeBand: did.AgeBand, Sex: x.Patient.Sex, Region: x.Patient.Region}
	x.Anonymized = &Anonymized{Profile: did.Profile.Name, Version: did.Profile.Version, Methods: did.Methods, Pseudonym: did.Pseudonym, Group: group}
	if g.Pseudonymous() {
		x.Mark, x.Case = MarkOf(e.Signer), namelessCase(g, rec, clean)
	}
	d, encoded, err := e.draw(x, n)
	d.Profile, d.ProfileVersion, d.Findings, d.Coarse = did.Profile.Name, did.Profile.Version, did.Findings, coarse
	return d, e.look(g, known, n, encoded), err
}

// look is the last look for what is known of one person.
func (e *Exporter) look(g policy.Grant, known deidentify.Identity, n issued.Number, encoded []string) lastLook {
	return func(pdf []byte) (deidentify.Verdict, error) {
		defer e.step("last look")()
		v, err := deidentify.LastLook(pdf, e.printing(g, known), FileName(n), encoded...)
		if err != nil {
			return v, fmt.Errorf("last look: %w", err)
		}
		return v, nil
	}
}

// printing is what is known beside what the copy says on purpose: the letterhead
// and, under a contract, its number, its basis and the owner of the seal.
func (e *Exporter) printing(g policy.Grant, known deidentify.Identity) deidentify.Identity {
	i := e.Clinic.Issuer
	known = known.Beside(i.Name, i.Address)
	if c, under := g.Contract(); under {
		known = known.Beside(record.NewPersonal(g.Basis()), record.NewPersonal(MarkOf(e.Signer).Owner)).Sparing(c.Number)
	}
	return known
}

// profile is the grant's profile with the clinic's key for the recipient.
func (e *Exporter) profile(g policy.Grant) (deidentify.Profile, error) {
	p, err := deidentify.ProfileNamed(g.Profile())
	if err != nil {
		return p, err
	}
	to := g.ReceivedBy()
	recipient := string(to.Role) + " " + string(to.Subject)
	if c, under := g.Contract(); under {
		recipient = recipientUnder(c)
	}
	return p.Keyed(e.Secret, recipient)
}

// recipientUnder is whom pseudonyms and moved dates are made for under a contract:
// all its versions, and no other contract of the same insurer.
func recipientUnder(c policy.Contract) string {
	return string(policy.Insurer) + " " + string(c.Insurer) + " " + c.Number
}

// generalised finds how coarse the copy must be for enough patients to look like
// this one. A doctor the patient was referred to knows who it is.
func (e *Exporter) generalised(ctx context.Context, g policy.Grant, rec record.Record) (deidentify.Coarseness, string, error) {
	if g.Treating() {
		return deidentify.AsItIs, GroupTreating, nil
	}
	if e.Groups == nil {
		return deidentify.AsItIs, GroupNotAssessed, nil
	}
	c, assessed, err := e.Groups.Step(ctx, deidentify.TraitsOf(rec, g.AsOf()), g.AsOf())
	switch {
	case err != nil:
		return c, "", err
	case !assessed:
		return deidentify.AsItIs, GroupNotAssessed, nil
	case c == deidentify.AsItIs:
		return c, GroupEnough, nil
	}
	return c, GroupGeneralised, nil
}
