package config

import (
	"strings"
	"testing"
)

func TestTheFHIRServerKnowsUsInOneWay(t *testing.T) {
	smart := []string{"client_id", "client_key_file", "client_key_id"}
	for name, c := range map[string]struct {
		keys []string
		says string // "": it is good
	}{
		"not at all":                    {nil, ""},
		"by a token":                    {[]string{"token_file"}, ""},
		"by a certificate":              {[]string{"certificate_file", "key_file", "ca_file"}, ""},
		"by a certificate and a token":  {[]string{"certificate_file", "key_file", "token_file"}, ""},
		"by SMART":                      {smart, ""},
		"by SMART, with all there is":   {append([]string{"scope", "token_url", "ca_file"}, smart...), ""},
		"a certificate without a key":   {[]string{"certificate_file"}, "certificate's private key"},
		"a key without a certificate":   {[]string{"key_file"}, "key's certificate"},
		"a token and SMART":             {append([]string{"token_file"}, smart...), "in one way"},
		"SMART without a key":           {[]string{"client_id", "client_key_id"}, "client's private key"},
		"SMART without the key's id":    {smart[:2], "(kid)"},
		"a key of no client":            {smart[1:2], "fhir.client_id set"},
		"a key's id of no client":       {smart[2:], "fhir.client_id set"},
		"a place for tokens, no client": {[]string{"token_url"}, "fhir.client_id set"},
	} {
		flags := map[string]string{}
		for _, k := range c.keys {
			flags["fhir."+k] = samples["fhir."+k]
		}
		_, _, err := Load(Input{Flags: flags})
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}
