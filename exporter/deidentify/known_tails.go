package deidentify

import "slices"

// leastTailed is how many bytes a number has at least whose last four figures tell it.
const leastTailed = 7

// addTail keeps the last four figures of a number.
func (m *matcher) addTail(s string) {
	if len(s) < leastTailed {
		return
	}
	tail := s[len(s)-4:]
	if atoi(tail) >= 0 && !isYear(tail) && !slices.Contains(m.tails, tail) {
		m.tails = append(m.tails, tail)
	}
}

// tailAt reports whether the last four figures of a known number stand alone at i: "last 4
// 5162", "*8073", «оканчивается на 5608».
func (t *passage) tailAt(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.kind != number || k.size != 4 || !slices.Contains(t.words.tails, k.fold) || !t.free(i) || k.before == glued && p.kind != sign || k.before == glued && t.tok(i-2).kind == number && p.before == glued {
		return false
	}
	if n.before == glued && (n.kind == word || t.tok(i+2).kind == number && t.tok(i+2).before == glued) {
		return false
	}
	return k.before == glued && (p.is("*") || p.is(".") || p.is("…") || p.is("-")) || t.tailSaid(i)
}

// tailStems begin words that say that the last figures of a number follow.
var tailStems = []string{"ending", "ends", "last", "tail", "последн", "оканчив", "заканчив", "конц", "цифр", "хвост"}

// tailSaid reports whether one of them stands in the clause before i.
func (t *passage) tailSaid(i int) bool {
	for j := i - 1; j >= 0 && j > i-8 && t.toks[j+1].before < parted; j-- {
		if k := t.toks[j]; k.kind == word && hasAnyPrefix(k.fold, tailStems) {
			return true
		}
	}
	return false
}

// figureNames are figures as English speakers dictate them.
var figureNames = map[string]byte{"zero": '0', "oh": '0', "o": '0', "one": '1', "two": '2', "three": '3', "four": '4', "five": '5', "six": '6', "seven": '7', "eight": '8', "nine": '9', "niner": '9'}

// figureWords are the same, and words for saying one twice or three times.
var figureWords = wordSet("zero oh o one two three four five six seven eight nine niner double triple")

// saidNumberAt is the end of a known number said figure by figure at i: "five five oh two
// double three"; or 0.
func (t *passage) saidNumberAt(i int) (to int, kind string) {
	if !t.toks[i].in(figureWords) {
		return 0, ""
	}
	var room [32]byte
	said, times := room[:0], 1
	for j := i; j < len(t.toks) && len(said) < len(room)-3; j++ {
		k := t.toks[j]
		switch {
		case j > i && (k.is(",") || k.is("-") || k.is(".")) && k.before <= spaced:
			continue
		case k.kind == number && k.size <= 4 && k.before <= spaced && j > i:
			said = append(said, k.fold...)
		case k.in(figureWords) && (j == i || k.before <= wrapped):
			if k.fold == "double" || k.fold == "triple" {
				if times = 2; k.fold == "triple" {
					times = 3
				}
				continue
			}
			for ; times > 0; times-- {
				said = append(said, figureNames[k.fold])
			}
			times = 1
		default:
			return to, kind
		}
		if found, ok := t.words.numbers[string(said)]; ok {
			to, kind = j+1, found
		}
	}
	return to, kind
}

// trunkBefore goes back over the network's code before the local figures of a known telephone,
// which the record has otherwise: "0152 409 1373".
func (t *passage) trunkBefore(i int) int {
	c := t.tok(i - 1)
	if c.kind == number && c.fold[0] == '0' && c.size >= 3 && c.size <= 5 && t.free(i-1) && t.toks[i].before == spaced {
		return i - 1
	}
	return i
}
