package storage_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"vypiska/storage"
	"vypiska/storage/storagetest"
)

func TestAMasterKeyFileIsReadBack(t *testing.T) {
	now, former := storagetest.Master(t), storagetest.Master(t)
	file := bytes.Join([][]byte{[]byte("# the current key, then former ones\n\n"), now.Line(), []byte("  "), former.Line()}, nil)
	keys, err := storage.ParseMaster(file, nil)
	if err != nil || len(keys) != 2 || keys[0].ID() != now.ID() || keys[1].ID() != former.ID() {
		t.Errorf("read %v, %v", keys, err)
	}
}

func TestWhatIsNoMasterKeyFile(t *testing.T) {
	line := string(storagetest.Master(t).Line())
	other := string(storagetest.Master(t).Line())
	key := strings.Split(strings.TrimSpace(line), ":")[2]
	for name, file := range map[string]string{
		"nothing":                      "",
		"only a comment":               "# none\n",
		"the key alone":                key,
		"another format":               strings.Replace(line, "-1:", "-2:", 1),
		"another key's id":             strings.Join(strings.Split(other, ":")[:2], ":") + ":" + key,
		"a key cut short":              strings.TrimSpace(line)[:60],
		"a good line and a broken one": line + "x" + line,
		"a mistyped character":         strings.Replace(line, key[:1], string(key[0]^1), 1),
	} {
		t.Run(name, func(t *testing.T) {
			keys, err := storage.ParseMaster([]byte(file), nil)
			if !errors.Is(err, storage.ErrMasterFile) || keys != nil {
				t.Errorf("%v, %v", keys, err)
			}
			if err != nil && strings.Contains(err.Error(), key[4:20]) {
				t.Errorf("the error repeats the key: %v", err)
			}
		})
	}
	if _, err := storage.NewMaster(strings.NewReader("short")); err == nil {
		t.Error("a key from too little randomness")
	}
}

func TestAMasterKeyDoesNotPrint(t *testing.T) {
	k := storagetest.Master(t)
	config := storage.Config{Endpoint: "s3.example", Bucket: "b", AccessKey: "acc-ess", SecretKey: "sec-ret", Master: []storage.MasterKey{k}}
	text := fmt.Sprintf("%v %+v %#v %x %s %v %+v", k, k, k, k, k, config, struct{ inner storage.MasterKey }{k})
	j, err := json.Marshal(map[string]any{"k": k})
	if err != nil {
		t.Fatal(err)
	}
	text += string(j) + fmt.Sprintf("%#v", config)
	secret := strings.TrimSpace(strings.Split(string(k.Line()), ":")[2])
	for _, leak := range []string{secret, "sec-ret", "acc-ess"} {
		if strings.Contains(text, leak) {
			t.Errorf("printed %q in %s", leak, text)
		}
	}
}

func TestWithoutEverythingNothingIsOpened(t *testing.T) {
	whole := storage.Config{Endpoint: "localhost:1", Bucket: "copies", AccessKey: "a", SecretKey: "s", Master: []storage.MasterKey{storagetest.Master(t)}, Rand: rand.Reader}
	for name, c := range map[string]struct {
		change func(*storage.Config)
		want   string
	}{
		"no endpoint":           {func(c *storage.Config) { c.Endpoint = "" }, "no endpoint"},
		"no access key":         {func(c *storage.Config) { c.AccessKey = "" }, "no access key"},
		"no secret key":         {func(c *storage.Config) { c.SecretKey = "" }, "no access key"},
		"no master key":         {func(c *storage.Config) { c.Master = nil }, "no master key"},
		"a zero master key":     {func(c *storage.Config) { c.Master = append(c.Master, storage.MasterKey{}) }, "no master key"},
		"no randomness":         {func(c *storage.Config) { c.Rand = nil }, "no source of randomness"},
		"nobody answers there":  {func(*storage.Config) {}, "look for the bucket"},
		"a bucket that is none": {func(c *storage.Config) { c.Bucket = "No Bucket" }, "look for the bucket"},
	} {
		t.Run(name, func(t *testing.T) {
			config := whole
			c.change(&config)
			if s, err := storage.Open(t.Context(), config); s != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, %v, want %q", s, err, c.want)
			}
		})
	}
}
