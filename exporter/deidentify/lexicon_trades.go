package deidentify

// trades are stems of what people work as.
var trades = []string{"сварщи", "слесар", "водител", "водит", "кассир", "повар", "монтажни", "монтер", "токар", "инженер", "менеджер", "уборщи", "дворни", "продав", "охранни", "охр", "сторож", "вахтер", "учител", "преподавател", "преп", "оператор", "аппаратчи", "технич", "электри", "машинист", "проводни", "грузчи", "кладовщи", "бухгалтер", "диспетчер", "курьер", "крановщи", "тракторист", "механизатор", "маляр", "штукатур", "шахтер", "горня", "бурильщи", "технолог", "официант", "бармен", "бариста", "библиотекар", "воспитател", "почтальон", "стропальщи", "дояр", "швея", "закройщи", "парикмахер", "экономист", "юрист", "программист", "начальни", "мастер",
	"упаковщи", "пекар", "кондитер", "фасовщи", "сборщи", "фрезеровщи", "каменщи", "бетонщи", "кровельщи", "плотник", "столяр", "прораб", "мойщи", "скотник", "комбайнер", "матрос", "моторист", "механик", "логист", "хостес", "риэлтор", "риелтор", "мясник", "обвальщи", "портн", "пожарн", "спасател", "инкассатор", "таксист", "дальнобойщи", "экспедитор", "маркетолог", "дизайнер", "рабоч", "разнораб", "подсобн", "товаровед", "промоутер", "формовщи", "литейщи", "плавильщи", "вальцовщи", "лаборантк", "швейник", "гардеробщи", "кочегар", "сантехник", "отделочни", "автослесар", "вальщик", "тракторис", "егер", "лесник", "строител", "печник", "докер", "стивидор", "шлифовщи", "наладчи", "диспетчер", "взрывник", "проходчи", "аппаратчи"}

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
	if t.markedAs(j+1, typePlate) {
		return false // вод. КАМАЗ В313АЕ 89
	}
	if n.kind != word || n.before != spaced || !t.free(j) || n.any(heading|callingWord|monthly|patronymical|legal) && !n.any(branded) || n.any(firstName) && !within || t.initialed(j) {
		return false
	}
	switch {
	case n.any(branded) && !t.model(j) && (within || n.shape == k.shape || n.shape == title) && n.shape != upper && !n.any(medicinal):
		t.mark(j, t.brandEnd(j+1), typeOrg)
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
	case within && n.shape == title && n.size > 3 && cyrillic(n.fold) && !n.any(organised|adjectival):
		t.mark(j, t.orgTail(j+1), typeOrg) // плавильщик на Надежде
	case within && n.shape == title && n.any(adjectival) && k.shape == lower && t.tok(j+1).shape == lower && t.tok(j+1).kind == word && t.tok(j+1).size > 2 && t.tok(j+1).before == spaced && !t.tok(j+1).any(organised) && hasEnd(n.fold, []string{"ий", "ый", "ие", "ые", "ая"}, 5):
		t.mark(j, t.orgTail(j+2), typeOrg) // охранник в Детский мир
	case within && (n.shape == title || t.hushed()) && n.size > 3 && cyrillic(n.fold) && (!n.any(inDictionary) || usuallyCalled(n.fold)):
		t.mark(j, t.orgTail(j+1), typeOrg)
	default:
		return false
	}
	return true
}

// brandMate are second words of brands' names: "Магнит Косметик", "яндекс такси".
var brandMate = wordSet("косметик такси маркет групп экспресс доставка доставке доставки еда еде про аптека лавка лавке лавки семейный страхование медицина фарма техника плюс драйв")

// brandEnd steps over the second word of a brand's name at i.
func (t *passage) brandEnd(i int) int {
	if k := t.tok(i); brandMate[k.fold] && k.before == spaced {
		i++
	}
	return t.orgTail(i)
}
