package deidentify

import "testing"

func TestTheDictionaryKnowsWordsAndNoNames(t *testing.T) {
	for w, want := range map[string]bool{
		"отмечает": true, "слабость": true, "холецистит": true, "плевральных": true, "мороз": true, "доставлен": true, "яремной": true, "а": false, "": false,
		"яя": false, "шевчук": false, "гаджиева": false, "цой": false, "кравец": false,
		"presents": true, "swelling": true, "smoker": true, "zygote": true, "nguyen": false, "kowalski": false,
	} {
		if got := everydayWord(w); got != want {
			t.Errorf("%q: everyday is %v, want %v", w, got, want)
		}
	}
}
