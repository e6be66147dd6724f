package main

import (
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress is a bar on stderr when that is a terminal and there is something to wait for.
type progress struct{ bar *progressbar.ProgressBar }

func newProgress(w *world, n int) progress {
	f, ok := w.stderr.(*os.File)
	if !ok || n < 3 || !term.IsTerminal(int(f.Fd())) {
		return progress{}
	}
	return progress{progressbar.NewOptions(n, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription("copies"),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())}
}

func (p progress) step() {
	if p.bar != nil {
		_ = p.bar.Add(1)
	}
}

func (p progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
