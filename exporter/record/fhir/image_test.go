package fhir

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"strconv"
	"strings"
	"testing"

	"vypiska/exporter/record"
)

func pngFile(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const jpegHead = "\xff\xd8\xff\xe0 a JPEG, as far as the reader looks"

func base64of(content string) string { return base64.StdEncoding.EncodeToString([]byte(content)) }

// content is an attachment of a Media.
func content(contentType, file string) string {
	return fmt.Sprintf(`{"contentType":%q,"data":%q,"title":"Срез 41"}`, contentType, base64of(file))
}

// shot is a Media of a subject.
func shot(id, subject, rest string) string {
	return `{"resourceType":"Media","id":"` + id + `","status":"completed","subject":{"reference":"` + subject + `"},` + rest + `}`
}

// showing is a report of the first patient with these key images.
func showing(links ...string) string {
	return `{"resourceType":"DiagnosticReport","id":"r","status":"final","code":{"text":"КТ"},"subject":{"reference":"Patient/p1"},
		"conclusion":"Норма","media":[` + strings.Join(links, ",") + `]}`
}

// counted tells the pictures of a report that are shown from those left out.
func counted(r record.Report) (shown []record.Image, leftOut int) {
	for _, i := range r.Images {
		if i.LeftOut() {
			leftOut++
			continue
		}
		shown = append(shown, i)
	}
	return shown, leftOut
}

func link(to string) string { return `{"comment":"Очаг","link":{"reference":"` + to + `"}}` }

func TestKeyImages(t *testing.T) {
	good := content("image/png", pngFile(t))
	sum := sha1.Sum([]byte(jpegHead))
	stored := func(rest string) string {
		return `{"resourceType":"Binary","id":"b","contentType":"image/jpeg","data":"` + base64of(jpegHead) + `"` + rest + `}`
	}
	byURL := shot("m", "Patient/p1", `"content":{"url":"Binary/b"}`)
	for _, c := range []struct {
		name      string
		resources []string
		file      string // what is shown
		leftOut   int
		notice    string
	}{
		{"a PNG", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"content":`+good)}, pngFile(t), 0, ""},
		{"a JPEG whose size and hash are right", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"content":{"contentType":"image/jpeg","data":"`+
			base64of(jpegHead)+`","size":`+strconv.Itoa(len(jpegHead))+`,"hash":"`+base64.StdEncoding.EncodeToString(sum[:])+`"}`)}, jpegHead, 0, ""},
		{"a JPEG in a Binary", []string{showing(link("Media/m")), byURL, stored("")}, jpegHead, 0, ""},
		{"a Binary under the patient's own protection", []string{showing(link("Media/m")), byURL, stored(`,"securityContext":{"reference":"Patient/p1"}`)}, jpegHead, 0, ""},
		{"a Binary under another patient's", []string{showing(link("Media/m")), byURL, patientTwo, stored(`,"securityContext":{"reference":"Patient/p2"}`)}, "", 1, ""},
		{"a Binary under somebody unknown's", []string{showing(link("Media/m")), byURL, stored(`,"securityContext":{"display":"кто-то"}`)}, "", 1, ""},
		{"a Binary with a wrong type", []string{showing(link("Media/m")), byURL, stored(`,"meta":7`)}, "", 1, "Binary/b: left out: cannot be read: meta"},
		{"a Media contained in the report", []string{strings.Replace(showing(link("#in")), `"conclusion"`, `"contained":[{"resourceType":"Media","id":"in","status":"completed","content":`+good+`}],"conclusion"`, 1)}, pngFile(t), 0, ""},
		{"a contained one of another patient", []string{patientTwo, strings.Replace(showing(link("#in")), `"conclusion"`, `"contained":[`+shot("in", "Patient/p2", `"content":`+good)+`],"conclusion"`, 1)}, "", 0, ""},
		{"another patient's", []string{showing(link("Media/m")), patientTwo, shot("m", "Patient/p2", `"content":`+good)}, "", 0, "points to another patient's Media/m, which is left out"},
		{"one that names nobody", []string{showing(link("Media/m")), `{"resourceType":"Media","id":"m","status":"completed","content":` + good + `}`}, "", 1, "Media/m: left out: names no patient"},
		{"one of a patient who is nowhere", []string{showing(link("Media/m")), shot("m", "Patient/p9", `"content":`+good)}, "", 1, "its patient is nowhere"},
		{"one entered in error", []string{showing(link("Media/m")), strings.Replace(shot("m", "Patient/p1", `"content":`+good), "completed", "entered-in-error", 1)}, "", 0, ""},
		{"one that was not done", []string{showing(link("Media/m")), strings.Replace(shot("m", "Patient/p1", `"content":`+good), "completed", "not-done", 1)}, "", 0, ""},
		{"a status that is none", []string{showing(link("Media/m")), strings.Replace(shot("m", "Patient/p1", `"content":`+good), "completed", "Иванов", 1)}, "", 1, "Media/m: left out: its status is none of Media"},
		{"a Media that is nowhere", []string{showing(link("Media/m"))}, "", 1, "points to a result or picture that is nowhere"},
		{"a Binary that is nowhere", []string{showing(link("Media/m")), byURL}, "", 1, ""},
		{"a picture kept elsewhere", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"content":{"contentType":"image/png","url":"https://pacs/1"}`)}, "", 1, ""},
		{"base64 with rubbish", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"content":{"contentType":"image/png","data":"YWJj!"}`)}, "", 1, ""},
		{"a PNG that is a JPEG", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"content":`+content("image/png", jpegHead))}, "", 1, ""},
		{"DICOM", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"content":`+content("application/dicom", strings.Repeat("\x00", 128)+"DICM"))}, "", 1, ""},
		{"a size that is not so", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"content":{"contentType":"image/jpeg","data":"`+base64of(jpegHead)+`","size":2}`)}, "", 1, ""},
		{"a hash that is not so", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"content":{"contentType":"image/jpeg","data":"`+base64of(jpegHead)+`","hash":"AAAA"}`)}, "", 1, ""},
		{"one too large", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"content":`+content("image/jpeg", jpegHead+strings.Repeat("x", maxImage)))}, "", 1, ""},
		{"a field of a wrong type", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"content":"Иванов"`)}, "", 1, "Media/m: left out: cannot be read: content"},
		{"a date that is none", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"createdDateTime":"30.02.2025","content":`+good)}, "", 1, "cannot be read: createdDateTime"},
		{"a modifier we do not know", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"modifierExtension":[{"url":"x"}],"content":`+good)}, "", 1, "something changes its meaning"},
		{"a Media that contains something faulty", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"contained":[{"resourceType":"Patient","id":7}],"content":`+good)}, pngFile(t), 0, ""},
		{"two texts of one version", []string{showing(link("Media/m")), shot("m", "Patient/p1", `"content":`+good), shot("m", "Patient/p1", `"content":`+content("image/jpeg", jpegHead))}, "", 1, "another text of the same version"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := files(t, map[string]string{"a.json": bundle(append([]string{patientOne}, c.resources...)...)})
			r := one(t, mustRecord(t, d, "p1").Reports)
			wantText(t, "conclusion", r.Conclusion, "Норма")
			images, leftOut := counted(r)
			if len(images) > 0 != (c.file != "") || leftOut != c.leftOut || r.Unreadable != 0 {
				t.Fatalf("%d images, %d left out, %d unreadable", len(images), leftOut, r.Unreadable)
			}
			for _, i := range images {
				wantText(t, "bytes", i.Data, c.file)
			}
			if w := said(d.Notices()); !strings.Contains(w, c.notice) || strings.Contains(w, "Иванов") || c.notice == "" && w != "" {
				t.Errorf("notices %q, want %q", w, c.notice)
			}
		})
	}
}

func TestCaptionDateAndLabelsOfAKeyImage(t *testing.T) {
	d := files(t, map[string]string{"a.json": bundle(patientOne, showing(link("Media/m")),
		shot("m", "Patient/p1", `"meta":{"security":[{"system":"s","code":"R"}]},"createdDateTime":"2025-05-14T10:31:00+03:00","note":[{"text":"Плотность −12 HU"}],
			"operator":{"reference":"Practitioner/lab"},"content":{"url":"Binary/b","title":"Срез 41"}`),
		`{"resourceType":"Practitioner","id":"lab","name":[{"family":"Снимкина"}]}`,
		`{"resourceType":"Binary","id":"b","meta":{"security":[{"system":"s","code":"PSY"}]},"contentType":"image/png","data":"`+base64of(pngFile(t))+`"}`)})
	rec := mustRecord(t, d, "p1")
	i := one(t, one(t, rec.Reports).Images)
	wantText(t, "caption", i.Caption, "Очаг\nСрез 41\nПлотность −12 HU")
	if i.Date.Day() != "2025-05-14" || !i.Restricted() || len(i.Labels) != 2 || i.Ref != "Media/m" {
		t.Errorf("date %s, labels %v, ref %s", i.Date, i.Labels, i.Ref)
	}
	if p := one(t, rec.People); p.Ref != "Practitioner/lab" {
		t.Errorf("who took the picture is not among the people: %s", p.Ref)
	}
}

func TestPresentedFormsThatArePictures(t *testing.T) {
	for _, c := range []struct {
		name, form                  string
		images, leftOut, unreadable int
	}{
		{"a PNG", attached("image/png", pngFile(t)), 1, 0, 0},
		{"a JPEG, called jpg", attached("image/jpg", jpegHead), 1, 0, 0},
		{"one too large", attached("image/jpeg", jpegHead+strings.Repeat("x", maxImage)), 0, 1, 0},
		{"a TIFF stays unreadable", attached("image/tiff", "II*\x00"), 0, 0, 1},
		{"a PNG in a Binary", `{"contentType":"image/png","url":"Binary/b","title":"Протокол"}`, 1, 0, 0},
		{"a PNG kept elsewhere stays unreadable", `{"contentType":"image/png","url":"https://pacs/1"}`, 0, 0, 1},
		{"beside a PDF", attached("image/png", pngFile(t)) + "," + attached("application/pdf", "%PDF-1.4"), 1, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			stored := `{"resourceType":"Binary","id":"b","contentType":"image/png","data":"` + base64of(pngFile(t)) + `"}`
			d := files(t, map[string]string{"a.json": withForm(c.form), "b.json": bundle(stored)})
			r := one(t, mustRecord(t, d, "p1").Reports)
			images, leftOut := counted(r)
			if len(images) != c.images || leftOut != c.leftOut || r.Unreadable != c.unreadable || len(r.Documents) != 0 {
				t.Fatalf("%d images, %d left out, %d unreadable", len(images), leftOut, r.Unreadable)
			}
			for _, i := range images {
				wantText(t, "caption", i.Caption, "Протокол")
			}
		})
	}
}

// The newest report keeps its pictures where a record has too many.
func TestTooManyPictures(t *testing.T) {
	resources := []string{patientOne, shot("m", "Patient/p1", `"content":`+content("image/png", pngFile(t)))}
	for n := range 10 {
		links := strings.Repeat(link("Media/m")+",", 7) + link("Media/m")
		resources = append(resources, strings.NewReplacer(`"id":"r"`, fmt.Sprintf(`"id":"r%d","issued":"202%d-01-01T00:00:00Z"`, n, n)).Replace(showing(links)))
	}
	resources = append(resources, strings.Replace(showing(strings.Repeat(link("Media/m")+",", 19)+link("Media/m")), `"id":"r"`, `"id":"many","issued":"2030-01-01T00:00:00Z"`, 1))
	reports := mustRecord(t, files(t, map[string]string{"a.json": bundle(resources...)}), "p1").Reports
	total, before := 0, 0
	for _, r := range reports {
		images, leftOut := counted(r)
		total += len(images)
		if r.Ref == "DiagnosticReport/many" {
			if len(images) != maxReportImages || leftOut != 20-maxReportImages {
				t.Errorf("%d of 20 images of one report, %d left out", len(images), leftOut)
			}
			continue
		}
		if len(images)+leftOut != 8 || len(images) < before {
			t.Errorf("%s: %d images, %d left out", r.Ref, len(images), leftOut)
		}
		before = len(images)
	}
	if total != maxRecordImages {
		t.Errorf("%d images in the record, want %d", total, maxRecordImages)
	}
	room, r := album{ofReport: 9, images: 9, bytes: 10}, record.Report{}
	room.add(&r, record.Image{Data: record.NewPersonal("12345678")}, 8)
	room.add(&r, record.Image{Data: record.NewPersonal("123")}, 3)
	if images, leftOut := counted(r); len(images) != 1 || leftOut != 1 {
		t.Errorf("the bytes of a record have no bound: %d images", len(images))
	}
}

// A picture that is left out keeps its labels: that it exists may be a secret too.
func TestALeftOutPictureKeepsItsLabels(t *testing.T) {
	d := files(t, map[string]string{"a.json": bundle(patientOne, showing(link("Media/m")),
		shot("m", "Patient/p1", `"meta":{"security":[{"system":"s","code":"V"}]},"content":{"contentType":"image/png","data":"YWJj"}`))})
	if i := one(t, one(t, mustRecord(t, d, "p1").Reports).Images); !i.LeftOut() || !i.Restricted() {
		t.Errorf("left out: %v, labels %v", i.LeftOut(), i.Labels)
	}
}
