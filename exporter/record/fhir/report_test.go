package fhir

import (
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func withForm(form string) string {
	return bundle(patientOne, `{"resourceType":"DiagnosticReport","id":"r","status":"final","code":{"text":"КТ"},
		"subject":{"reference":"Patient/p1"},"conclusion":"Норма","presentedForm":[`+form+`]}`)
}

func attached(contentType, content string) string {
	return fmt.Sprintf(`{"contentType":%q,"data":%q,"title":"Протокол","language":"ru"}`, contentType, base64.StdEncoding.EncodeToString([]byte(content)))
}

func TestPresentedForms(t *testing.T) {
	cp1251, err := charmap.Windows1251.NewEncoder().String("Очагов нет")
	if err != nil {
		t.Fatal(err)
	}
	koi8, err := charmap.KOI8R.NewEncoder().String("Очагов нет")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha1.Sum([]byte("a"))
	hash := base64.StdEncoding.EncodeToString(sum[:])
	for _, c := range []struct {
		name, form, text string
		unreadable       int
		fault            string
	}{
		{"plain text is UTF-8", attached("text/plain", "\ufeffОчагов нет\r\nи не было\f2"), "Очагов нет\nи не было\n2", 0, ""},
		{"windows-1251 when declared", attached("text/plain; charset=windows-1251", cp1251), "Очагов нет", 0, ""},
		{"koi8-r when declared", attached("text/plain; charset=KOI8-R", koi8), "Очагов нет", 0, ""},
		{"windows-1251 undeclared", attached("text/plain", cp1251), "", 0, "data: is not UTF-8"},
		{"an unknown charset", attached("text/plain; charset=mac-martian", "x"), "", 1, ""},
		{"a control character", attached("text/plain", "a\x00b"), "", 0, "data: control character"},
		{"base64 in lines", `{"contentType":"text/plain","data":"YW\n Jj"}`, "abc", 0, ""},
		{"base64 with rubbish", `{"contentType":"text/plain","data":"YWJj!"}`, "", 0, "presentedForm[0].data: not base64"},
		{"base64 with stray bits", `{"contentType":"text/plain","data":"YWJ="}`, "", 0, "not base64"},
		{"a PDF is counted", attached("application/pdf", "%PDF-1.4"), "", 1, ""},
		{"a PDF that is none", attached("application/pdf", "MZ\x90"), "", 0, "data: is not what contentType says (application/pdf)"},
		{"a PNG that is a JPEG", attached("image/png", "\xff\xd8\xff"), "", 0, "is not what contentType says"},
		{"RTF is counted", attached("text/rtf", `{\rtf1 x}`), "", 1, ""},
		{"a type we do not know is counted", attached("text/x-troff", "x"), "", 1, ""},
		{"no type is counted", `{"data":"YWJj"}`, "", 1, ""},
		{"a type that is none", attached("Иванов", "x"), "", 0, "contentType: not a media type"},
		{"a form kept elsewhere is counted", `{"contentType":"text/plain","url":"https://pacs/1"}`, "", 1, ""},
		{"a size that is not so", `{"contentType":"text/plain","data":"YQ==","size":2}`, "", 0, "size: states 2 bytes, data has 1"},
		{"a hash that is so", `{"contentType":"text/plain","data":"YQ==","size":1,"hash":"` + hash + `"}`, "a", 0, ""},
		{"a hash that is not so", `{"contentType":"text/plain","data":"Yg==","hash":"` + hash + `"}`, "", 0, "hash: is not the SHA-1"},
		{"HTML", attached("text/html", page1), "Заключение\nОчагов нет & не было.\nЛейкоциты 4,5\n10^9/л", 0, ""},
		{"HTML whose style strikes words out", attached("text/html", `<style>.x{text-decoration: line-through}</style><p class="x">Перелом</p>`), "", 1, ""},
		{"HTML with boxes to tick", attached("text/html", `<p><input type="checkbox" checked> курит <input type="checkbox"> пьёт</p>`), "", 1, ""},
		{"HTML in a charset of its own", attached("text/html", `<meta charset="windows-1251"><p>`+cp1251), "Очагов нет", 0, ""},
		{"HTML in a charset it does not tell", attached("text/html", `<p>`+cp1251), "", 0, "is not UTF-8"},
		{"HTML with struck-out words", attached("text/html", "<p><s>рак</s> норма</p>"), "", 1, ""},
		{"HTML with hidden words", attached("text/html", `<p>норма <span style="Display : None">рак</span></p>`), "", 1, ""},
		{"HTML with a picture", attached("text/html", `<p>норма <img src="x"></p>`), "норма", 1, ""},
		{"HTML with an escaped control character", attached("text/html", `<p>&#27;x</p>`), "", 0, "control character"},
		{"empty HTML", attached("text/html", `<html></html>`), "", 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := files(t, map[string]string{"a.json": withForm(c.form)})
			if w := said(d.Faults()); (w == "") != (c.fault == "") || !strings.Contains(w, c.fault) || strings.Contains(w, "Иванов") {
				t.Fatalf("said %q, want %q", w, c.fault)
			}
			if c.fault != "" {
				return
			}
			r := one(t, mustRecord(t, d, "p1").Reports)
			if r.Unreadable != c.unreadable || len(r.Documents) > 0 != (c.text != "") {
				t.Fatalf("%d unreadable, %d documents", r.Unreadable, len(r.Documents))
			}
			wantText(t, "conclusion", r.Conclusion, "Норма")
			for _, doc := range r.Documents {
				wantText(t, "text", doc.Text, c.text)
			}
		})
	}
}

const page1 = `<!DOCTYPE html><html><head><title>t</title><style>p{}</style></head><body>
<script>var a = "<p>x</p>";</script><h1>Заключение</h1><p>Очагов
  <b>нет</b> &amp; не было.</p><!-- Иванов --><table><tr><td>Лейкоциты</td><td>4,5</td></tr></table>10<sup>9</sup>/л</body></html>`

func TestDeepHTMLCostsNothing(t *testing.T) {
	d := files(t, map[string]string{"a.json": withForm(attached("text/html", strings.Repeat("<div>", 200_000)+"дно"))})
	wantText(t, "text", one(t, mustRecord(t, d, "p1").Reports).Documents[0].Text, "дно")
}
