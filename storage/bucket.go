package storage

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/minio/minio-go/v7"
)

// ErrPublic says that people without keys may read the bucket. What is in it is
// encrypted; who got how many copies and when is not.
var ErrPublic = errors.New("the bucket is public: take away its policy and lists of access that let everybody in")

// private refuses a bucket that its policy, or the server in fact, opens to
// everybody. A server that knows no policies has none.
func private(ctx context.Context, client *minio.Client, over http.RoundTripper, c Config) error {
	policy, err := client.GetBucketPolicy(ctx, c.Bucket)
	switch code := minio.ToErrorResponse(err).Code; {
	case code == minio.NotImplemented:
	case err != nil:
		return fmt.Errorf("ask for the bucket's policy (allow s3:GetBucketPolicy): %w", err)
	case opens(policy):
		return ErrPublic
	}
	listed, err := anybodyLists(ctx, client.EndpointURL(), over, c)
	if err == nil && listed {
		err = ErrPublic
	}
	return err
}

// opens reports whether a statement of the policy allows everybody anything,
// under whatever condition. One that cannot be read does.
func opens(policy string) bool {
	if policy == "" {
		return false
	}
	var p struct{ Statement json.RawMessage }
	if json.Unmarshal([]byte(policy), &p) != nil {
		return true
	}
	type statement struct {
		Effect                  string
		Principal, NotPrincipal json.RawMessage
	}
	var all []statement
	if json.Unmarshal(p.Statement, &all) != nil {
		all = make([]statement, 1)
		if json.Unmarshal(p.Statement, &all[0]) != nil {
			return true
		}
	}
	return slices.ContainsFunc(all, func(s statement) bool {
		return s.Effect != "Deny" && (s.NotPrincipal != nil || strings.Contains(string(s.Principal), `"*"`))
	})
}

// anybodyLists asks for the bucket's list without keys.
func anybodyLists(ctx context.Context, endpoint *url.URL, over http.RoundTripper, c Config) (bool, error) {
	u := endpoint.JoinPath(c.Bucket)
	u.RawQuery = "list-type=2&max-keys=1"
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return false, err
	}
	resp, err := over.RoundTrip(req)
	if err != nil {
		return false, fmt.Errorf("ask for the bucket without keys: %w", err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode < 300, nil
}

// Probe writes, reads and removes an object that is no copy.
func (s *Store) Probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	key, text := "probe-"+strings.ToLower(rand.Text()), []byte(rand.Text())
	if _, err := s.client.PutObject(ctx, s.bucket, key, bytes.NewReader(text), int64(len(text)), minio.PutObjectOptions{}); err != nil {
		return fmt.Errorf("write a probe: %w", err)
	}
	o, err := s.client.GetObject(ctx, s.bucket, key, minio.GetObjectOptions{})
	if err == nil {
		var got []byte
		if got, err = io.ReadAll(o); err == nil && !bytes.Equal(got, text) {
			err = errors.New("it came back changed")
		}
		err = errors.Join(err, o.Close())
	}
	if err != nil {
		err = fmt.Errorf("read a probe: %w", err)
	}
	remove := s.deleteObject
	if s.versioned {
		remove = s.deleteVersions
	}
	if gone := remove(ctx, key); gone != nil {
		err = errors.Join(err, fmt.Errorf("remove a probe: %w", gone))
	}
	return err
}

// Versioned reports whether the bucket keeps versions of what is deleted; ours
// are removed, all of them.
func (s *Store) Versioned() bool { return s.versioned }
