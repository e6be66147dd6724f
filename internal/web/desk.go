package web

import (
	"context"
	"time"

	"vypiska/exporter/deidentify"
	"vypiska/exporter/record"
	"vypiska/internal/app"
)

// Desk is all that web needs of the use cases; *app.Desk is the real one. Every
// method asks for the visitor's rights itself: web only says who is there. The
// errors are those of errors.go; anything else is a fault of ours.
type Desk interface {
	Door
	Front
	Orders
	Handout
	People
	Reception
	Destruction
	Records
	Own
	Officer
	Packages
	Agreements
}

// Door tells who comes and whether the house is open.
type Door interface {
	// Visitor names the owner of an API token, or returns app.ErrToken.
	Visitor(ctx context.Context, bearer string) (app.Visitor, error)
	// Ready tells which parts of the service work now, and why others do not.
	Ready(ctx context.Context) app.Readiness
}

// Front lets people into the cabinets and keeps their sessions.
type Front interface {
	// Enter lets in whoever has login, password and, where the account asks for
	// one, the code; app.ErrWrong for all that does not fit.
	Enter(ctx context.Context, login, password, code string) (app.Pass, error)
	// Still returns the pass of a session begun under the epoch, with facts as
	// they are now, or app.ErrSession.
	Still(ctx context.Context, login string, epoch int64) (app.Pass, error)
	// ChoosePassword sets the visitor's own password and ends all their sessions;
	// a new one goes on with the returned pass.
	ChoosePassword(ctx context.Context, p app.Pass, old, chosen string) (app.Pass, error)
	// EnrolCodes draws a secret of one-time codes, or shows again the one that
	// was sealed before; TurnCodesOn takes it with one of its codes, TurnCodesOff
	// needs the present password. app.ErrWrong for what does not fit.
	EnrolCodes(ctx context.Context, v app.Visitor, sealed string) (app.Enrolment, error)
	TurnCodesOn(ctx context.Context, v app.Visitor, sealed, typed string) error
	TurnCodesOff(ctx context.Context, v app.Visitor, password string) error
	// FindSession, KeepSession, TouchSession and DropSession keep sessions by the hash of
	// their token. One past its end is not found.
	FindSession(ctx context.Context, token string) (data []byte, found bool, err error)
	KeepSession(ctx context.Context, token, id, login string, data []byte, expires time.Time) error
	// TouchSession is KeepSession for one that is there still: one that ended
	// meanwhile must stay ended.
	TouchSession(ctx context.Context, token string, data []byte, expires time.Time) error
	DropSession(ctx context.Context, token string) error
}

// Orders takes wishes for copies and makes links to the copies.
type Orders interface {
	Order(ctx context.Context, v app.Visitor, a app.OrderAsk) (app.Order, error)
	FindOrder(ctx context.Context, v app.Visitor, id string) (app.Order, error)
	CancelOrder(ctx context.Context, v app.Visitor, id string) error
	MintLink(ctx context.Context, v app.Visitor, order string, a app.LinkAsk) (app.NewLink, error)
	RevokeLink(ctx context.Context, v app.Visitor, id string) error
}

// Handout gives copies to whoever holds a link. The zero Visitor is allowed.
type Handout interface {
	// Landing must change nothing, however often it is called: mail scanners do.
	Landing(ctx context.Context, v app.Visitor, token string) (app.Landing, error)
	// Download takes one download, registered before it returns.
	Download(ctx context.Context, v app.Visitor, token, pin string) (*app.Transfer, error)
	// OpenTicket opens a download taken before, again and again.
	OpenTicket(ctx context.Context, v app.Visitor, ticket string) (*app.Transfer, error)
}

// People are looked up and given access by reception.
type People interface {
	FindPeople(ctx context.Context, v app.Visitor, q record.Query) ([]record.Found, error)
	FindPerson(ctx context.Context, v app.Visitor, ref string) (app.Person, error)
	// IssueAccess and ReplaceAccess return the slip with the first password,
	// which is nowhere else.
	IssueAccess(ctx context.Context, v app.Visitor, ref, lang string) (app.Slip, error)
	ReplaceAccess(ctx context.Context, v app.Visitor, ref, login, document, lang string) (app.Slip, error)
	CloseAccess(ctx context.Context, v app.Visitor, ref, login string) error
}

// Reception blocks, revokes and answers questions about copies.
type Reception interface {
	Block(ctx context.Context, v app.Visitor, a app.BlockAsk) (app.BlockRow, error)
	Unblock(ctx context.Context, v app.Visitor, id string, a app.UnblockAsk) error
	RevokeCopy(ctx context.Context, v app.Visitor, number, reason string) error
	// Audit tells the officer what was taken out of an anonymized copy.
	Audit(ctx context.Context, v app.Visitor, number string) ([]deidentify.Finding, error)
	// SeeOrigin shows the officer from which state of the clinic's system a copy was made.
	SeeOrigin(ctx context.Context, v app.Visitor, number string) (app.OriginSeen, error)
	// Reviews lists the orders the officer must look at.
	Reviews(ctx context.Context, v app.Visitor, before string) ([]app.Review, error)
	// VerifyCopy answers anybody; without a matching hash always "unknown".
	VerifyCopy(ctx context.Context, number, sha256 string) (app.Verification, error)
	// CheckFile judges a file for anybody, within bounds of its own, and keeps nothing of it.
	CheckFile(ctx context.Context, pdf []byte) (app.FileCheck, error)
}
