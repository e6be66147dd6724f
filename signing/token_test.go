package signing

import (
	"strings"
	"testing"
)

func TestATokensKeyIsNamedByLabelOrID(t *testing.T) {
	rows := []struct{ key, id, label, says string }{
		{"seal 2026", "", "seal 2026", ""},
		{"id=01aF", "\x01\xaf", "", ""},
		{"id=", "", "", "want id="},
		{"id=1", "", "", "want id="},
		{"id=xy", "", "", "want id="},
	}
	for _, row := range rows {
		id, label, err := Token{Key: row.key}.name()
		if string(id) != row.id || string(label) != row.label || (err == nil) != (row.says == "") {
			t.Errorf("%s: %q %q %v", row.key, id, label, err)
		}
		if err != nil && !strings.Contains(err.Error(), row.says) {
			t.Error(err)
		}
	}
}
