package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	// A program under the race detector waits a second before it exits, unless
	// told otherwise, and the tests start it some hundred times.
	if os.Getenv(raceOptions) == "" {
		if err := os.Setenv(raceOptions, "atexit_sleep_ms=0"); err != nil {
			panic(err)
		}
	}
	testscript.Main(m, map[string]func(){
		"vypiska": func() { os.Exit(program()) },
	})
}

const raceOptions = "GORACE"

// repo is the repository's root, absolute and found before any test runs: the
// embedded S3 server changes the working directory.
var repo, _ = filepath.Abs("../..")

func TestCommands(t *testing.T) { scripts(t, "testdata/script") }

// scripts runs every script of a folder of this package.
func scripts(t *testing.T, dir string) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join(repo, "cmd/vypiska", dir),
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("REPO", repo)
			e.Setenv(raceOptions, os.Getenv(raceOptions))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"count": count, "tamper": tamper, "flip": flip, "keep": keep,
			"clinic": clinic, "s3": s3, "authorities": authorities, "behave": behave,
		},
	})
}
