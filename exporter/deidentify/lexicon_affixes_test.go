package deidentify

import (
	"slices"
	"strings"
	"testing"
)

// Looked for at once, beginnings and endings are found where one after the other finds them.
func TestAffixesLookedForAtOnceAreThose(t *testing.T) {
	list := []string{"кардио", "ка", "бронхо", "ost", "osteo", "е"}
	begin, end := beginnings(list), endingsOf(list)
	for _, w := range []string{"", "к", "ка", "кар", "кардиолог", "бронх", "бронхоскоп", "osteoma", "os", "ost", "provost", "радиокардио", "море", "утка"} {
		if got, want := begin.begin(w), slices.ContainsFunc(list, func(s string) bool { return strings.HasPrefix(w, s) }); got != want {
			t.Errorf("%q begins so: %v", w, got)
		}
		if got, want := end.end(w), slices.ContainsFunc(list, func(s string) bool { return strings.HasSuffix(w, s) }); got != want {
			t.Errorf("%q ends so: %v", w, got)
		}
	}
	var rests []string
	begin.before("osteoma", func(rest string) bool { rests = append(rests, rest); return false })
	if want := []string{"eoma", "ma"}; !slices.Equal(rests, want) {
		t.Errorf("behind the beginnings stand %q, want %q", rests, want)
	}
}
