package storage

import "testing"

// AtOnce is the longest object that a restore sends in one request, for a test.
func AtOnce(t *testing.T, most int64) {
	was := mostAtOnce
	mostAtOnce = most
	t.Cleanup(func() { mostAtOnce = was })
}
