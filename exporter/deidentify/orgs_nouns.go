package deidentify

// byNouns reads organisations by the noun or the pair of nouns that ends their name and by
// what stands around it.
func (t *passage) byNouns(i int) bool {
	return t.labOf(i) || t.insurerOf(i) || t.familyFirm(i) || t.serviceOf(i)
}

// orgTails stand behind an organisation's noun and belong to its name.
var orgTails = wordSet("lab plan scheme district board system network services systems")

// brokenName reports whether the line end before i parts an organisation's name: a long
// line that ends in capitals.
func (t *passage) brokenName(i int) bool {
	if t.toks[i].before != wrapped || t.tok(i-1).shape != title || t.tok(i-1).any(callingWord|heading|monthly) || t.opens(i-1) || t.tok(i).size < 5 || t.tok(i+1).is(":") {
		return false
	}
	for j := i - 1; j > i-7; j-- {
		if j <= 0 || t.toks[j].before >= wrapped {
			return false
		}
	}
	return true
}

// titlesBefore is where the capitals begin that lead to i on the same line.
func (t *passage) titlesBefore(i int) int {
	from := i
	for from > i-4 && from > 0 && t.toks[from].before == spaced && t.tok(from-1).shape == title && t.free(from-1) && (!t.tok(from-1).any(heading|callingWord|monthly) || t.tok(from-1).fold == "sun") {
		from--
	}
	return from
}

// labKinds are words before a laboratory that name none.
var labKinds = wordSet("cardiac sleep vascular cath catheterization catheterisation electrophysiology ep pulmonary function gait motion clinical core research blood skills simulation anatomy interventional noninvasive main hospital reference local")

// labOf reads "Red Rock Pathology Lab".
func (t *passage) labOf(i int) bool {
	if k := t.toks[i]; k.fold != "lab" && k.fold != "labs" || k.shape != title {
		return false
	}
	from := t.titlesBefore(i)
	if i-from < 2 || labKinds[t.toks[from].fold] {
		return false
	}
	t.mark(from, i+1, typeOrg)
	return true
}

// insurerOf reads "Blue Mesa Health Plan", "Harbor Mutual" and "Sunny Coast Advantage".
func (t *passage) insurerOf(i int) bool {
	k, from := t.toks[i], i
	switch {
	case k.shape != title:
		return false
	case k.fold == "plan" && t.tok(i-1).fold == "health":
		from = t.titlesBefore(i)
		if from == i-1 || t.tok(from).fold == "mental" {
			return false
		}
	case k.fold == "mutual" || k.fold == "advantage" || k.fold == "assurance":
		if from = t.titlesBefore(i); from == i || t.toks[from].fold == "medicare" || t.opens(from) && from == i-1 {
			return false
		}
	default:
		return false
	}
	t.mark(from, t.capitalTail(i+1), typeOrg)
	return true
}

// familyFirm reads "Nordberg & Sons" and "Hill and Daughters".
func (t *passage) familyFirm(i int) bool {
	k, and := t.toks[i], t.tok(i-1)
	switch k.fold {
	case "sons", "bros", "daughters", "brothers", "son", "daughter", "nephews":
	default:
		return false
	}
	if k.shape != title || !and.is("&") && (and.fold != "and" || k.fold == "son" || k.fold == "daughter") || t.tok(i-2).shape != title {
		return false
	}
	t.mark(t.titlesBefore(i-1), i+1, typeOrg)
	return true
}

// serviceOf reads "Kent Fire and Rescue" and "Bluff Urgent Care".
func (t *passage) serviceOf(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	to := i
	switch {
	case k.shape != title:
		return false
	case k.fold == "fire" && (n.fold == "and" || n.is("&")) && t.tok(i+2).fold == "rescue":
		to = i + 3
	case k.fold == "urgent" && n.fold == "care" && n.shape == title:
		to = i + 2
	default:
		return false
	}
	from := t.titlesBefore(i)
	if from == i {
		return false
	}
	t.mark(from, to, typeOrg)
	return true
}

// desks are parts every organisation has.
var desks = wordSet("records payroll billing appeals claims reception admissions referrals office pharmacy radiology cardiology department")

// attentionOf reads "for Dale Glass, attention Mrs Lee": to whom a paper goes.
func (t *passage) attentionOf(i int) bool {
	k := t.toks[i]
	if k.fold != "attention" && k.fold != "attn" || !t.tok(i-1).is(",") || desks[t.tok(i-2).fold] {
		return false
	}
	to := i - 1
	from := to
	for from > to-5 && from > 0 && t.tok(from-1).kind == word && t.toks[from].before <= spaced && t.free(from-1) && (t.tok(from-1).capital() || t.hushed() || t.tok(from-1).fold == "and") && !inside[t.tok(from-1).fold] && !t.tok(from-1).any(heading) {
		from--
	}
	if from == to || t.hushed() && !inside[t.tok(from-1).fold] {
		return false
	}
	t.mark(from, to, typeOrg)
	return true
}

// brandMates are the second words of names of two words that everybody knows, by the first.
var brandMates = map[string]string{"blue": "cross", "red": "cross", "sun": "life", "international": "sos", "planned": "parenthood", "royal": "mail", "good": "samaritan", "state": "farm", "best": "buy", "home": "depot", "whole": "foods", "burger": "king", "pizza": "hut", "taco": "bell", "dollar": "general", "network": "rail",
	"british": "gas", "thames": "water", "general": "motors", "virgin": "media", "salvation": "army", "waffle": "house", "dunkin": "donuts", "wells": "fargo", "liberty": "mutual", "trader": "joe", "sports": "direct", "poundland": "stores", "national": "grid", "scottish": "power", "delta": "airlines", "united": "airlines", "american": "airlines", "job": "corps", "meals": "wheels"}

// brandPair reads "Blue Cross Blue Shield" and "Royal Mail".
func (t *passage) brandPair(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if _, ok := brandAt(k.fold + "s"); ok && k.capital() && k.size > 3 && n.is("'") && n.before == glued && t.tok(i+2).fold == "s" {
		t.mark(i, i+3, typeOrg)
		return true // Wendy's
	}
	if mate := brandMates[k.fold]; mate == "" || mate != n.fold || n.before != spaced || !n.capital() || k.shape != n.shape {
		return false
	}
	to := i + 2
	if t.tok(to).fold == "blue" && t.tok(to+1).fold == "shield" {
		to += 2
	}
	if t.tok(to).fold == "of" && t.tok(to+1).shape == k.shape && t.tok(to+1).before == spaced {
		to = t.capitalTail(to + 2)
	}
	t.mark(i, t.orgTail(to), typeOrg)
	return true
}
