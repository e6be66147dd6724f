package deidentify

// keepNamesakes keeps everyday words and terms that are somebody's name too, whoever bears
// it, where what stands beside says that they are none: "Cross-match", "Patient will call".
func (t *passage) keepNamesakes() {
	for i, k := range t.toks {
		if k.kind == word && k.in(namesakeHeads) && t.plainly(i) {
			t.kept[i] = true
		}
	}
}

// plainly reports whether the namesake at i stands as the word it is.
func (t *passage) plainly(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if n.is("-") && n.before == glued && t.tok(i+2).before == glued {
		n = t.tok(i + 2)
	} else if n.before > spaced {
		return false
	}
	switch k.fold {
	case "will":
		return (k.shape == lower || k.shape == upper && t.shouted()) && n.kind == word && n.shape == k.shape && n.in(whatPeopleWill) && t.tok(i-1).kind == word && t.tok(i-1).in(whoWill)
	case "robin":
		return t.tok(i-1).fold == "pierre" && t.tok(i-1).capital()
	case "grace":
		return k.shape == upper && n.kind == number && n.size > 1 && n.size < 4 && n.before == spaced && !t.tok(i+2).is("/") && !t.tok(i+2).is("-") && !t.tok(i-1).capital() && !t.tok(i-1).is(",")
	case "ward":
		return n.kind == number && n.size < 3 && n.before == spaced && !t.triggered(i)
	}
	return termsOfNamesakes[k.fold][n.fold] && !(t.tok(i-1).capital() && t.tok(i-1).any(firstName|triggerWord))
}

// termsOfNamesakes are second words of terms by the first, which is a name too.
var termsOfNamesakes = map[string]map[string]bool{
	"cross": wordSet("match matched matching matches matches section sectional over clamp cover country"), "grant": wordSet("form forms application applications funding funded money"),
	"hill": wordSet("rom sachs"), "page": wordSet("turner break"), "bell": wordSet("boy clapper"), "rice": wordSet("cakes pudding krispies cereal milk"), "waters": wordSet("broke broken breaking gone intact clear"),
	"berry": wordSet("aneurysm aneurysms"), "banks": wordSet("blood"), "fields": wordSet("full visual intact"), "bush": wordSet("fire tucker"), "cotton": wordSet("wool bud buds ball balls wick"), "wood": wordSet("lamp lamps"),
	"moon": wordSet("face facies boot"), "butter": wordSet("milk beans"), "bird": wordSet("seed flu fancier fanciers table"), "day": wordSet("case cases unit centre center surgery ward room hospital care"), "best": wordSet("interest interests corrected supportive evidence medical"),
	"young": wordSet("onset person people adult adults"), "small": wordSet("bowel cell vessel volume joints"), "long": wordSet("acting term bone bones line qt standing covid stay case"), "short": wordSet("acting term stay gut bowel synacthen"), "bone": wordSet("marrow scan profile pain graft cement"),
	"joint": wordSet("care effusion line pain position"), "foot": wordSet("drop pulses care check ulcer"), "hand": wordSet("hygiene held over washing grip"), "head": wordSet("injury circumference lag tilt up of ct"), "mark": wordSet("site"), "bright": wordSet("red"), "frost": wordSet("bite nip"),
	"rose": wordSet("bengal spots"), "black": wordSet("stool stools tarry eschar"), "brown": wordSet("sequard séquard sputum fluid discharge"), "white": wordSet("cell cells count matter sclera coat patches"), "gray": wordSet("white matter"), "grey": wordSet("matter white turner"), "green": wordSet("sputum bile light whistle"),
}

var (
	namesakeHeads  = askable(union(keys(termsOfNamesakes), wordSet("will robin grace ward")))
	whoWill        = wordSet("patient pt pts she he they it family team son daughter wife husband mother father mum mom dad carer nurse gp staff who and which physio ot we i")
	whatPeopleWill = wordSet(`call need be have attend see return phone ring review follow come go take continue require start discuss consider contact bring try ask tell get make keep stop book remain stay receive
		undergo benefit let do give arrange wait think collect inform send not likely also now then repeat refer chase update monitor speak resume recheck check schedule fax email discharge transfer consult increase decrease hold`)
)
