package signing

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"vypiska/signing/signingtest"
)

// facing knows the world's TSA. Only an answer that never comes is waited for a
// short time: all others may take as long as a busy machine needs.
func facing(t testing.TB, w *signingtest.World, f signingtest.Fault) *Authorities {
	t.Helper()
	if f == signingtest.Hang {
		return patient(t, w, 100*time.Millisecond, w.TSA())
	}
	return authorities(t, w, w.TSA())
}

// failure is what an authority's error has to say.
type failure struct {
	fault signingtest.Fault
	retry bool
	says  string
}

// faultsOfAll are those that have nothing to do with what is asked.
var faultsOfAll = []failure{
	{signingtest.Hang, true, "deadline"},
	{signingtest.Broken, true, "status 500"},
	{signingtest.Missing, false, "status 404"},
	{signingtest.Redirect, false, ""},
	{signingtest.Huge, false, "longer than"},
	{signingtest.Garbage, false, ""},
}

func TestATimeStampThatLiesOrFailsIsNotUsed(t *testing.T) {
	w, _, _ := newWorld(t)
	rows := append([]failure{
		{signingtest.Refusing, false, "it refuses"},
		{signingtest.TryLater, true, "it refuses"},
		{signingtest.WrongImprint, false, "over something else"},
		{signingtest.WrongNonce, false, "nonce"},
		{signingtest.NoNonce, false, "nonce"},
		{signingtest.WrongPolicy, false, "policy"},
		{signingtest.Early, false, "clock"},
		{signingtest.NoChain, false, "not in the signature"},
		{signingtest.BigToken, false, "were kept for it"},
		{signingtest.Unauthorised, false, "timeStamping"},
		{signingtest.LaxUsage, false, "timeStamping"},
		{signingtest.Expired, false, "outside its certificate's"},
		{signingtest.BadSignature, false, "not made with"},
	}, faultsOfAll...)
	for _, row := range rows {
		t.Run(string(row.fault), func(t *testing.T) {
			a := facing(t, w, row.fault)
			a.policy = signingtest.Policy
			w.Behave(signingtest.TSA, row.fault)
			out, err := signerAt(t, w.P256, LevelT, a).Seal(t.Context(), onePage(), request())
			mustFail(t, out, err, ServiceTSA, row)
		})
	}
}

func mustFail(t *testing.T, out []byte, err error, service Service, row failure) {
	t.Helper()
	var of *AuthorityError
	if out != nil || !errors.As(err, &of) || of.Service != service || of.Retry != row.retry {
		t.Fatalf("%d bytes, %v: want %s to fail with retry %t", len(out), err, service, row.retry)
	}
	mustContain(t, err.Error(), row.says)
	if strings.Contains(err.Error(), "/tsa") || strings.Contains(err.Error(), "/ocsp/") {
		t.Errorf("the error quotes an address: %v", err)
	}
}

func TestAnOCSPAnswerThatLiesOrFailsIsNotUsed(t *testing.T) {
	w, _, _ := newWorld(t)
	w.Only(signingtest.OCSP)
	rows := append([]failure{
		{signingtest.Refusing, false, "unauthorized"},
		{signingtest.TryLater, true, "try later"},
		{signingtest.WrongNonce, false, "nonce"},
		{signingtest.OtherCert, false, "certificate"},
		{signingtest.OtherIssuer, false, "another certificate"},
		{signingtest.Unknown, false, "does not know"},
		{signingtest.Expired, false, "out of date"},
		{signingtest.Early, false, "not yet"},
		{signingtest.Unauthorised, false, "not for OCSP"},
		{signingtest.BadSignature, false, ""},
	}, faultsOfAll...)
	for _, row := range rows {
		t.Run(string(row.fault), func(t *testing.T) {
			a := facing(t, w, row.fault)
			k, err := w.P256()
			if err != nil {
				t.Fatal(err)
			}
			root, issuing, _, _ := w.Authorities()
			w.Behave(signingtest.OCSP, row.fault)
			var e evidence
			err = a.gather(t.Context(), &e, append(k.Chain, root))
			mustFail(t, nil, err, ServiceOCSP, row)
			if _, kept := a.answers.find("ocsp "+string(issuing.RawSubjectPublicKeyInfo)+string(k.Chain[0].SerialNumber.Bytes()), w.Now()); kept {
				t.Error("the answer was kept")
			}
		})
	}
}

func TestAListThatLiesOrFailsIsNotUsed(t *testing.T) {
	w, _, _ := newWorld(t)
	w.Only(signingtest.CRL)
	rows := append([]failure{
		{signingtest.OtherIssuer, false, "another issuer"},
		{signingtest.Unauthorised, false, "not signed by the issuer"},
		{signingtest.BadSignature, false, ""},
		{signingtest.Expired, false, "out of date"},
		{signingtest.Early, false, "not yet"},
		{signingtest.Partial, false, "some reasons"},
	}, faultsOfAll...)
	for _, row := range rows {
		t.Run(string(row.fault), func(t *testing.T) {
			a := facing(t, w, row.fault)
			k, err := w.P256()
			if err != nil {
				t.Fatal(err)
			}
			root, _, _, _ := w.Authorities()
			w.Behave(signingtest.CRL, row.fault)
			var e evidence
			mustFail(t, nil, a.gather(t.Context(), &e, append(k.Chain, root)), ServiceCRL, row)
		})
	}
}

func TestALateAnswerWithinTheDeadlineIsTaken(t *testing.T) {
	w, a, _ := newWorld(t)
	for _, s := range []signingtest.Service{signingtest.TSA, signingtest.OCSP, signingtest.CRL} {
		w.Behave(s, signingtest.Late)
	}
	w.Lateness = 20 * time.Millisecond
	if _, err := signerAt(t, w.P256, LevelLT, a).Seal(t.Context(), onePage(), request()); err != nil {
		t.Error(err)
	}
}

// TestAnswersEndWithTheCallersContext: the caller goes away as soon as the
// authority has been asked, long before the question's own deadline.
func TestAnswersEndWithTheCallersContext(t *testing.T) {
	w, a, _ := newWorld(t)
	for s, ours := range map[signingtest.Service]Service{signingtest.TSA: ServiceTSA, signingtest.OCSP: ServiceOCSP} {
		ctx, stop := context.WithCancel(t.Context())
		w.Behave(s, signingtest.Hang)
		w.OnHang(stop)
		_, err := signerAt(t, w.P256, LevelLT, a).Seal(ctx, onePage(), request())
		var of *AuthorityError
		if !errors.Is(err, context.Canceled) || !errors.As(err, &of) || !of.Retry || of.Service != ours {
			t.Errorf("%s: %v", s, err)
		}
		stop()
		w.Behave(s, "")
	}
}

func TestTheNextTSAIsAskedAndTheFailedOneRests(t *testing.T) {
	bad, _, _ := newWorld(t)
	w, _, c := newWorld(t)
	bad.Behave(signingtest.TSA, signingtest.Broken)
	a := authorities(t, w, bad.TSA(), w.TSA())
	stamp := func() {
		t.Helper()
		if _, err := a.Stamp(t.Context(), []byte("signature")); err != nil {
			t.Fatal(err)
		}
	}
	stamp()
	stamp()
	if n := bad.Asked(signingtest.TSA); n != 1 {
		t.Errorf("the failed TSA was asked %d times, want once: it rests", n)
	}
	c.Forward(2 * time.Second)
	stamp()
	stamp()
	if n := bad.Asked(signingtest.TSA); n != 2 {
		t.Errorf("after its rest the failed TSA was asked %d times in all, want 2", n)
	}
	w.Behave(signingtest.TSA, signingtest.WrongNonce)
	_, err := a.Stamp(t.Context(), []byte("signature"))
	var of *AuthorityError
	if !errors.As(err, &of) || !of.Retry {
		t.Errorf("%v: one of the two may recover", err)
	}
}

func TestAnswersAreKeptUntilTheyAreOutOfDate(t *testing.T) {
	w, a, c := newWorld(t)
	s := signerAt(t, w.P256, LevelLT, a)
	seal := func() {
		t.Helper()
		r := request()
		r.Time = c.Now()
		if _, err := s.Seal(t.Context(), onePage(), r); err != nil {
			t.Fatal(err)
		}
	}
	seal()
	asked := w.Asked(signingtest.OCSP)
	seal()
	if again := w.Asked(signingtest.OCSP); again != asked || asked == 0 {
		t.Errorf("OCSP was asked %d times, then %d", asked, again)
	}
	c.Forward(2 * time.Hour) // the world's answers hold for one
	seal()
	if again := w.Asked(signingtest.OCSP); again != 2*asked {
		t.Errorf("out of date, OCSP was asked %d times in all, want %d", again, 2*asked)
	}
	w.Behave(signingtest.OCSP, signingtest.Missing)
	c.Forward(2 * time.Hour)
	seal()
	lists := w.Asked(signingtest.CRL)
	seal()
	if again := w.Asked(signingtest.CRL); again != lists || lists == 0 {
		t.Errorf("lists were asked for %d times, then %d", lists, again)
	}
}

func TestWhatIsKeptOfAnswersIsBounded(t *testing.T) {
	a := newAnswers()
	p := proof{ocsp: make([]byte, 100), until: noon.Add(time.Hour)}
	for i := range 3 * maxAnswers {
		a.keep(string(rune('a'+i%26))+strings.Repeat("k", i%5000), p, noon)
	}
	if len(a.of) > maxAnswers || len(a.of) != len(a.order) || a.size != 100*len(a.of) {
		t.Errorf("%d answers, %d in order, %d bytes", len(a.of), len(a.order), a.size)
	}
	big := proof{crl: make([]byte, maxAnswerBytes/5), until: noon.Add(time.Hour)}
	for _, key := range strings.Split("one two three four five six seven", " ") {
		a.keep(key, big, noon)
	}
	if a.size > maxAnswerBytes {
		t.Errorf("%d bytes", a.size)
	}
	a.keep("no end", proof{ocsp: []byte{1}}, noon)
	if _, there := a.find("no end", noon); there {
		t.Error("an answer without an end was kept")
	}
	far := proof{ocsp: []byte{1}, until: noon.AddDate(1, 0, 0)}
	a.keep("far", far, noon)
	if _, there := a.find("far", noon.Add(25*time.Hour)); there {
		t.Error("an answer was believed for more than a day")
	}
}

func TestOnlyWebAddressesAreAsked(t *testing.T) {
	w, a, _ := newWorld(t)
	root, issuing, _, _ := w.Authorities()
	k, err := w.P256()
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"file:///etc/hostname", "ldap://127.0.0.1/cn=ca", "ftp://127.0.0.1/x", "http://user:secret@127.0.0.1/x", "//127.0.0.1/x", "%zz"} {
		c := *k.Chain[0]
		c.OCSPServer, c.CRLDistributionPoints = []string{address}, []string{address}
		var e evidence
		err := a.gather(t.Context(), &e, []*x509.Certificate{&c, issuing, root})
		var of *AuthorityError
		if !errors.As(err, &of) || of.Retry || !errors.Is(err, errNoAddress) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
		if _, err := NewAuthorities(Network{TSA: []string{address}, Roots: w.Roots(), Now: w.Now, Rand: rand.Reader}); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("a TSA at %s: %v", address, err)
		}
	}
}

// TestRedirections: a list may move within the web; whoever is asked something must answer himself.
func TestRedirections(t *testing.T) {
	redirect := newHTTPClient().CheckRedirect
	request := func(method, address string) *http.Request {
		r, err := http.NewRequest(method, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	rows := []struct {
		method, from, to string
		follows          bool
	}{
		{"GET", "http://a.example/crl", "http://b.example/crl", true},
		{"GET", "http://a.example/crl", "https://a.example/crl", true},
		{"GET", "https://a.example/crl", "http://a.example/crl", false},
		{"GET", "http://a.example/crl", "file:///etc/passwd", false},
		{"GET", "http://a.example/crl", "gopher://a.example/", false},
		{"GET", "http://a.example/crl", "http://user@a.example/", false},
		{"POST", "http://a.example/tsa", "http://b.example/tsa", false},
	}
	for _, row := range rows {
		err := redirect(request(row.method, row.to), []*http.Request{request(row.method, row.from)})
		if (err == nil) != row.follows {
			t.Errorf("%s %s to %s: %v", row.method, row.from, row.to, err)
		}
	}
	from := request("GET", "http://a.example/crl")
	if err := redirect(from, []*http.Request{from, from, from, from}); err == nil {
		t.Error("a fourth redirection is followed")
	}
}

func TestAuthoritiesWantClockAndRoots(t *testing.T) {
	w, _, _ := newWorld(t)
	for name, n := range map[string]Network{
		"no clock":      {Roots: w.Roots(), Rand: rand.Reader},
		"no roots":      {Now: w.Now, Rand: rand.Reader},
		"no randomness": {Now: w.Now, Roots: w.Roots()},
	} {
		if _, err := NewAuthorities(n); err == nil {
			t.Error(name)
		}
	}
}

func TestATSAUnderAnotherRootIsNotTrusted(t *testing.T) {
	w, _, _ := newWorld(t)
	a, err := NewAuthorities(Network{TSA: []string{w.TSA()}, Roots: w.Roots(), TSARoots: ours().pool, Now: w.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Stamp(t.Context(), []byte("signature")); !errors.Is(err, ErrNoRoot) {
		t.Error(err)
	}
}

// TestAStampInACMSMustHoldToBeIntact: what no signature covers is checked as well.
func TestAStampInACMSMustHoldToBeIntact(t *testing.T) {
	w, a, _ := newWorld(t)
	s := signerAt(t, w.P256, LevelT, a)
	out, err := s.Seal(t.Context(), onePage(), request())
	if err != nil {
		t.Fatal(err)
	}
	_, good := revision(t, out)
	e, err := openEnvelope(good.der)
	if err != nil {
		t.Fatal(err)
	}
	sig, err := parseCMS(good.der)
	if err != nil {
		t.Fatal(err)
	}
	bare := e
	bare.signer = e.signer[:len(e.signer)-len(unsignedOf(t, e))]
	foreign, err := a.Stamp(t.Context(), []byte("another signature"))
	if err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string][]byte{"over another signature": foreign, "cut off": sig.stamp[:len(sig.stamp)-1], "no token": {0x30, 0}} {
		der, err := bare.withStamp(token)
		if err != nil {
			t.Fatal(err)
		}
		if sig, err := parseCMS(der); err == nil && sig.verifyStamp() == nil {
			t.Errorf("a time stamp %s passes", name)
		}
	}
	if _, err := e.withStamp(sig.stamp); err != nil {
		t.Fatal(err)
	}
	if _, err := e.signatureValue(); err == nil {
		t.Error("a second time stamp is added to a CMS")
	}
}

func unsignedOf(t *testing.T, e envelope) []byte {
	t.Helper()
	var s signature
	if _, err := s.readSigner(&e, true); err != nil {
		t.Fatal(err)
	}
	return e.signerTail
}
