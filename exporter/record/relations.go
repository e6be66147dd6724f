package record

import "context"

// Relations tells who has to do with whom in the MIS, so that a cabinet can
// begin with a list.
type Relations interface {
	// ReferredBy lists, in a stable order, at least every patient with a referral
	// written by the practitioner. Whether one is live, and what it gives a right
	// to, is decided on the patient's record.
	ReferredBy(ctx context.Context, doctor Ref) ([]PatientID, error)
	// ContractsOf lists the contracts the organization is a party of, in a stable order.
	ContractsOf(ctx context.Context, insurer Ref) ([]Contract, error)
}
