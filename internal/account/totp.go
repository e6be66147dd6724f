package account

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"vypiska/internal/db"
)

// One-time codes as authenticator apps make them: RFC 6238 with SHA-1, six
// digits and steps of thirty seconds.
const (
	codeDigits = 1_000_000
	codeStep   = 30 // seconds
	codeSecret = 20 // bytes, as RFC 4226, 4 asks for
	// codeDrift is how many steps a clock may be off to either side.
	codeDrift = 1
)

// ErrNoCodes says that this service has no key to keep one-time codes under.
var ErrNoCodes = errors.New("one-time codes need their key; give it to KeepCodes")

// codeAt is the code of a step (RFC 4226, 5.3).
func codeAt(secret []byte, step int64) uint32 {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step))
	mac := hmac.New(sha1.New, secret)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0x0f
	return binary.BigEndian.Uint32(sum[at:]) & 0x7fffffff % codeDigits
}

// stepOf finds the step, later than last, whose code was typed at the moment now.
func stepOf(secret []byte, typed string, last int64, now time.Time) (step int64, ok bool) {
	typed = strings.ReplaceAll(typed, " ", "")
	middle := now.Unix() / codeStep
	for s := middle - codeDrift; s <= middle+codeDrift; s++ {
		want := fmt.Sprintf("%06d", codeAt(secret, s))
		if subtle.ConstantTimeCompare([]byte(want), []byte(typed)) == 1 && s > last {
			step, ok = s, true
		}
	}
	return step, ok
}

// KeepCodes gives the service the key under which secrets of one-time codes are
// stored. Without it an account that asks for codes cannot be entered.
func (s *Service) KeepCodes(key [32]byte) {
	block, err := aes.NewCipher(key[:])
	if err == nil {
		s.codes, err = cipher.NewGCM(block)
	}
	if err != nil {
		panic(err) // AES takes every key of 32 bytes
	}
}

// takeCode finds the step of the code that an account asks for, 0 where it asks
// for none. The step is taken once the account is entered.
func (s *Service) takeCode(row db.AccountRow, typed string) (step int64, ok bool) {
	if row.TOTP == "" {
		return 0, true
	}
	secret, err := s.unseal(row.Login, row.TOTP)
	if err != nil {
		return 0, false
	}
	return stepOf(secret, typed, row.TOTPStep, s.now())
}

// Enrolment is a new secret on its way into an authenticator app.
type Enrolment struct {
	// Sealed is the secret encrypted for this account: it may travel through
	// the person's browser and back.
	Sealed string
	// Secret is for typing, Address for a QR code. Both are shown this once.
	Secret, Address string
}

// Enrol draws a secret for the account, or opens the one that was sealed before.
// Nothing changes until TurnOn.
func (s *Service) Enrol(l Login, issuer, sealed string) (Enrolment, error) {
	var err error
	if sealed == "" {
		if sealed, err = s.draw(l); err != nil {
			return Enrolment{}, err
		}
	}
	secret, err := s.unseal(l.String(), sealed)
	if err != nil {
		return Enrolment{}, fmt.Errorf("enrol: %w", err)
	}
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	q := url.Values{"secret": {text}, "issuer": {issuer}}
	return Enrolment{sealed, text, "otpauth://totp/" + url.PathEscape(issuer+":"+l.String()) + "?" + q.Encode()}, nil
}

// draw seals a new secret.
func (s *Service) draw(l Login) (string, error) {
	var secret [codeSecret]byte
	if _, err := io.ReadFull(s.rand, secret[:]); err != nil {
		return "", fmt.Errorf("draw secret: read randomness: %w", err)
	}
	return s.seal(l.String(), secret[:])
}

// TurnOn makes the account ask for codes of the enrolment's secret, once the
// person has typed one of them. Errors: ErrWrong for a code that does not fit, ErrUnknown.
func (s *Service) TurnOn(ctx context.Context, l Login, sealed, typed string) error {
	secret, err := s.unseal(l.String(), sealed)
	if err != nil {
		return fmt.Errorf("turn codes on: %w", err)
	}
	step, ok := stepOf(secret, typed, 0, s.now())
	if !ok {
		return fmt.Errorf("turn codes on: %w", ErrWrong)
	}
	return s.setCodes(ctx, l, sealed, step, reasonCodesOn)
}

// TurnOff makes the account stop asking for codes. password is its present one.
// Error: ErrWrong.
func (s *Service) TurnOff(ctx context.Context, l Login, password string) error {
	if err := s.knows(ctx, l, password); err != nil {
		return fmt.Errorf("turn codes off: %w", err)
	}
	return s.setCodes(ctx, l, "", 0, reasonCodesOff)
}

func (s *Service) setCodes(ctx context.Context, l Login, sealed string, step int64, reason string) error {
	err := s.act(ctx, l, reason, l.String(), func(tx *db.Tx, _ Account, _ time.Time) (bool, error) {
		return true, tx.Accounts().SetTOTP(ctx, l.String(), sealed, step)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", reason, err)
	}
	return nil
}

// seal encrypts a secret for one account: for another it opens to nothing.
func (s *Service) seal(login string, secret []byte) (string, error) {
	if s.codes == nil {
		return "", ErrNoCodes
	}
	nonce := make([]byte, s.codes.NonceSize())
	if _, err := io.ReadFull(s.rand, nonce); err != nil {
		return "", fmt.Errorf("seal secret: read randomness: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(s.codes.Seal(nonce, nonce, secret, []byte(login))), nil
}

func (s *Service) unseal(login, sealed string) ([]byte, error) {
	if s.codes == nil {
		return nil, ErrNoCodes
	}
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil || len(raw) < s.codes.NonceSize() {
		return nil, errors.New("the sealed secret is cut or changed")
	}
	n := s.codes.NonceSize()
	secret, err := s.codes.Open(nil, raw[:n], raw[n:], []byte(login))
	if err != nil {
		return nil, errors.New("the sealed secret is another account's, or changed")
	}
	return secret, nil
}
