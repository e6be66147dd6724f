package register_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"vypiska/storage/register"
)

func TestExportInCSVHasAColumnForEveryField(t *testing.T) {
	m, l, _ := filled(t, 0)
	full := register.Entry{
		Time: noon, Event: register.Issue, Actor: "a1", Number: "n1", Kind: "k1", Patient: "p1", Recipient: "r1", Basis: "b1", Rule: "u1",
		SHA256: strings.Repeat("1", 64), Size: 11, Pages: 12, SealLevel: "B-T", Form: "f1", FormVersion: "f2", FormHash: strings.Repeat("2", 64),
		Profile: "strict", ProfileVersion: "v9", MadeFrom: strings.Repeat("3", 64), Period: "2026-01-01/", AsOf: "2026-02-02", Order: "o1", Link: "l1", Reason: "e1",
	}
	if _, err := l.Append(t.Context(), m, full); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Erase(t.Context(), m, 1, register.Entry{Time: noon, Actor: "a2"}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(t.Context(), m, full); err != nil {
		t.Fatal(err)
	}
	lines := csvOf(t, m, register.Filter{})
	if len(lines) != 3 {
		t.Fatalf("%d lines, want the head, the erasure and the last entry", len(lines))
	}
	seen := map[string]string{}
	for i, name := range lines[0] {
		seen[name] = lines[2][i] + lines[1][i]
	}
	entry := reflect.TypeFor[register.Entry]()
	for i := range entry.NumField() {
		name, _, _ := strings.Cut(entry.Field(i).Tag.Get("json"), ",")
		if seen[name] == "" {
			t.Errorf("%s is not exported", name)
		}
	}
	if seen["processing"] != "depersonalisationdeletion" || seen["erased"] != "1" || seen["size"] != "11" {
		t.Errorf("%v", seen)
	}
}

func csvOf(t *testing.T, m *memory, f register.Filter) [][]string {
	t.Helper()
	var out bytes.Buffer
	if err := register.WriteCSV(&out, register.Export(t.Context(), m, f)); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestNoTextIsAFormulaInASpreadsheet(t *testing.T) {
	m, l, _ := filled(t, 0)
	for _, basis := range []string{"=1+1", "+7 912", "-1", "@x", "договор, \"7\""} {
		e := sample(0)
		e.Basis = basis
		if _, err := l.Append(t.Context(), m, e); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"'=1+1", "'+7 912", "'-1", "'@x", "договор, \"7\""}
	for i, line := range csvOf(t, m, register.Filter{})[1:] {
		if line[9] != want[i] {
			t.Errorf("got %q, want %q", line[9], want[i])
		}
	}
}

func TestExportInJSONLinesIsTheStoredEntryWithItsNumber(t *testing.T) {
	m, _, _ := filled(t, 7)
	var out bytes.Buffer
	f := register.Filter{Patient: "p1", From: noon.Add(2 * time.Hour)}
	if err := register.WriteJSON(&out, register.Export(t.Context(), m, f)); err != nil {
		t.Fatal(err)
	}
	if want := `{"seq":5,` + m.rows[5].Body[1:] + "\n"; out.String() != want {
		t.Errorf("got %s want %s", out.String(), want)
	}
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil || line["patient"] != "p1" {
		t.Errorf("%v, %v", line, err)
	}
}

type failing struct{ *memory }

func (f failing) Find(context.Context, register.Filter, int64) ([]register.Row, error) {
	return nil, errDisk
}

var errDisk = errors.New("disk")

func TestAnExportThatStopsHalfwayIsAnError(t *testing.T) {
	m, _, _ := filled(t, 2)
	for _, write := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error {
			return register.WriteCSV(b, register.Export(t.Context(), failing{m}, register.Filter{}))
		},
		func(b *bytes.Buffer) error {
			return register.WriteJSON(b, register.Export(t.Context(), failing{m}, register.Filter{}))
		},
	} {
		if err := write(&bytes.Buffer{}); !errors.Is(err, errDisk) {
			t.Errorf("%v", err)
		}
	}
	row := m.rows[2]
	row.Body = "secret"
	m.rows[2] = row
	err := register.WriteJSON(&bytes.Buffer{}, register.Export(t.Context(), m, register.Filter{}))
	if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "entry 2") {
		t.Errorf("%v", err)
	}
}

func TestEveryEventIsKnownAndTheRuleHasAllItsWords(t *testing.T) {
	words := map[register.Processing]bool{}
	for _, e := range []register.Event{
		register.Order, register.Refusal, register.Cancel, register.Failure, register.Issue, register.Extension, register.Package,
		register.Release, register.Revoke, register.Deletion, register.Destruction, register.Link, register.Download, register.Return,
		register.Unlink, register.Block, register.Unblock, register.Consent, register.Contract, register.Account, register.Key, register.Erasure,
		register.Paper, register.Gone, register.Hold, register.Unhold, register.Restore, register.Look,
	} {
		if !e.Known() {
			t.Errorf("%s is not known", e)
		}
		words[register.Entry{Event: e}.Processing()] = true
		words[register.Entry{Event: e, Profile: "strict"}.Processing()] = true
	}
	for _, w := range []register.Processing{"extraction", "transfer", "depersonalisation", "blocking", "deletion", "destruction"} {
		if !words[w] {
			t.Errorf("rule 1.2's %s is recorded by no event", w)
		}
	}
}
