package links_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"vypiska/internal/db/dbtest"
	"vypiska/storage/links"
)

func TestSecretsDoNotPrint(t *testing.T) {
	h := newHouse(t)
	m := h.mint(withPIN, noon)
	d := h.ticket(m, noon)
	key, err := links.NewKey([]byte("0123456789abcdef0123456789abcdef"))
	h.must(err)
	try := right(m)
	inside := struct {
		a links.Token
		b links.PIN
		c links.Ticket
		d links.Key
	}{m.Token, m.Code, d.Ticket, key}
	_ = inside.a
	for _, v := range []any{m, d, try, inside, key, m.Token, m.Code, d.Ticket, &m, []any{m.Token, d.Ticket, m.Code}} {
		asJSON, err := json.Marshal(v)
		h.must(err)
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%c"} {
			text := fmt.Sprintf(verb, v) + string(asJSON)
			for name, hidden := range map[string]string{
				"token": m.Token.Text(), "ticket": d.Ticket.Text(), "key": "0123456789abcdef", "PIN": m.Code.Text(),
				"token in hex": hex.EncodeToString(raw(t, m.Token.Text())), "key in hex": hex.EncodeToString([]byte("0123456789abcdef")),
			} {
				if shows(text, hidden) {
					t.Errorf("%T with %s shows the %s: %s", v, verb, name, text)
				}
			}
		}
	}
}

// shows looks for a whole word, so that six digits within an address in memory
// are no PIN.
func shows(text, word string) bool {
	return regexp.MustCompile(`(?i)(^|[^0-9a-z])` + word + `($|[^0-9a-z])`).MatchString(text)
}

func raw(t testing.TB, text string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestNoSecretIsInTheDatabasesFiles(t *testing.T) {
	h := newHouse(t)
	hidden, stored := map[string][]byte{}, [][]byte(nil)
	hide := func(name, text string) {
		b := raw(t, text)
		hidden[name], hidden[name+", its bytes"] = []byte(text), b
		hidden[name+" in hex"], hidden[name+" in standard base64"] = []byte(hex.EncodeToString(b)), []byte(base64.RawStdEncoding.EncodeToString(b))
	}
	for i := range 20 {
		m := h.mint(withPIN, noon)
		d := h.ticket(m, noon)
		_, _ = h.take(links.Try{Token: m.Token, PIN: wrong(m)}, noon)
		hide(fmt.Sprintf("token %d", i), m.Token.Text())
		hide(fmt.Sprintf("ticket %d", i), d.Ticket.Text())
		hidden[fmt.Sprintf("PIN %d", i)] = []byte(m.Code.Text())
		hash, ticket := m.Token.Hash(), d.Ticket.Hash()
		stored = append(stored, hash[:], ticket[:], []byte(m.ID))
	}
	content := dbtest.Files(t, h.path)
	for _, b := range stored {
		if !bytes.Contains(content, b) {
			t.Fatal("the test cannot see what is stored")
		}
	}
	for name, secret := range hidden {
		if bytes.Contains(content, secret) {
			t.Errorf("%s is in a file of the database", name)
		}
	}
}

func TestATokenHasOneSpelling(t *testing.T) {
	good := newHouse(t).mint(noPIN, noon).Token.Text()
	if got, err := links.ParseToken(good); err != nil || got.Text() != good {
		t.Fatalf("%v", err)
	}
	for _, bad := range []string{
		"", good + "=", good + "A", good[:42], good[:42] + "B", " " + good[1:], good[:21] + "\n" + good[22:], good[:20] + "\r\n" + good[22:],
		strings.Repeat("+", 43), strings.Repeat("/", 43), strings.Repeat("Ж", 43), strings.Repeat("A", 1<<20),
	} {
		if _, err := links.ParseToken(bad); !is(err, links.ErrUnknown) {
			t.Errorf("%.50q: %v", bad, err)
		}
		if _, err := links.ParseTicket(bad); !is(err, links.ErrUnknown) {
			t.Errorf("%.50q as a ticket: %v", bad, err)
		}
	}
}

func FuzzParseToken(f *testing.F) {
	f.Add("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Add("AAAAAAAAAAAAAAAAAAAAA\nAAAAAAAAAAAAAAAAAAAAAA")
	f.Add("_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-8")
	f.Fuzz(func(t *testing.T, text string) {
		token, err := links.ParseToken(text)
		if err == nil && (token.Text() != text || token.Hash() == links.Hash{}) {
			t.Errorf("%q reads as another token", text)
		}
		if err != nil && (token.Text() != "" || token.Hash() != links.Hash{}) {
			t.Error("an error with a token")
		}
		ticket, ticketErr := links.ParseTicket(text)
		if (ticketErr == nil) != (err == nil) || err == nil && ticket.Hash() == token.Hash() {
			t.Error("a ticket is found where a token is")
		}
	})
}

func TestWhatAPersonTypesAsPIN(t *testing.T) {
	for text, want := range map[string]string{
		"012345": "012345", " 012 345 ": "012345", "000000": "000000", "": "", "12345": "", "1234567": "", "12 34 56 7": "", "12345a": "",
		"-12345": "", "１２３４５６": "", "12345\x00": "", "1234५6": "",
	} {
		if got := links.ParsePIN(text).Text(); got != want {
			t.Errorf("%q reads as %q", text, got)
		}
	}
}

// A fold of 20 bits or of a byte would make the low PINs twice as likely: with
// 60,000 draws each tenth and each last digit lies within 6 standard deviations.
func TestEveryPINIsAsLikely(t *testing.T) {
	g, none := newGate(t), adder(func(links.Row) error { return nil })
	const draws = 60_000
	var first, last [10]int
	for range draws {
		m, err := g.Mint(t.Context(), none, bearer(1), noon)
		if err != nil {
			t.Fatal(err)
		}
		pin := m.Code.Text()
		first[pin[0]-'0']++
		last[pin[5]-'0']++
	}
	for d := range 10 {
		for _, n := range []int{first[d], last[d]} {
			if n < draws/10-440 || n > draws/10+440 {
				t.Errorf("digit %d: first %d, last %d of %d", d, first[d], last[d], draws)
			}
		}
	}
}
