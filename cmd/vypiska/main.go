// Command vypiska makes sealed and anonymized extracts of patients' records
// and keeps the register of them. This package is wiring only: it reads flags,
// opens the data directory and prints what the use cases return.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"
	_ "time/tzdata" // the clinic's zone must be known on a bare machine

	"github.com/alecthomas/kong"
)

// cli is every command and flag.
type cli struct {
	Demo       demoCmd       `cmd:"" help:"Try it: the whole service on invented records, with links to click."`
	Serve      serveCmd      `cmd:"" help:"Serve orders, copies and time-limited links over HTTP."`
	Export     exportCmd     `cmd:"" help:"Make copies of patients' records: sealed PDF extracts or anonymized reports."`
	Package    packageCmd    `cmd:"" help:"Make an insurer's package: everything a contract covers in a period, in one signed container."`
	Verify     verifyCmd     `cmd:"" help:"Check the seal of a PDF, or a package as a whole: is it whole, does the signature verify, is the signer trusted?"`
	Seal       sealCmd       `cmd:"" help:"Raise or renew the seal of a PDF."`
	Deidentify deidentifyCmd `cmd:"" help:"Remove what identifies a person from texts, JSON lines in, JSON lines out."`
	Risk       riskCmd       `cmd:"" help:"How small the groups of like patients are in a batch: k, l, the share of unique ones."`
	Account    accountCmd    `cmd:"" help:"Who may use the service: accounts and their API tokens."`
	Register   registerCmd   `cmd:"" help:"The tamper-evident register of copies."`
	Migrate    migrateCmd    `cmd:"" help:"Bring the tables of the database up to date, without serving."`
	Backup     backupCmd     `cmd:"" help:"Write a backup of database, keys and copies."`
	Restore    restoreCmd    `cmd:"" help:"Restore a backup, and revive nothing that was ended since."`
	Keys       keysCmd       `cmd:"" help:"The keys of a data directory."`
	Template   templateCmd   `cmd:"" help:"The printed forms: list, check, preview and copy them."`
	Config     configCmd     `cmd:"" help:"Every setting: its value, where it came from, what it is for; try every door they name."`

	Version kong.VersionFlag `help:"Say which version this is, and stop."`
}

// newCLI is the grammar with the flags that are made from tables.
func newCLI() *cli {
	var c cli
	for _, flags := range []*settingFlags{&c.Config.Show.settingFlags, &c.Config.Check.settingFlags, &c.Serve.settingFlags, &c.Demo.settingFlags, &c.Backup.settingFlags, &c.Restore.settingFlags} {
		*flags = newSettingFlags()
	}
	return &c
}

// world is what commands see of the outside.
type world struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
}

// exit is an error that carries the command's exit status. Its words were printed already if it has none.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

func main() { os.Exit(program()) }

// program is the whole program over the process it runs in.
func program() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(&world{ctx, os.Stdin, os.Stdout, os.Stderr, clock()}, os.Args[1:])
}

// run parses the arguments, carries the command out and returns the exit status.
func run(w *world, args []string) int {
	helped := -1
	parser, err := kong.New(newCLI(), kong.Name("vypiska"),
		kong.Description("Signed document export for medical clinics. Every copy is either sealed with a digital signature or anonymized, and every copy has an entry in the register."),
		kong.Writers(w.stdout, w.stderr), kong.UsageOnError(), kong.Exit(func(code int) { helped = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Bind(w),
		kong.Vars{"zone": "Europe/Moscow", "version": "vypiska " + version()})
	if err != nil {
		panic(err) // the grammar above is wrong, on every machine
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if helped >= 0 {
		return helped
	}
	if err != nil {
		fmt.Fprintf(w.stderr, "vypiska: %v\nTry: vypiska --help, or vypiska %s --help\n", err, commandOf(args))
		return 2
	}
	return status(w, k.Run())
}

// version is what the build noted of the source: a tag or a commit's time and hash,
// and of the compiler.
func version() string {
	b, ok := debug.ReadBuildInfo()
	if !ok {
		return "of unknown source"
	}
	return fmt.Sprintf("%s, %s %s/%s", b.Main.Version, b.GoVersion, runtime.GOOS, runtime.GOARCH)
}

func commandOf(args []string) string {
	for _, a := range args {
		if a != "" && a[0] != '-' {
			return a
		}
	}
	return "COMMAND"
}

func status(w *world, err error) int {
	if err == nil {
		return 0
	}
	if s := err.Error(); s != "" {
		fmt.Fprintln(w.stderr, "vypiska: "+s)
	}
	var e *exit
	if errors.As(err, &e) {
		return e.code
	}
	return 1
}

// zoned is a clock in the clinic's zone.
func (w *world) zoned(name string) (func() time.Time, error) {
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("--zone %s: no such time zone; want a name like Europe/Moscow", name)
	}
	return func() time.Time { return w.now().In(loc) }, nil
}
