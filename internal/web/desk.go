package web

import (
	"context"

	"vypiska/internal/app"
)

// Desk is all that web needs of the use cases; *app.Desk is the real one. Every
// method asks for the visitor's rights itself: web only says who is there. The
// errors are those of errors.go; anything else is a fault of ours.
type Desk interface {
	Door
	Orders
	Handout
	Reception
	Destruction
}

// Door tells who comes and whether the house is open.
type Door interface {
	// Visitor names the owner of an API token, or returns app.ErrToken.
	Visitor(ctx context.Context, bearer string) (app.Visitor, error)
	// Ready returns why the service cannot work now, nil while it can.
	Ready(ctx context.Context) error
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

// Reception blocks, revokes and answers questions about copies.
type Reception interface {
	Block(ctx context.Context, v app.Visitor, a app.BlockAsk) (app.BlockRow, error)
	Unblock(ctx context.Context, v app.Visitor, id string) error
	RevokeCopy(ctx context.Context, v app.Visitor, number, reason string) error
	// VerifyCopy answers anybody; without a matching hash always "unknown".
	VerifyCopy(ctx context.Context, number, sha256 string) (app.Verification, error)
	// CheckFile judges a file for anybody, within bounds of its own, and keeps nothing of it.
	CheckFile(ctx context.Context, pdf []byte) (app.FileCheck, error)
}
