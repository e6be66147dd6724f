package form

import "strings"

// piece is a part of a template: words of the form, a binding, or a group
// between brackets.
type piece struct {
	words string
	bound text
	group []piece
}

// template reads a text with bindings between braces and groups between
// brackets: "[№ {number} ]от {issued_at}". A group vanishes when one of its own
// bindings has nothing to say, the whole text when none of its bindings has.
// Doubled, {{, [[ and ]] are the signs themselves.
func (e env) template(n node, s string) (text, error) {
	r := templateReader{e: e, at: n, rest: s}
	all, err := r.pieces(false)
	if err != nil {
		return nil, err
	}
	if len(all) == 1 && all[0].bound != nil {
		return all[0].bound, nil
	}
	if !r.binds {
		words := ""
		for _, p := range all {
			words += p.words
		}
		return func(*scope) string { return words }, nil
	}
	return func(s *scope) string {
		var b strings.Builder
		if _, something := write(&b, all, s); !something {
			return ""
		}
		return b.String()
	}, nil
}

// write appends pieces: whole tells that every binding of these pieces had
// something to say, something that one of them or of a group inside had.
func write(b *strings.Builder, all []piece, s *scope) (whole, something bool) {
	whole = true
	for _, p := range all {
		switch {
		case p.bound != nil:
			t := p.bound(s)
			b.WriteString(t)
			whole, something = whole && t != "", something || t != ""
		case p.group != nil:
			var inner strings.Builder
			if ok, any := write(&inner, p.group, s); ok && any {
				b.WriteString(inner.String())
				something = true
			}
		default:
			b.WriteString(p.words)
		}
	}
	return whole, something
}

type templateReader struct {
	e     env
	at    node
	rest  string
	depth int
	binds bool
}

// pieces reads up to the end, or to the bracket that closes a group.
func (r *templateReader) pieces(group bool) ([]piece, error) {
	var out []piece
	for r.rest != "" {
		i := strings.IndexAny(r.rest, "{}[]")
		if i < 0 {
			i = len(r.rest)
		}
		if i > 0 {
			out, r.rest = append(out, piece{words: r.rest[:i]}), r.rest[i:]
			continue
		}
		sign := r.rest[:1]
		if strings.HasPrefix(r.rest, sign+sign) && sign != "]" || !group && strings.HasPrefix(r.rest, "]]") {
			out, r.rest = append(out, piece{words: sign}), r.rest[2:]
			continue
		}
		r.rest = r.rest[1:]
		if sign == "]" && group {
			return out, nil
		}
		p, err := r.opened(sign)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	if group {
		return nil, r.at.wrong("a [ is opened and not closed; write [[ for the sign itself")
	}
	return out, nil
}

// opened reads what a brace or bracket opens.
func (r *templateReader) opened(sign string) (piece, error) {
	switch sign {
	case "{":
		inside, rest, closed := strings.Cut(r.rest, "}")
		if !closed {
			return piece{}, r.at.wrong("a { is opened and not closed; write {{ for the sign itself")
		}
		r.rest, r.binds = rest, true
		v, err := r.e.binding(r.at, inside)
		if err != nil {
			return piece{}, err
		}
		bound, err := r.e.printed(r.at, v)
		return piece{bound: bound}, err
	case "[":
		if r.depth++; r.depth > deepest {
			return piece{}, r.at.wrong("brackets are nested more than %d deep", deepest)
		}
		defer func() { r.depth-- }()
		inner, err := r.pieces(true)
		if err == nil && len(inner) == 0 {
			err = r.at.wrong("nothing stands between [ and ]")
		}
		return piece{group: inner}, err
	}
	return piece{}, r.at.wrong("a %s closes nothing; write %s%s for the sign itself", sign, sign, sign)
}
