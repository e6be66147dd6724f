//go:build pkcs11

package app_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vypiska/internal/app"
	"vypiska/storage"
)

// hsm is a token of SoftHSM2 as a clinic's administrator makes one.
type hsm struct {
	t      *testing.T
	dir    string
	module string
}

func newHSM(t *testing.T) *hsm {
	t.Helper()
	modules, err := filepath.Glob("/usr/lib/softhsm/libsofthsm2.so")
	if err != nil || len(modules) != 1 {
		t.Fatal("SoftHSM2 is not installed: apt-get install softhsm2")
	}
	h := &hsm{t, t.TempDir(), modules[0]}
	fatal(t, os.Mkdir(h.at("tokens"), 0o700))
	fatal(t, os.WriteFile(h.at("conf"), []byte("directories.tokendir = "+h.at("tokens")+"\n"), 0o600))
	fatal(t, os.WriteFile(h.at("pin"), []byte("271828\n"), 0o640))
	t.Setenv("SOFTHSM2_CONF", h.at("conf"))
	h.run("softhsm2-util", "softhsm2", "--init-token", "--free", "--label", "vault", "--pin", "271828", "--so-pin", "00000000")
	return h
}

func (h *hsm) at(name string) string { return filepath.Join(h.dir, name) }

func (h *hsm) run(name, from string, args ...string) {
	h.t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		h.t.Fatalf("%s %v: %v (apt-get install %s)\n%s", name, args, err, from, out)
	}
}

// key makes a key on the token; delete takes it away.
func (h *hsm) key(label, kind string) {
	h.t.Helper()
	h.run("pkcs11-tool", "opensc", "--module", h.module, "--token-label", "vault", "--login", "--pin", "271828", "--keygen", "--key-type", kind, "--label", label)
}

func (h *hsm) delete(label string) {
	h.t.Helper()
	h.run("pkcs11-tool", "opensc", "--module", h.module, "--token-label", "vault", "--login", "--pin", "271828", "--delete-object", "--type", "secrkey", "--label", label)
}

// vault is a service whose master keys are named by a source.
type vault struct {
	*service
	source app.MasterSource
	config storage.Config
	shut   func() // of what is open
}

// reopen opens the store as a start does, and looks at every master key in use.
func (v *vault) reopen(t *testing.T) error {
	t.Helper()
	if v.shut != nil {
		v.shut()
		v.shut = nil
	}
	r, err := app.OpenMasters(v.source)
	if err != nil {
		return err
	}
	c := v.config
	c.Master = r.Keys
	store, err := storage.Open(context.Background(), c)
	fatal(t, err)
	if err := v.house.CheckMasters(t.Context(), r.Keys); err != nil {
		store.Close()
		return errors.Join(err, r.Close())
	}
	v.shut = func() {
		store.Close()
		fatal(t, r.Close())
	}
	v.Store = store
	return nil
}

func (v *vault) rotate(t *testing.T) {
	t.Helper()
	fatal(t, app.AddMaster(v.source))
	fatal(t, v.reopen(t))
	n, err := v.house.Rewrap(t.Context(), v.Store, "operator:test", v.clock)
	fatal(t, err)
	if n == 0 {
		t.Error("no copy was wrapped anew")
	}
	fatal(t, app.DropMasters(v.source))
	fatal(t, v.reopen(t))
}

// served takes a download of the copy.
func (v *vault) served(t *testing.T, o app.Order) error {
	t.Helper()
	_, token := v.link(t, patient, o, 3)
	tr, err := v.Download(t.Context(), app.Visitor{}, token, "")
	if err != nil {
		return err
	}
	b, err := io.ReadAll(tr.Content)
	if err == nil && !strings.HasPrefix(string(b), "%PDF-") {
		err = errors.New("not the copy")
	}
	return errors.Join(err, tr.Close(err))
}

func newVault(t *testing.T, source app.MasterSource) *vault {
	t.Helper()
	dir := t.TempDir()
	v := &vault{service: newServiceIn(t, filepath.Join(dir, "data"), 90*24*time.Hour), source: source}
	v.source.File, v.source.Data = filepath.Join(dir, "master.key"), v.house.Dir
	a, err := storage.Attach(t.Context(), v.house.Dir, "test", time.Now(), rand.Reader)
	fatal(t, err)
	t.Cleanup(func() { fatal(t, a.Close(context.Background())) })
	v.config = a.Config()
	v.config.Rand = rand.Reader
	t.Cleanup(func() {
		if v.shut != nil {
			v.shut()
		}
	})
	fatal(t, v.reopen(t))
	return v
}

func TestATokenKeepsTheMasterKey(t *testing.T) {
	h := newHSM(t)
	h.key("copies", "AES:32")
	v := newVault(t, app.MasterSource{})
	o := v.ready(t, patient, "signed")

	// From the file to the token: the settings name it, the rotation moves the copies.
	onToken := app.MasterSource{File: v.source.File, Data: v.source.Data, Module: h.module, Token: "vault", Key: "copies", PINFile: h.at("pin")}
	v.source = onToken
	if err := v.reopen(t); !errors.Is(err, app.ErrMasterOther) {
		t.Errorf("another key than the file's: %v", err)
	}
	v.rotate(t)
	text, err := os.ReadFile(v.source.File)
	fatal(t, err)
	if !strings.HasPrefix(string(text), "vypiska-master-token-1:") || strings.Count(string(text), "\n") != 1 {
		t.Errorf("the file still holds a key: %d bytes", len(text))
	}
	fatal(t, v.served(t, o))
	second := v.ready(t, patient, "signed")

	// From one key of the token to the next; the former may go then.
	if err := app.AddMaster(v.source); err == nil || !strings.Contains(err.Error(), "current one already") {
		t.Errorf("a rotation to the same key: %v", err)
	}
	h.key("copies-2", "AES:32")
	v.source.Key = "copies-2"
	v.rotate(t)
	h.delete("copies")
	fatal(t, v.reopen(t))
	for _, o := range []app.Order{o, second} {
		fatal(t, v.served(t, o))
	}

	// A token that was away is asked again when it is back.
	fatal(t, os.Rename(h.at("tokens"), h.at("away")))
	if err := v.served(t, o); err == nil {
		t.Error("a copy was opened without its token")
	}
	fatal(t, os.Rename(h.at("away"), h.at("tokens")))
	fatal(t, v.served(t, o))
}

func TestALostOrWrongTokenStopsTheStart(t *testing.T) {
	h := newHSM(t)
	h.key("copies", "AES:32")
	h.key("short", "AES:16")
	source := app.MasterSource{Module: h.module, Token: "vault", Key: "copies", PINFile: h.at("pin")}
	v := newVault(t, source)
	v.ready(t, patient, "signed")
	good := v.source
	fatal(t, os.WriteFile(h.at("wrong"), []byte("000000\n"), 0o640))
	for name, c := range map[string]struct {
		change func(*app.MasterSource)
		want   string
	}{
		"another token":   {func(s *app.MasterSource) { s.Token = "elsewhere" }, "plug it in"},
		"another module":  {func(s *app.MasterSource) { s.Module = h.at("none.so") }, "compare its label and the module's file"},
		"a wrong PIN":     {func(s *app.MasterSource) { s.PINFile = h.at("wrong") }, "refuses the PIN"},
		"no PIN":          {func(s *app.MasterSource) { s.PINFile = h.at("none") }, "master.pin_file"},
		"no token at all": {func(s *app.MasterSource) { *s = app.MasterSource{File: s.File, Data: s.Data} }, "master.pkcs11_module"},
	} {
		v.source = good
		c.change(&v.source)
		if err := v.reopen(t); err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "000000") {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	v.source = good
	text, err := os.ReadFile(good.File)
	fatal(t, err)

	h.delete("copies")
	if err := v.reopen(t); err == nil || !strings.Contains(err.Error(), `holds 0 secret keys "copies"`) {
		t.Errorf("the key is gone: %v", err)
	}
	h.key("copies", "AES:32")
	if err := v.reopen(t); !errors.Is(err, storage.ErrMasterToken) {
		t.Errorf("another key under its name: %v", err)
	}
	// Also where the file is lost, and made anew from the settings.
	fatal(t, os.Remove(good.File))
	if err := v.reopen(t); !errors.Is(err, app.ErrMasterLost) {
		t.Errorf("another key, and no file: %v", err)
	}
	fatal(t, os.WriteFile(good.File, text, 0o600))
	h.key("copies", "AES:32")
	if err := v.reopen(t); err == nil || !strings.Contains(err.Error(), "holds 2 secret keys") {
		t.Errorf("two keys of one name: %v", err)
	}
	v.source.Key = "short"
	if err := app.AddMaster(v.source); err == nil {
		t.Error("a rotation began while the current key cannot be opened")
	}
	fatal(t, os.Remove(good.File))
	if err := v.reopen(t); err == nil || !strings.Contains(err.Error(), "no AES key of 256 bits") {
		t.Errorf("AES of 128 bits: %v", err)
	}
}
