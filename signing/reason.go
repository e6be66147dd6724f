package signing

import (
	"errors"
	"fmt"
)

// Reason says in one word why a file's seal is not accepted; "" if it is. As
// text and in JSON it is its code; String has the words.
type Reason string

// Reasons. The first group: not a file whose seal can be judged at all.
const (
	ReasonNotPDF    Reason = "not-pdf"
	ReasonEncrypted Reason = "encrypted"
	ReasonTooLarge  Reason = "too-large"
	ReasonDamaged   Reason = "damaged"

	ReasonUnsigned    Reason = "unsigned"
	ReasonStructure   Reason = "structure"
	ReasonField       Reason = "field"
	ReasonRange       Reason = "range"
	ReasonAppended    Reason = "appended"
	ReasonChanged     Reason = "changed"
	ReasonContents    Reason = "contents"
	ReasonUnsupported Reason = "unsupported"
	ReasonOutside     Reason = "outside"
	ReasonDigest      Reason = "digest"
	ReasonSignature   Reason = "signature"
	ReasonCertificate Reason = "certificate"
	ReasonTime        Reason = "time"
	ReasonDisagree    Reason = "second-opinion"

	ReasonUntrusted   Reason = "untrusted"
	ReasonExpired     Reason = "expired"
	ReasonNotYetValid Reason = "not-yet-valid"
	ReasonUsage       Reason = "usage"

	ReasonRevoked        Reason = "revoked"
	ReasonRevokedNow     Reason = "revoked-no-proof"
	ReasonNoRevocation   Reason = "no-revocation"
	ReasonTimeStamp      Reason = "timestamp-untrusted"
	ReasonTimeStampGone  Reason = "timestamp-revoked"
	ReasonTimeStampOrder Reason = "timestamp-order"
)

var reasonWords = map[Reason]string{
	"":                "the seal holds and its signer is trusted",
	ReasonNotPDF:      "the file is not a PDF",
	ReasonEncrypted:   "the PDF is encrypted with a password",
	ReasonTooLarge:    "the file is larger than this program checks",
	ReasonDamaged:     "the PDF is damaged and holds no signature that could be checked",
	ReasonUnsigned:    "the PDF is not signed",
	ReasonStructure:   "the structure of the signed PDF is broken: it was damaged or altered",
	ReasonField:       "a signature field is empty or its signature is incomplete",
	ReasonRange:       "the signature does not cover what it has to cover",
	ReasonAppended:    "something was appended after the last signature",
	ReasonChanged:     "the document was changed after a signature",
	ReasonContents:    "the signature's own content cannot be read",
	ReasonUnsupported: "the signature is of a kind this program does not check",
	ReasonOutside:     "the signature is GOST R 34.10-2012, which only an outside program can check",
	ReasonDigest:      "the signed bytes were changed",
	ReasonSignature:   "the signature was not made with the certificate's key",
	ReasonCertificate: "the signature does not name its certificate rightly",
	ReasonTime:        "the time claimed lies outside the certificate's time",
	ReasonDisagree:    "the second, independent check does not accept the signature",
	ReasonUntrusted:   "the signature is whole, but its certificate leads to no trusted root",
	ReasonExpired:     "the signature is whole, but a certificate has expired",
	ReasonNotYetValid: "the signature is whole, but a certificate is not valid yet",
	ReasonUsage:       "the signature is whole, but its certificate is not for signing documents",

	ReasonRevoked:        "a certificate had been revoked before the time that is proved for the signature",
	ReasonRevokedNow:     "the signature is whole, but a certificate is revoked now, and no time stamp proves that it was made before",
	ReasonNoRevocation:   "the signature is whole, but nothing shows that a certificate was not revoked",
	ReasonTimeStamp:      "the signature is whole, but a time stamp's authority leads to no root trusted for time stamps",
	ReasonTimeStampGone:  "the signature is whole, but a time stamp's authority had been revoked",
	ReasonTimeStampOrder: "the signature is whole, but its time stamps contradict each other or the clock",
}

// String returns the reason in English words for people.
func (r Reason) String() string {
	if words, ok := reasonWords[r]; ok {
		return words
	}
	return string(r)
}

// What Check found; its errors wrap exactly one of them.
var (
	// ErrUnreadable: the file is no PDF that could be judged.
	ErrUnreadable = errors.New("cannot be checked")
	// ErrInvalid: there is no seal, or it does not hold.
	ErrInvalid = errors.New("the seal does not hold")
	// ErrUntrusted: the seal holds, but its signer is not trusted now.
	ErrUntrusted = errors.New("the signer is not trusted")
)

// fault is an error with its reason.
type fault struct {
	reason Reason
	cause  error
}

func (f *fault) Error() string {
	if f.cause == nil {
		return f.reason.String()
	}
	return f.reason.String() + ": " + f.cause.Error()
}

// Unwrap gives the class of the reason and the cause.
func (f *fault) Unwrap() []error {
	class := ErrInvalid
	switch f.reason {
	case ReasonNotPDF, ReasonEncrypted, ReasonTooLarge, ReasonDamaged, ReasonOutside:
		class = ErrUnreadable
	case ReasonUntrusted, ReasonExpired, ReasonNotYetValid, ReasonUsage, ReasonRevokedNow, ReasonNoRevocation,
		ReasonTimeStamp, ReasonTimeStampGone, ReasonTimeStampOrder:
		class = ErrUntrusted
	}
	if f.cause == nil {
		return []error{class}
	}
	return []error{class, f.cause}
}

func because(r Reason, cause error) error { return &fault{r, cause} }

func becausef(r Reason, format string, args ...any) error {
	return &fault{r, fmt.Errorf(format, args...)}
}

// orReason gives err a reason, if it has none of its own.
func orReason(r Reason, err error) error {
	if reasonOf(err, "") != "" {
		return err
	}
	return because(r, err)
}

// reasonOf returns an error's reason, fallback if it carries none.
func reasonOf(err error, fallback Reason) Reason {
	var f *fault
	switch {
	case err == nil:
		return ""
	case errors.As(err, &f):
		return f.reason
	}
	return fallback
}

// causeOf is what a fault says beside its reason.
func causeOf(err error) error {
	var f *fault
	if errors.As(err, &f) && f.cause != nil {
		return f.cause
	}
	return err
}
