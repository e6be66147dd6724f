package storage_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"vypiska/storage"
	"vypiska/storage/storagetest"
)

// helperRole makes this test binary play another process; see TestMain.
const helperRole = "VYPISKA_STORAGE_TEST_ROLE"

func TestMain(m *testing.M) {
	role, arg, _ := strings.Cut(os.Getenv(helperRole), " ")
	if role == "" {
		os.Exit(m.Run())
	}
	if err := map[string]func(string) error{"hold": holdRole, "attach": attachRole, "crash": crashRole}[role](arg); err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
}

// A helper is this test binary in another process. It says something on stdout
// and goes on when stdin is closed.
type helper struct {
	cmd   *exec.Cmd
	said  *bufio.Reader
	stdin io.Closer
}

func startHelper(t *testing.T, role, arg string) *helper {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Dir = os.TempDir()
	cmd.Env = append(os.Environ(), helperRole+"="+role+" "+arg)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	h := &helper{cmd, bufio.NewReader(stdout), stdin}
	t.Cleanup(h.kill)
	return h
}

func (h *helper) line(t *testing.T) string {
	t.Helper()
	text, err := h.said.ReadString('\n')
	if err != nil {
		t.Fatalf("the helper said %q: %v", text, err)
	}
	return strings.TrimSpace(text)
}

// kill ends the helper as kill -9 does.
func (h *helper) kill() {
	_ = h.cmd.Process.Kill()
	_ = h.cmd.Wait()
}

// leave lets the helper end by itself.
func (h *helper) leave(t *testing.T) {
	t.Helper()
	if err := h.stdin.Close(); err != nil {
		t.Error(err)
	}
	rest, _ := io.ReadAll(h.said)
	if err := h.cmd.Wait(); err != nil {
		t.Errorf("the helper: %v: %s", err, rest)
	}
}

func untilStdinEnds() { _, _ = io.Copy(io.Discard, os.Stdin) }

// holdRole takes the lock and serves nothing.
func holdRole(dir string) error {
	if _, err := storage.Lock(dir, "vypiska serve", now); err != nil {
		return err
	}
	fmt.Println("held")
	untilStdinEnds()
	return nil
}

// attachRole keeps a copy through whatever server there is.
func attachRole(dir string) error {
	a, err := storage.Attach(context.Background(), dir, "vypiska export", now, rand.Reader)
	if err != nil {
		return err
	}
	fmt.Println("serving", a.Serving())
	untilStdinEnds()
	if _, err := keepOne(a, dir); err != nil {
		return err
	}
	return a.Close(context.Background())
}

func keepOne(a *storage.Attached, dir string) (storage.Object, error) {
	master, err := os.ReadFile(dir + ".master")
	if err != nil {
		return storage.Object{}, err
	}
	c := a.Config()
	c.Rand = rand.Reader
	if c.Master, err = storage.ParseMaster(master, nil); err != nil {
		return storage.Object{}, err
	}
	s, err := storage.Open(context.Background(), c)
	if err != nil {
		return storage.Object{}, err
	}
	defer s.Close()
	o, err := s.Put(context.Background(), freshCopy(&testing.T{}, 100_000))
	if err != nil {
		return storage.Object{}, err
	}
	return o, s.Verify(context.Background(), o)
}

// dataDir is a new data directory with a master key beside it.
func dataDir(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(dir+".master", storagetest.Master(t).Line(), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestTheLockNamesItsHolderAndDiesWithIt(t *testing.T) {
	dir := dataDir(t)
	h := startHelper(t, "hold", dir)
	h.line(t)
	_, err := storage.Lock(dir, "vypiska serve", now)
	var locked *storage.LockedError
	if !errors.As(err, &locked) || !errors.Is(err, storage.ErrLocked) || locked.Holder.PID != h.cmd.Process.Pid || !locked.Holder.Since.Equal(now) {
		t.Fatalf("a second lock: %v", err)
	}
	for _, word := range []string{`"vypiska serve"`, fmt.Sprint(h.cmd.Process.Pid), "2026-07-01", dir, "stop it first"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("the error does not say %s: %v", word, err)
		}
	}
	h.kill()
	lock, err := storage.Lock(dir, "vypiska export", now)
	if err != nil {
		t.Fatalf("after the holder was killed: %v", err)
	}
	if _, err := storage.Lock(dir, "vypiska export", now); !errors.As(err, &locked) || locked.Holder.PID != os.Getpid() {
		t.Errorf("a second lock in one process: %v", err)
	}
	if err := lock.Unlock(); err != nil {
		t.Error(err)
	}
}

func TestAHolderThatServesNothingIsNamed(t *testing.T) {
	dir := dataDir(t)
	h := startHelper(t, "hold", dir)
	h.line(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // try once
	_, err := storage.Attach(ctx, dir, "vypiska export", now, rand.Reader)
	var locked *storage.LockedError
	if !errors.As(err, &locked) || locked.Holder.PID != h.cmd.Process.Pid || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("attached: %v", err)
	}
}

// Several commands start at once on a directory nobody serves. One of them
// serves, all keep their copy, and the one that serves leaves last, whatever
// order they end in.
func TestCommandsThatStartTogetherShareOneServer(t *testing.T) {
	dir := dataDir(t)
	var all []*helper
	for range 4 {
		all = append(all, startHelper(t, "attach", dir))
	}
	serving := -1
	for i, h := range all {
		switch said := h.line(t); said {
		case "serving true":
			if serving >= 0 {
				t.Error("two serve one directory")
			}
			serving = i
		case "serving false":
		default:
			t.Fatal(said)
		}
	}
	if serving < 0 {
		t.Fatal("nobody serves")
	}
	if err := all[serving].stdin.Close(); err != nil { // it wants to leave first
		t.Error(err)
	}
	for i, h := range all {
		if i != serving {
			h.leave(t)
		}
	}
	if err := all[serving].cmd.Wait(); err != nil {
		t.Error(err)
	}
	countCopies(t, dir, len(all))
}

func countCopies(t *testing.T, dir string, want int) {
	t.Helper()
	a := attached(t, dir)
	s := storeOf(t, a.Config())
	got := 0
	if err := s.List(t.Context(), func(storage.Stored) error { got++; return nil }); err != nil || got != want {
		t.Errorf("%d copies, %v, want %d", got, err, want)
	}
}

// attached attaches this process until the test ends.
func attached(t *testing.T, dir string) *storage.Attached {
	t.Helper()
	a, err := storage.Attach(t.Context(), dir, "test", now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(a.Close(context.Background()), os.Chdir(os.TempDir())); err != nil {
			t.Error(err)
		}
	})
	return a
}

func TestAfterAKilledServerAnotherServes(t *testing.T) {
	dir := dataDir(t)
	h := startHelper(t, "attach", dir)
	if said := h.line(t); said != "serving true" {
		t.Fatal(said)
	}
	h.kill()
	a := attached(t, dir)
	if !a.Serving() {
		t.Error("attached to a dead server")
	}
	if _, err := keepOne(a, dir); err != nil {
		t.Error(err)
	}
}

func TestADamagedAccessFileIsNotFollowed(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":          "{",
		"a foreign socket": `{"socket":"/run/foreign.sock","access_key":"a","secret_key":"s"}`,
		"a relative one":   `{"socket":"s3.sock","access_key":"a","secret_key":"s"}`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := dataDir(t)
			h := startHelper(t, "hold", dir)
			h.line(t)
			server := filepath.Join(dir, "s3")
			if err := errors.Join(os.MkdirAll(server, 0o700), os.WriteFile(filepath.Join(server, "access.json"), []byte(text), 0o600)); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := storage.Attach(ctx, dir, "test", now, rand.Reader); !errors.Is(err, storage.ErrLocked) || !strings.Contains(err.Error(), "access file") {
				t.Errorf("attached: %v", err)
			}
			h.kill()
			if a := attached(t, dir); !a.Serving() {
				t.Error("nobody serves after it")
			}
		})
	}
}

func parseObject(text string) (storage.Object, error) {
	var o storage.Object
	err := json.Unmarshal([]byte(text), &o)
	return o, err
}
