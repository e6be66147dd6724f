package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// Errors of contracts that callers act on.
var (
	// ErrSamePerson: who drafted a contract's version does not activate it.
	ErrSamePerson = errors.New("another officer than the one who drafted it must activate this version")
	// ErrContractState: the contract is not in the state that the act is for.
	ErrContractState = errors.New("the contract is not in force, or not in the state for this")
)

// Contract is one version of a contract and where it stands: draft, active,
// suspended or replaced.
type Contract struct {
	policy.Contract
	Status                 string
	Drafted, Activated     time.Time // Activated is zero for one that never was
	DraftedBy, ActivatedBy string
	// Rest are purposes and ways of handing over, in the words of a contract's file.
	Rest string
}

// EnterContract drafts what a form says (DraftContract). With keep the list of who
// is insured is the newest version's: no screen shows it.
func (d *Desk) EnterContract(ctx context.Context, v Visitor, a ContractAsk, keep bool) (Contract, error) {
	if v.Role != policy.Officer {
		return Contract{}, ErrVisitor
	}
	if keep {
		var err error
		if a.Insured, err = d.insuredBefore(ctx, a); err != nil {
			return Contract{}, err
		}
	}
	text, err := json.Marshal(a)
	if err != nil {
		return Contract{}, fmt.Errorf("enter contract: %w", err)
	}
	return d.DraftContract(ctx, v, string(text))
}

func (d *Desk) insuredBefore(ctx context.Context, a ContractAsk) (list []InsuredAsk, err error) {
	err = d.house.DB.View(ctx, func(view *db.View) error {
		rows, err := view.Contracts(ctx, organization(a.Insurer), a.Number)
		if err != nil || len(rows) == 0 {
			return err
		}
		before, err := readAsk[ContractAsk]([]byte(rows[len(rows)-1].Text))
		list = before.Insured
		return err
	})
	return list, err
}

// DraftContract stores a new version of a contract, by the officer. It gives
// nobody anything until another officer activates it; it is never edited.
func (d *Desk) DraftContract(ctx context.Context, v Visitor, text string) (Contract, error) {
	if v.Role != policy.Officer {
		return Contract{}, ErrVisitor
	}
	c, err := ParseContract([]byte(text))
	if err != nil {
		return Contract{}, err
	}
	row := db.ContractRow{Insurer: string(c.Insurer), Number: c.Number, Text: text, Drafted: d.Now(), DraftedBy: v.Account}
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		known, err := tx.ContractStates(ctx, row.Insurer, row.Number)
		if err != nil {
			return err
		}
		row.Version = len(known) + 1
		if err := tx.AddContract(ctx, row); err != nil {
			return err
		}
		return d.house.append(ctx, tx, d.contractEntry(v, row, "drafted"))
	})
	c.Version = row.Version
	return Contract{Contract: c, Status: "draft", Drafted: row.Drafted, DraftedBy: v.Account}, err
}

// ActivateContract puts a draft in force, by an officer who did not draft it.
// The version that was in force is replaced in the same moment.
func (d *Desk) ActivateContract(ctx context.Context, v Visitor, c policy.Contract) error {
	return d.changeContract(ctx, v, c, "activated", func(tx *db.Tx, all []db.ContractState) (bool, error) {
		if c.Version < 1 || c.Version > len(all) {
			return false, ErrNotFound
		}
		row := all[c.Version-1]
		if row.DraftedBy == v.Account {
			return false, ErrSamePerson
		}
		return tx.ActivateContract(ctx, row, v.Account, d.Now())
	})
}

// SuspendContract stops all packages under a contract, also one that is being made.
func (d *Desk) SuspendContract(ctx context.Context, v Visitor, c policy.Contract) error {
	return d.changeContract(ctx, v, c, "suspended", func(tx *db.Tx, _ []db.ContractState) (bool, error) {
		return tx.MoveContract(ctx, string(c.Insurer), c.Number, "active", "suspended")
	})
}

// ResumeContract ends a suspension.
func (d *Desk) ResumeContract(ctx context.Context, v Visitor, c policy.Contract) error {
	return d.changeContract(ctx, v, c, "resumed", func(tx *db.Tx, _ []db.ContractState) (bool, error) {
		return tx.MoveContract(ctx, string(c.Insurer), c.Number, "suspended", "active")
	})
}

func (d *Desk) changeContract(ctx context.Context, v Visitor, c policy.Contract, what string, change func(*db.Tx, []db.ContractState) (bool, error)) error {
	if v.Role != policy.Officer {
		return ErrVisitor
	}
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		all, err := tx.ContractStates(ctx, string(c.Insurer), c.Number)
		if err == nil && len(all) == 0 {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		changed, err := change(tx, all)
		if err == nil && !changed {
			err = ErrContractState
		}
		if err != nil {
			return err
		}
		return d.house.append(ctx, tx, d.contractEntry(v, db.ContractRow{Insurer: string(c.Insurer), Number: c.Number, Version: c.Version}, what))
	})
}

func (d *Desk) contractEntry(v Visitor, c db.ContractRow, what string) register.Entry {
	return register.Entry{Time: d.Now(), Event: register.Contract, Actor: v.Account, Recipient: c.Insurer,
		Reason: fmt.Sprintf("contract %s version %d %s", c.Number, c.Version, what)}
}

// ContractInForce reads the version in force; ErrContractState where it is
// suspended or none was ever activated, ErrNotFound where there is no such contract.
func (d *Desk) ContractInForce(ctx context.Context, insurer, number string) (policy.Contract, error) {
	var all []db.ContractState
	err := d.house.DB.View(ctx, func(v *db.View) (err error) {
		all, err = v.ContractStates(ctx, insurer, number)
		return err
	})
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return policy.Contract{}, err
	}
	version, err := inForce(all)
	if err != nil {
		return policy.Contract{}, err
	}
	return d.contractVersion(ctx, insurer, number, version)
}

// inForce is the version that is active. A contract that the clinic keeps in its
// database works only while there is one, also where a package is made from a file;
// 0 for one that it does not keep.
func inForce(all []db.ContractState) (version int, err error) {
	for _, c := range all {
		if c.Status == "active" {
			return c.Version, nil
		}
	}
	if len(all) > 0 {
		return 0, ErrContractState
	}
	return 0, nil
}
