package signing

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"slices"
)

// evidence is what a chain is validated with when nobody can be asked any more.
type evidence struct {
	certs, ocsps, crls [][]byte
}

func (e *evidence) add(list *[][]byte, der []byte) {
	if der != nil && !slices.ContainsFunc(*list, func(have []byte) bool { return bytes.Equal(have, der) }) {
		*list = append(*list, der)
	}
}

func (e *evidence) addProof(p proof) {
	e.add(&e.ocsps, p.ocsp)
	e.add(&e.crls, p.crl)
	for _, c := range p.certs {
		e.add(&e.certs, c.Raw)
	}
}

// gather collects a chain's certificates and, for each below the root, the proof
// that it is not revoked. The chain ends in a configured root: only then are the
// addresses in its certificates asked.
func (a *Authorities) gather(ctx context.Context, e *evidence, chain []*x509.Certificate) error {
	for i, c := range chain {
		e.add(&e.certs, c.Raw)
		if i+1 == len(chain) {
			break // nobody is asked about a root
		}
		proofs, err := a.proveAll(ctx, c, chain[i+1])
		if err != nil {
			return fmt.Errorf("certificate %s: %w", serial(c), err)
		}
		for _, p := range proofs {
			e.addProof(p)
		}
	}
	return nil
}

// proveAll is prove, and where the answer's responder has to be shown not to be
// revoked, a proof of that too.
func (a *Authorities) proveAll(ctx context.Context, c, issuer *x509.Certificate) ([]proof, error) {
	p, err := a.prove(ctx, c, issuer)
	if err != nil || p.responder == nil {
		return []proof{p}, err
	}
	// By a list alone: a responder asked about itself would prove nothing.
	about, err := a.proveByCRL(ctx, p.responder, issuer)
	if err != nil {
		return nil, fmt.Errorf("its OCSP responder %s: %w", serial(p.responder), err)
	}
	return []proof{p, about}, nil
}

// prove asks whether c is revoked: by OCSP, and where that gives nothing by a
// list. That c is revoked is final, whoever says it.
func (a *Authorities) prove(ctx context.Context, c, issuer *x509.Certificate) (proof, error) {
	p, byOCSP := a.proveByOCSP(ctx, c, issuer)
	if byOCSP == nil || errors.Is(byOCSP, ErrRevoked) || ctx.Err() != nil {
		return p, byOCSP
	}
	p, byCRL := a.proveByCRL(ctx, c, issuer)
	switch {
	case byCRL == nil || errors.Is(byCRL, ErrRevoked):
		return p, byCRL
	case errors.Is(byOCSP, errNoAddress):
		return proof{}, byCRL
	case errors.Is(byCRL, errNoAddress):
		return proof{}, byOCSP
	}
	return proof{}, together([]error{byOCSP, byCRL})
}

var errNoAddress = errors.New("the certificate names no address to ask")

func (a *Authorities) proveByOCSP(ctx context.Context, c, issuer *x509.Certificate) (proof, error) {
	key := "ocsp " + string(issuer.RawSubjectPublicKeyInfo) + string(c.SerialNumber.Bytes())
	if p, ok := a.answers.find(key, a.now()); ok {
		return p, nil
	}
	return firstProof(ServiceOCSP, c.OCSPServer, func(address string) (proof, error) {
		p, err := a.askOCSP(ctx, address, c, issuer)
		if err == nil {
			a.answers.keep(key, p, a.now())
		}
		return p, err
	})
}

// proveByCRL keeps the list, and judges it for each certificate anew.
func (a *Authorities) proveByCRL(ctx context.Context, c, issuer *x509.Certificate) (proof, error) {
	return firstProof(ServiceCRL, c.CRLDistributionPoints, func(address string) (proof, error) {
		if list, ok := a.answers.find("crl "+address, a.now()); ok {
			if p, err := judgeCRL(a.outside.during(ctx), list.crl, c, issuer, a.now()); err == nil {
				return p, nil
			}
		}
		p, err := a.askCRL(ctx, address, c, issuer)
		if err == nil {
			a.answers.keep("crl "+address, p, a.now())
		}
		return p, err
	})
}

// firstProof asks one address after the other until one gives a proof.
func firstProof(s Service, addresses []string, ask func(string) (proof, error)) (proof, error) {
	var failed []error
	for _, address := range addresses {
		if u, err := url.Parse(address); err != nil || !webURL(u) || len(failed) == maxAddresses {
			continue
		}
		p, err := ask(address)
		if err == nil || errors.Is(err, ErrRevoked) {
			return p, err
		}
		failed = append(failed, err)
	}
	if failed == nil {
		return proof{}, &AuthorityError{Service: s, Err: errNoAddress}
	}
	return proof{}, together(failed)
}

// maxAddresses bounds how many addresses of one certificate are asked.
const maxAddresses = 3
