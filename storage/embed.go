package storage

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/s3api"
	"github.com/versity/versitygw/s3api/middlewares"
)

// What the embedded server keeps in the data directory.
const (
	serverDir  = "s3"          // all of it
	objectsDir = "objects"     // the sealed copies
	metaDir    = "meta"        // notes beside them, where the file system has no extended attributes
	accessFile = "access.json" // how other commands reach the server that runs
	socketFile = "s3.sock"

	// EmbeddedBucket is the one bucket of the embedded server.
	EmbeddedBucket = "copies"

	// longestSocket is what sun_path takes on every Unix.
	longestSocket = 100
	socketTemp    = "vypiska-s3-"
	startLimit    = 10 * time.Second
	mostRequests  = 1024
)

// serving guards the process: versitygw lives in the working directory.
var serving atomic.Bool

// ErrServing says that this process already serves an embedded S3.
var ErrServing = errors.New("this process already serves an embedded S3: close that one first")

// Embedded is an S3 server inside this process, on a unix socket alone.
type Embedded struct {
	access  access
	dir     string // of the server, in the data directory
	server  *s3api.S3ApiServer
	backend *posix.Posix
	ended   chan error
}

// Embed serves the data directory of the lock. Its access keys are drawn from
// rand anew at each start and written for other commands (Attach) into a file of
// mode 0600. It is one to a process.
//
// It changes the working directory of the process to that of the objects and
// needs it to stay there: make every relative path absolute before. The lock
// must be held until Close returned.
func Embed(lock *DirLock, rand io.Reader) (*Embedded, error) {
	if !serving.CompareAndSwap(false, true) {
		return nil, ErrServing
	}
	e, err := embed(lock.dir, rand)
	if err != nil {
		serving.Store(false)
		return nil, fmt.Errorf("embedded S3 in %s: %w", lock.dir, err)
	}
	return e, nil
}

func embed(dataDir string, rand io.Reader) (*Embedded, error) {
	e := &Embedded{dir: filepath.Join(dataDir, serverDir), ended: make(chan error, 1)}
	objects := filepath.Join(e.dir, objectsDir)
	if err := os.MkdirAll(objects, 0o700); err != nil {
		return nil, err
	}
	if err := errors.Join(syncPath(e.dir), syncPath(dataDir), e.sweepDead(objects)); err != nil {
		return nil, err
	}
	if err := e.drawAccess(rand); err != nil {
		return nil, err
	}
	if err := e.build(objects); err != nil {
		return nil, errors.Join(err, e.removeAccess())
	}
	if err := e.start(); err != nil {
		e.backend.Shutdown()
		return nil, errors.Join(err, e.removeAccess())
	}
	return e, nil
}

// sweepDead removes what a killed server left: its socket, its access file, and
// uploads that never got a name. The lock says that none is running.
func (e *Embedded) sweepDead(objects string) error {
	if old, err := readAccess(e.dir); err == nil {
		e.access = old
		if err := e.removeAccess(); err != nil {
			return err
		}
	}
	half, err := filepath.Glob(filepath.Join(objects, "*", posix.MetaTmpDir, "*"))
	if err != nil {
		return err
	}
	for _, name := range half {
		if err := os.RemoveAll(name); err != nil {
			return err
		}
	}
	return nil
}

func (e *Embedded) drawAccess(rand io.Reader) error {
	secret := make([]byte, 32)
	if _, err := io.ReadFull(rand, secret); err != nil {
		return fmt.Errorf("draw access keys: %w", err)
	}
	// Not in the data directory: a backup or a scan of it shall meet files alone,
	// and its path may be too long for a socket.
	short, err := os.MkdirTemp("", socketTemp) // 0700, and nobody can guess it
	if err != nil {
		return fmt.Errorf("make a directory for the socket: %w", err)
	}
	socket, err := filepath.Abs(filepath.Join(short, socketFile))
	if err != nil {
		return err
	}
	if len(socket) > longestSocket {
		return errors.Join(fmt.Errorf("the path of the temporary directory is too long for a socket: set TMPDIR to a shorter one than %d bytes", longestSocket-len(socketTemp)-30), os.Remove(short))
	}
	e.access = access{Socket: socket, Key: "vypiska", Secret: hex.EncodeToString(secret)}
	return e.access.write(e.dir)
}

func (e *Embedded) build(objects string) error {
	notes, err := e.notes(objects)
	if err != nil {
		return err
	}
	opts := posix.PosixOpts{
		CopyObjectThreshold: maxSize,
		ForceNoObjLockFile:  true, // the data directory has its own lock
		ValidateBucketNames: true,
	}
	opts.SetNewDirPerm(0o700)
	opts.SetNewFilePerm(0o600)
	if e.backend, err = posix.New(objects, notes, opts); err != nil {
		return err
	}
	// auth.New would make the same and print a line on stdout.
	iam := auth.NewIAMServiceSingle(auth.Account{Access: e.access.Key, Secret: e.access.Secret, Role: auth.RoleAdmin})
	root := middlewares.RootUserConfig{Access: e.access.Key, Secret: e.access.Secret}
	e.server, err = s3api.New(durable{e.backend, objects, syncPath}, root, DefaultRegion, iam, nil, nil, nil, nil,
		s3api.WithQuiet(), s3api.WithKeepAlive(), s3api.WithSocketPerm(0o600), s3api.WithDisableACL(),
		s3api.WithConcurrencyLimiter(mostRequests, mostRequests), s3api.WithMpMaxParts(10000))
	if err != nil {
		e.backend.Shutdown()
	}
	return err
}

// notes says where versitygw writes what it remembers of an object. Nothing here
// depends on it, so it may be lost.
func (e *Embedded) notes(objects string) (meta.MetadataStorer, error) {
	if (meta.XattrMeta{}).Test(objects) == nil {
		return meta.XattrMeta{}, nil
	}
	beside := filepath.Join(e.dir, metaDir)
	if err := os.MkdirAll(beside, 0o700); err != nil {
		return nil, err
	}
	return meta.NewSideCar(beside)
}

func (e *Embedded) start() error {
	listening := make(chan struct{})
	s3api.WithOnListen(func() { close(listening) })(e.server)
	go func() { e.ended <- e.server.ServeMultiPort([]string{e.access.Socket}) }()
	late := time.NewTimer(startLimit)
	defer late.Stop()
	select {
	case <-listening:
		return nil
	case err := <-e.ended:
		return err
	case <-late.C:
		return errors.Join(fmt.Errorf("it does not listen after %v", startLimit), e.server.ShutDown())
	}
}

// Config is how to reach the server; the caller adds Master and Rand.
func (e *Embedded) Config() Config { return e.access.config() }

// Close ends the server: it takes no more guests (commands that came through
// Attach), waits for those it has until ctx ends, lets requests that run end, at
// most ten seconds, and stops. The working directory stays where it is.
func (e *Embedded) Close(ctx context.Context) error {
	err := ignoreMissing(os.Remove(filepath.Join(e.dir, accessFile)))
	err = errors.Join(err, waitForGuests(ctx, e.dir), e.server.ShutDown())
	e.backend.Shutdown()
	err = errors.Join(err, e.removeAccess())
	serving.Store(false)
	if err != nil {
		return fmt.Errorf("close the embedded S3: %w", err)
	}
	return nil
}

// removeAccess removes the access file and the socket, with the directory made
// for it, if any.
func (e *Embedded) removeAccess() error {
	err := ignoreMissing(os.Remove(filepath.Join(e.dir, accessFile)))
	err = errors.Join(err, ignoreMissing(os.Remove(e.access.Socket)))
	if e.access.short() {
		err = errors.Join(err, ignoreMissing(os.Remove(filepath.Dir(e.access.Socket))))
	}
	return err
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
