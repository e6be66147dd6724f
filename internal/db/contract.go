package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Tables contracts and consents (migration 21).

// ContractRow is one version of an insurer's contract.
type ContractRow struct {
	Insurer, Number string
	Version         int
	Text, Status    string // draft, active, suspended, replaced
	Drafted         time.Time
	DraftedBy       string
	Activated       time.Time // zero: never
	ActivatedBy     string
}

const contractColumns = `insurer, number, version, text, status, drafted, drafted_by, activated, activated_by`

// AddContract stores a draft.
func (t *Tx) AddContract(ctx context.Context, c ContractRow) error {
	err := t.exec(ctx, `INSERT INTO contracts (`+contractColumns+`) VALUES ($1, $2, $3, $4, 'draft', $5, $6, NULL, '')`,
		c.Insurer, c.Number, c.Version, c.Text, micros(c.Drafted), c.DraftedBy)
	if err != nil {
		return fmt.Errorf("contracts: add version %d: %w", c.Version, err)
	}
	return nil
}

// Contracts lists all versions of a contract, the oldest first.
func (s session) Contracts(ctx context.Context, insurer, number string) ([]ContractRow, error) {
	return list(ctx, s, scanContract, `SELECT `+contractColumns+` FROM contracts WHERE insurer = $1 AND number = $2 ORDER BY version`, insurer, number)
}

// ContractState is where a version stands, without its text, whose list may name a
// hundred thousand people.
type ContractState struct {
	Insurer, Number string
	Version         int
	Status          string
	DraftedBy       string
	Activated       time.Time // zero: never
}

const stateColumns = `insurer, number, version, status, drafted_by, activated`

// ContractStates lists where the versions of a contract stand, the oldest first.
func (s session) ContractStates(ctx context.Context, insurer, number string) ([]ContractState, error) {
	return list(ctx, s, scanState, `SELECT `+stateColumns+` FROM contracts WHERE insurer = $1 AND number = $2 ORDER BY version`, insurer, number)
}

// ActiveContracts lists the versions in force.
func (s session) ActiveContracts(ctx context.Context) ([]ContractState, error) {
	return list(ctx, s, scanState, `SELECT `+stateColumns+` FROM contracts WHERE status = 'active' ORDER BY insurer, number`)
}

func scanState(rows *sql.Rows) (c ContractState, err error) {
	var activated sql.NullInt64
	err = rows.Scan(&c.Insurer, &c.Number, &c.Version, &c.Status, &c.DraftedBy, &activated)
	c.Activated = timeOf(activated)
	return c, err
}

// Contract reads one version of a contract; none: ErrNoRow.
func (s session) Contract(ctx context.Context, insurer, number string, version int) (ContractRow, error) {
	return one(ctx, s, "contracts", scanContract, `SELECT `+contractColumns+` FROM contracts WHERE insurer = $1 AND number = $2 AND version = $3`, insurer, number, version)
}

// ContractStatus is where a version stands; none: ErrNoRow.
func (s session) ContractStatus(ctx context.Context, insurer, number string, version int) (string, error) {
	return one(ctx, s, "contracts", scanText, `SELECT status FROM contracts WHERE insurer = $1 AND number = $2 AND version = $3`, insurer, number, version)
}

// ContractHead names a contract.
type ContractHead struct{ Insurer, Number string }

// ContractHeads names up to so many contracts that come after the given one in
// the order of insurer and number.
func (s session) ContractHeads(ctx context.Context, insurer, number string, most int) ([]ContractHead, error) {
	scan := func(rows *sql.Rows) (h ContractHead, err error) { return h, rows.Scan(&h.Insurer, &h.Number) }
	return list(ctx, s, scan, `SELECT DISTINCT insurer, number FROM contracts WHERE (insurer, number) > ($1, $2) ORDER BY insurer, number LIMIT $3`, insurer, number, most)
}

// ActivateContract puts a draft in force in the place of the version that was;
// false if it is no draft.
func (t *Tx) ActivateContract(ctx context.Context, c ContractState, by string, at time.Time) (bool, error) {
	_, err := t.run(ctx, `UPDATE contracts SET status = 'replaced' WHERE insurer = $1 AND number = $2 AND status IN ('active', 'suspended')`, c.Insurer, c.Number)
	if err != nil {
		return false, fmt.Errorf("contracts: replace: %w", err)
	}
	return t.changed(ctx, `UPDATE contracts SET status = 'active', activated = $1, activated_by = $2
		WHERE insurer = $3 AND number = $4 AND version = $5 AND status = 'draft'`, micros(at), by, c.Insurer, c.Number, c.Version)
}

// MoveContract suspends the version in force, or lets it work again; false if it
// was not in the state from.
func (t *Tx) MoveContract(ctx context.Context, insurer, number, from, to string) (bool, error) {
	return t.changed(ctx, `UPDATE contracts SET status = $1 WHERE insurer = $2 AND number = $3 AND status = $4`, to, insurer, number, from)
}

// ConsentRow is one paper that a patient signed.
type ConsentRow struct {
	ID, Patient, Insurer, Contract string
	Form, Channel                  string
	Signed                         time.Time
	RecordedBy                     string
	Withdrawn                      time.Time // zero while it stands
	WithdrawnBy, WithdrawnChannel  string
}

const consentColumns = `id, patient, insurer, contract, form, channel, signed, recorded_by, withdrawn, withdrawn_by, withdrawn_channel`

// AddConsent stores a new consent.
func (t *Tx) AddConsent(ctx context.Context, c ConsentRow) error {
	err := t.exec(ctx, `INSERT INTO consents (`+consentColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, '', '')`,
		c.ID, c.Patient, c.Insurer, c.Contract, c.Form, c.Channel, micros(c.Signed), c.RecordedBy)
	if err != nil {
		return fmt.Errorf("consents: add: %w", err)
	}
	return nil
}

// Consent reads one consent; none: ErrNoRow.
func (s session) Consent(ctx context.Context, id string) (ConsentRow, error) {
	return one(ctx, s, "consents", scanConsent, `SELECT `+consentColumns+` FROM consents WHERE id = $1`, id)
}

// Consents lists a patient's consents to an insurer, withdrawn ones too.
func (s session) Consents(ctx context.Context, patient, insurer string) ([]ConsentRow, error) {
	return list(ctx, s, scanConsent, `SELECT `+consentColumns+` FROM consents WHERE patient = $1 AND insurer = $2 ORDER BY signed, id`, patient, insurer)
}

// ConsentsTo lists up to so many consents to a contract, those signed last first;
// the ones that come after the one named before, if any.
func (s session) ConsentsTo(ctx context.Context, insurer, contract, before string, most int) ([]ConsentRow, error) {
	const of, last = `SELECT ` + consentColumns + ` FROM consents WHERE insurer = $1 AND contract = $2`, ` ORDER BY signed DESC, id DESC LIMIT $3`
	if before == "" {
		return list(ctx, s, scanConsent, of+last, insurer, contract, most)
	}
	return list(ctx, s, scanConsent, of+` AND (signed, id) < (SELECT signed, id FROM consents WHERE id = $4)`+last, insurer, contract, most, before)
}

// ConsentsOf lists all consents of a patient, those signed last first.
func (s session) ConsentsOf(ctx context.Context, patient string) ([]ConsentRow, error) {
	return list(ctx, s, scanConsent, `SELECT `+consentColumns+` FROM consents WHERE patient = $1 ORDER BY signed DESC, id DESC`, patient)
}

// WithdrawConsent ends a consent; false if it had ended.
func (t *Tx) WithdrawConsent(ctx context.Context, id, by, channel string, at time.Time) (bool, error) {
	return t.changed(ctx, `UPDATE consents SET withdrawn = $1, withdrawn_by = $2, withdrawn_channel = $3 WHERE id = $4 AND withdrawn IS NULL`,
		micros(at), by, channel, id)
}

// Withdrew lists the patients who withdrew their consent to the contract, of the
// papers signed by the moment, and gave none since. It asks what is there, not
// when it came: the clocks of two machines may differ.
func (s session) Withdrew(ctx context.Context, insurer, contract string, by time.Time) ([]string, error) {
	return list(ctx, s, scanText, `SELECT patient FROM consents k WHERE insurer = $1 AND contract = $2 AND withdrawn IS NOT NULL AND signed <= $3 AND NOT EXISTS
		(SELECT 1 FROM consents n WHERE n.patient = k.patient AND n.insurer = k.insurer AND n.contract = k.contract AND n.withdrawn IS NULL AND n.signed >= k.signed AND n.signed <= $4)`,
		insurer, contract, micros(by), micros(by))
}

// BlockedPatients lists the patients who have blocked all cabinets.
func (s session) BlockedPatients(ctx context.Context) ([]string, error) {
	return list(ctx, s, scanText, `SELECT patient FROM blocks WHERE scope = 'all' AND ended IS NULL`)
}

func scanContract(rows *sql.Rows) (ContractRow, error) {
	var c ContractRow
	var drafted int64
	var activated sql.NullInt64
	err := rows.Scan(&c.Insurer, &c.Number, &c.Version, &c.Text, &c.Status, &drafted, &c.DraftedBy, &activated, &c.ActivatedBy)
	c.Drafted, c.Activated = time.UnixMicro(drafted).UTC(), timeOf(activated)
	return c, err
}

func scanConsent(rows *sql.Rows) (ConsentRow, error) {
	var c ConsentRow
	var signed int64
	var withdrawn sql.NullInt64
	err := rows.Scan(&c.ID, &c.Patient, &c.Insurer, &c.Contract, &c.Form, &c.Channel, &signed, &c.RecordedBy, &withdrawn, &c.WithdrawnBy, &c.WithdrawnChannel)
	c.Signed, c.Withdrawn = time.UnixMicro(signed).UTC(), timeOf(withdrawn)
	return c, err
}
