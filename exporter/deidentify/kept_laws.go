package deidentify

// lawWords are rules everybody may read: their numbers are nobody's.
var lawWords = union(declined("приказ закон санпин гост снип стандарт"), wordSet("фз окуд окпо октмо"))

// ministries are stems of those who give rules.
var ministries = []string{"правительств", "минздрав", "минтруд"}

// keepLaws keeps the number of an order, a law or a standard, and who gave it: "приказ
// Минздрава России № 1089н", "постановление Правительства РФ № 890", "ГОСТ Р 52379-2005".
func (t *passage) keepLaws() {
	for i, k := range t.toks {
		if k.kind != word || !k.any(lawful) || !lawWords[k.fold] && !hasAnyPrefix(k.fold, ministries) {
			continue
		}
		ministry := k.any(lawful) && !lawWords[k.fold]
		for j := i; j < i+8 && j < len(t.toks); j++ {
			n := t.toks[j]
			if j > i && n.before > wrapped || n.kind == sign && !n.is("№") && !n.is(".") && !n.is("-") || n.kind == word && n.shape == lower && !n.any(lawful|inDictionary) && n.size > 2 {
				break
			}
			if n.kind == number && !ministry && t.tok(j+1).is("-") && t.tok(j+2).kind == word && t.tok(j+2).before == glued {
				break // of the clinic's own, about its staff: "приказ 260-к"
			}
			if n.kind == number {
				for to, _, _ := t.glued(j); j < to; j++ {
					t.kept[j] = true
				}
				break
			}
			if n.kind == word {
				ministry = ministry || hasAnyPrefix(n.fold, ministries)
				t.kept[j] = t.kept[j] || hasAnyPrefix(n.fold, ministries) || j > i && n.shape == upper && !t.shouted() || n.fold == "россии" || n.fold == "рф"
			}
		}
	}
}
