package storage

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/s3err"
	"github.com/versity/versitygw/s3response"
)

// disk is the durable backend over a directory, with a sync that remembers and
// may fail.
type disk struct {
	durable
	synced []string
	broken error
}

func newDisk(t *testing.T) *disk {
	t.Helper()
	home := t.TempDir()
	e := &Embedded{dir: home}
	root := filepath.Join(home, objectsDir)
	if err := os.MkdirAll(root, 0o700); err != nil {
		t.Fatal(err)
	}
	notes, err := e.notes(root)
	if err != nil {
		t.Fatal(err)
	}
	backend, err := posix.New(root, notes, posix.PosixOpts{ForceNoObjLockFile: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		backend.Shutdown()
		if err := os.Chdir(os.TempDir()); err != nil {
			t.Error(err)
		}
	})
	d := &disk{}
	d.durable = durable{backend, root, func(name string) error {
		short, err := filepath.Rel(root, name)
		d.synced = append(d.synced, short)
		return errors.Join(d.broken, err)
	}}
	input := &s3.CreateBucketInput{Bucket: ptr("copies"), CreateBucketConfiguration: &types.CreateBucketConfiguration{}}
	if err := d.CreateBucket(t.Context(), input, []byte(`{"Owner":"vypiska"}`)); err != nil {
		t.Fatal(err)
	}
	return d
}

func ptr[T any](v T) *T { return &v }

func (d *disk) put(t *testing.T, body string) error {
	t.Helper()
	d.synced = nil
	_, err := d.PutObject(t.Context(), s3response.PutObjectInput{
		Bucket: ptr("copies"), Key: ptr("object"), Body: strings.NewReader(body),
		ContentLength: ptr(int64(len(body))), IfNoneMatch: ptr("*"),
	})
	return err
}

func (d *disk) expect(t *testing.T, what string, synced ...string) {
	t.Helper()
	if !slices.Equal(d.synced, synced) {
		t.Errorf("%s: synced %q, want %q", what, d.synced, synced)
	}
}

func TestWhatIsAnsweredIsOnTheDisk(t *testing.T) {
	d := newDisk(t)
	d.expect(t, "a new bucket", "copies", ".")
	if err := d.put(t, "sealed"); err != nil {
		t.Fatal(err)
	}
	d.expect(t, "a new object", "copies/object", "copies", ".")
	err := d.put(t, "sealed")
	if known, ok := err.(s3err.S3Error); !ok || known.StatusCode() != 412 {
		t.Errorf("an object that is there: %v, want an error the server knows as 412", err)
	}
	d.expect(t, "an object that is there", "copies/object", "copies", ".")
	d.synced = nil
	if _, err := d.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: ptr("copies"), Key: ptr("object")}); err != nil {
		t.Fatal(err)
	}
	d.expect(t, "a deleted object", "copies")
}

func TestABrokenDiskIsNotASuccess(t *testing.T) {
	d := newDisk(t)
	d.broken = errors.New("input/output error")
	if err := d.put(t, "sealed"); !errors.Is(err, d.broken) {
		t.Errorf("put on a broken disk: %v", err)
	}
	if _, err := os.Stat(filepath.Join(d.root, "copies", "object")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the object was not taken back: %v", err)
	}
	d.broken = nil
	if err := d.put(t, "sealed"); err != nil {
		t.Errorf("put again on a good disk: %v", err)
	}
	d.broken = errors.New("input/output error")
	if err := d.put(t, "sealed"); !errors.Is(err, d.broken) {
		t.Errorf("an object that is there, on a broken disk: %v", err)
	}
	if _, err := d.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: ptr("copies"), Key: ptr("object")}); !errors.Is(err, d.broken) {
		t.Errorf("delete on a broken disk: %v", err)
	}
}
