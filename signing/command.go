package signing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// commandTime is how long an outside program may take for one document.
	commandTime = 30 * time.Second
	// commandWait is how long its output may stay open after it has ended.
	commandWait = 2 * time.Second
	// maxComplaint is the most of its words that is kept.
	maxComplaint = 2 << 10
)

// command is a line that starts an outside program without a shell: words
// between spaces, in which names in braces stand for files; -{name} is an option
// of that name.
type command []string

func parseCommand(line string) command { return strings.Fields(line) }

// fill puts files' names in the place of {names}. A word whose file is "" is
// left out together with the option before it.
func (c command) fill(files map[string]string) ([]string, error) {
	var args []string
	for _, word := range c {
		bare, option := strings.CutPrefix(word, "-")
		if !strings.HasPrefix(bare, "{") || !strings.HasSuffix(bare, "}") {
			args = append(args, word)
			continue
		}
		name, known := files[bare[1:len(bare)-1]]
		switch {
		case !known:
			return nil, fmt.Errorf("%s stands for nothing here: use one of %s", word, places(files))
		case option:
			args = append(args, "-"+name)
		case name != "":
			args = append(args, name)
		case len(args) > 1 && strings.HasPrefix(args[len(args)-1], "-"):
			args = args[:len(args)-1]
		}
	}
	if len(args) == 0 {
		return nil, errors.New("it is empty: want a program and its arguments")
	}
	return args, nil
}

func places(files map[string]string) string {
	var names []string
	for name := range files {
		names = append(names, "{"+name+"}")
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// complaint is an error of an outside program. Its words may repeat what it was
// given and so are no part of the error's text; said has them.
type complaint struct {
	program string
	cause   error
	said    string
}

func (c *complaint) Error() string { return fmt.Sprintf("%s: %v", c.program, c.cause) }
func (c *complaint) Unwrap() error { return c.cause }

// run starts the program with content on its standard input and returns its
// standard output. It sees nothing else of the service: only the variables of
// commandEnv, no settings.
func (c command) run(ctx context.Context, content io.Reader, files map[string]string) ([]byte, error) {
	args, err := c.fill(files)
	if err != nil {
		return nil, err
	}
	limited, stop := context.WithTimeout(ctx, commandTime)
	defer stop()
	var out, said capped
	out.limit, out.stop, said.limit = maxCMS, stop, maxComplaint
	program := exec.CommandContext(limited, args[0], args[1:]...)
	program.Stdin = content
	program.Stdout, program.Stderr = &out, &said
	program.Env, program.WaitDelay = commandEnv(os.Environ()), commandWait
	err = program.Run()
	switch {
	case ctx.Err() != nil:
		err = ctx.Err()
	case out.over:
		err = fmt.Errorf("it wrote more than %d KB", maxCMS>>10)
	case limited.Err() != nil:
		err = fmt.Errorf("it did not end within %v", commandTime)
	}
	if err != nil {
		return nil, &complaint{filepath.Base(args[0]), err, said.kept.String()}
	}
	return out.kept.Bytes(), nil
}

// commandEnv keeps what programs and crypto modules need to start: settings of
// the service may name its secrets' places, and are nobody else's business.
func commandEnv(environ []string) []string {
	env := []string{"LC_ALL=C"}
	for _, line := range environ {
		name, _, _ := strings.Cut(line, "=")
		if slices.Contains([]string{"PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"}, name) || strings.HasPrefix(name, "OPENSSL_") {
			env = append(env, line)
		}
	}
	return env
}

// capped keeps the first bytes written to it; past the limit it stops the
// writer if it can, else it drops the rest. The buffer is no embedded field: its
// ReadFrom would pass Write, and the limit, by.
type capped struct {
	kept  bytes.Buffer
	limit int
	over  bool
	stop  func()
}

func (c *capped) Write(p []byte) (int, error) {
	room := c.limit - c.kept.Len()
	if len(p) <= room {
		return c.kept.Write(p)
	}
	c.over = true
	if c.stop != nil {
		c.stop()
	}
	c.kept.Write(p[:room])
	return len(p), nil
}

// reader gives the two parts of what is signed, one after the other.
func reader(content [2][]byte) io.Reader {
	return io.MultiReader(bytes.NewReader(content[0]), bytes.NewReader(content[1]))
}
