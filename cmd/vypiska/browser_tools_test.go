//go:build tools

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tab is a page of a headless Chromium, driven over a pair of pipes.
type tab struct {
	t       *testing.T
	in      *os.File
	out     *bufio.Reader
	calls   int
	session string
	sent    []string // what went over the network: method, address, body
}

func newTab(t *testing.T) *tab {
	t.Helper()
	commands, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	read, answers, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(), "--remote-debugging-pipe", "about:blank")
	cmd.ExtraFiles = []*os.File{commands, answers}
	if err := cmd.Start(); err != nil {
		t.Fatalf("chromium is missing: install the Debian package chromium: %v", err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		kill := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		kill.Stop()
	})
	_, _ = commands.Close(), answers.Close() // the browser has its own
	b := &tab{t: t, in: in, out: bufio.NewReaderSize(read, 1<<20)}
	target := b.call("Target.createTarget", map[string]any{"url": "about:blank"})["targetId"]
	b.session = b.call("Target.attachToTarget", map[string]any{"targetId": target, "flatten": true})["sessionId"].(string)
	b.call("Network.enable", map[string]any{"maxPostDataSize": 1 << 20})
	return b
}

// call sends a command and returns its result; requests seen meanwhile are kept.
func (b *tab) call(method string, params map[string]any) map[string]any {
	b.t.Helper()
	b.calls++
	command := map[string]any{"id": b.calls, "method": method, "params": params}
	if b.session != "" {
		command["sessionId"] = b.session
	}
	message, err := json.Marshal(command)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.in.Write(append(message, 0)); err != nil {
		b.t.Fatal(err)
	}
	for {
		message, err := b.out.ReadBytes(0)
		if err != nil {
			b.t.Fatalf("%s: %v", method, err)
		}
		var got struct {
			ID     int
			Method string
			Error  json.RawMessage
			Result map[string]any
			Params struct {
				Request struct{ Method, URL, PostData string }
			}
		}
		if err := json.Unmarshal(bytes.TrimSuffix(message, []byte{0}), &got); err != nil {
			b.t.Fatal(err)
		}
		if r := got.Params.Request; got.Method == "Network.requestWillBeSent" {
			b.sent = append(b.sent, r.Method+" "+r.URL+" "+r.PostData)
		}
		if got.ID == b.calls {
			if got.Error != nil {
				b.t.Fatalf("%s: %s", method, got.Error)
			}
			return got.Result
		}
	}
}

// value is what an expression gives in the page.
func (b *tab) value(expression string) any {
	result, _ := b.call("Runtime.evaluate", map[string]any{"expression": expression})["result"].(map[string]any)
	return result["value"]
}

// waits until an expression is true.
func (b *tab) waits(expression string) {
	b.t.Helper()
	for end := time.Now().Add(time.Minute); b.value(expression) != true; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("not in a minute: %s\n%v", expression, b.value("document.body.innerText"))
		}
	}
}

// choose gives a file to the page's field.
func (b *tab) choose(selector, name string) {
	b.t.Helper()
	root := b.call("DOM.getDocument", map[string]any{})["root"].(map[string]any)["nodeId"]
	node := b.call("DOM.querySelector", map[string]any{"nodeId": root, "selector": selector})["nodeId"]
	b.call("DOM.setFileInputFiles", map[string]any{"nodeId": node, "files": []string{name}})
}

func TestAFileIsHashedInTheBrowserAndStaysThere(t *testing.T) {
	s := newServer(t)
	s.start()
	patient := s.account("patient", "Patient/ru-p01")
	x := s.ended(patient, s.order(patient, "ru-p01", "signed"))
	l := s.link(patient, x.ID, map[string]any{"pin": false})
	pdf := s.want(s.call("POST", l.URL, "", ""), 200, "download").body
	name := filepath.Join(t.TempDir(), x.Number+".pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	b := newTab(t)
	for _, width := range []int{390, 1280} {
		b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 500})
		for _, address := range []string{s.url + "/v/" + x.Number, s.url + "/verify"} {
			b.sent = nil
			b.call("Page.navigate", map[string]any{"url": address + "?lang=en"})
			b.waits(`document.readyState === 'complete' && !!document.getElementById('drop') && !document.getElementById('drop').hidden`)
			b.choose("#file-here", name)
			b.waits(`document.readyState === 'complete' && document.body.innerText.includes('The copy is genuine and stands')`)
			if w, ok := b.value("document.documentElement.scrollWidth").(float64); !ok || w > float64(width) {
				t.Errorf("%s is wider than a screen of %d", address, width)
			}
			all := strings.Join(b.sent, "\n")
			if !strings.Contains(all, "sha256="+x.SHA256) {
				t.Errorf("the hash was not asked for:\n%s", all)
			}
			for _, r := range b.sent {
				if !strings.HasPrefix(r, "GET "+s.url+"/") || strings.Contains(r, "%PDF") || len(r) > 400 {
					t.Errorf("more than the hash went out: %.200s", r)
				}
			}
		}
	}
}
