package links_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"vypiska/internal/db"
	"vypiska/storage/links"
)

func TestWhatIsListed(t *testing.T) {
	h := newHouse(t)
	var minted []links.Minted
	for i := range 600 { // more than two pages, seven of one moment
		a := noPIN
		a.Number, a.Recipient, a.Downloads = fmt.Sprintf("COPY-%d", i%3), fmt.Sprintf("Patient/%d", i%2), 1
		minted = append(minted, h.mint(a, noon.Add(time.Duration(i/7)*time.Minute)))
	}
	now := noon.Add(2*day + time.Hour)
	h.revoke(minted[10].ID, now)
	_, err := h.take(right(minted[20]), now)
	h.must(err)
	for _, c := range []struct {
		name   string
		filter links.Filter
		now    time.Time
		want   int
	}{
		{"what can be opened", links.Filter{}, now, 598},
		{"everything", links.Filter{Ended: true}, now, 600},
		{"nothing can be opened after a week", links.Filter{}, noon.Add(8 * day), 0},
		{"one copy", links.Filter{Number: "COPY-1"}, now, 199},
		{"one copy, also what ended", links.Filter{Number: "COPY-1", Ended: true}, now, 200},
		{"one recipient", links.Filter{Recipient: "Patient/1"}, now, 300},
		{"one copy and recipient", links.Filter{Number: "COPY-0", Recipient: "Patient/1"}, now, 100},
		{"nobody's", links.Filter{Number: "' OR 1=1 --", Ended: true}, now, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := h.list(c.filter, c.now)
			if len(found) != c.want {
				t.Errorf("%d links", len(found))
			}
			newest := slices.IsSortedFunc(found, func(a, b links.Link) int { return b.Created.Compare(a.Created) })
			ids := map[links.ID]bool{}
			for _, l := range found {
				ids[l.ID] = true
				if !c.filter.Ended && l.Ended(c.now) != nil {
					t.Errorf("listed though ended: %+v", l)
				}
			}
			if !newest || len(ids) != len(found) {
				t.Errorf("newest first: %v; %d different of %d", newest, len(ids), len(found))
			}
		})
	}
}

func TestAListMayBeLeftEarlyAndEndsAtAnError(t *testing.T) {
	h := newHouse(t)
	h.mint(noPIN, noon)
	h.mint(noPIN, noon)
	h.view(func(v db.LinksView) error {
		for range links.List(t.Context(), v, links.Filter{}, noon) {
			break
		}
		return nil
	})
	broken := errors.New("disk")
	n := 0
	for _, err := range links.List(t.Context(), &fake{fault: broken}, links.Filter{}, noon) {
		if n++; !errors.Is(err, broken) {
			t.Errorf("%v", err)
		}
	}
	if n != 1 {
		t.Errorf("%d items", n)
	}
}
