package view

import "vypiska/internal/app"

// Packages lists insurers' packages and asks for one.
type Packages struct {
	List    []app.PackageOrder
	Leaf    Leaf
	Officer bool
	Ask     app.PackageWish // as it was typed
	Wrong   bool            // a field is wrong, or there is no such contract
	State   bool            // the contract is not in force
}

// Package is one package.
type Package struct {
	app.PackageOrder
	Officer bool
	Events  string // address of its events, while it goes on
	Links   []app.OwnLink
	Receipt string // taken, other; "" before one was given
	// Told: the officer asked who is not in it.
	Told      bool
	LeftOutOf []app.LeftOut
	Withheld  []app.Withheld
}

// Going reports whether the package may still change.
func (p Package) Going() bool { return !p.Status.Final() }

// Shared are the links to it.
func (p Package) Shared() Shared { return Shared{"package", p.ID, p.Links} }
