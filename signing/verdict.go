package signing

import "errors"

// Indication is a verdict's one word (ETSI EN 319 102-1, 5.1.3).
type Indication string

// The indications.
const (
	TotalPassed   Indication = "TOTAL-PASSED"  // the seal holds and is trusted
	Indeterminate Indication = "INDETERMINATE" // it holds as far as it can be seen, but something is missing to trust it
	TotalFailed   Indication = "TOTAL-FAILED"  // it does not hold
)

// Verdict is the judgement in ETSI's words. Sub is "" for TOTAL-PASSED, and is
// ETSI's name (EN 319 102-1, tables 5 and 6) that comes nearest to the Reason,
// which is more exact.
type Verdict struct {
	Indication Indication `json:"indication"`
	Sub        string     `json:"sub,omitempty"`
}

// verdicts says what each reason is in ETSI's words. It is the one place where
// the two vocabularies meet; docs/seals.md explains them to people.
var verdicts = map[Reason]Verdict{
	"":                   {TotalPassed, ""},
	ReasonNotPDF:         {Indeterminate, "SIGNED_DATA_NOT_FOUND"},
	ReasonEncrypted:      {Indeterminate, "SIGNED_DATA_NOT_FOUND"},
	ReasonTooLarge:       {Indeterminate, "SIGNED_DATA_NOT_FOUND"},
	ReasonDamaged:        {Indeterminate, "SIGNED_DATA_NOT_FOUND"},
	ReasonUnsigned:       {Indeterminate, "SIGNED_DATA_NOT_FOUND"},
	ReasonOutside:        {Indeterminate, "GENERIC"},
	ReasonStructure:      {TotalFailed, "FORMAT_FAILURE"},
	ReasonField:          {TotalFailed, "FORMAT_FAILURE"},
	ReasonRange:          {TotalFailed, "FORMAT_FAILURE"},
	ReasonAppended:       {TotalFailed, "FORMAT_FAILURE"},
	ReasonChanged:        {TotalFailed, "FORMAT_FAILURE"},
	ReasonContents:       {TotalFailed, "FORMAT_FAILURE"},
	ReasonUnsupported:    {Indeterminate, "GENERIC"},
	ReasonDigest:         {TotalFailed, "HASH_FAILURE"},
	ReasonSignature:      {TotalFailed, "SIG_CRYPTO_FAILURE"},
	ReasonCertificate:    {Indeterminate, "NO_SIGNING_CERTIFICATE_FOUND"},
	ReasonTime:           {TotalFailed, "FORMAT_FAILURE"}, // or EXPIRED, NOT_YET_VALID: see verdictOf
	ReasonDisagree:       {Indeterminate, "GENERIC"},
	ReasonRevoked:        {TotalFailed, "REVOKED"},
	ReasonRevokedNow:     {Indeterminate, "REVOKED_NO_POE"},
	ReasonNoRevocation:   {Indeterminate, "TRY_LATER"},
	ReasonTimeStamp:      {Indeterminate, "NO_CERTIFICATE_CHAIN_FOUND"}, // of its authority
	ReasonTimeStampGone:  {Indeterminate, "REVOKED_CA_NO_POE"},
	ReasonTimeStampOrder: {Indeterminate, "TIMESTAMP_ORDER_FAILURE"},
	ReasonUntrusted:      {Indeterminate, "NO_CERTIFICATE_CHAIN_FOUND"},
	ReasonExpired:        {Indeterminate, "OUT_OF_BOUNDS_NO_POE"},
	ReasonNotYetValid:    {Indeterminate, "OUT_OF_BOUNDS_NO_POE"},
	ReasonUsage:          {Indeterminate, "CHAIN_CONSTRAINTS_FAILURE"},
}

// verdictOf translates the reason of err.
func verdictOf(r Reason, err error) Verdict {
	v, ok := verdicts[r]
	switch {
	case !ok:
		return Verdict{TotalFailed, "FORMAT_FAILURE"}
	case r == ReasonTime && errors.Is(err, ErrExpired):
		v.Sub = "EXPIRED"
	case r == ReasonTime && errors.Is(err, ErrNotYetValid):
		v.Sub = "NOT_YET_VALID"
	}
	return v
}
