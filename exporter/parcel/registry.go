package parcel

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// Row is one person's document in the registry. Name, policies and titles are in
// registry.csv alone, for people.
type Row struct {
	Patient  record.PatientID
	Name     record.Personal
	Services []Service
}

// Service is one report in the document.
type Service struct {
	Report record.Ref
	Date   string // in the clinic's time zone, as exact as the record has it
	Code   string // as the contract has it
	Title  record.Personal
	Policy record.Personal // by which the person was insured on that day
	Shared bool            // another contract covers it too
}

// Texts are all the words of the row, for whoever must look at them.
func (r Row) Texts() []string {
	all := []string{string(r.Patient), r.Name.Reveal()}
	for _, s := range r.Services {
		all = append(all, bare(s.Report), s.Date, s.Code, s.Title.Reveal(), s.Policy.Reveal())
	}
	return all
}

// RowOf takes from the record, as it was selected for the document under g, what
// the registry says of it.
func RowOf(rec record.Record, g policy.Grant) Row {
	r := Row{Patient: g.Patient(), Name: rec.Patient.Name().Full()}
	judged := map[record.Ref]policy.Judged{}
	for _, j := range g.Judged() {
		judged[j.Report] = j
	}
	for _, d := range rec.Reports {
		if j, ok := judged[d.Ref]; ok && j.Code == "" {
			r.Services = append(r.Services, Service{Report: d.Ref, Date: dayOf(d.Effective.Start, g.AsOf().Location()),
				Code: j.Service, Title: d.Code.Text, Policy: j.Policy, Shared: j.Shared})
		}
	}
	slices.SortStableFunc(r.Services, func(a, b Service) int { return strings.Compare(a.Date+string(a.Report), b.Date+string(b.Report)) })
	return r
}

// dayOf is a date as the clinic's calendar has it; a month or a year stays one.
func dayOf(d record.Date, loc *time.Location) string {
	if d.Precision() == record.ToTime {
		return d.Start(loc).In(loc).Format(time.DateOnly)
	}
	return d.Day()
}

// Registry is registry.json.
type Registry struct {
	Documents []Document `json:"documents"`
}

// Document is one line of it.
type Document struct {
	Patient string   `json:"patient"`
	Number  string   `json:"number"`
	File    string   `json:"file"`
	SHA256  string   `json:"sha256"`
	Reports []string `json:"reports"`
	// Shared are those of the reports that another contract covers too.
	Shared []string `json:"shared"`
}

func documentOf(r Row, c issued.Copy) Document {
	d := Document{Patient: string(r.Patient), Number: c.Number().String(), File: documentsDir + c.Number().String() + ".pdf",
		SHA256: c.SHA256(), Reports: []string{}, Shared: []string{}}
	for _, s := range r.Services {
		d.Reports = append(d.Reports, bare(s.Report))
		if s.Shared {
			d.Shared = append(d.Shared, bare(s.Report))
		}
	}
	return d
}

// bare is the id of a report without its type.
func bare(r record.Ref) string {
	_, id, _ := strings.Cut(string(r), "/")
	return id
}

// schema describes registry.json (JSON Schema 2020-12).
//
//go:embed registry.schema.json
var schema []byte

// columns are registry.csv's head.
var columns = []string{"Документ №", "Файл", "SHA-256", "Пациент (id)", "ФИО", "Полис", "Отчёт (id)", "Дата услуги", "Код", "Услуга", "Также по другому договору"}

// dateColumn has days, which may become days in a spreadsheet.
const dateColumn = 7

// isDay: any other date would become a day that nobody wrote.
var isDay = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

// altered is what a spreadsheet makes a number, a day or a truth of, with another look:
// zeros at the head and digits behind the fifteenth are lost, 2026-10 becomes October.
var altered = regexp.MustCompile(`^(?i)(0[0-9]+|[0-9]{12,}|[0-9]+[ .,/:+e-][0-9 .,/:+e-]*|true|false|истина|ложь)$`)

// table writes registry.csv, a line for each report: UTF-8 with a byte order
// mark and semicolons, as spreadsheets in Russia open it.
type table struct {
	buf bytes.Buffer
	csv *csv.Writer
}

func newTable() *table {
	t := &table{}
	t.buf.WriteString("\ufeff")
	t.csv = csv.NewWriter(&t.buf)
	t.csv.Comma, t.csv.UseCRLF = ';', true
	_ = t.csv.Write(columns) // into memory
	return t
}

func (t *table) add(r Row, d Document) {
	for _, s := range r.Services {
		also := ""
		if s.Shared {
			also = "да"
		}
		line := []string{d.Number, d.File, d.SHA256, d.Patient, r.Name.Reveal(), s.Policy.Reveal(), bare(s.Report), s.Date, s.Code, s.Title.Reveal(), also}
		for i := range line {
			if line[i] = harmless(line[i]); altered.MatchString(line[i]) && !(i == dateColumn && isDay.MatchString(line[i])) {
				line[i] = "'" + line[i]
			}
		}
		_ = t.csv.Write(line) // into memory
	}
}

func (t *table) bytes() []byte {
	t.csv.Flush()
	return t.buf.Bytes()
}

// harmless keeps a spreadsheet from taking a cell for a formula, and a cell on one line.
func harmless(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if s != "" && strings.ContainsRune("=+-@|%＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// readTable gives back number and report of each line.
func readTable(text []byte) (lines [][]string, err error) {
	text, marked := bytes.CutPrefix(text, []byte("\ufeff"))
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord = ';', len(columns)
	all, err := r.ReadAll()
	if err != nil || !marked || len(all) == 0 || !slices.Equal(all[0], columns) {
		return nil, invalidf("%s is not a registry's table", tableName)
	}
	return all[1:], nil
}

// encode writes JSON for people to read, the same bytes for the same value,
// indented so deep after the first line.
func encode(v any, depth int) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(strings.Repeat(" ", depth), " ")
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// writeList writes a list of JSON values as encode would at this depth, one
// after the other.
func writeList[T any](to io.Writer, list []T, depth int) error {
	open, next := "[", "\n"
	for _, v := range list {
		text, err := encode(v, depth+1)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(to, "%s%s%*s%s", open, next, depth+1, "", text); err != nil {
			return err
		}
		open, next = "", ",\n"
	}
	if len(list) == 0 {
		_, err := io.WriteString(to, "[]")
		return err
	}
	_, err := fmt.Fprintf(to, "\n%*s]", depth, "")
	return err
}

// writeRegistry writes registry.json.
func writeRegistry(to io.Writer, rows []Document) error {
	if _, err := io.WriteString(to, "{\n \"documents\": "); err != nil {
		return err
	}
	if err := writeList(to, rows, 1); err != nil {
		return err
	}
	_, err := io.WriteString(to, "\n}\n")
	return err
}

// writeManifest writes manifest.json, its files as a list of any length.
func writeManifest(to io.Writer, m Manifest) error {
	files := m.Files
	m.Files = nil
	text, err := encode(m, 0)
	if err != nil {
		return err
	}
	before, after, _ := bytes.Cut(text, []byte("\n \"files\": null"))
	if _, err := fmt.Fprintf(to, "%s\n \"files\": ", before); err != nil {
		return err
	}
	if err := writeList(to, files, 1); err != nil {
		return err
	}
	_, err = fmt.Fprintf(to, "%s\n", after)
	return err
}
