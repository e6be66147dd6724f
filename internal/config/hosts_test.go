package config

import (
	"strings"
	"testing"
)

func TestCopiesStayWhereTheyMay(t *testing.T) {
	for _, c := range []struct {
		endpoint, hosts string
		ok              bool
	}{
		{"s3.example:9000", "", true},
		{"s3.example:9000", "other.example s3.example", true},
		{"S3.Example", "s3.EXAMPLE", true},
		{"s3.example:9000", "other.example", false},
		{"s3.example.evil.test", "s3.example", false},
		{"evil-s3.example", "s3.example", false},
		{"", "s3.example", true}, // the embedded one is here
	} {
		flags := map[string]string{"s3.endpoint": c.endpoint, "s3.allowed_hosts": c.hosts}
		if c.endpoint != "" {
			flags["s3.access_key_file"], flags["s3.secret_key_file"] = "a", "s"
		}
		_, _, err := Load(Input{Flags: flags})
		if (err == nil) != c.ok || err != nil && !strings.Contains(err.Error(), "s3.allowed_hosts") {
			t.Errorf("%s among %q: %v", c.endpoint, c.hosts, err)
		}
	}
}
