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
	// tokenSessions bounds how many seals use the token at once.
	tokenSessions = 16
	// tokenWait is how long a seal waits for one of the sessions.
	tokenWait = 20 * time.Second
)

// device is a crypto.Signer over a key pair on a device. It opens the device
// again after it was away: sessions, handles and the login are gone then.
type device struct {
	setup Token
	want  crypto.PublicKey // the certificate's: another key under the same label is refused

	mu     sync.RWMutex // held for reading by seals, for writing while the token is opened
	device *crypto11.Context
	pair   crypto11.Signer // nil while the token is away
	turn   int             // counts openings
	locked error           // the token refused the PIN: nothing more is tried
}

func openToken(t Token, want crypto.PublicKey) (crypto.Signer, func() error, error) {
	k := &device{setup: t, want: want}
	if err := k.open(); err != nil {
		return nil, nil, k.wrap(err)
	}
	return k, k.close, nil
}

// Public implements crypto.Signer: the key that open compared with the token's.
func (k *device) Public() crypto.PublicKey { return k.want }

// Sign implements crypto.Signer. After an error the token is opened again and
// asked once more, so that a token that came back needs no restart.
func (k *device) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	signature, turn, err := k.try(digest, opts)
	if err == nil {
		return signature, nil
	}
	if err := k.reopen(turn); err != nil {
		return nil, k.wrap(err)
	}
	if signature, _, err = k.try(digest, opts); err != nil {
		return nil, k.wrap(err)
	}
	return signature, nil
}

func (k *device) try(digest []byte, opts crypto.SignerOpts) ([]byte, int, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.pair == nil {
		return nil, k.turn, errors.New("it is not there")
	}
	signature, err := k.pair.Sign(nil, digest, opts)
	return signature, k.turn, err
}

// reopen opens the token unless another seal has done it since turn.
func (k *device) reopen(turn int) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.turn != turn {
		return nil
	}
	if k.locked != nil {
		return k.locked
	}
	k.drop()
	return k.open()
}

// open finds token and key. It is called with the lock held, or by one goroutine alone.
func (k *device) open() error {
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
	if k.pair, err = k.find(id, label); err != nil {
		k.drop()
		return err
	}
	k.turn++
	return nil
}

// find returns the certificate's key: several may bear one label.
func (k *device) find(id, label []byte) (crypto11.Signer, error) {
	pairs, err := k.device.FindKeyPairs(id, label)
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

// refused remembers a PIN that the token does not take.
func (k *device) refused(err error) error {
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
func (k *device) drop() {
	if k.device != nil {
		_ = k.device.Close() // it is gone, or about to be opened again
	}
	k.device, k.pair = nil, nil
}

func (k *device) close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.drop()
	k.locked = errors.New("it was closed")
	return nil
}

func (k *device) wrap(err error) error { return fmt.Errorf("token %q: %w", k.setup.Label, err) }
