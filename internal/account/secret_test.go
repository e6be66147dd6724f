package account

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"vypiska/exporter/policy"
	"vypiska/internal/db/dbtest"
)

func TestThePasswordIsStoredAsArgon2id(t *testing.T) {
	h := newHouse(t)
	a, p := h.add(t, policy.Patient, "Patient/17")
	row := h.stored(t, a.Login)
	if !row.FirstUntil.Equal(noon.Add(7 * 24 * time.Hour)) {
		t.Errorf("first password until %v", row.FirstUntil)
	}
	part := strings.Split(row.Password, "$")
	if len(part) != 6 || part[1] != "argon2id" || part[2] != "v=19" || part[3] != "m=19456,t=2,p=1" {
		t.Fatalf("%q", row.Password)
	}
	salt, err := base64.RawStdEncoding.DecodeString(part[4])
	if err != nil || len(salt) != 16 {
		t.Fatalf("salt %v, %v", salt, err)
	}
	key := base64.RawStdEncoding.EncodeToString(argon2.IDKey([]byte(p.Text()), salt, 2, 19456, 1, 32))
	if key != part[5] {
		t.Error("the stored hash is not of this password")
	}
}

func TestHashingWaitsForItsTurn(t *testing.T) {
	slots := make(hashing, 1)
	slots <- struct{}{}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	p, err := newPassword(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := slots.hash(gone, p.Text(), rand.Reader); !errors.Is(err, context.Canceled) {
		t.Errorf("with every slot taken: %v", err)
	}
	<-slots
	if _, err := slots.hash(t.Context(), p.Text(), rand.Reader); err != nil || len(slots) != 0 {
		t.Errorf("%v, %d slots kept", err, len(slots))
	}
}

// No column, log or journal of the database has a secret in clear.
func TestNoSecretIsStoredInClear(t *testing.T) {
	h := newHouse(t)
	var secrets []string
	for _, subject := range []string{"Patient/17", "Patient/18"} {
		a, p := h.add(t, policy.Patient, subject)
		token := h.token(t, a.Login)
		raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(token, "vyp_"))
		if err != nil || len(raw) != 32 {
			t.Fatalf("token %q: %v", token, err)
		}
		plain := sha256.Sum256([]byte(token)) // without its domain it is not stored either
		secrets = append(secrets, p.Text(), token, strings.TrimPrefix(token, "vyp_"), string(raw), string(plain[:]))
	}
	content := dbtest.Files(t, h.file)
	if !bytes.Contains(content, []byte("Patient/17")) {
		t.Error("no file holds the account: this test looks in the wrong place")
	}
	for i, s := range secrets {
		if bytes.Contains(content, []byte(s)) {
			t.Errorf("a file holds secret %d", i)
		}
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	h := newHouse(t)
	a, p := h.add(t, policy.Doctor, "Practitioner/4")
	token, err := h.Token(t.Context(), a.Login, time.Hour, "operator:root")
	if err != nil {
		t.Fatal(err)
	}
	both := struct {
		P Password
		T Token
	}{p, token}
	text, err := json.Marshal(both)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{string(text), fmt.Sprint(both), fmt.Sprintf("%+v", both), fmt.Sprintf("%#v %s %q %x", both, p, p, token), fmt.Sprint(&both)} {
		if strings.Contains(s, p.Text()) || strings.Contains(s, token.Text()[4:]) {
			t.Errorf("printed: %s", s)
		}
	}
	if (Password{}).Text() != "" || (Token{}).Text() != "" {
		t.Error("a zero secret has a text")
	}
}
