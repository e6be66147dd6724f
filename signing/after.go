package signing

import "bytes"

// after says what the revisions appended after the first of seals are, oldest
// first; the other seals are those that follow it. checkRevisions has made sure
// that there is nothing else in them.
func (d *document) after(seals []seal) []string {
	var out []string
	from := seals[0].reach
	for i := len(d.sections) - 1; i >= 0; i-- {
		to := d.sections[i].at
		if to < from {
			continue
		}
		what := ValidationData
		for _, later := range seals[1:] {
			if later.gap < from || later.gap >= to {
				continue
			}
			if what = FurtherSignature; later.stamp {
				what = StampOfDocument
			}
		}
		out, from = append(out, what), to
	}
	return out
}

// moreValidationData: the newer revision's /DSS is another one.
func (c *comparison) moreValidationData() bool {
	old, err1 := c.old.store()
	now, err2 := c.now.store()
	if err1 != nil || err2 != nil || now.dict.kind != kindDict {
		return false
	}
	moved := now.ref.num > 0 && (now.ref.num >= len(c.old.places) || c.old.places[now.ref.num] != c.now.places[now.ref.num])
	return moved || old.ref != now.ref || !bytes.Equal(old.dict.raw, now.dict.raw)
}

// cautions are what a reader of the first of seals should know of what follows it.
func (d *document) cautions(seals []seal) []string {
	if d.permission(seals[0]) == 1 && seals[0].reach < len(d.src) {
		return []string{"it certifies the document against every change (P=1), and validation data or a time stamp was added: " +
			"ISO 32000-2 allows that, but Adobe Reader may hold the certification for broken"}
	}
	return nil
}
