package pdftext

import "errors"

// unpredict undoes the predictor of a Flate stream (ISO 32000-1, 7.4.4.4).
func unpredict(in []byte, parm value) ([]byte, error) {
	setting := func(key string, standard int) int {
		if v := parm.get(key); v.kind != kindNull {
			n, ok := v.integer()
			if !ok || n == 0 || n > 1<<16 {
				return -1
			}
			return n
		}
		return standard
	}
	kind := setting("Predictor", 1)
	colors, bits, columns := setting("Colors", 1), setting("BitsPerComponent", 8), setting("Columns", 1)
	if kind < 0 || colors < 0 || bits < 0 || columns < 0 || colors > 32 || bits > 16 {
		return nil, errors.New("stream's predictor has settings out of range")
	}
	pixel, row := max(1, colors*bits/8), (colors*bits*columns+7)/8
	switch {
	case kind == 1:
		return in, nil
	case kind == 2 && bits == 8:
		for start := 0; start < len(in); start += row {
			for i := start + pixel; i < min(start+row, len(in)); i++ {
				in[i] += in[i-pixel]
			}
		}
		return in, nil
	case kind >= 10 && kind <= 15:
		return unpng(in, pixel, row)
	}
	return nil, errors.New("stream has a predictor this reader does not know")
}

// unpng undoes PNG's row filters in place.
func unpng(in []byte, pixel, row int) ([]byte, error) {
	out := in[:0]
	prior := make([]byte, row)
	for len(in) > 0 {
		filter := in[0]
		line := in[1:min(row+1, len(in))]
		in = in[1+len(line):]
		for i := range line {
			var left, corner byte
			if i >= pixel {
				left, corner = line[i-pixel], prior[i-pixel]
			}
			switch filter {
			case 0:
			case 1:
				line[i] += left
			case 2:
				line[i] += prior[i]
			case 3:
				line[i] += byte((int(left) + int(prior[i])) / 2)
			case 4:
				line[i] += paeth(left, prior[i], corner)
			default:
				return nil, errors.New("stream has a row with an unknown PNG filter")
			}
		}
		copy(prior, line)
		out = append(out, line...) // never overtakes in: each row loses its first byte
	}
	return out, nil
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	if pa <= pb && pa <= pc {
		return a
	}
	if pb <= pc {
		return b
	}
	return c
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
