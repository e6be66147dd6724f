package app

import (
	"vypiska/internal/account"
	"vypiska/internal/db"
	"vypiska/storage/links"
)

// Errors of storage/links under the names internal/web matches them by: web
// meets storage through this package alone. They are the same values, so
// errors.Is and errors.As see no difference.
var (
	ErrLinkUnknown   = links.ErrUnknown
	ErrLinkAudience  = links.ErrAudience
	ErrLinkRevoked   = links.ErrRevoked
	ErrLinkExpired   = links.ErrExpired
	ErrLinkLocked    = links.ErrLocked
	ErrLinkUsedUp    = links.ErrUsedUp
	ErrLinkGivenBack = links.ErrGivenBack
	ErrLinkPIN       = links.ErrPIN
)

type (
	// PINError is ErrLinkPIN with the number of wrong tries the link still has.
	PINError = links.PINError
	// BoundError names the part of a link's ask that broke a bound, and what would do.
	BoundError = links.BoundError
)

// ErrToken says that an API token is missing, unknown, expired or its account
// disabled; no difference is shown. Desk.Visitor returns it.
var ErrToken = account.ErrToken

// ErrAway says that the database server is out of reach for the moment.
var ErrAway = db.ErrAway
