package web

import (
	"context"
	"io"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
)

// Records shows what there is to be ordered, and what became of orders.
type Records interface {
	// SeeRecord shows a patient their own record and a doctor what there is;
	// nothing of it may be kept.
	SeeRecord(ctx context.Context, v app.Visitor, a app.RecordAsk) (app.Seen, error)
	ReferredPatients(ctx context.Context, v app.Visitor) ([]app.Referred, error)
	Contracts(ctx context.Context, v app.Visitor) ([]app.Agreement, error)
	// Copies lists orders page by page: before is Next of the page before, as in
	// every list below.
	Copies(ctx context.Context, v app.Visitor, before string) (app.Page[app.Copy], error)
	CopyOf(ctx context.Context, v app.Visitor, order string) (app.Copy, error)
	// Fetch takes one download of the visitor's own copy, registered before it
	// returns.
	Fetch(ctx context.Context, v app.Visitor, order string) (*app.Transfer, error)
	// OrderDisclosures takes the wish for a sealed list of them.
	OrderDisclosures(ctx context.Context, v app.Visitor, a app.DisclosuresAsk) (app.Order, error)
	OwnDisclosures(ctx context.Context, v app.Visitor, before int64) (app.Disclosures, error)
}

// Own is what people do with their own account.
type Own interface {
	// Sessions lists the visitor's sessions; EndSession and EndAllSessions take
	// hold at once, the latter of tokens too.
	Sessions(ctx context.Context, v app.Visitor) ([]app.OwnSession, error)
	EndSession(ctx context.Context, v app.Visitor, id string) error
	EndAllSessions(ctx context.Context, v app.Visitor) error
	// EndSessions ends all sessions and tokens; a new session goes on with the
	// returned pass.
	EndSessions(ctx context.Context, p app.Pass) (app.Pass, error)
	// MakeToken tells the token's text, this once.
	MakeToken(ctx context.Context, v app.Visitor, a app.TokenAsk) (app.Token, error)
	Tokens(ctx context.Context, v app.Visitor) ([]app.Token, error)
	EndToken(ctx context.Context, v app.Visitor, id string) error
}

// Agreements are the contracts the clinic keeps, and the consents to them.
type Agreements interface {
	HeldContracts(ctx context.Context, v app.Visitor, after string) (app.Page[app.Held], error)
	HeldContract(ctx context.Context, v app.Visitor, insurer, number string) (app.Held, error)
	// EnterContract stores a draft, which gives nobody anything; another officer
	// must activate it.
	EnterContract(ctx context.Context, v app.Visitor, a app.ContractAsk, keep bool) (app.Contract, error)
	ActivateContract(ctx context.Context, v app.Visitor, c policy.Contract) error
	SuspendContract(ctx context.Context, v app.Visitor, c policy.Contract) error
	ResumeContract(ctx context.Context, v app.Visitor, c policy.Contract) error
	ConsentsTo(ctx context.Context, v app.Visitor, insurer, number, before string) (app.Page[app.Consent], error)
	ConsentsOf(ctx context.Context, v app.Visitor, patient string) ([]app.Consent, error)
	RecordConsent(ctx context.Context, v app.Visitor, a app.ConsentAsk) (string, error)
	WithdrawConsent(ctx context.Context, v app.Visitor, id, channel string) error
}

// Officer shows the register and all that is the officer's to watch. Every look
// into the register is an entry of it, made before the method returns.
type Officer interface {
	SeeRegister(ctx context.Context, v app.Visitor, a app.RegisterAsk) (app.RegisterPage, error)
	CheckRegister(ctx context.Context, v app.Visitor) (app.RegisterState, error)
	ExportRegister(ctx context.Context, v app.Visitor, a app.RegisterAsk, w io.Writer) error
	DisclosuresOf(ctx context.Context, v app.Visitor, patient string, before int64) (app.Disclosures, error)
	// SealDisclosures makes the sealed list for a patient who asked, and names it.
	SealDisclosures(ctx context.Context, v app.Visitor, patient string) (string, error)
	FruitlessOrders(ctx context.Context, v app.Visitor, before string) (app.Page[app.Fruitless], error)
	OpenLinks(ctx context.Context, v app.Visitor, before string) (app.Page[app.LinkRow], error)
	AccountList(ctx context.Context, v app.Visitor, role, before string) (app.Page[app.Holder], error)
}

// Packages are insurers' packages: ordered, followed and handed over.
type Packages interface {
	OrderPackage(ctx context.Context, v app.Visitor, w app.PackageWish) (app.PackageOrder, error)
	FindPackage(ctx context.Context, v app.Visitor, id string) (app.PackageOrder, error)
	PackageOrders(ctx context.Context, v app.Visitor, before string) (app.Page[app.PackageOrder], error)
	// PackageLinks are the links to a package that was made.
	PackageLinks(ctx context.Context, v app.Visitor, id string) ([]app.OwnLink, error)
	CancelPackage(ctx context.Context, v app.Visitor, id string) error
	// MintPackageLink decides again about everybody in the package.
	MintPackageLink(ctx context.Context, v app.Visitor, id string, a app.LinkAsk) (app.NewLink, error)
	// FetchPackage takes one download of the insurer's own package, registered
	// before it returns.
	FetchPackage(ctx context.Context, v app.Visitor, id string) (*app.Transfer, error)
	// LeftOutOf tells the officer who is not in a package; the look is in the
	// register before it returns.
	LeftOutOf(ctx context.Context, v app.Visitor, id string) ([]app.LeftOut, []app.Withheld, error)
	// Received writes an insurer's receipt into the register, also a wrong one.
	Received(ctx context.Context, v app.Visitor, id, sha256 string) error
	Deliveries(ctx context.Context, v app.Visitor, before string) (app.Page[app.Delivery], error)
	ReplayNotice(ctx context.Context, v app.Visitor, id string) error
	// HookSecret tells the officer; the look is in the register before it returns.
	HookSecret(ctx context.Context, v app.Visitor, insurer, number string) (string, error)
}
