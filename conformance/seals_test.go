//go:build conformance

package conformance

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"vypiska/exporter"
	"vypiska/signing"
	"vypiska/templates"
)

// seals is where the files go whose seals are judged, each named
// DOCUMENT.LEVEL.KEY.KIND.
var seals = filepath.Join(out, "seals")

var levels = []signing.Level{signing.LevelB, signing.LevelT, signing.LevelLT, signing.LevelLTA}

// manifest is what the detached signatures are over.
var manifest = []byte("<ASiCManifest/>\n")

// TestSeals seals an extract of ours and two PDFs of other producers at each
// level, with each kind of key, as approval and as certification.
func TestSeals(t *testing.T) {
	h := newHouse(t)
	extract := ours(t, "2b")
	for kind, by := range map[string]func(*testing.T, string, exporter.Paper){"rsa-2048": h.everyWay, "p-256": h.everyWay, "rsa-3072": h.once} {
		by(t, kind, extract)
	}
	for name, p := range foreign(t, extract) {
		h.eachLevel(t, name, "p-256", p, true)
	}
	h.eachDetached(t)
	h.eachPackage(t)
	h.eachProfile(t)
	g, long := h.newGOST(t, "256"), h.newGOST(t, "512") // as of now, to which the clock comes below
	h.trusted(t)
	g.everyLevel(t, extract)
	long.everyLevel(t, extract)
	h.others(t, extract)
	h.lies(t, extract, g)
}

// ours is the extract with the sample data.
func ours(t testing.TB, profile string) exporter.Paper {
	t.Helper()
	f, err := templates.New(templates.Options{Profile: profile})
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.Preview("extract", "ru")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// everyWay seals at once and raises later.
func (h *house) everyWay(t *testing.T, kind string, p exporter.Paper) {
	for _, certify := range []bool{false, true} {
		h.eachLevel(t, "extract", kind, p, certify)
		h.raise(t, kind, p, certify)
	}
}

func (h *house) once(t *testing.T, kind string, p exporter.Paper) {
	h.seal(t, "extract", kind, h.signer(t, kind, signing.LevelLTA), p, false)
}

func (h *house) eachLevel(t *testing.T, document, kind string, p exporter.Paper, certify bool) {
	t.Helper()
	for _, l := range levels {
		h.seal(t, document, kind, h.signer(t, kind, l), p, certify)
	}
}

// raise makes B-LTA of B-B and of B-T, and renews a B-LTA twice.
func (h *house) raise(t *testing.T, kind string, p exporter.Paper, certify bool) {
	t.Helper()
	how := word(certify)
	for _, from := range []signing.Level{signing.LevelB, signing.LevelT} {
		low := h.sealed(t, h.signer(t, kind, from), p, certify)
		keep(t, "extract.B-LTA."+kind+"."+how+"-from-"+string(from)+".pdf", h.extended(t, low, signing.LevelLTA))
	}
	twice := h.sealed(t, h.signer(t, kind, signing.LevelLTA), p, certify)
	for range 2 {
		twice = h.extended(t, twice, signing.LevelLTA)
	}
	keep(t, "extract.B-LTA."+kind+"."+how+"-renewed.pdf", twice)
}

func (h *house) seal(t *testing.T, document, kind string, s *signing.Signer, p exporter.Paper, certify bool) {
	t.Helper()
	keep(t, strings.Join([]string{document, string(s.Level()), kind, word(certify), "pdf"}, "."), h.sealed(t, s, p, certify))
}

func (h *house) sealed(t *testing.T, s *signing.Signer, p exporter.Paper, certify bool) []byte {
	t.Helper()
	pdf, err := s.Seal(t.Context(), p.PDF, signing.Request{Time: h.Now(), Reason: "7K3M-9QXA-2D4F", Page: p.MarkPage, Rect: p.MarkRect, Certify: certify})
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func word(certify bool) string {
	if certify {
		return "certified"
	}
	return "approval"
}

func keep(t *testing.T, name string, file []byte) {
	t.Helper()
	save(t, filepath.Join(seals, name), file)
}

// foreign are PDFs that we did not make: our extract rewritten by qpdf with
// object streams, and a drawing by cairo.
func foreign(t *testing.T, extract exporter.Paper) map[string]exporter.Paper {
	t.Helper()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	save(t, at("extract.pdf"), extract.PDF)
	run(t, "qpdf", "--object-streams=generate", at("extract.pdf"), at("qpdf.pdf"))
	save(t, at("drawing.svg"), []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><rect width="90" height="60" fill="teal"/><text y="120">Выписка</text></svg>`))
	run(t, "rsvg-convert", "--format=pdf", "--output="+at("cairo.pdf"), at("drawing.svg"))
	return map[string]exporter.Paper{
		"qpdf":  {PDF: load(t, at("qpdf.pdf")), MarkPage: extract.MarkPage, MarkRect: extract.MarkRect},
		"cairo": {PDF: load(t, at("cairo.pdf")), MarkPage: -1},
	}
}

// eachDetached signs the manifest, which lies beside the signatures.
func (h *house) eachDetached(t *testing.T) {
	t.Helper()
	keep(t, "manifest.xml", manifest)
	for _, kind := range []string{"rsa-2048", "p-256"} {
		for _, l := range levels[:3] {
			keep(t, "manifest."+string(l)+"."+kind+".detached.p7s", h.detached(t, h.signer(t, kind, l), manifest))
		}
	}
}

func (h *house) detached(t *testing.T, s *signing.Signer, content []byte) []byte {
	t.Helper()
	der, _, err := s.SignDetached(t.Context(), bytes.NewReader(content), h.Now())
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// eachProfile gives the validators of PDF/A every form at the levels above B-B,
// which TestFiles leaves out.
func (h *house) eachProfile(t *testing.T) {
	t.Helper()
	for _, profile := range profiles {
		for _, l := range levels[1:] {
			s := h.signer(t, "rsa-2048", l)
			for _, d := range forms(t, profile) {
				write(t, d.name+"."+profile+"."+string(l)+".rsa-2048", h.sealed(t, s, d.paper, false))
			}
		}
	}
}

// lies plants what every tool must refuse: a byte changed under the seal, a
// signer under another root, and a signature over another manifest.
func (h *house) lies(t *testing.T, p exporter.Paper, g *gost) {
	t.Helper()
	for name, s := range map[string]*signing.Signer{
		"B-B.rsa-2048":   h.signer(t, "rsa-2048", signing.LevelB),
		"B-LTA.p-256":    h.signer(t, "p-256", signing.LevelLTA),
		"B-LTA.gost-256": g.signer(t, signing.LevelLTA),
	} {
		keep(t, "planted.extract."+name+".changed.pdf", changed(t, h.sealed(t, s, p, false)))
	}
	keep(t, "planted.extract.B-B.p-256.stranger.pdf", h.sealed(t, stranger(t), p, false))
	keep(t, "planted.manifest.B-LT.rsa-2048.detached.p7s", h.detached(t, h.signer(t, "rsa-2048", signing.LevelLT), []byte("<ASiCManifest></ASiCManifest>\n")))
}

// changed makes the first page a point wider.
func changed(t *testing.T, pdf []byte) []byte {
	t.Helper()
	lie := bytes.Replace(pdf, []byte("595.28"), []byte("596.28"), 1)
	if bytes.Equal(lie, pdf) {
		t.Fatal("the file does not say its pages' width where this test looks for it")
	}
	return lie
}
