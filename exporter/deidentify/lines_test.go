package deidentify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestLines(t *testing.T) {
	in := `{"id":"a","lang":"ru","text":"Снимки Ермаковой выданы <24.02.2021>","patient":{"family":"Ермакова","given":"Алла","gender":"female","birthDate":"1990-01-01"}}

{"id":"b","text":"Seen by Dr. Thornbury","patient":{}}
{"id":"c","text":""}
`
	var out bytes.Buffer
	if err := Lines(context.Background(), strings.NewReader(in), &out, Strict); err != nil {
		t.Fatal(err)
	}
	want := `{"id":"a","text":"Снимки [ФИО] выданы <2021>","spans":[{"start":7,"end":16,"type":"PATIENT"},{"start":25,"end":35,"type":"DATE"}]}
{"id":"b","text":"Seen by Dr. [name]","spans":[{"start":12,"end":21,"type":"DOCTOR"}]}
{"id":"c","text":"","spans":[]}
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

func TestABadLineIsNamedByItsNumberAndNothingElse(t *testing.T) {
	good := `{"id":"a","text":"x"}` + "\n"
	for name, bad := range map[string]string{
		"no JSON":            "Ермакова Алла",
		"cut off":            `{"id":"a","text":"Ермакова`,
		"a wrong type":       `{"id":"a","text":["Ермакова"]}`,
		"a wrong birth date": `{"id":"a","text":"x","patient":{"birthDate":"Ермакова"}}`,
		"an array":           `["Ермакова"]`,
		"two patients":       `{"id":"a","text":"x","patient":{"family":"Ермакова"},"patient":{"family":"Волк"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			err := Lines(context.Background(), strings.NewReader(good+good+bad+"\n"+good), &out, Strict)
			if err == nil || !strings.Contains(err.Error(), "line 3") {
				t.Fatalf("error %v does not name line 3", err)
			}
			if strings.Contains(err.Error(), "Ермакова") {
				t.Error("the error carries the content")
			}
			if n := strings.Count(out.String(), "\n"); n != 2 {
				t.Errorf("%d lines written, want the 2 before", n)
			}
		})
	}
}

func TestLinesStopsWhenAskedTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Lines(ctx, strings.NewReader(`{"id":"a"}`), &bytes.Buffer{}, Strict); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := Lines(context.Background(), strings.NewReader(""), &bytes.Buffer{}, Profile{}); !errors.Is(err, ErrProfile) {
		t.Errorf("got %v", err)
	}
}

// What a line knows ends with it, and what its writer's library does to names and letters
// does not matter.
func TestALineIsReadAsIfItStoodAlone(t *testing.T) {
	lines := []string{
		`{"id":"a","lang":"ru","text":"снимки брюквовой выданы, карта 40817-2, тел. 222-33-44","patient":{"family":"Брюквова","given":"Алла","mrn":"40817/2","birthDate":"1990-01-01","address":{"street":"Лесная"}}}`,
		`{"ID":"b","Lang":"ru","Text":"снимки брюквовой выданы, \u0441нова на лесной, 40817-2","Patient":{"Family":"Чередниченко","SNILS":"14480177544","practitioner":{"FAMILY":"Волк"}},"spans":[{"start":1}]}`,
		`{"id":"c","lang":"ru","text":"\ud83d снимки чередниченко выданы, брюквовой нет","patient":{}}`,
	}
	read := func(in string) string {
		var out bytes.Buffer
		if err := Lines(context.Background(), strings.NewReader(in), &out, Strict); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	alone := ""
	for _, l := range lines {
		alone += read(l)
	}
	if got := read(strings.Join(lines, "\n")); got != alone {
		t.Errorf("together\n%salone\n%s", got, alone)
	}
	for _, want := range []string{`"снимки [ФИО] выданы, карта [номер]`, `, снова на лесной, `, "\"\ufffd снимки"} {
		if !strings.Contains(alone, want) {
			t.Errorf("no %s in\n%s", want, alone)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestLinesReportsAFullDisk(t *testing.T) {
	in := strings.Repeat(`{"id":"a","text":"`+strings.Repeat("слово ", 200)+`"}`+"\n", 20)
	if err := Lines(context.Background(), strings.NewReader(in), fullDisk{}, Strict); err == nil {
		t.Error("a full disk went unnoticed")
	}
}

func TestOffsetsCountCodePoints(t *testing.T) {
	var out bytes.Buffer
	in := `{"id":"a","lang":"ru","text":"😀 Ермаковой 😀","patient":{"family":"Ермакова"}}`
	if err := Lines(context.Background(), strings.NewReader(in), &out, Strict); err != nil {
		t.Fatal(err)
	}
	var got lineOut
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Spans) != 1 || got.Spans[0].Start != 2 || got.Spans[0].End != 11 {
		t.Errorf("spans %v", got.Spans)
	}
}

// Lines that are searched together come out as each does alone, in their order, and those
// before a line that cannot be read are written.
func TestLinesTogetherAreAsEachAlone(t *testing.T) {
	people := []string{
		`{"id":"a","text":"Осмотрен Кедров, тел. 8 912 345-67-89","patient":{"family":"Кедров"}}`,
		`{"id":"b","text":"Кедров и Лунина пришли вместе","patient":{"family":"Лунина","birthDate":"1980-02-03"}}`,
		`{"id":"c","text":"","patient":{"family":"Лунина","birthDate":"1980-02-03"}}`,
		`{"id":"d","text":"Лунина, 03.02.1980, жалоб нет","patient":{"family":"Лунина","birthDate":"1980-02-03"}}`,
	}
	var in, want strings.Builder
	for i := range 300 {
		line := people[i*i%7%len(people)] + "\n"
		in.WriteString(line)
		if err := Lines(t.Context(), strings.NewReader(line), &want, Strict); err != nil {
			t.Fatal(err)
		}
	}
	in.WriteString("no line\n")
	var got strings.Builder
	if err := Lines(t.Context(), strings.NewReader(in.String()), &got, Strict); err == nil || !strings.Contains(err.Error(), "line 301") {
		t.Errorf("the line that cannot be read: %v", err)
	}
	if got.String() != want.String() {
		t.Error("lines searched together come out otherwise than alone")
	}
}
