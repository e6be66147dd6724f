package signing

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// Bounds of what one file may cost. A document we seal ourselves may be large;
// a file from outside is read with the small budget.
const (
	nodesOutside = 100_000
	nodesOwn     = 4_000_000
	nodesAgain   = 2_000_000 // of all revisions that are read once more, for their references
	maxInflated  = 16 << 20  // bytes of all cross-reference and object streams together
)

var (
	errNotPDF    = errors.New("no %PDF header at its start")
	errEncrypted = errors.New("the PDF is encrypted with a password")
)

// document is a PDF opened strictly: its cross-reference sections and, on
// demand, its objects.
type document struct {
	src   []byte
	nodes int
	// rereading is how many nodes may be read once more, all revisions together.
	rereading *int
	inflated  int
	sections  []section // newest first
	places    []place
	// freed: a revision gave up an object of an earlier one. pdfsign does not
	// notice that and still sees the object, so that Check refuses such files.
	freed bool
	cache map[int]object
	packs map[int]pack
	busy  int  // depth of resolving within resolving
	own   bool // src is a buffer of this package's own, which an update may grow
}

// pack is an unpacked object stream.
type pack struct {
	nums, offs []int
	body       []byte
}

// open reads the header and the cross-reference chain. Objects are read when
// they are asked for. src is kept, not copied, and never written to.
func open(src []byte, nodes int) (*document, error) {
	if len(src) < 16 || !bytes.HasPrefix(src, []byte("%PDF-")) {
		return nil, errNotPDF
	}
	again := nodesAgain
	d := &document{src: src, nodes: nodes, rereading: &again, cache: make(map[int]object), packs: make(map[int]pack)}
	if err := d.readSections(); err != nil {
		return nil, err
	}
	if root := d.root(); root.kind != kindRef {
		return nil, errors.New("the trailer has no /Root")
	}
	return d, nil
}

// revision opens the revision of the document that ends at end, on the same
// budget.
func (d *document) revision(end, nodes int) (*document, error) {
	older, err := open(d.src[:end], nodes)
	if err == nil {
		older.rereading = d.rereading
	}
	return older, err
}

func (d *document) parser(at int) *parser { return &parser{src: d.src, pos: at, nodes: &d.nodes} }

// trailer is the newest revision's.
func (d *document) trailer() object { return d.sections[0].trailer }

func (d *document) root() object { return d.trailer().get("Root") }

// catalog returns the document catalog.
func (d *document) catalog() (object, error) {
	o, err := d.dict(d.root())
	if err != nil {
		return object{}, fmt.Errorf("catalog: %w", err)
	}
	return o, nil
}

// dict resolves o and insists on a dictionary that is no stream.
func (d *document) dict(o object) (object, error) {
	o, err := d.resolve(o)
	if err == nil && (o.kind != kindDict || o.hasData) {
		err = errors.New("want a dictionary")
	}
	return o, err
}

// array resolves o and insists on an array; an absent one is empty.
func (d *document) array(o object) ([]object, error) {
	o, err := d.resolve(o)
	if err != nil {
		return nil, err
	}
	if o.kind != kindArray && o.kind != kindNull {
		return nil, errors.New("want an array")
	}
	return o.items, nil
}

// resolve follows a reference. A reference to nothing is null (ISO 32000-1,
// 7.3.10); a reference to something broken is an error.
func (d *document) resolve(o object) (object, error) {
	if o.kind != kindRef {
		return o, nil
	}
	r := o.ref
	if r.num >= len(d.places) {
		return object{}, nil
	}
	if got, ok := d.cache[r.num]; ok {
		return got, nil
	}
	if d.busy++; d.busy > maxDepth {
		return object{}, fmt.Errorf("object %d: references lead too deep", r.num)
	}
	defer func() { d.busy-- }()
	got, err := d.load(r)
	if err != nil {
		return object{}, fmt.Errorf("object %d: %w", r.num, err)
	}
	if got.kind == kindRef {
		return object{}, fmt.Errorf("object %d is only a reference", r.num)
	}
	d.cache[r.num] = got
	return got, nil
}

func (d *document) load(r ref) (object, error) {
	pl := d.places[r.num]
	switch {
	case pl.kind == placeOffset && int(pl.gen) == r.gen:
		got, o, err := d.definition(pl.at)
		if err == nil && got != r {
			err = fmt.Errorf("byte %d holds object %d %d", pl.at, got.num, got.gen)
		}
		return o, err
	case pl.kind == placePacked && r.gen == 0:
		p, err := d.unpack(r.num, pl)
		if err != nil {
			return object{}, err
		}
		return p.value()
	}
	return object{}, nil
}

// definition reads "12 0 obj … endobj" at an offset, with a stream's data.
func (d *document) definition(at int) (ref, object, error) {
	p := d.parser(at)
	r, err := p.begin()
	if err != nil {
		return ref{}, object{}, err
	}
	o, err := p.value()
	if err != nil {
		return ref{}, object{}, err
	}
	if p.space(); o.kind == kindDict && bytes.HasPrefix(p.src[p.pos:], []byte("stream")) {
		if o.data, err = d.streamData(p, o); err != nil {
			return ref{}, object{}, err
		}
		o.hasData = true
	}
	return r, o, p.keyword("endobj")
}

// begin reads "12 0 obj".
func (p *parser) begin() (ref, error) {
	if c := p.peek(0); c < '0' || c > '9' {
		return ref{}, p.fail("no object begins here")
	}
	num, err := p.number()
	if err != nil {
		return ref{}, err
	}
	gen, err := p.number()
	if err != nil {
		return ref{}, err
	}
	return ref{num, gen}, p.keyword("obj")
}

func (d *document) streamData(p *parser, o object) ([]byte, error) {
	length, err := d.resolve(o.get("Length"))
	if err != nil {
		return nil, fmt.Errorf("/Length: %w", err)
	}
	p.pos += len("stream")
	if p.peek(0) == '\r' {
		p.pos++
	}
	if p.peek(0) != '\n' {
		return nil, p.fail("stream is not followed by an end of line")
	}
	p.pos++
	if length.kind != kindInteger || length.n < 0 || length.n > len(p.src)-p.pos {
		return nil, p.fail("a stream's /Length is missing or beyond the file")
	}
	data := p.src[p.pos : p.pos+length.n]
	p.pos += length.n
	return data, p.keyword("endstream")
}

// unpack finds an object in an object stream (ISO 32000-1, 7.5.7), and returns
// the parser before it.
func (d *document) unpack(num int, pl place) (*parser, error) {
	pk, ok := d.packs[pl.at]
	if !ok {
		var err error
		if pk, err = d.openPack(pl.at); err != nil {
			return nil, fmt.Errorf("object stream %d: %w", pl.at, err)
		}
		d.packs[pl.at] = pk
	}
	i := int(pl.index)
	if i >= len(pk.nums) || pk.nums[i] != num || pk.offs[i] > len(pk.body) {
		return nil, fmt.Errorf("object stream %d does not hold it", pl.at)
	}
	return &parser{src: pk.body, pos: pk.offs[i], nodes: &d.nodes}, nil
}

func (d *document) openPack(num int) (pack, error) {
	if num >= len(d.places) || d.places[num].kind != placeOffset {
		return pack{}, errors.New("it is not an object of the file")
	}
	o, err := d.resolve(object{kind: kindRef, ref: ref{num, int(d.places[num].gen)}})
	if err != nil {
		return pack{}, err
	}
	if !o.hasData || !o.get("Type").isName("ObjStm") || o.has("Extends") {
		return pack{}, errors.New("not an object stream, or one that extends another")
	}
	data, err := d.inflate(o)
	if err != nil {
		return pack{}, err
	}
	n, first := o.get("N"), o.get("First")
	if n.kind != kindInteger || first.kind != kindInteger || n.n < 0 || n.n > len(data) || first.n <= 0 || first.n > len(data) {
		return pack{}, errors.New("/N or /First is malformed")
	}
	return packHeader(data, n.n, first.n, &d.nodes)
}

func packHeader(data []byte, n, first int, nodes *int) (pack, error) {
	pk := pack{body: data[first:], nums: make([]int, 0, n), offs: make([]int, 0, n)}
	p := parser{src: data[:first], nodes: nodes}
	seen := make(map[int]bool, n)
	for range n {
		num, err1 := p.number()
		off, err2 := p.number()
		if err := errors.Join(err1, err2); err != nil {
			return pack{}, err
		}
		if seen[num] {
			return pack{}, fmt.Errorf("object %d is in it twice", num)
		}
		seen[num] = true
		pk.nums, pk.offs = append(pk.nums, num), append(pk.offs, off)
	}
	return pk, nil
}

// inflate decodes a stream that is bare or deflated, with a PNG predictor at
// most: all that cross-reference and object streams use in practice.
func (d *document) inflate(o object) ([]byte, error) {
	filter := o.get("Filter")
	if len(filter.items) == 1 {
		filter = filter.items[0]
	}
	if filter.kind == kindNull {
		return o.data, nil
	}
	if !filter.isName("FlateDecode") {
		return nil, errors.New("the stream uses a filter other than FlateDecode")
	}
	z, err := zlib.NewReader(bytes.NewReader(o.data))
	if err != nil {
		return nil, fmt.Errorf("inflate: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(z, int64(maxInflated-d.inflated)+1))
	if err != nil {
		return nil, fmt.Errorf("inflate: %w", err)
	}
	if d.inflated += len(out); d.inflated > maxInflated {
		return nil, errors.New("its streams unpack to more than this program is willing to hold")
	}
	parms := o.get("DecodeParms")
	if len(parms.items) == 1 {
		parms = parms.items[0]
	}
	return unpredict(out, parms)
}

// unpredict undoes the PNG predictors None and Up (RFC 2083, 6), the ones that
// writers use for cross-references.
func unpredict(data []byte, parms object) ([]byte, error) {
	if p := parms.get("Predictor"); p.kind == kindNull || p.n == 1 {
		return data, nil
	} else if p.kind != kindInteger || p.n < 10 || p.n > 15 {
		return nil, errors.New("unsupported predictor")
	}
	columns := parms.get("Columns").n
	if columns < 1 || columns > 1<<12 || parms.has("Colors") || parms.has("BitsPerComponent") || len(data)%(columns+1) != 0 {
		return nil, errors.New("a predictor's columns do not fit its data")
	}
	out := make([]byte, 0, len(data))
	above := make([]byte, columns)
	for ; len(data) > 0; data = data[columns+1:] {
		for i, c := range data[1 : columns+1] {
			switch data[0] {
			case 0:
				above[i] = c
			case 2:
				above[i] += c
			default:
				return nil, errors.New("unsupported PNG predictor in a row")
			}
		}
		out = append(out, above...)
	}
	return out, nil
}
