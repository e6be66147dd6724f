package config

import (
	"strings"
	"testing"
)

// with makes flags of settings of the section signing, from their samples.
func with(keys ...string) map[string]string {
	flags := map[string]string{}
	for _, k := range keys {
		flags["signing."+k] = samples["signing."+k]
	}
	return flags
}

func TestASealsKeyIsInOnePlace(t *testing.T) {
	for name, keys := range map[string][]string{
		"the data directory's own":        nil,
		"two PEM files":                   {"certificate_file", "key_file"},
		"a PKCS#12 file":                  {"pkcs12_file", "passphrase_file"},
		"a token":                         {"certificate_file", "pkcs11_module", "pkcs11_token", "pkcs11_key", "passphrase_file"},
		"OpenSSL for GOST":                {"certificate_file", "key_file", "gost_verify_command"},
		"another program for GOST":        {"certificate_file", "gost_command", "gost_verify_command"},
		"another program with a key file": {"certificate_file", "key_file", "gost_command"},
		"a machine that verifies GOST":    {"gost_verify_command"},
		"PKCS#12, and old GOST copies":    {"pkcs12_file", "passphrase_file", "gost_verify_command"},
		"a program that signs, no other":  {"certificate_file", "gost_command"},
	} {
		if _, _, err := Load(Input{Flags: with(keys...)}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHalfAKeyAndTwoKeysAreRefused(t *testing.T) {
	token := []string{"certificate_file", "pkcs11_module", "pkcs11_token", "pkcs11_key", "passphrase_file"}
	without := func(key string) (keys []string) {
		for _, k := range token {
			if k != key {
				keys = append(keys, k)
			}
		}
		return keys
	}
	for name, c := range map[string]struct {
		keys        []string
		place, says string
	}{
		"PKCS#12 and a key file":          {[]string{"pkcs12_file", "passphrase_file", "key_file"}, "--signing-key-file", "one key"},
		"PKCS#12 and a certificate":       {[]string{"pkcs12_file", "passphrase_file", "certificate_file"}, "--signing-certificate-file", "holds its certificate"},
		"PKCS#12 and a token":             {append([]string{"pkcs12_file"}, without("certificate_file")...), "--signing-pkcs11-module", "one key"},
		"PKCS#12 and a command":           {[]string{"pkcs12_file", "passphrase_file", "gost_command"}, "--signing-gost-command", "one key"},
		"a token and a key file":          {append([]string{"key_file"}, token...), "--signing-key-file", "one key"},
		"a token and a command":           {append([]string{"gost_command"}, token...), "--signing-gost-command", "one key"},
		"PKCS#12 without its passphrase":  {[]string{"pkcs12_file"}, "signing.passphrase_file", "PKCS#12 file's passphrase"},
		"a token without its label":       {without("pkcs11_token"), "signing.pkcs11_token", "token's label"},
		"a token without the key":         {without("pkcs11_key"), "signing.pkcs11_key", "key's label"},
		"a token without the PIN":         {without("passphrase_file"), "signing.passphrase_file", "token's PIN"},
		"a token without the certificate": {without("certificate_file"), "signing.certificate_file", "PEM file"},
		"a token's label alone":           {[]string{"pkcs11_token"}, "--signing-pkcs11-token", "signing.pkcs11_module set"},
		"a token's key alone":             {[]string{"pkcs11_key"}, "--signing-pkcs11-key", "signing.pkcs11_module set"},
		"a passphrase of nothing":         {[]string{"passphrase_file"}, "--signing-passphrase-file", "want it empty"},
		"a passphrase of a PEM key":       {[]string{"certificate_file", "key_file", "passphrase_file"}, "--signing-passphrase-file", "want it empty"},
		"a key without its certificate":   {[]string{"key_file"}, "signing.certificate_file", "PEM file"},
		"a command without a certificate": {[]string{"gost_command"}, "signing.certificate_file", "PEM file"},
		"a certificate without its key":   {[]string{"certificate_file"}, "signing.key_file", "private key"},
	} {
		_, _, err := Load(Input{Flags: with(c.keys...)})
		if err == nil || !strings.Contains(err.Error(), c.place) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v\nwant %s: … %s", name, err, c.place, c.says)
		}
		if err != nil && strings.Contains(err.Error(), "csptest") {
			t.Errorf("%s: the command, which may hold anything, is in the error: %v", name, err)
		}
	}
}

func TestACommandIsOneLine(t *testing.T) {
	for _, line := range []string{"sign\nrm", "sign\x00", "sign " + strings.Repeat("x", 2000), "\xff"} {
		if _, err := command(line); err == nil {
			t.Errorf("%.20q was taken", line)
		}
	}
}
