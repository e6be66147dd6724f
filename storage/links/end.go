package links

import (
	"context"
	"fmt"
	"time"
)

// A ReturnTx gives downloads back.
type ReturnTx interface {
	// ReturnDownload sets the download's Returned and takes one from its link's
	// Taken, both or neither. It must do nothing and return false where the
	// download is unknown or was given back before, its link is revoked, or
	// Taken is 0; of many at once at most one returns true.
	ReturnDownload(ctx context.Context, id DownloadID, at time.Time) (bool, error)
}

// GiveBack returns to its link the count of a download whose transfer our side
// broke; a visitor who hangs up is not our side. It reports whether the count
// came back, so that the register gets one entry: at most once for a download,
// and never to a revoked link. The download's ticket ends with it. A link whose
// time is over may get its count back and stays over.
func GiveBack(ctx context.Context, tx ReturnTx, id DownloadID, now time.Time) (bool, error) {
	back, err := tx.ReturnDownload(ctx, id, moment(now))
	if err != nil {
		return false, fmt.Errorf("links: give back download %s: %w", id, err)
	}
	return back, nil
}

// A RevokeTx ends one link.
type RevokeTx interface {
	Reader
	// RevokeLink sets RevokedAt and RevokedBy where the link is not revoked yet,
	// and reports whether it did.
	RevokeLink(ctx context.Context, id ID, by string, at time.Time) (bool, error)
}

// Revoke ends a link for good, with its tickets and, through Continue, the
// transfers under way. By is the id of who does it. A second call changes
// nothing: first is true for the one call that revoked, which registers it.
// ErrUnknown where there is no such link. An expired link can be revoked too: its
// last ticket may still run.
func Revoke(ctx context.Context, tx RevokeTx, id ID, by string, now time.Time) (first bool, err error) {
	if !isID(by) {
		return false, fmt.Errorf("links: revoke: by: want %s", wantID)
	}
	if _, err := tx.LinkByID(ctx, id); err != nil {
		return false, fmt.Errorf("links: revoke: %w", err)
	}
	first, err = tx.RevokeLink(ctx, id, by, moment(now))
	if err != nil {
		return false, fmt.Errorf("links: revoke %s: %w", id, err)
	}
	return first, nil
}

// A CopyTx ends all links of a copy.
type CopyTx interface {
	// RevokeLinks does what RevokeLink does to every link of the copy and
	// returns the ids of those it revoked.
	RevokeLinks(ctx context.Context, number, by string, at time.Time) ([]ID, error)
}

// RevokeCopy ends every link of a copy that was revoked or destroyed. It returns
// those this call ended, each to be registered; none is not an error.
func RevokeCopy(ctx context.Context, tx CopyTx, number, by string, now time.Time) ([]ID, error) {
	if !isID(by) {
		return nil, fmt.Errorf("links: revoke copy: by: want %s", wantID)
	}
	ids, err := tx.RevokeLinks(ctx, number, by, moment(now))
	if err != nil {
		return nil, fmt.Errorf("links: revoke links of copy: %w", err)
	}
	return ids, nil
}

// A MakerTx ends all links that an account made.
type MakerTx interface {
	// RevokeMade does what RevokeLink does to every link of the maker and returns
	// id and number of those it revoked.
	RevokeMade(ctx context.Context, maker, by string, at time.Time) ([]Link, error)
}

// RevokeMade ends every link that an account made which is closed. It returns
// those this call ended, each to be registered; none is not an error.
func RevokeMade(ctx context.Context, tx MakerTx, maker, by string, now time.Time) ([]Link, error) {
	if !isID(by) || !isID(maker) {
		return nil, fmt.Errorf("links: revoke what an account made: by, maker: want %s", wantID)
	}
	ended, err := tx.RevokeMade(ctx, maker, by, moment(now))
	if err != nil {
		return nil, fmt.Errorf("links: revoke what an account made: %w", err)
	}
	return ended, nil
}

// LeastKeep is the shortest time an ended link is kept whole: all its tickets
// are over by then.
const LeastKeep = 24 * time.Hour

// A SweepTx strips links that ended long ago.
type SweepTx interface {
	// StripLinks takes the token, the PIN's hash, the recipient and the maker from every
	// link that was revoked or expired before the time and still has them,
	// deletes its downloads, and returns how many links these were.
	StripLinks(ctx context.Context, before time.Time) (int, error)
}

// Sweep strips links that ended longer than keep ago: recipient, maker, hashes and the
// rows of their downloads go, and their tokens become unknown (404 instead of
// 410). What stays is what the register's entries refer to and names nobody:
// id, number of the copy, audience, times, counts, and which officer revoked.
func Sweep(ctx context.Context, tx SweepTx, keep time.Duration, now time.Time) (int, error) {
	if keep < LeastKeep {
		return 0, fmt.Errorf("links: sweep: keep ended links %v: want at least %v", keep, LeastKeep)
	}
	n, err := tx.StripLinks(ctx, moment(now.Add(-keep)))
	if err != nil {
		return 0, fmt.Errorf("links: sweep: %w", err)
	}
	return n, nil
}
