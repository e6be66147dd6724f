package deidentify

import (
	"slices"
	"sync"
	"testing"
)

// Copies are made side by side. The tables of names all of them read are nobody's to write
// to: the race detector sees the room two of them write to.
func TestNamesAreSpelledSideBySide(t *testing.T) {
	var out [4][]string
	var all sync.WaitGroup
	for i := range out {
		all.Go(func() {
			for name := range petNames() {
				for _, g := range []gender{male, female} {
					var f forms
					out[i] = append(out[i], f.spell(nameKey{given, g, name}, true, nil).list...)
				}
			}
			slices.Sort(out[i])
		})
	}
	all.Wait()
	for i := range out {
		if !slices.Equal(out[i], out[0]) {
			t.Error("names spelled beside others came out differently")
		}
	}
}
