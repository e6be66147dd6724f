package signing

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNamesInBracesBecomeFiles(t *testing.T) {
	files := map[string]string{"key": "/run/my key.pem", "issuers": "", "signature": "/tmp/s"}
	rows := map[string]struct {
		line string
		want []string
		says string
	}{
		"a name with a space stays one word":      {"sign -k {key}", []string{"sign", "-k", "/run/my key.pem"}, ""},
		"an absent file takes its option along":   {"sign -certfile {issuers} -k {key}", []string{"sign", "-k", "/run/my key.pem"}, ""},
		"an absent file without option":           {"sign {issuers} x", []string{"sign", "x"}, ""},
		"the program itself is never an option":   {"-sign {issuers}", []string{"-sign"}, ""},
		"braces inside a word are the program's":  {"sign a{key}", []string{"sign", "a{key}"}, ""},
		"no shell":                                {"sign $HOME ; rm", []string{"sign", "$HOME", ";", "rm"}, ""},
		"a name that stands for nothing":          {"sign {pin}", nil, "{issuers}, {key}, {signature}"},
		"an empty line":                           {"  ", nil, "empty"},
		"an option's name":                        {"sign -{key}x -{key}", []string{"sign", "-{key}x", "-/run/my key.pem"}, ""},
		"a file's name is not looked at again":    {"sign {signature}", []string{"sign", "/tmp/s"}, ""},
		"only a file that is not there: no words": {"{issuers}", nil, "empty"},
	}
	for name, row := range rows {
		got, err := parseCommand(row.line).fill(files)
		if !slices.Equal(got, row.want) || (err == nil) != (row.says == "") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if err != nil && !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// script writes a shell script and returns the command that runs it.
func script(t testing.TB, text string) command {
	t.Helper()
	name := filepath.Join(t.TempDir(), "script.sh")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return command{"sh", name}
}

func TestAProgramGetsTheContentAndNoSettings(t *testing.T) {
	t.Setenv("VYPISKA_SIGNING_KEY_FILE", "/run/secret")
	t.Setenv("OPENSSL_CONF", "/etc/gost.cnf")
	out, err := script(t, "cat; echo; env").run(t.Context(), strings.NewReader("one two"), nil)
	if err != nil {
		t.Fatal(err)
	}
	mustContain(t, string(out), "one two\n")
	mustContain(t, string(out), "OPENSSL_CONF=/etc/gost.cnf")
	mustContain(t, string(out), "PATH=")
	if strings.Contains(string(out), "VYPISKA") {
		t.Error("the program sees the service's settings")
	}
}

func TestAProgramThatMisbehavesIsStopped(t *testing.T) {
	rows := map[string]struct {
		life time.Duration
		text string
		is   error
		says string
	}{
		"it ends with a status":             {time.Minute, "cat >&2; exit 3", nil, "exit status 3"},
		"it writes without end":             {time.Minute, "cat /dev/zero", nil, "more than 512 KB"},
		"it complains without end":          {time.Minute, "head -c 100000 /dev/zero >&2; cat >&2; exit 1", nil, "exit status 1"},
		"it does not end":                   {300 * time.Millisecond, "exec tail -f /dev/null", context.DeadlineExceeded, "sh: "},
		"it does not read and does not end": {300 * time.Millisecond, "exec tail -f /dev/null <&-", context.DeadlineExceeded, "sh: "},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			ctx, stop := context.WithTimeout(t.Context(), row.life)
			defer stop()
			_, err := script(t, row.text).run(ctx, strings.NewReader("Иванов Иван Иванович"), nil)
			if err == nil || row.is != nil && !errors.Is(err, row.is) {
				t.Fatal(err)
			}
			mustContain(t, err.Error(), row.says)
			if strings.Contains(err.Error(), "Иванов") {
				t.Error("the error repeats what was signed")
			}
		})
	}
}

func TestAProgramThatIsNotThere(t *testing.T) {
	_, err := command{"/nowhere/csptest"}.run(t.Context(), strings.NewReader(""), nil)
	if !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	mustContain(t, err.Error(), "csptest")
}
