package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// browser is a headless Chromium that has started and holds one page. It is
// driven over a pair of pipes: no port is opened.
type browser struct {
	cmd            *exec.Cmd
	dir            string
	in, read       *os.File
	out            *bufio.Reader
	calls          int
	session, frame string
}

// chromium is the maker that prints page, and how to end it.
func chromium(page string) (maker, func()) {
	m := maker{name: "Chromium, warm"}
	program, err := exec.LookPath("chromium")
	if err != nil {
		m.missing = "not measured: there is no chromium here (Debian: apt-get install chromium)"
		return m, func() {}
	}
	b, err := start(program)
	if err != nil {
		m.missing = "not measured: " + err.Error()
		return m, func() {}
	}
	m.make = func() ([]byte, error) { return b.print(page) }
	m.cpu = func() (time.Duration, error) { return treeCPU(b.cmd.Process.Pid) }
	return m, b.stop
}

func start(program string) (*browser, error) {
	dir, err := os.MkdirTemp("", "vypiska-bench-browser")
	if err != nil {
		return nil, err
	}
	b := &browser{dir: dir}
	if err := b.launch(program); err != nil {
		return nil, errors.Join(fmt.Errorf("start chromium: %w", err), os.RemoveAll(dir))
	}
	if err := b.open(); err != nil {
		b.stop()
		return nil, fmt.Errorf("open a page in chromium: %w", err)
	}
	return b, nil
}

// launch starts the program, which reads commands from its descriptor 3 and
// answers on 4.
func (b *browser) launch(program string) error {
	commands, in, err := os.Pipe()
	if err != nil {
		return err
	}
	read, answers, err := os.Pipe()
	if err != nil {
		return errors.Join(err, commands.Close(), in.Close())
	}
	b.in, b.read, b.out = in, read, bufio.NewReaderSize(read, 1<<20)
	b.cmd = exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+b.dir,
		"--remote-debugging-pipe", "about:blank")
	b.cmd.ExtraFiles = []*os.File{commands, answers}
	err = b.cmd.Start()
	return errors.Join(err, commands.Close(), answers.Close())
}

// open makes the page that every document is printed from.
func (b *browser) open() error {
	var target struct{ TargetID string }
	if err := b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target); err != nil {
		return err
	}
	var session struct{ SessionID string }
	if err := b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &session); err != nil {
		return err
	}
	b.session = session.SessionID
	var tree struct {
		FrameTree struct{ Frame struct{ ID string } }
	}
	err := b.call("Page.getFrameTree", nil, &tree)
	b.frame = tree.FrameTree.Frame.ID
	return err
}

func (b *browser) print(page string) ([]byte, error) {
	if err := b.call("Page.setDocumentContent", map[string]any{"frameId": b.frame, "html": page}, nil); err != nil {
		return nil, err
	}
	var printed struct{ Data []byte }
	err := b.call("Page.printToPDF", map[string]any{"preferCSSPageSize": true}, &printed)
	return printed.Data, err
}

// call sends one command of the DevTools protocol and waits for its answer;
// messages end with a zero byte.
func (b *browser) call(method string, params map[string]any, result any) error {
	b.calls++
	command := map[string]any{"id": b.calls, "method": method, "params": params}
	if params == nil {
		delete(command, "params")
	}
	if b.session != "" {
		command["sessionId"] = b.session
	}
	message, err := json.Marshal(command)
	if err != nil {
		return err
	}
	if _, err := b.in.Write(append(message, 0)); err != nil {
		return err
	}
	if err := b.read.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		return err
	}
	return b.answer(method, result)
}

func (b *browser) answer(method string, result any) error {
	for {
		message, err := b.out.ReadBytes(0)
		if err != nil {
			return fmt.Errorf("%s: %w", method, err)
		}
		var got struct {
			ID     int
			Error  json.RawMessage
			Result json.RawMessage
		}
		if err := json.Unmarshal(bytes.TrimSuffix(message, []byte{0}), &got); err != nil {
			return fmt.Errorf("%s: %w", method, err)
		}
		if got.ID != b.calls { // an event
			continue
		}
		if got.Error != nil {
			return fmt.Errorf("%s: %s", method, got.Error)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(got.Result, result)
	}
}

// stop ends the browser and removes what it wrote.
func (b *browser) stop() {
	_ = b.in.Close() // it ends when its commands do
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = b.cmd.Wait() // however it ends, it has ended
	}()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		_ = b.cmd.Process.Kill()
		<-done
	}
	_ = b.read.Close()
	if err := os.RemoveAll(b.dir); err != nil {
		fmt.Fprintf(os.Stderr, "bench: remove the browser's directory: %v\n", err)
	}
}

// treeCPU adds up the processor time of a process and all below it (proc(5)),
// in the hundredths of a second the kernel counts in.
func treeCPU(root int) (time.Duration, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return 0, fmt.Errorf("read the processes' times: %w", err)
	}
	parent, used := map[int]int{}, map[int]time.Duration{}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if stat, err := os.ReadFile("/proc/" + e.Name() + "/stat"); err == nil { // it may have ended
			parent[pid], used[pid] = times(string(stat))
		}
	}
	var sum time.Duration
	for pid := range used {
		if below(parent, pid, root) {
			sum += used[pid]
		}
	}
	return sum, nil
}

// times reads the parent and the time used, its own and its ended children's.
func times(stat string) (parent int, used time.Duration) {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 15 {
		return 0, 0
	}
	parent, _ = strconv.Atoi(fields[1])
	for _, f := range fields[11:15] {
		ticks, _ := strconv.Atoi(f)
		used += time.Duration(ticks) * 10 * time.Millisecond
	}
	return parent, used
}

func below(parent map[int]int, pid, root int) bool {
	for ; pid > 1; pid = parent[pid] {
		if pid == root {
			return true
		}
	}
	return false
}
