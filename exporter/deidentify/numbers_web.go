package deidentify

import "strings"

var topDomains = wordSet("ru рф com org net me su info io edu gov uk de by kz ua local online app tv cc biz pro mail example test dev")

// services are words after which a name of an account stands.
var services = wordSet("skype скайп instagram инстаграм telegram телеграм телеграмм tiktok twitter facebook viber vk вконтакте vkontakte whatsapp ватсап тг tg ник nickname ok одноклассники snapchat discord insta reddit linkedin wechat twitch kik youtube messenger bluesky")

// webAddresses takes out e-mail addresses, links and names of accounts.
func (t *passage) webAddresses() {
	for i := range t.toks {
		k := t.toks[i]
		if t.taken[i] || k.kind == number || k.kind == word && k.size > 3 && !k.any(serviceWord) {
			continue
		}
		switch {
		case k.is("@") && !t.kept[i]:
			t.account(i)
		case k.is(":") && t.tok(i+1).is("/") && t.tok(i+2).is("/") && t.tok(i-1).kind == word && k.before == glued:
			t.mark(i-1, t.pathEnd(i+1), typeURL)
		case k.kind == word && (k.fold == "urn" || k.fold == "oid") && t.tok(i+1).is(":") && t.tok(i+2).before == glued && t.tok(i+2).kind != sign:
			t.mark(i, t.pathEnd(i), typeAccession)
		case k.is(".") && k.before == glued && t.tok(i+1).before == glued && t.tok(i+1).in(topDomains) && t.tok(i-1).kind != sign:
			t.domain(i)
		case k.is("_") && k.before == glued && !t.kept[i] && t.handle(i):
		case k.any(serviceWord):
			t.service(i)
		}
	}
}

// account reads an e-mail address around the sign, or a name behind it.
func (t *passage) account(i int) {
	from := i
	for from > 0 && t.toks[from].before == glued && inAddress(t.toks[from-1]) {
		from--
	}
	to := i + 1
	for to < len(t.toks) && (t.toks[to].before == glued || to == i+1 && from == i && t.toks[to].before == glued) && inAddress(t.toks[to]) {
		to++
	}
	for to > i+1 && t.toks[to-1].kind == sign && !t.toks[to-1].is("_") {
		to--
	}
	switch {
	case to == i+1:
	case from < i:
		t.mark(from, to, typeEmail)
	default:
		t.mark(from, to, typeTelegram)
	}
}

func inAddress(k *token) bool {
	return k.kind != sign || strings.Contains("._-+%'", k.fold)
}

// domain reads a host name with at least one letter in it, and what follows.
func (t *passage) domain(i int) {
	from := i
	for from > 0 && t.toks[from].before == glued && (t.toks[from-1].kind != sign || strings.Contains(".-_", t.toks[from-1].fold)) {
		from--
	}
	next := t.tok(i + 2)
	known := next.is("/") && next.before == glued
	if t.toks[i+1].shape == title || !known && t.toks[from].shape == title && next.kind == word && next.before == glued {
		return // «Боли.Ме»: two sentences without a space
	}
	lone := !known && from == i-1 && t.toks[from].size <= 2
	if lone || cyrillic(t.toks[i-1].fold) != cyrillic(t.toks[i+1].fold) {
		return
	}
	kind := typeURL
	switch t.toks[i-1].fold {
	case "vk", "ok", "instagram", "facebook":
		kind = typeSocial
	case "t":
		kind = typeTelegram
	}
	t.mark(from, t.pathEnd(i), kind)
}

// pathEnd is the end of a link: the next space, without the stop of a sentence.
func (t *passage) pathEnd(i int) int {
	j := i + 1
	for j < len(t.toks) && t.toks[j].before == glued && !strings.Contains("«»\"<>()", t.toks[j].fold) {
		j++
	}
	for j > i+1 && t.toks[j-1].kind == sign && strings.Contains(".,;:!?", t.toks[j-1].fold) {
		j--
	}
	return j
}

// handle reads "polina_gin" and "anna_k_77": Latin words an underscore joins.
func (t *passage) handle(i int) bool {
	from, to, letters := i, i+1, 0
	for from > 0 && t.toks[from].before == glued && (t.toks[from-1].kind != sign || t.toks[from-1].is("_")) {
		from--
	}
	for to < len(t.toks) && t.toks[to].before == glued && (t.toks[to].kind != sign || t.toks[to].is("_")) {
		to++
	}
	for _, k := range t.toks[from:to] {
		if k.kind == word {
			if letters += k.size; cyrillic(k.fold) || k.shape == upper {
				return false
			}
		}
	}
	if from == i || to == i+1 || letters < 4 {
		return false
	}
	t.mark(from, to, typeSocial)
	return true
}

// service reads "skype: name", "instagram name", "tiktok @name".
func (t *passage) service(i int) {
	j := i + 1
	for t.tok(j).is(":") || t.tok(j).is("-") || t.tok(j).is("@") {
		j++
	}
	k := t.tok(j)
	if t.toks[i].fold == "ok" && t.english() {
		return // Lisinopril ok x1
	}
	if k.kind == sign || k.kind == number && k.size < 4 && (t.tok(j+1).before != glued || t.tok(j+1).kind == sign) || k.before > spaced || cyrillic(k.fold) || j == i+1 && k.before == spaced && k.shape == lower && !t.digitsIn(j) {
		return
	}
	if w := t.toks[i].fold; t.tok(j-1).is("@") && (w == "тг" || w == "tg" || hasAnyPrefix(w, []string{"телег", "telegr"})) {
		i = j - 1
	}
	t.mark(i, t.pathEnd(j), typeSocial)
}

func (t *passage) digitsIn(i int) bool {
	for j := i; j < len(t.toks) && (j == i || t.toks[j].before == glued); j++ {
		if t.toks[j].kind == number || t.toks[j].is("_") {
			return true
		}
	}
	return false
}
