// Command crowd makes many invented people of a few: it writes the bundles of a
// directory over and over, each time under other ids, for measuring.
//
//	go run ./examples/crowd -from testdata/fhir-ru -only ru-p01,ru-p05 -people 10000 -out crowd
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	from := flag.String("from", "testdata/fhir-ru", "directory of bundles, ID.json each, whose resources' ids begin with ID")
	people := flag.Int("people", 10_000, "how many people to write")
	out := flag.String("out", "", "directory to write into; made if it is not there")
	only := flag.String("only", "", "take only these of the bundles: IDs with commas between")
	flag.Parse()
	if err := crowd(*from, *out, *only, *people); err != nil {
		fmt.Fprintln(os.Stderr, "crowd: "+err.Error())
		os.Exit(1)
	}
}

// crowd writes people bundles; the first of them are the originals.
func crowd(from, out, only string, people int) error {
	names, err := filepath.Glob(filepath.Join(from, "*.json"))
	if ids := strings.Split(only, ","); only != "" {
		names = slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(ids, strings.TrimSuffix(filepath.Base(name), ".json")) })
	}
	if err == nil && (len(names) == 0 || out == "" || people < 1) {
		err = errors.New("want -from with *.json in it, -out and a number of -people")
	}
	if err == nil {
		err = os.MkdirAll(out, 0o700)
	}
	if err != nil {
		return err
	}
	for i := range people {
		name := names[i%len(names)]
		if err := again(name, out, i/len(names)); err != nil {
			return err
		}
	}
	return nil
}

// again writes one bundle under other ids, the same for the same round.
func again(name, out string, round int) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	id := strings.TrimSuffix(filepath.Base(name), ".json")
	other := id
	if round > 0 {
		other = fmt.Sprintf("%sx%d", id, round)
		text = bytes.ReplaceAll(text, []byte(id), []byte(other))
	}
	return os.WriteFile(filepath.Join(out, other+".json"), text, 0o600)
}
