package deidentify

// What English notes call the patient besides the name the record has.

// calledEnglish reads "goes by", "prefers to be called", "answers to", "preferred name:",
// "everyone calls her"; beside a name also "aka", "prefers", "née" and "formerly"; and where
// another name than the record's stands: "maiden name", "registered as", "label said".
func (t *passage) calledEnglish(i int) (j int, surely bool) {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	switch k.fold {
	case "nick", "chosen":
		surely = n.is(":") && n.before == glued && (k.fold == "nick" || p.in(nameNouns))
	case "its", "im":
		surely = greets[p.fold] && (t.tok(i+2).shape != lower || t.closes(i+2) || t.tok(i+2).fold == "from")
	case "self":
		surely = p.fold == "calls" || p.fold == "call"
	case "nickname", "nicknamed", "nee", "née", "deadname", "legal":
		surely = k.fold != "legal" && n.before == spaced && !n.any(medical) || n.is(":") && (k.fold != "legal" || t.tok(i+2).any(firstName|common) || !t.tok(i+2).any(inDictionary))
	case "name", "names", "surname":
		surely = p.in(preferred) || p.is(".") && t.tok(i-2).in(preferred) || p.fold == "the" && t.tok(i-2).in(goingBy) || quoting(n) && n.before == spaced && !p.in(things)
	case "is":
		surely = p.fold == "it" && (t.tok(i-2).in(mistaken) || t.tok(i-2).is(",") && t.tok(i-3).in(mistaken)) && t.nameBefore(i-2)
	case "use":
		surely = p.fold == "in" && t.tok(i-2).fold == "name"
	case "by":
		surely = p.fold == "goes" || p.fold == "went" || p.fold == "go" || p.fold == "going"
	case "called":
		surely = p.fold == "be" && (t.tok(i-2).fold == "to" && t.tok(i-3).in(wishes) || t.tok(i-2).fold == "rather")
	case "to":
		surely = (p.fold == "answers" || p.fold == "responds") && n.kind == sign && n.before == spaced
	case "as":
		surely = p.fold == "known" && t.besideKnown(i-1) || p.in(friends) && t.tok(i-2).fold == "to" && t.tok(i-3).fold == "known"
	case "her", "him", "them", "herself", "himself", "themself", "themselves":
		surely = (p.fold == "calls" || p.fold == "call") && (hasEnd(k.fold, []string{"self", "selves"}, 4) || t.tok(i-2).in(whoCalls))
	}
	switch {
	case surely && (n.fold == "is" || n.fold == "of"):
		return i + 2, true
	case surely:
		return i + 1, true
	}
	if j = t.calledBeside(i); j > 0 {
		return j, !k.in(loosely) || p.is("(")
	}
	return t.namedOtherwise(i), false
}

// namedOtherwise is where another name than the record's may begin behind the words that end at
// i: "registered as", "label said", "notes filed under", "name changed from", "name wrong, it is".
func (t *passage) namedOtherwise(i int) int {
	k, p, q := t.toks[i], t.tok(i-1), t.tok(i-2)
	said := false
	switch k.fold {
	case "as":
		said = p.in(filings) || p.in(nameBearers) || p.fold == "himself" || p.fold == "herself" || p.fold == "down" || p.fold == "in" && q.in(filings)
	case "under":
		said = p.in(filings) || p.in(nameBearers) || (t.tok(i+2).fold == "on" || t.tok(i+2).fold == "in") && t.tok(i+3).in(elderly)
	case "from", "to":
		said = p.fold == "changed" && t.nameBefore(i-1) || p.in(nameNouns) && q.fold == "changed" || p.fold == "poll" || k.fold == "from" && p.fold == "differs" && t.nameBefore(i-1)
	case "is":
		said = (p.fold == "it" || p.in(nameBearers) || p.in(nameNouns)) && t.nameBefore(i)
	case "aka", "alias", "fka", "prefers", "formerly":
		said = t.toks[i].before <= spaced && t.closes(i+2) || t.tok(i+2).shape == title
	default:
		said = k.in(saysSo) && p.in(nameBearers) && !p.in(papersHeld) || k.in(nameBearers) && p.fold == "on" && q.in(nameNouns) || k.in(spelledAs) && (t.nameBefore(i) || p.is("(") || p.fold == "nb") || k.in(filings) && quoting(t.tok(i+1)) && t.tok(i+1).before == spaced
	}
	if n := t.tok(i + 1); said && (n.fold == "a" || n.fold == "the" || n.fold == "being") {
		return 0
	}
	if said {
		return i + 1
	}
	return 0
}

// nameBefore reports whether a word for a name stands in the four words before i.
func (t *passage) nameBefore(i int) bool {
	for j := i - 1; j >= max(0, i-6); j-- {
		if k := t.toks[j]; k.in(nameNouns) {
			return !t.tok(j-1).in(things) && !t.tok(j+1).in(things) && t.tok(j+1).fold != "of"
		}
	}
	return false
}

// Words for where another name stands: what bears one, what it says, how one is put down, what is
// old, a name, and how it is spelled.
var (
	nameBearers = wordSet("system file list portal label labels wristband band id form badge passport card bracelet chart charts sticker tag pot request licence license notes note file record records results specimen sample slip armband")
	papersHeld  = wordSet("system file list portal chart charts notes note file record records results")
	saysSo      = wordSet("says said say reads read states stated shows showed saying reading")
	filings     = wordSet("registered booked listed recorded entered filed labelled labeled spelled spelt written signed known referred admitted put typed checked logged scheduled")
	elderly     = wordSet("old previous prior other outside paper earlier past")
	nameNouns   = wordSet("name names surname surnames firstname forename lastname")
	spelledAs   = wordSet("spelled spelt misspelled misspelt spelling")
	things      = wordSet("drug brand trade generic test file clinic school street company device product hospital firm study road ward")
	mistaken    = wordSet("wrong incorrect misspelled misspelt mistaken")
	goingBy     = wordSet("uses using used by under use")
)

// calledBeside is where a name begins behind "aka", "prefers", "née" or "f/k/a" at i beside a known name.
func (t *passage) calledBeside(i int) int {
	k, p := t.toks[i], t.tok(i-1)
	switch {
	case k.in(otherwise) && t.besideKnown(i):
	case k.fold == "a" && (p.is("/") || p.is(".")) && p.before == glued && t.tok(i-2).fold == "k" && (t.besideKnown(i-4) || t.besideKnown(i-2)):
		if t.tok(i + 1).is(".") {
			return i + 2 // a.k.a.
		}
	default:
		return 0
	}
	return i + 1
}

// Words for being called so: whose wish it is, what a name is, who calls, and what says so beside a name alone.
var (
	wishes    = wordSet("likes like liked prefers prefer preferred wants want wanted asks asked ask wishes wish wished loves requests requested")
	preferred = wordSet("preferred pref chosen pet nick previous prev former maiden birth married legal dead alias other real new old stage known given baptismal")
	friends   = wordSet("friends family all everyone staff many us most")
	otherwise = wordSet("aka prefers formerly fka nee née alias now")
	loosely   = wordSet("prefers formerly now")
)

// whoCalls are who calls somebody so.
var whoCalls = wordSet("everyone everybody family friends they we kids all people staff wife husband mum mom dad and parents grandkids children who")
