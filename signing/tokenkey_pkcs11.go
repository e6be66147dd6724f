//go:build pkcs11

package signing

import (
	"crypto/cipher"
	"fmt"

	"github.com/ThalesGroup/crypto11"
)

// secret is an AES key on a device.
type secret struct{ device[cipher.AEAD] }

func openSecret(t Token) (secretKey, error) {
	k := &secret{device[cipher.AEAD]{setup: t}}
	k.find = k.findKey
	if err := k.start(); err != nil {
		return nil, err
	}
	return k, nil
}

func (k *secret) seal(nonce, plain, bound []byte) (sealed []byte, err error) {
	err = k.use(func(aead cipher.AEAD) (err error) {
		defer func() { // crypto11 has no other way to say that the token failed
			if p := recover(); p != nil {
				err = fmt.Errorf("%v", p)
			}
		}()
		sealed = aead.Seal(nil, nonce, plain, bound)
		return nil
	})
	return sealed, err
}

func (k *secret) open(nonce, sealed, bound []byte) (plain []byte, err error) {
	err = k.use(func(aead cipher.AEAD) error {
		plain, err = aead.Open(nil, nonce, sealed, bound)
		return err
	})
	return plain, err
}

func (k *secret) shut() error { return k.device.close() }

// findKey refuses a name that two keys bear: one of them would open nothing.
func (k *secret) findKey(c *crypto11.Context, id, label []byte) (cipher.AEAD, error) {
	keys, err := c.FindKeys(id, label)
	if err != nil {
		return nil, fmt.Errorf("secret key %q: %w", k.setup.Key, err)
	}
	if len(keys) != 1 {
		return nil, fmt.Errorf("it holds %d secret keys %q, want one: list its keys with `pkcs11-tool -O --login`, and name the label, or id= and the id", len(keys), k.setup.Key)
	}
	length, err := c.GetAttribute(keys[0], crypto11.CkaValueLen)
	if err != nil || keys[0].Cipher != crypto11.CipherAES || len(length.Value) == 0 || length.Value[0] != 32 {
		return nil, fmt.Errorf("key %q is no AES key of 256 bits: make one with `pkcs11-tool --login --keygen --key-type AES:32 --label NAME`", k.setup.Key)
	}
	return keys[0].NewGCM()
}
