package parcel_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"

	"vypiska/exporter/parcel"
	"vypiska/signing"
)

func index(t *testing.T, all []file, prefix string) int {
	t.Helper()
	i := slices.IndexFunc(all, func(f file) bool { return strings.HasPrefix(f.name, prefix) })
	if i < 0 {
		t.Fatalf("no %s", prefix)
	}
	return i
}

func TestAHostileContainerIsRefused(t *testing.T) {
	c := open(t)
	good, _ := c.write(t, parcel.Head{Sequence: 1})
	if _, err := c.check(t, repack(t, unpack(t, good), nil), nil); err != nil {
		t.Fatalf("the control is refused: %v", err)
	}
	edit := func(change func([]file) []file) func(*testing.T) []byte {
		return func(t *testing.T) []byte { return repack(t, change(unpack(t, good)), nil) }
	}
	header := func(change func(*zip.FileHeader)) func(*testing.T) []byte {
		return func(t *testing.T) []byte { return repack(t, unpack(t, good), change) }
	}
	add := func(name string) func(*testing.T) []byte {
		return edit(func(all []file) []file { return append(all, file{name, []byte("x")}) })
	}
	for _, h := range []struct {
		name  string
		bytes func(*testing.T) []byte
	}{
		{"a file outside the package's names", add("notes.txt")},
		{"a path that climbs out", add("../../etc/cron.d/x")},
		{"a path from the root", add("/documents/a.pdf")},
		{"a path of Windows", add(`documents\a.pdf`)},
		{"a path within a document's name", add("documents/../0000-0000-0000.pdf")},
		{"a second signature", add("META-INF/signature002.p7s")},
		{"a document nobody signed", add("documents/0000-0000-0000.pdf")},
		{"a number in small letters", add("documents/" + strings.ToLower(c.copies[0].Number().String()) + ".pdf")},
		{"a file twice", func(t *testing.T) []byte {
			all := unpack(t, good)
			return repack(t, append(all, all[index(t, all, "documents/")]), nil)
		}},
		{"a document is missing", func(t *testing.T) []byte {
			all := unpack(t, good)
			i := index(t, all, "documents/")
			return repack(t, slices.Delete(all, i, i+1), nil)
		}},
		{"two documents are swapped", func(t *testing.T) []byte {
			all := unpack(t, good)
			i := index(t, all, "documents/")
			all[i].content, all[i+1].content = all[i+1].content, all[i].content
			return repack(t, all, nil)
		}},
		{"a document is of another package", func(t *testing.T) []byte {
			all := unpack(t, good)
			all[index(t, all, "documents/")].content = []byte("%PDF-1.7\n")
			return repack(t, all, nil)
		}},
		{"the registry was changed", edit(func(all []file) []file {
			i := slices.IndexFunc(all, func(f file) bool { return f.name == "registry.json" })
			all[i].content = bytes.Replace(all[i].content, []byte(`"p1"`), []byte(`"p9"`), 1)
			return all
		})},
		{"the manifest of the signature was changed", edit(func(all []file) []file {
			i := slices.IndexFunc(all, func(f file) bool { return f.name == "META-INF/ASiCManifest001.xml" })
			all[i].content = bytes.Replace(all[i].content, []byte("text/plain"), []byte("text/html "), 1)
			return all
		})},
		{"no signature", edit(func(all []file) []file { return all[:len(all)-1] })},
		{"the signature is empty", edit(func(all []file) []file { all[len(all)-1].content = nil; return all })},
		{"the mimetype is not first", edit(func(all []file) []file { all[0], all[1] = all[1], all[0]; return all })},
		{"another mimetype", edit(func(all []file) []file { all[0].content = []byte("application/zip"); return all })},
		{"a file is compressed", header(func(h *zip.FileHeader) { h.Method = zip.Deflate })},
		{"a file says it is encrypted", header(func(h *zip.FileHeader) { h.Flags = 1 })},
		{"a file has something in its header", header(func(h *zip.FileHeader) { h.Extra = []byte{1, 2, 0, 0} })},
		//lint:ignore SA1019 a raw header is written with these fields, not with Modified
		{"a file has a day that tells something", header(func(h *zip.FileHeader) { h.ModifiedDate = 1<<5 | 2 })},
		//lint:ignore SA1019 a raw header is written with these fields, not with Modified
		{"a file has an hour that tells something", header(func(h *zip.FileHeader) { h.ModifiedTime = 1 })},
		{"a file is a symbolic link", header(func(h *zip.FileHeader) { h.ExternalAttrs = 0o120777 << 16 })},
		{"a file has a comment", header(func(h *zip.FileHeader) { h.Comment = "x" })},
		{"a bomb: a file says it grows", header(func(h *zip.FileHeader) { h.UncompressedSize64 = 1 << 31 })},
		{"something before", func(*testing.T) []byte { return append([]byte("x"), good...) }},
		{"something behind", func(*testing.T) []byte { return append(bytes.Clone(good), 'x') }},
		{"a second container behind", func(*testing.T) []byte { return append(bytes.Clone(good), good...) }},
		{"a comment at the end", func(*testing.T) []byte {
			b := append(bytes.Clone(good), 'x')
			b[len(good)-2] = 1
			return b
		}},
		{"the directory gives a document another name than its header", func(t *testing.T) []byte {
			b := bytes.Clone(good)
			name := []byte(unpack(t, good)[index(t, unpack(t, good), "documents/")].name)
			at := bytes.LastIndex(b, name)
			b[at+len(name)-5]++
			return b
		}},
		{"the directory points a document to another's bytes", func(t *testing.T) []byte {
			b := bytes.Clone(good)
			at := bytes.LastIndex(b, []byte("documents/")) - 46
			other := bytes.Index(b, []byte("documents/")) - 30
			binary.LittleEndian.PutUint32(b[at+42:], uint32(other))
			return b
		}},
		{"cut off", func(*testing.T) []byte { return good[:len(good)/2] }},
		{"nothing", func(*testing.T) []byte { return nil }},
		{"an empty ZIP", func(t *testing.T) []byte { return repack(t, nil, nil) }},
	} {
		t.Run(h.name, func(t *testing.T) {
			r, err := c.check(t, h.bytes(t), nil)
			if err == nil || !errors.Is(err, signing.ErrInvalid) && !errors.Is(err, signing.ErrUnreadable) {
				t.Errorf("accepted: %+v, %v", r, err)
			}
		})
	}
}

// signAgain makes the digests right and signs, as if the clinic itself had made
// the mistake, or an attacker had its key for a moment.
func (c *clinic) signAgain(t *testing.T, all []file) []byte {
	t.Helper()
	type listed struct {
		Name   string `json:"name"`
		SHA256 string `json:"sha256"`
		Size   int64  `json:"size"`
		Number string `json:"number,omitempty"`
	}
	var m map[string]any
	var files []listed
	xml := `<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">` +
		`<asic:SigReference URI="META-INF/signature001.p7s"/>`
	for i, f := range all {
		if f.name == "manifest.json" {
			if err := json.Unmarshal(f.content, &m); err != nil {
				t.Fatal(err)
			}
			m["files"] = files
			text, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			all[i].content = text
		}
		sum := sha256.Sum256(all[i].content)
		if f.name != "mimetype" && !strings.HasPrefix(f.name, "META-INF/") {
			files = append(files, listed{f.name, hex.EncodeToString(sum[:]), int64(len(f.content)), ""})
			xml += `<asic:DataObjectReference URI="` + f.name + `"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>` +
				`<ds:DigestValue>` + base64.StdEncoding.EncodeToString(sum[:]) + `</ds:DigestValue></asic:DataObjectReference>`
		}
	}
	xml += `</asic:ASiCManifest>`
	der, _, err := c.signer.SignDetached(t.Context(), strings.NewReader(xml), now)
	if err != nil {
		t.Fatal(err)
	}
	all[len(all)-2].content, all[len(all)-1].content = []byte(xml), der
	return repack(t, all, nil)
}

func TestASignedPackageThatContradictsItselfIsRefused(t *testing.T) {
	c := open(t)
	good, _ := c.write(t, parcel.Head{Sequence: 1})
	if _, err := c.check(t, c.signAgain(t, unpack(t, good)), nil); err != nil {
		t.Fatalf("the control is refused: %v", err)
	}
	replace := func(name, old, new string) func([]file) []file {
		return func(all []file) []file {
			i := slices.IndexFunc(all, func(f file) bool { return strings.HasPrefix(f.name, name) })
			if !bytes.Contains(all[i].content, []byte(old)) {
				t.Fatalf("%s has no %s", name, old)
			}
			all[i].content = bytes.Replace(all[i].content, []byte(old), []byte(new), 1)
			return all
		}
	}
	one, two := c.copies[0], c.copies[1]
	for _, h := range []struct {
		name   string
		change func([]file) []file
	}{
		{"the registry gives a person another's document", replace("registry.json", one.SHA256(), two.SHA256())},
		{"the registry names one person twice", replace("registry.json", `"p2"`, `"p1"`)},
		{"the registry has a document without reports", replace("registry.json", `"p1-r"`, ``)},
		{"the registry has a field nobody knows", replace("registry.json", `"patient": "p1"`, `"patient": "p1", "name": "x"`)},
		{"the table says another person", replace("registry.csv", ";p1;", ";p9;")},
		{"the table says another report", replace("registry.csv", ";p1-r;", ";p7-r;")},
		{"the manifest counts more documents", replace("manifest.json", `"documents": 3`, `"documents": 4`)},
		{"the manifest counts more reports", replace("manifest.json", `"reports": 3`, `"reports": 4`)},
		{"a second package without a first", replace("manifest.json", `"sequence": 1`, `"sequence": 2`)},
		{"a format of another time", replace("manifest.json", parcel.Format, "vypiska-package-9")},
		{"a proof of another copy", replace("proofs/", one.Number().String(), two.Number().String())},
		{"a proof of other bytes", replace("proofs/", one.SHA256(), two.SHA256())},
		{"a document without its own seal", func(all []file) []file {
			i := index(t, all, "documents/")
			all[i].content = bytes.Replace(all[i].content, []byte("ETSI.CAdES.detached"), []byte("ETSI.XAdES.detached"), 1)
			sum := sha256.Sum256(all[i].content)
			for j := range all {
				all[j].content = bytes.ReplaceAll(all[j].content, []byte(one.SHA256()), []byte(hex.EncodeToString(sum[:])))
			}
			return all
		}},
		{"a document that the registry leaves out", func(all []file) []file {
			i := slices.IndexFunc(all, func(f file) bool { return f.name == "registry.json" })
			var reg struct {
				Documents []json.RawMessage `json:"documents"`
			}
			if err := json.Unmarshal(all[i].content, &reg); err != nil {
				t.Fatal(err)
			}
			reg.Documents = reg.Documents[1:]
			all[i].content, _ = json.Marshal(reg)
			return replace("manifest.json", `"documents": 3`, `"documents": 2`)(replace("manifest.json", `"reports": 3`, `"reports": 2`)(all))
		}},
	} {
		t.Run(h.name, func(t *testing.T) {
			r, err := c.check(t, c.signAgain(t, h.change(unpack(t, good))), nil)
			if !errors.Is(err, signing.ErrInvalid) {
				t.Errorf("accepted: %+v, %v", r, err)
			}
		})
	}
}

// TestAHugeDirectoryTakesNoMemory: what a container says of its own size is not believed.
func TestAHugeDirectoryTakesNoMemory(t *testing.T) {
	c := open(t)
	good, _ := c.write(t, parcel.Head{Sequence: 1})
	at := bytes.Index(good, []byte("PK\x01\x02"))
	b := append(bytes.Clone(good[:at]), bytes.Repeat(good[at:at+54], 400_000)...)
	b = append(b, good[len(good)-22:]...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := c.check(t, b, nil); !errors.Is(err, signing.ErrInvalid) {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	if grew := after.TotalAlloc - before.TotalAlloc; grew > 4<<20 {
		t.Errorf("%d bytes were allocated for a forged directory of %d", grew, len(b))
	}
}

// TestNoByteOfAPackageIsSpare flips a bit of every byte of a package without
// documents: none may change unnoticed.
func TestNoByteOfAPackageIsSpare(t *testing.T) {
	c := *open(t)
	c.rows, c.copies = nil, nil
	good, _ := c.write(t, parcel.Head{Sequence: 1})
	for i := range good {
		b := bytes.Clone(good)
		b[i] ^= 1
		if _, err := c.check(t, b, nil); err == nil {
			t.Errorf("byte %d of %d was changed and nobody noticed", i, len(good))
		}
	}
}

func FuzzCheck(f *testing.F) {
	c := *open(f)
	c.rows, c.copies = nil, nil // a small container: its shape is what is fuzzed
	good, _ := c.write(f, parcel.Head{Sequence: 1})
	f.Add(good)
	f.Add(repack(f, nil, nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := parcel.Check(t.Context(), bytes.NewReader(b), int64(len(b)), parcel.Against{Checker: signing.Checker{Roots: c.roots, Now: now}, Proof: readProof})
		if err == nil && !bytes.Equal(b, good) {
			t.Error("a package nobody made is trusted")
		}
	})
}
