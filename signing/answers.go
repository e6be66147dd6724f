package signing

import (
	"slices"
	"sync"
	"time"
)

const (
	// maxAnswers and maxAnswerBytes bound what is kept of OCSP and CRL answers.
	maxAnswers     = 2048
	maxAnswerBytes = 64 << 20
	// longestAnswer bounds how long one is kept, whatever it says itself: a
	// revocation must reach new seals within a day.
	longestAnswer = 24 * time.Hour
)

// answers keeps what authorities said until it is out of date, the oldest
// giving way to new ones.
type answers struct {
	mu    sync.Mutex
	of    map[string]kept
	order []string // keys, oldest first
	size  int
}

type kept struct {
	proof
	until time.Time
}

func newAnswers() *answers { return &answers{of: make(map[string]kept)} }

func (a *answers) find(key string, now time.Time) (proof, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	k, ok := a.of[key]
	if !ok || !now.Before(k.until) {
		return proof{}, false
	}
	return k.proof, true
}

// keep keeps an answer that says itself how long it holds.
func (a *answers) keep(key string, p proof, now time.Time) {
	size := len(p.ocsp) + len(p.crl)
	if p.until.IsZero() || size > maxAnswerBytes/4 {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.drop(key)
	for len(a.order) > 0 && (len(a.order) >= maxAnswers || a.size+size > maxAnswerBytes) {
		a.drop(a.order[0])
	}
	until := p.until
	if end := now.Add(longestAnswer); end.Before(until) {
		until = end
	}
	a.of[key] = kept{p, until}
	a.order = append(a.order, key)
	a.size += size
}

func (a *answers) drop(key string) {
	if k, ok := a.of[key]; ok {
		a.size -= len(k.ocsp) + len(k.crl)
		delete(a.of, key)
		a.order = slices.DeleteFunc(a.order, func(o string) bool { return o == key })
	}
}
