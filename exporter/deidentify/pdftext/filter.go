package pdftext

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"sync"
)

var inflaters sync.Pool // of io.ReadCloser that are zlib.Resetter

var errTooMuch = fmt.Errorf("file unpacks to more than %d MB or draws the same content too often", maxUnpacked>>20)

// spend takes n bytes from what may still be unpacked or interpreted.
func (d *document) spend(n int) error {
	if d.budget -= n; d.budget < 0 {
		return errTooMuch
	}
	return nil
}

// decode takes the filters off a stream (ISO 32000-1, 7.4).
func (d *document) decode(o *object) ([]byte, error) {
	if o.decoded != nil {
		return o.decoded, nil
	}
	if o.v.get("F").kind != kindNull {
		return nil, errors.New("stream lies in another file")
	}
	filters, parms, err := d.filters(o)
	if err != nil {
		return nil, err
	}
	out := o.stream
	for i, f := range filters {
		if out, err = d.unfilter(f, parms[i], out); err != nil {
			return nil, err
		}
	}
	if out == nil {
		out = []byte{}
	}
	o.decoded = out
	return out, nil
}

// filters returns the names of a stream's filters and their parameters.
func (d *document) filters(o *object) (names []string, parms []value, err error) {
	f, p, err := d.pair(o.v.get("Filter"), o.v.get("DecodeParms"))
	if err != nil {
		return nil, nil, err
	}
	switch f.kind {
	case kindNull:
		return nil, nil, nil
	case kindName:
		if p.kind == kindArray && len(p.items) == 1 {
			p = p.items[0]
		}
		f, p = value{kind: kindArray, items: []value{f}}, value{kind: kindArray, items: []value{p}}
	case kindArray:
	default:
		return nil, nil, errors.New("stream's /Filter is neither a name nor an array")
	}
	for i, n := range f.items {
		var parm value
		if p.kind == kindArray && i < len(p.items) {
			parm = p.items[i]
		}
		if n, parm, err = d.pair(n, parm); err != nil {
			return nil, nil, err
		}
		if n.kind != kindName || len(f.items) > 8 {
			return nil, nil, errors.New("stream's /Filter is not a short list of names")
		}
		names, parms = append(names, string(n.text)), append(parms, parm)
	}
	return names, parms, nil
}

// pair resolves two values in the newest revision.
func (d *document) pair(a, b value) (value, value, error) {
	a, err := d.value(a, d.newest())
	if err != nil {
		return a, b, err
	}
	b, err = d.value(b, d.newest())
	return a, b, err
}

func (d *document) unfilter(name string, parm value, in []byte) ([]byte, error) {
	switch name {
	case "FlateDecode", "Fl":
		out, rest, err := d.inflate(in)
		if err != nil {
			return nil, err
		}
		d.raw(rest)
		return unpredict(out, parm)
	case "ASCIIHexDecode", "AHx":
		end := bytes.IndexByte(in, '>')
		if end < 0 {
			return nil, errors.New("ASCIIHex stream without its end mark")
		}
		d.raw(in[end+1:])
		if err := d.spend(end / 2); err != nil {
			return nil, err
		}
		return unhex(in[:end])
	case "ASCII85Decode", "A85":
		end := bytes.Index(in, []byte("~>"))
		if end < 0 {
			return nil, errors.New("ASCII85 stream without its end mark")
		}
		d.raw(in[end+2:])
		if err := d.spend(end); err != nil {
			return nil, err
		}
		return unascii85(bytes.TrimPrefix(in[:end], []byte("<~")))
	}
	return nil, errors.New("stream has a filter this reader does not know: write it with FlateDecode")
}

// inflate unpacks zlib data; rest is what follows it.
func (d *document) inflate(in []byte) (out, rest []byte, err error) {
	r := bytes.NewReader(in)
	z, _ := inflaters.Get().(io.ReadCloser)
	if z == nil {
		z, err = zlib.NewReader(r)
	} else {
		err = z.(zlib.Resetter).Reset(r, nil)
	}
	if z != nil {
		defer inflaters.Put(z)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("flate stream: %w", err)
	}
	out = make([]byte, 0, min(4*len(in)+64, d.budget+1))
	for {
		if len(out) == cap(out) {
			out = append(out, 0)[:len(out)]
		}
		n, err := z.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		if e := d.spend(n); e != nil {
			return nil, nil, e
		}
		if err == io.EOF {
			return out, in[len(in)-r.Len():], nil
		}
		if err != nil {
			return nil, nil, fmt.Errorf("flate stream: %w", err)
		}
	}
}

// unascii85 decodes base 85 (ISO 32000-1, 7.4.3).
func unascii85(in []byte) ([]byte, error) {
	out := make([]byte, 0, len(in)*4/5+4)
	var group uint64
	n := 0
	for _, c := range in {
		switch {
		case class[c] == space:
		case c == 'z' && n == 0:
			out = append(out, 0, 0, 0, 0)
		case c >= '!' && c <= 'u':
			group = group*85 + uint64(c-'!')
			if n++; n == 5 {
				out = append(out, byte(group>>24), byte(group>>16), byte(group>>8), byte(group))
				group, n = 0, 0
			}
		default:
			return nil, errors.New("ASCII85 stream with a character that does not belong there")
		}
	}
	if n == 1 {
		return nil, errors.New("ASCII85 stream ends in the middle of a byte")
	}
	if n > 1 {
		for i := n; i < 5; i++ {
			group = group*85 + 84
		}
		tail := []byte{byte(group >> 24), byte(group >> 16), byte(group >> 8)}
		out = append(out, tail[:n-1]...)
	}
	return out, nil
}
