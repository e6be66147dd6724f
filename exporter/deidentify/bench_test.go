package deidentify

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// ward is a text as a ward writes it, with a person in it whom the line knows.
const ward = `{"id":"1","lang":"ru","text":"Пациентка Кожемякина Вера Ильинична, 12.04.1956 г.р., поступила 03.11.2024 с жалобами на боли в животе, тошноту, слабость в течение 5 дней. В анамнезе болезнь Паркинсона, проба Манту отрицательная. Принимает Конкор 2,5 мг, Эналаприл. АД 130/85 мм рт. ст., пульс 78, t 36,7. Живот мягкий, безболезненный, перистальтика выслушивается. Гемоглобин 128 г/л, лейкоциты 7,2, СОЭ 14 мм/ч, глюкоза 5,6. УЗИ: печень не увеличена, контуры ровные, эхогенность повышена, протоки не расширены. Желчный пузырь без конкрементов, стенка не утолщена. Почки обычной формы и положения, чашечно-лоханочная система не расширена. Лёгкие расправлены, воздушность сохранена, очаговых и инфильтративных изменений не выявлено. Консультирована хирургом Дзюбой А.П., рекомендован контроль через 3 месяца, тел. 8 843 222-33-44. Проживает: г. Казань, ул. Баумана, д. 5, кв. 7. Дочь Светлана звонила.","patient":{"family":"Кожемякина","given":"Вера","patronymic":"Ильинична","gender":"female","birthDate":"1956-04-12","snils":"14480177544","phone":"+78432223344","mrn":"40817","address":{"city":"Казань","street":"Баумана"},"practitioner":{"family":"Дзюба","given":"Анна"}}}` + "\n"

// BenchmarkLines streams texts, a megabyte each time, on one processor; the
// floor reads and writes the same lines and does to their text what cannot be
// left out: decoding JSON, composing accents, looking at every letter.
func BenchmarkLines(b *testing.B) {
	in := strings.Repeat(ward, 1<<20/len(ward))
	var l lineIn
	if err := json.Unmarshal([]byte(ward), &l); err != nil {
		b.Fatal(err)
	}
	text := int64(len(l.Text) * (1 << 20 / len(ward)))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	crowd := manyPeople(1 << 20 / len(ward))
	b.Run("people after each other", func(b *testing.B) {
		b.SetBytes(text)
		b.ReportAllocs()
		for b.Loop() {
			if err := Lines(context.Background(), strings.NewReader(crowd), io.Discard, Strict); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("blind texts", func(b *testing.B) {
		lines, size := blindTexts(b)
		b.SetBytes(size)
		b.ReportAllocs()
		for b.Loop() {
			if err := Lines(context.Background(), bytes.NewReader(lines), io.Discard, Strict); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("de-identify", func(b *testing.B) {
		b.SetBytes(text)
		b.ReportAllocs()
		for b.Loop() {
			if err := Lines(context.Background(), strings.NewReader(in), io.Discard, Strict); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("floor", func(b *testing.B) {
		b.SetBytes(text)
		for b.Loop() {
			floor(b, in)
		}
	})
}

// blindTexts gives the lines of the blind batches 2 to 8, nearly each about another
// person than the one before, as they are (with what is to be found in them, which nobody
// reads), and the size of their texts.
func blindTexts(b *testing.B) (lines []byte, size int64) {
	for n := 2; n <= 8; n++ {
		raw, err := os.ReadFile("testdata/blind/batches/batch-" + strconv.Itoa(n) + ".jsonl")
		if err != nil {
			b.Fatal(err)
		}
		lines = append(lines, raw...)
	}
	for line := range bytes.Lines(lines) {
		var l lineIn
		if err := json.Unmarshal(line, &l); err != nil {
			b.Fatal(err)
		}
		size += int64(len(l.Text))
	}
	return lines, size
}

// manyPeople gives the text n times, each time about somebody else with a surname
// of their own and names from the lexicon.
func manyPeople(n int) string {
	given := strings.Fields(nameLines)
	father := strings.Fields(patronymicLines)
	var all strings.Builder
	for i := range n {
		family := "Кожем" + string([]rune{rune('а' + i%32), rune('а' + i/32%32)}) + "кина"
		all.WriteString(strings.NewReplacer("Кожемякина", family, "Вера", given[2*(i%800)+1], "Ильинична", father[i%len(father)],
			`"40817"`, `"4`+strconv.Itoa(10000+i)+`"`, "Дзюб", "Дзюб"+string(rune('а'+i%32))).Replace(ward))
	}
	return all.String()
}

func floor(b *testing.B, in string) {
	enc := json.NewEncoder(io.Discard)
	letters := 0
	for line := range bytes.Lines([]byte(in)) {
		var l lineIn
		if err := json.Unmarshal(line, &l); err != nil {
			b.Fatal(err)
		}
		for _, r := range norm.NFC.String(l.Text) {
			if isLetter(r) {
				letters++
			}
		}
		if err := enc.Encode(lineOut{ID: l.ID, Text: l.Text}); err != nil {
			b.Fatal(err)
		}
	}
	if letters == 0 {
		b.Fatal("nothing was read")
	}
}
