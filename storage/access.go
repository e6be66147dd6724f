package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// access is how to reach the embedded server that runs. Its file is as secret as
// the directory it lies in, and worthless when the server has ended.
type access struct {
	Socket string `json:"socket"`
	Key    string `json:"access_key"`
	Secret string `json:"secret_key"`
}

func (a access) config() Config {
	return Config{Socket: a.Socket, Bucket: EmbeddedBucket, Region: DefaultRegion, AccessKey: a.Key, SecretKey: a.Secret}
}

// short reports whether a directory was made for the socket alone.
func (a access) short() bool {
	dir := filepath.Dir(a.Socket)
	return strings.HasPrefix(filepath.Base(dir), socketTemp) && filepath.Base(a.Socket) == socketFile
}

func readAccess(dir string) (access, error) {
	text, err := os.ReadFile(filepath.Join(dir, accessFile))
	if err != nil {
		return access{}, fmt.Errorf("the server's access file: %w", err)
	}
	var a access
	if err := json.Unmarshal(text, &a); err != nil || !filepath.IsAbs(a.Socket) {
		return access{}, errors.New("the server's access file is damaged: restart the server")
	}
	if filepath.Dir(a.Socket) != dir && !a.short() {
		return access{}, errors.New("the server's access file names a foreign socket: restart the server")
	}
	return a, nil
}

// write puts the file there whole, before the server listens.
func (a access) write(dir string) error {
	text, err := json.Marshal(a)
	if err != nil {
		return err
	}
	name := filepath.Join(dir, accessFile)
	if err := os.WriteFile(name+".new", append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the server's access file: %w", err)
	}
	return os.Rename(name+".new", name)
}
