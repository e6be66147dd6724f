package signing

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// Network says which authorities may be asked, and how.
type Network struct {
	// TSA are the addresses of time-stamping authorities in the order they are
	// asked; the next one is asked when one fails.
	TSA []string
	// Outside verifies GOST chains and lists, and has their roots; nil: none leads
	// to a root. TSAs sign with RSA or ECDSA.
	Outside *Outside
	// Policy is the TSA policy to ask for and insist on; nil takes any.
	Policy asn1.ObjectIdentifier
	// Roots are trusted for signers, TSARoots for time stamps; nil TSARoots are
	// Roots. Only certificates under them have their addresses asked.
	Roots, TSARoots *x509.CertPool
	// Deadline bounds one question with its answer; 0 is 15 seconds.
	Deadline time.Duration
	// Now is the clock answers are judged by; Rand gives nonces. Both must be set.
	Now  func() time.Time
	Rand io.Reader
}

// maxSkew is how far clocks of honest authorities may be from ours.
const maxSkew = 5 * time.Minute

// Authorities are the time-stamping and certification authorities that raise a
// seal above B-B. They are safe for use by several goroutines; use one for the
// whole process, because it keeps connections and answers.
type Authorities struct {
	tsa      []*tsa
	policy   asn1.ObjectIdentifier
	roots    *x509.CertPool
	tsaRoots *x509.CertPool
	outside  *Outside
	deadline time.Duration
	now      func() time.Time
	rand     io.Reader
	http     *http.Client
	answers  *answers
}

// NewAuthorities checks the addresses and asks nobody yet.
func NewAuthorities(n Network) (*Authorities, error) {
	if n.Now == nil || n.Rand == nil || n.Roots == nil {
		return nil, errors.New("authorities: a clock, a source of randomness and roots to trust must be given")
	}
	a := &Authorities{policy: n.Policy, roots: n.Roots, tsaRoots: n.TSARoots, outside: n.Outside, deadline: n.Deadline, now: n.Now, rand: n.Rand,
		http: newHTTPClient(), answers: newAnswers()}
	for i, address := range n.TSA {
		u, err := url.Parse(address)
		if err != nil || !webURL(u) {
			return nil, fmt.Errorf("authorities: TSA %d: want an address that begins with https:// or http:// and has no user in it", i+1)
		}
		a.tsa = append(a.tsa, &tsa{url: address, host: u.Host})
	}
	if a.tsaRoots == nil {
		a.tsaRoots = a.roots
	}
	if a.deadline <= 0 {
		a.deadline = 15 * time.Second
	}
	return a, nil
}

// Close gives the idle connections up.
func (a *Authorities) Close() { a.http.CloseIdleConnections() }

// tsa is one time-stamping authority and how it did lately.
type tsa struct {
	url, host string

	mu    sync.Mutex
	fails int
	until time.Time // it is asked after the others before
}

// maxBackOff bounds how long a TSA that fails is put behind the others.
const maxBackOff = 5 * time.Minute

// did notes how a question went: each failure in a row doubles the time that the
// TSA comes last.
func (t *tsa) did(err error, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err == nil {
		t.fails, t.until = 0, time.Time{}
		return
	}
	t.until = now.Add(min(maxBackOff, time.Second<<min(t.fails, 9)))
	t.fails++
}

func (t *tsa) resting(now time.Time) time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.until.After(now) {
		return t.until
	}
	return time.Time{}
}

// inTurn are the TSAs in the order given, those that failed lately last.
func (a *Authorities) inTurn() []*tsa {
	now := a.now()
	turn := slices.Clone(a.tsa)
	slices.SortStableFunc(turn, func(x, y *tsa) int { return x.resting(now).Compare(y.resting(now)) })
	return turn
}

// Stamp returns a time stamp token over content from the first TSA that gives
// one that holds: over this digest, with our nonce and policy, of the present
// time, signed by a TSA under the roots. The error is an *AuthorityError, whose
// Retry is true if any TSA's is, or ctx's.
func (a *Authorities) Stamp(ctx context.Context, content ...[]byte) ([]byte, error) {
	if len(a.tsa) == 0 {
		return nil, &AuthorityError{Service: ServiceTSA, Err: ErrNoTSA}
	}
	h := sha256.New()
	for _, part := range content {
		h.Write(part)
	}
	var failed []error
	for _, t := range a.inTurn() {
		token, err := a.ask(ctx, t, [sha256.Size]byte(h.Sum(nil)))
		if ctx.Err() != nil && err != nil {
			return nil, err // the caller's time is over, which says nothing of the TSA
		}
		t.did(err, a.now())
		if err == nil {
			return token, nil
		}
		failed = append(failed, err)
	}
	return nil, together(failed)
}

// together makes one error of those of several authorities.
func together(failed []error) error {
	var all AuthorityError
	for i, err := range failed {
		var one *AuthorityError
		if !errors.As(err, &one) {
			return err
		}
		if len(failed) == 1 {
			return one
		}
		if i == 0 {
			all.Service = one.Service
		}
		all.Retry = all.Retry || one.Retry
	}
	all.Err = errors.Join(failed...)
	return &all
}

func (a *Authorities) ask(ctx context.Context, t *tsa, sum [sha256.Size]byte) ([]byte, error) {
	number := make([]byte, 8)
	if _, err := io.ReadFull(a.rand, number); err != nil {
		return nil, fmt.Errorf("time stamp: nonce: %w", err)
	}
	nonce := new(big.Int).SetBytes(number)
	query, err := stampQuery(sum, a.policy, nonce)
	if err != nil {
		return nil, err
	}
	answer, err := a.fetch(ctx, question{ServiceTSA, t.url, "application/timestamp-query", query, maxStampAnswer})
	if err != nil {
		return nil, err
	}
	der, err := stampAnswer(answer)
	if err == nil {
		err = a.checkStamp(der, sum, nonce)
	}
	if err != nil {
		var no *refusal
		return nil, &AuthorityError{ServiceTSA, t.host, errors.As(err, &no) && no.later(), err}
	}
	return der, nil
}

// checkStamp judges a fresh token before it is used.
func (a *Authorities) checkStamp(der []byte, sum [sha256.Size]byte, nonce *big.Int) error {
	if len(der) > maxToken {
		return fmt.Errorf("its token takes %d bytes, %d were kept for it", len(der), maxToken)
	}
	if _, err := derLength(der); err != nil {
		return err
	}
	t, err := parseToken(der)
	if err != nil {
		return err
	}
	switch {
	case t.hashAlg != crypto.SHA256 || !bytes.Equal(t.imprint, sum[:]):
		return fmt.Errorf("%w: it is over something else", errToken)
	case t.nonce == nil || t.nonce.Cmp(nonce) != 0:
		return fmt.Errorf("%w: it has not the nonce of the question", errToken)
	case a.policy != nil && !t.policy.Equal(a.policy):
		return fmt.Errorf("%w: its policy is %v, asked for was %v", errToken, t.policy, a.policy)
	}
	if off := t.at.Sub(a.now()).Abs(); off > maxSkew {
		return fmt.Errorf("%w: its time is %s away from this machine's clock: one of the two is wrong", errToken, off.Round(time.Second))
	}
	certs, err := t.verifySignature()
	if err != nil {
		return err
	}
	_, err = chainOf(nil, certs, a.tsaRoots, t.at, x509.ExtKeyUsageTimeStamping)
	return err
}

// chainOf finds the way from the first certificate to a root, root included.
func chainOf(m *maths, certs []*x509.Certificate, roots *x509.CertPool, at time.Time, usage x509.ExtKeyUsage) ([]*x509.Certificate, error) {
	if gostSignature(certs[0]) > 0 && usage == x509.ExtKeyUsageAny {
		ways, err := m.ways(certs[0], certs[1:], func(c *x509.Certificate) error { return inTime(c, at) })
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoRoot, err)
		}
		return ways[0], nil
	}
	between := x509.NewCertPool()
	for _, c := range certs[1:] {
		between.AddCert(c)
	}
	chains, err := certs[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{usage}})
	if err != nil {
		return nil, fmt.Errorf("%w: certificate %s: %w", ErrNoRoot, serial(certs[0]), err)
	}
	return chains[0], nil
}
