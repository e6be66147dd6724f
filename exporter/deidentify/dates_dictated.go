package deidentify

// spokenFigure are numbers as people dictate them, and joiners what they say between.
var (
	spokenFigure = wordSet(`ноль нуль один одна два две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать
		семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто двести триста четыреста пятьсот шестьсот семьсот
		восемьсот девятьсот тысяча тысячи тысяч`)
	spokenJoint = wordSet("дробь тире дефис черта слэш слеш")
)

// dictated is the end of a number said in words at i, of least words and more, or i.
func (t *passage) dictated(i, least int) int {
	j, words := i, 0
	for ; j < len(t.toks) && (j == i || t.toks[j].before <= wrapped) && j < i+longestCode; j++ {
		if k := t.toks[j]; spokenFigure[k.fold] {
			words++
		} else if !spokenJoint[k.fold] || !spokenFigure[t.tok(j+1).fold] {
			break
		}
	}
	if n := t.tok(j); words < least || n.kind == word && n.any(measuring) && n.before <= spaced {
		return i
	}
	return j
}
