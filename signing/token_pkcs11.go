//go:build pkcs11

package signing

import (
	"crypto"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/ThalesGroup/crypto11"
	"github.com/miekg/pkcs11"
)

const (
	// tokenSessions bounds how many use the token at once.
	tokenSessions = 16
	// tokenWait is how long one waits for one of the sessions.
	tokenWait = 20 * time.Second
)

// device is a key on a device. It opens the device again after it was away:
// sessions, handles and the login are gone then.
type device[K any] struct {
	setup Token
	find  func(c *crypto11.Context, id, label []byte) (K, error)

	mu     sync.RWMutex // held for reading by users, for writing while the token is opened
	device *crypto11.Context
	key    *K    // nil while the token is away
	turn   int   // counts openings
	locked error // the token refused the PIN: nothing more is tried
}

// use lets f work with the key. After an error the token is opened again and f
// asked once more, so that a token that came back needs no restart.
func (k *device[K]) use(f func(K) error) error {
	turn, err := k.try(f)
	if err == nil {
		return nil
	}
	if err := k.reopen(turn); err != nil {
		return k.wrap(err)
	}
	if _, err = k.try(f); err != nil {
		return k.wrap(err)
	}
	return nil
}

func (k *device[K]) try(f func(K) error) (int, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.key == nil {
		return k.turn, errors.New("it is not there")
	}
	return k.turn, f(*k.key)
}

// module is what the devices of one library share: it looks for tokens anew only
// when all of them have let it go.
type module struct {
	mu      sync.Mutex // held while one of them is opened again
	devices map[interface{ letGo() }]bool
}

var (
	modulesMu sync.Mutex
	modules   = map[string]*module{}
)

func moduleOf(path string) *module {
	modulesMu.Lock()
	defer modulesMu.Unlock()
	m := modules[path]
	if m == nil {
		m = &module{devices: map[interface{ letGo() }]bool{}}
		modules[path] = m
	}
	return m
}

// start opens the device for the first time.
func (k *device[K]) start() error {
	m := moduleOf(k.setup.Module)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.devices[k] = true
	if err := k.open(); err != nil {
		delete(m.devices, k)
		return k.wrap(err)
	}
	return nil
}

// letGo drops the device, which its next user opens again.
func (k *device[K]) letGo() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.drop()
}

// reopen opens the token unless another has done it since turn.
func (k *device[K]) reopen(turn int) error {
	m := moduleOf(k.setup.Module)
	m.mu.Lock()
	defer m.mu.Unlock()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.turn != turn && k.key != nil {
		return nil
	}
	if k.locked != nil {
		return k.locked
	}
	for other := range m.devices {
		if other != interface{ letGo() }(k) {
			other.letGo()
		}
	}
	k.drop()
	return k.open()
}

// open finds token and key. It is called with the locks held.
func (k *device[K]) open() error {
	id, label, err := k.setup.name()
	if err != nil {
		return err
	}
	k.device, err = crypto11.Configure(&crypto11.Config{
		Path: k.setup.Module, TokenLabel: k.setup.Label, Pin: k.setup.PIN, MaxSessions: tokenSessions, PoolWaitTimeout: tokenWait,
	})
	if err != nil {
		k.device = nil
		return k.refused(err)
	}
	key, err := k.find(k.device, id, label)
	if err != nil {
		k.drop()
		return err
	}
	k.key = &key
	k.turn++
	return nil
}

// refused remembers a PIN that the token does not take.
func (k *device[K]) refused(err error) error {
	var code pkcs11.Error
	if !errors.As(err, &code) {
		return fmt.Errorf("%w: plug it in, and compare its label and the module's file with the settings", err)
	}
	switch code {
	case pkcs11.CKR_PIN_INCORRECT, pkcs11.CKR_PIN_LEN_RANGE, pkcs11.CKR_PIN_INVALID, pkcs11.CKR_PIN_EXPIRED, pkcs11.CKR_PIN_LOCKED:
		k.locked = fmt.Errorf("it refuses the PIN (%w): correct the PIN file, then start again; it is not tried a second time, since a few wrong PINs lock a token", code)
		return k.locked
	}
	return fmt.Errorf("%w: plug it in again", err)
}

// drop lets the device go; the library is unloaded, so that it looks for tokens anew.
func (k *device[K]) drop() {
	if k.device != nil {
		_ = k.device.Close() // it is gone, or about to be opened again
	}
	k.device, k.key = nil, nil
}

func (k *device[K]) close() error {
	m := moduleOf(k.setup.Module)
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.devices, k)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.drop()
	k.locked = errors.New("it was closed")
	return nil
}

func (k *device[K]) wrap(err error) error { return fmt.Errorf("token %q: %w", k.setup.Label, err) }

// keyPair is a crypto.Signer over a key pair on a device.
type keyPair struct {
	device[crypto11.Signer]
	want crypto.PublicKey // the certificate's: another key under the same label is refused
}

func openToken(t Token, want crypto.PublicKey) (crypto.Signer, func() error, error) {
	k := &keyPair{device[crypto11.Signer]{setup: t}, want}
	k.find = k.findPair
	if err := k.start(); err != nil {
		return nil, nil, err
	}
	return k, k.close, nil
}

// Public implements crypto.Signer: the key that open compared with the token's.
func (k *keyPair) Public() crypto.PublicKey { return k.want }

// Sign implements crypto.Signer.
func (k *keyPair) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) (signature []byte, err error) {
	err = k.use(func(key crypto11.Signer) error {
		signature, err = key.Sign(nil, digest, opts)
		return err
	})
	return signature, err
}

// findPair returns the certificate's key: several may bear one label.
func (k *keyPair) findPair(c *crypto11.Context, id, label []byte) (crypto11.Signer, error) {
	pairs, err := c.FindKeyPairs(id, label)
	if err != nil {
		return nil, fmt.Errorf("key pair %q: %w", k.setup.Key, err)
	}
	if len(pairs) == 0 {
		return nil, fmt.Errorf("it holds no key pair %q, or only half of it: list its keys with `pkcs11-tool -O --login`, and name the label, or id= and the id", k.setup.Key)
	}
	for _, pair := range pairs {
		pub, ok := pair.Public().(interface{ Equal(crypto.PublicKey) bool })
		if ok && pub.Equal(k.want) {
			return pair, nil
		}
	}
	return nil, fmt.Errorf("key pair %q: %w: name the key made for it", k.setup.Key, ErrKeyMismatch)
}
