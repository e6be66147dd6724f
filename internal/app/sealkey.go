package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vypiska/signing"
)

// SealKey names where the seal's key is, as the settings of the section signing
// do. The zero one is the data directory's own key.
type SealKey struct {
	CertificateFile, KeyFile             string
	PKCS12File                           string
	PKCS11Module, PKCS11Token, PKCS11Key string
	PassphraseFile                       string
	GOST                                 signing.Programs
}

// own is the data directory's key among the words for providers.
const own = "key file in " + sealKeys

// isOwn: the settings name no key; commands that digest and verify alone are none.
func (k SealKey) isOwn() bool {
	return k == SealKey{GOST: signing.Programs{Digest: k.GOST.Digest, Verify: k.GOST.Verify}}
}

// provider says in a few words where the key is that was opened.
func (k SealKey) provider(opened signing.CMS) string {
	_, outside := opened.(*signing.GOST)
	switch {
	case k.PKCS12File != "":
		return "PKCS#12 file " + filepath.Base(k.PKCS12File)
	case k.PKCS11Module != "":
		return fmt.Sprintf("PKCS#11 token %q, key %q", k.PKCS11Token, k.PKCS11Key)
	case outside && k.GOST.Sign != "":
		return "GOST by the program of signing.gost_command"
	case outside:
		return "GOST by OpenSSL, key file " + filepath.Base(k.KeyFile)
	}
	return "key file " + filepath.Base(k.KeyFile)
}

// open loads the key from where the settings say. Each error names the settings
// it is about.
func (k SealKey) open(ctx context.Context, now time.Time) (signing.CMS, error) {
	switch {
	case k.PKCS12File != "":
		return k.openPKCS12(now)
	case k.PKCS11Module != "":
		return k.openToken(now)
	}
	chain, err := readOpen("signing.certificate_file", k.CertificateFile)
	if err != nil {
		return nil, err
	}
	if k.GOST.Sign != "" || signing.IsGOST(chain) {
		return k.openGOST(ctx, chain, now)
	}
	secret, err := readSecret("signing.key_file", k.KeyFile)
	if err != nil {
		return nil, err
	}
	key, err := signing.LoadKey(chain, secret, now)
	if err != nil {
		return nil, fmt.Errorf("signing.certificate_file, signing.key_file: %w", err)
	}
	return key, nil
}

func (k SealKey) openPKCS12(now time.Time) (signing.CMS, error) {
	file, err := readSecret("signing.pkcs12_file", k.PKCS12File)
	if err != nil {
		return nil, err
	}
	passphrase, err := readLine("signing.passphrase_file", k.PassphraseFile)
	if err != nil {
		return nil, err
	}
	key, err := signing.LoadPKCS12(file, passphrase, now)
	if err != nil {
		return nil, fmt.Errorf("signing.pkcs12_file: %w", err)
	}
	return key, nil
}

func (k SealKey) openToken(now time.Time) (signing.CMS, error) {
	chain, err := readOpen("signing.certificate_file", k.CertificateFile)
	if err != nil {
		return nil, err
	}
	pin, err := readLine("signing.passphrase_file", k.PassphraseFile)
	if err != nil {
		return nil, err
	}
	key, err := signing.LoadToken(signing.Token{Module: k.PKCS11Module, Label: k.PKCS11Token, Key: k.PKCS11Key, PIN: pin}, chain, now)
	if err != nil {
		return nil, fmt.Errorf("signing.pkcs11_module: %w", err)
	}
	return key, nil
}

// openGOST looks at the key file's rights only: its content is the program's.
func (k SealKey) openGOST(ctx context.Context, chain []byte, now time.Time) (signing.CMS, error) {
	if k.GOST.Sign == "" || k.KeyFile != "" {
		if err := guarded("signing.key_file", k.KeyFile); err != nil {
			return nil, err
		}
	}
	g, err := signing.LoadGOST(ctx, chain, k.KeyFile, k.GOST, now)
	if err != nil {
		return nil, fmt.Errorf("signing.certificate_file, signing.gost_command: %w", err)
	}
	return g, nil
}

// maxKeyFile is the most that a file of keys or certificates may have.
const maxKeyFile = 1 << 20

// readOpen reads a file that anybody may read.
func readOpen(setting, name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile+1))
	if err == nil && len(text) > maxKeyFile {
		err = errors.New("it is larger than 1 MB: is it another file?")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	return text, nil
}

// guarded wants a file that nobody but its owner and group may touch.
func guarded(setting, name string) error {
	if name == "" {
		return fmt.Errorf("%s: want a file's name", setting)
	}
	stat, err := os.Stat(name)
	if err != nil {
		return fmt.Errorf("%s: %w", setting, err)
	}
	if mode := stat.Mode().Perm(); mode&0o007 != 0 {
		return fmt.Errorf("%s: everybody on this machine may touch %s (mode %04o): take that away, for instance with chmod 0640, and give it to the service's group", setting, filepath.Base(name), mode)
	}
	return nil
}

func readSecret(setting, name string) ([]byte, error) {
	if err := guarded(setting, name); err != nil {
		return nil, err
	}
	return readOpen(setting, name)
}

// readLine reads a secret of one line; the end of the line is not part of it.
func readLine(setting, name string) (string, error) {
	text, err := readSecret(setting, name)
	if err != nil {
		return "", err
	}
	line := strings.TrimRight(string(text), "\r\n")
	if line == "" || strings.ContainsAny(line, "\r\n") {
		return "", fmt.Errorf("%s: want one line in %s: the passphrase or the PIN alone", setting, filepath.Base(name))
	}
	return line, nil
}
