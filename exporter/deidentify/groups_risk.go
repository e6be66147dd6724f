package deidentify

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Risk is the report about a batch: how small the groups are into which its
// patients fall by all their traits as strict copies show them.
type Risk struct {
	Patients int     `json:"patients"`
	K        int     `json:"k"` // the smallest group
	L        int     `json:"l"` // the fewest different sets of chapters of ICD-10 in a group of like age, sex and region
	Unique   float64 `json:"unique"`
	// Small is the share of patients in groups below the limit asked for.
	Small  float64     `json:"below_limit"`
	Limit  int         `json:"limit"`
	Groups []RiskGroup `json:"groups"`
}

// RiskGroup is one group of patients who look alike.
type RiskGroup struct {
	AgeBand  string `json:"age_band"`
	Sex      string `json:"sex"`
	Region   string `json:"region"`
	Chapters string `json:"chapters"`
	Years    string `json:"years"`
	Patients int    `json:"patients"`
}

// RiskOf counts the groups of a census.
func RiskOf(all []Traits, limit int) Risk {
	r := Risk{Patients: len(all), Limit: limit, Groups: []RiskGroup{}}
	groups, kinds := map[RiskGroup]int{}, map[RiskGroup]map[string]bool{}
	for _, t := range all {
		who := RiskGroup{AgeBand: AgeBand(t.Age), Sex: string(t.Sex), Region: t.Region}
		what := strings.Join(t.Chapters, " ")
		if kinds[who] == nil {
			kinds[who] = map[string]bool{}
		}
		kinds[who][what] = true
		who.Chapters, who.Years = what, joinInts(t.Years)
		groups[who]++
	}
	for g, n := range groups {
		g.Patients = n
		r.add(g)
	}
	for _, k := range kinds {
		if r.L == 0 || len(k) < r.L {
			r.L = len(k)
		}
	}
	if r.Patients > 0 {
		r.Unique, r.Small = r.Unique/float64(r.Patients), r.Small/float64(r.Patients)
	}
	slices.SortFunc(r.Groups, func(a, b RiskGroup) int {
		if a.Patients != b.Patients {
			return a.Patients - b.Patients
		}
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	})
	return r
}

func (r *Risk) add(g RiskGroup) {
	r.Groups = append(r.Groups, g)
	if r.K == 0 || g.Patients < r.K {
		r.K = g.Patients
	}
	if g.Patients == 1 {
		r.Unique++
	}
	if g.Patients < r.Limit {
		r.Small += float64(g.Patients)
	}
}

func joinInts(years []int) string {
	words := make([]string, len(years))
	for i, y := range years {
		words[i] = strconv.Itoa(y)
	}
	return strings.Join(words, " ")
}

// WriteCSV writes the groups, the smallest first.
func (r Risk) WriteCSV(w io.Writer) error {
	rows := [][]string{{"age_band", "sex", "region", "chapters", "years", "patients"}}
	for _, g := range r.Groups {
		rows = append(rows, []string{g.AgeBand, g.Sex, g.Region, g.Chapters, g.Years, strconv.Itoa(g.Patients)})
	}
	c := csv.NewWriter(w)
	if err := c.WriteAll(rows); err != nil {
		return fmt.Errorf("risk report: %w", err)
	}
	return nil
}
