package guessed

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestWhatIsTriedFirstIsKnown(t *testing.T) {
	for _, p := range []string{"qwertyuiop", "1q2w3e4r5t", "password123", "PASSWORD123", "1234567890", "iloveyou12", "manchester"} {
		if !Has(p) {
			t.Errorf("%s passes", p)
		}
	}
}

func TestGoodPasswordsPass(t *testing.T) {
	for _, p := range []string{"верный конь скрепка батарейка", "correct horse battery staple", "v9k-TQ2-plum-ridge", "тихая река под мостом", "2mz7qk4w8rxt"} {
		if Has(p) {
			t.Errorf("%s is refused", p)
		}
	}
}

// One in ten thousand by design; five times that would be felt.
func TestFewOthersAreTakenForOne(t *testing.T) {
	random, wrong := rand.New(rand.NewPCG(1, 2)), 0
	const tries = 200_000
	for range tries {
		var b strings.Builder
		for range 14 {
			b.WriteByte(byte('!' + random.IntN(94)))
		}
		if Has(b.String()) {
			wrong++
		}
	}
	if wrong > tries/2000 {
		t.Errorf("%d of %d", wrong, tries)
	}
}

func TestAFilterHasAllItWasMadeOf(t *testing.T) {
	list := []string{"short", "Long enough 1", "длинный пароль", "another long one"}
	f := Build(list)
	for _, p := range list[1:] {
		if !has(f, p) {
			t.Errorf("%s is lost", p)
		}
	}
}
