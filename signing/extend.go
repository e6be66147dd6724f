package signing

import (
	"context"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
)

// Extend raises a sealed file to a level, or renews the level it has, by
// revisions appended to it: the bytes of pdf come first in the result. It returns
// the level the file has then, which is to or, if the file had a higher one, that
// one and the file as it was.
//
// A signature without a time stamp gets a document time stamp, which is what
// ETSI EN 319 142-1, 6.3 allows afterwards. A file of B-LT that shall be B-LT is
// given today's validation data; one of B-LTA that shall be B-LTA the validation
// data of its last time stamp and then another one.
//
// Nothing is done to a file whose seal does not hold, and nobody is asked about
// certificates that lead to no configured root. Errors: those of Check's kind
// (ErrInvalid, ErrUnreadable), ErrNoRoot, *AuthorityError.
func (a *Authorities) Extend(ctx context.Context, pdf []byte, to Level) ([]byte, Level, error) {
	out, l, err := a.extend(ctx, pdf, to)
	if err != nil {
		return nil, "", fmt.Errorf("extend: %w", err)
	}
	return out, l, nil
}

func (a *Authorities) extend(ctx context.Context, pdf []byte, to Level) ([]byte, Level, error) {
	if _, err := ParseLevel(string(to)); err != nil {
		return nil, "", err
	}
	f, err := openSealed(pdf)
	if err != nil {
		return nil, "", err
	}
	if err := f.holds(a.outside.during(ctx)); err != nil {
		return nil, "", err
	}
	has := f.level()
	if has != to && has.Reaches(to) || has == to && !to.Reaches(LevelLT) {
		return pdf, has, nil
	}
	out, own := pdf, !f.stamped()
	if own {
		if out, err = a.stampDocument(ctx, f.doc); err != nil {
			return nil, "", err
		}
	}
	if to.Reaches(LevelLT) {
		out, err = a.raise(ctx, out, to, own)
	}
	return out, to, err
}

// raise adds validation data and, for B-LTA, a document time stamp to a file
// whose signatures are stamped. own says that file is a buffer of ours to go on in.
func (a *Authorities) raise(ctx context.Context, file []byte, to Level, own bool) ([]byte, error) {
	f, err := openSealed(file)
	if err != nil {
		return nil, err
	}
	f.doc.own = own
	lacking := f.lacking()
	if len(lacking) == 0 && to == LevelLT {
		lacking = f.seals // renewed
	}
	if len(lacking) > 0 {
		if file, err = a.addEvidence(ctx, f, lacking); err != nil {
			return nil, err
		}
	}
	if to != LevelLTA {
		return file, nil
	}
	doc, err := open(file, nodesOwn)
	if err != nil {
		return nil, err
	}
	doc.own = own || len(lacking) > 0
	return a.stampDocument(ctx, doc)
}

// stampDocument appends a document time stamp.
func (a *Authorities) stampDocument(ctx context.Context, doc *document) ([]byte, error) {
	draft, err := doc.stampDraft(a.salt(), 0)
	if err != nil {
		return nil, err
	}
	content := draft.content()
	token, err := a.Stamp(ctx, content[0], content[1])
	if err != nil {
		return nil, err
	}
	hex.Encode(draft.out[draft.gap+1:], token)
	return draft.out, nil
}

// salt makes the file's version identifier differ from the one before.
func (a *Authorities) salt() []byte { return []byte(pdfDate(a.now())) }

// addEvidence gathers and appends what validates the given seals.
func (a *Authorities) addEvidence(ctx context.Context, f sealedFile, of []seal) ([]byte, error) {
	found := make(map[string]evidence, len(of))
	var order []string
	for i, s := range of {
		e, err := a.evidenceOf(ctx, s)
		if err != nil {
			return nil, fmt.Errorf("signature %d: %w", i+1, err)
		}
		key := s.vriKey(f.doc.src)
		found[key], order = e, append(order, key)
	}
	return f.doc.addEvidence(found, order, a.salt())
}

// evidenceOf gathers for a document time stamp its own chain, for a signature
// the signer's and the chain of its time stamp.
func (a *Authorities) evidenceOf(ctx context.Context, s seal) (evidence, error) {
	var e evidence
	if s.stamp {
		return e, a.gatherStamp(ctx, &e, s.der)
	}
	sig, err := parseCMS(s.der)
	if err != nil {
		return e, because(ReasonContents, err)
	}
	return e, a.gatherSigner(ctx, &e, sig)
}

func (a *Authorities) gatherSigner(ctx context.Context, e *evidence, sig signature) error {
	certs, err := sig.signerFirst()
	if err != nil {
		return err
	}
	at := a.now()
	if sig.stamp != nil {
		t, err := parseToken(sig.stamp)
		if err != nil {
			return err
		}
		at = t.at
		if err := a.gatherStamp(ctx, e, sig.stamp); err != nil {
			return fmt.Errorf("its time stamp: %w", err)
		}
	}
	chain, err := chainOf(a.outside.during(ctx), certs, a.roots, at, x509.ExtKeyUsageAny)
	if err != nil {
		return err
	}
	return a.gather(ctx, e, chain)
}

func (a *Authorities) gatherStamp(ctx context.Context, e *evidence, der []byte) error {
	t, err := parseToken(der)
	if err != nil {
		return err
	}
	certs, err := t.signerFirst()
	if err != nil {
		return err
	}
	chain, err := chainOf(nil, certs, a.tsaRoots, t.at, x509.ExtKeyUsageTimeStamping)
	if err != nil {
		return err
	}
	return a.gather(ctx, e, chain)
}

// sealedFile is a document with its signatures and time stamps.
type sealedFile struct {
	doc   *document
	seals []seal
	store store
}

func openSealed(pdf []byte) (f sealedFile, err error) {
	if f.doc, err = open(pdf, nodesOwn); err != nil {
		return f, opening(pdf, err)
	}
	if f.seals, err = f.doc.seals(); err != nil {
		return f, err
	}
	f.store, err = f.doc.store()
	return f, err
}

// holds: every signature verifies, and nothing was changed after any.
func (f sealedFile) holds(m *maths) error {
	if len(f.seals) >= maxSeals {
		return becausef(ReasonUnsupported, "%d signatures, at most %d", len(f.seals), maxSeals)
	}
	if err := f.doc.checkRevisions(f.seals); err != nil {
		return err
	}
	signatures := 0
	for i, s := range f.seals {
		if s.plain {
			return errPlain
		}
		if _, err := s.verify(m, f.doc.src); err != nil {
			return fmt.Errorf("signature %d: %w", i+1, err)
		}
		if !s.stamp {
			signatures++
		}
	}
	if signatures == 0 {
		return because(ReasonUnsigned, errors.New("there is only a document time stamp"))
	}
	return nil
}

// lacking are the seals without an entry in /VRI.
func (f sealedFile) lacking() []seal {
	var out []seal
	for _, s := range f.seals {
		if !f.store.vri.has(s.vriKey(f.doc.src)) {
			out = append(out, s)
		}
	}
	return out
}

// stamped: each signature has a time stamp in it or a document time stamp after it.
func (f sealedFile) stamped() bool {
	if f.seals[len(f.seals)-1].stamp {
		return true
	}
	for _, s := range f.seals {
		if s.stamp {
			continue
		}
		if sig, err := parseCMS(s.der); err != nil || sig.stamp == nil {
			return false
		}
	}
	return true
}

// level is what the file's own content amounts to. Whether it is good is another
// question, which Check answers.
func (f sealedFile) level() Level {
	if !f.stamped() {
		return LevelB
	}
	lacking, last := f.lacking(), f.seals[len(f.seals)-1]
	switch {
	case len(lacking) == 0:
		return LevelLT
	case last.stamp && len(lacking) == 1 && lacking[0].gap == last.gap && f.storeBefore(last):
		return LevelLTA
	}
	return LevelT
}

// storeBefore: the time stamp covers the validation data as it is now.
func (f sealedFile) storeBefore(s seal) bool {
	return f.store.ref.num > 0 && f.doc.places[f.store.ref.num].kind == placeOffset && f.doc.places[f.store.ref.num].at < s.gap
}
