package db

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"

	"vypiska/internal/db/dbtest"
	"vypiska/storage/register"
)

// The test binary, started again with these set, appends instead of testing:
// it prints each entry's number after its transaction has committed.
const (
	envPath  = "VYPISKA_TEST_APPEND_TO"
	envKey   = "VYPISKA_TEST_APPEND_KEY"
	envTimes = "VYPISKA_TEST_APPEND_TIMES"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(envPath); path != "" {
		if err := appender(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func appender(path string) error {
	times, err := strconv.Atoi(os.Getenv(envTimes))
	if err != nil {
		return err
	}
	l, err := register.New(os.Getenv(envKey), rand.Reader)
	if err != nil {
		return err
	}
	ctx := context.Background()
	d, err := Open(ctx, path)
	if err != nil {
		return err
	}
	for i := range times {
		var seq int64
		err := d.Tx(ctx, func(tx *Tx) error {
			seq, err = l.Append(ctx, tx.Register(), sample(i))
			return err
		})
		if err != nil {
			return err
		}
		fmt.Println(seq)
	}
	return d.Close()
}

// start starts an appender; what it prints comes through said.
func start(t *testing.T, path, key string, times int) (cmd *exec.Cmd, said *bufio.Scanner) {
	t.Helper()
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envPath+"="+path, envKey+"="+key, envTimes+"="+strconv.Itoa(times))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

func TestSeveralProcessesAppendToOneRegister(t *testing.T) {
	const processes, times = 4, 60
	path, k := dbtest.Name(t), newLog(t)
	var (
		all  sync.WaitGroup
		mu   sync.Mutex
		seen = map[string]int{}
	)
	for range processes { // none has made the file before
		cmd, said := start(t, path, k.signer, times)
		all.Go(func() {
			for said.Scan() {
				mu.Lock()
				seen[said.Text()]++
				mu.Unlock()
			}
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for n := 1; n <= processes*times; n++ {
		if seen[strconv.Itoa(n)] != 1 {
			t.Errorf("entry %d was given out %d times", n, seen[strconv.Itoa(n)])
		}
	}
	if r := verify(t, open(t, path), k.verifier); !r.Intact() || r.Size != processes*times {
		t.Errorf("%s", r)
	}
}

func TestSeveralHandlesAppendToOneRegister(t *testing.T) {
	path, k := dbtest.Name(t), newLog(t)
	var all sync.WaitGroup
	for range 3 {
		d := open(t, path)
		for range 2 {
			all.Go(func() { fill(t, d, k.log, 20) })
		}
	}
	all.Wait()
	if r := verify(t, open(t, path), k.verifier); !r.Intact() || r.Size != 3*2*20 {
		t.Errorf("%s", r)
	}
}

// Whatever kill -9 leaves, every entry that was said to be committed is there
// and the register is intact; the next process goes on with it.
func TestKilledWhileAppending(t *testing.T) {
	path, k := dbtest.Name(t), newLog(t)
	for round := range 12 {
		cmd, said := start(t, path, k.signer, 1<<30)
		var last int64
		for range 1 + 7*round { // from the first entry on to some way into the work
			if !said.Scan() {
				break
			}
			n, err := strconv.ParseInt(said.Text(), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			last = n
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for said.Scan() { // what it had said before it died
			if n, err := strconv.ParseInt(said.Text(), 10, 64); err == nil {
				last = max(last, n)
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the process was not killed")
		}
		r := verify(t, open(t, path), k.verifier)
		if !r.Intact() || r.Size < last || last == 0 {
			t.Fatalf("round %d: entry %d was committed: %s", round, last, r)
		}
	}
}
