package deidentify

// trades are stems of what people work as.
var trades = []string{"сварщи", "слесар", "водител", "водит", "кассир", "повар", "монтажни", "монтер", "токар", "инженер", "менеджер", "уборщи", "дворни", "продав", "охранни", "охр", "сторож", "вахтер", "учител", "преподавател", "преп", "оператор", "аппаратчи", "технич", "электри", "машинист", "проводни", "грузчи", "кладовщи", "бухгалтер", "диспетчер", "курьер", "крановщи", "тракторист", "механизатор", "маляр", "штукатур", "шахтер", "горня", "бурильщи", "технолог", "официант", "бармен", "бариста", "библиотекар", "воспитател", "почтальон", "стропальщи", "дояр", "швея", "закройщи", "парикмахер", "экономист", "юрист", "программист", "начальни", "мастер"}

// tradesman reads "слесарь ТЭЦ-9", "аппаратчица на Уралхиме" and "учитель в шк. 84": where
// somebody works, behind what as.
func (t *passage) tradesman(i int) bool {
	k := t.toks[i]
	if k.shape == upper || !k.any(trading) {
		return false
	}
	j := i + 1
	if t.tok(j).is(".") && k.size <= 6 {
		j++
	}
	within := t.tok(j).fold == "в" || t.tok(j).fold == "на"
	if within {
		j++
	}
	n := t.tok(j)
	if n.kind != word || n.before != spaced || !t.free(j) || n.any(heading|callingWord|firstName|monthly|patronymical|legal) || t.initialed(j) {
		return false
	}
	switch {
	case n.fold == "шк" || n.fold == "школе" || n.fold == "школы":
		if t.tok(j + 1).is(".") {
			j++
		}
		if t.tok(j+1).kind != number || t.tok(j+1).size > 3 {
			return false
		}
		t.mark(j-1, j+2, typeOrg)
	case n.shape == upper && n.size >= 3 && n.size <= 8 && cyrillic(n.fold) && !n.any(inDictionary|shortForm) && !wards[n.fold] && !t.shouted():
		t.mark(j, t.townBehind(t.orgTail(j+1)), typeOrg)
	case within && n.shape == title && n.size > 3 && cyrillic(n.fold) && !n.any(inDictionary):
		t.mark(j, t.orgTail(j+1), typeOrg)
	default:
		return false
	}
	return true
}
