package signingtest

import (
	"io"
	"net/http"
	"strings"
	"time"
)

// Fault is a way in which a service fails or lies; "" is none.
type Fault string

// Faults of any service.
const (
	Hang     Fault = "hang"     // no answer ever
	Late     Fault = "late"     // the right answer, after Lateness
	Garbage  Fault = "garbage"  // 200 with bytes that mean nothing
	Broken   Fault = "broken"   // 500
	Missing  Fault = "missing"  // 404
	Huge     Fault = "huge"     // an answer without end
	Redirect Fault = "redirect" // to the same service under file:
	Refusing Fault = "refusing" // a well-formed answer that says no, for good
	TryLater Fault = "trylater" // a well-formed answer that says not now
	Expired  Fault = "expired"  // an answer, or a signer, past its time
	Early    Fault = "early"    // an answer from the future
	// Unauthorised: signed by somebody who may not.
	Unauthorised Fault = "unauthorised"
	// BadSignature: the right signer, but the signature does not verify.
	BadSignature Fault = "signature"
)

// Faults of one service or two.
const (
	WrongImprint Fault = "imprint" // TSA: over something else
	WrongNonce   Fault = "nonce"   // TSA and OCSP
	WrongPolicy  Fault = "policy"  // TSA
	NoNonce      Fault = "no-nonce"
	LaxUsage     Fault = "lax"         // TSA: the extended usage is not critical
	NoChain      Fault = "no-chain"    // TSA: the token holds no certificate
	BigToken     Fault = "big"         // TSA: a token of 40 KB
	OtherCert    Fault = "other"       // OCSP: about another certificate
	OtherIssuer  Fault = "issuer"      // OCSP: of another CA; CRL: of another CA
	Unknown      Fault = "unknown"     // OCSP: status unknown
	NeedsCheck   Fault = "needs-check" // OCSP: the responder has no id-pkix-ocsp-nocheck
	Partial      Fault = "partial"     // CRL: only for some reasons
)

// Behave sets how a service behaves from now on.
func (w *World) Behave(s Service, f Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults[s] = f
}

// OnHang calls back from now on when a service that hangs was asked.
func (w *World) OnHang(back func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.onHang = back
}

func (w *World) hangs() {
	w.mu.Lock()
	back := w.onHang
	w.mu.Unlock()
	if back != nil {
		back()
	}
}

// Asked is how often a service was asked.
func (w *World) Asked(s Service) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked[s]
}

func (w *World) note(s Service) Fault {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked[s]++
	return w.faults[s]
}

func (w *World) serve(rw http.ResponseWriter, r *http.Request) {
	service, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		http.Error(rw, "unreadable", http.StatusBadRequest)
		return
	}
	switch service {
	case "tsa":
		w.answer(rw, r, TSA, "application/timestamp-reply", func(f Fault) ([]byte, error) { return w.stamp(body, f) })
	case "ocsp":
		w.answer(rw, r, OCSP, "application/ocsp-response", func(f Fault) ([]byte, error) { return w.status(body, w.named(name), f) })
	case "crl":
		w.answer(rw, r, CRL, "application/pkix-crl", func(f Fault) ([]byte, error) { return w.list(w.named(name), f) })
	default:
		http.NotFound(rw, r)
	}
}

func (w *World) named(name string) *authority {
	switch name {
	case "root":
		return w.root
	case "stamping":
		return w.stamping
	}
	return w.issuing
}

// answer misbehaves as the service was told, or gives what build makes.
func (w *World) answer(rw http.ResponseWriter, r *http.Request, s Service, kind string, build func(Fault) ([]byte, error)) {
	f := w.note(s)
	rw.Header().Set("Content-Type", kind)
	if w.fails(rw, r, f) {
		return
	}
	der, err := build(f)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	_, _ = rw.Write(der)
}

// fails plays the faults that have nothing to do with what is answered.
func (w *World) fails(rw http.ResponseWriter, r *http.Request, f Fault) bool {
	switch f {
	case Hang:
		w.hangs()
		w.wait(r, nil)
	case Late:
		late := time.NewTimer(w.Lateness)
		defer late.Stop()
		return !w.wait(r, late.C)
	case Garbage:
		_, _ = rw.Write([]byte("\x30\x03 this is no DER"))
	case Broken:
		http.Error(rw, "broken", http.StatusInternalServerError)
	case Missing:
		http.NotFound(rw, r)
	case Huge:
		w.endless(rw, r)
	case Redirect:
		rw.Header().Set("Location", "file:///etc/hostname")
		rw.WriteHeader(http.StatusFound)
	default:
		return false
	}
	return true
}

// wait returns true when until fires, false when client or world are gone.
func (w *World) wait(r *http.Request, until <-chan time.Time) bool {
	select {
	case <-until:
		return true
	case <-r.Context().Done():
	case <-w.closed:
	}
	return false
}

func (w *World) endless(rw http.ResponseWriter, r *http.Request) {
	chunk := make([]byte, 1<<20)
	for r.Context().Err() == nil {
		if _, err := rw.Write(chunk); err != nil {
			return
		}
	}
}
