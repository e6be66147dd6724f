package deidentify

import (
	"fmt"
	"testing"
)

// A word is in a list by the whole of it, by how it begins, or by how it ends; what a
// list wants of its length holds.
func TestAWordIsFoundInAllListsAtOnce(t *testing.T) {
	for w, want := range map[string]trait{
		"болезнью": headWord, "ул": addressing | genericWord, "проживает": dwellingWord | living, "перелыгин": surnamed, "ин": 0,
		"disease": tailWord, "эналаприл": drugEnded, "ооо": legal, "и": labelling,
	} {
		if got := listing().of(w).traits &^ listed; got&want != want || want == 0 && got != 0 {
			t.Errorf("%s: %b, want %b", w, got, want)
		}
	}
}

// What was remembered of a word is what the lists say, whatever was met since.
func TestAWordIsRememberedAsTheListsHaveIt(t *testing.T) {
	for range 2 {
		for i := range 1 << 14 {
			entryOf(fmt.Sprintf("w%d", i))
		}
		for _, w := range []string{"болезнь", "иванов", "вера", "спленомегалия", "zz"} {
			if got, want := entryOf(w), lookUp(w); got != want {
				t.Errorf("%s: %v, want %v", w, got, want)
			}
		}
	}
}
