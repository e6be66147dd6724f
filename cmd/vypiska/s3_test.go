//go:build s3

package main

import (
	"os"
	"path/filepath"
	"testing"

	"vypiska/storage/storagetest"
)

// TestS3Service runs the tests of the real program with its copies in S3
// servers of their own.
func TestS3Service(t *testing.T) {
	for _, outside := range storagetest.Servers(t) {
		for name, test := range map[string]func(*server){"life": (*server).life, "killed": (*server).killed} {
			t.Run(outside.Name+"/"+name, func(t *testing.T) {
				s, c := newServer(t), outside.Start(t)
				s.env = append(s.env, "VYPISKA_S3_ENDPOINT="+c.Endpoint, "VYPISKA_S3_REGION="+c.Region, "VYPISKA_S3_TLS=off",
					"VYPISKA_S3_BUCKET="+storagetest.NewBucket(), "VYPISKA_S3_ACCESS_KEY_FILE="+s.secret("access", c.AccessKey),
					"VYPISKA_S3_SECRET_KEY_FILE="+s.secret("secret", c.SecretKey))
				test(s)
			})
		}
	}
}

func (s *server) secret(name, value string) string {
	s.t.Helper()
	file := filepath.Join(s.dir, name)
	if err := os.WriteFile(file, []byte(value+"\n"), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return file
}
