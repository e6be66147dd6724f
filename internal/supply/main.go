// Command supply says what the program is made of:
//
//	go run ./internal/supply licences > docs/licences.txt   the licence of everything shipped
//	go run ./internal/supply sbom PROGRAM                    a bill of materials (CycloneDX 1.6, JSON)
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "supply:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 1 && args[0] == "licences":
		return licences(os.Stdout, ".")
	case len(args) == 2 && args[0] == "sbom":
		return sbom(os.Stdout, args[1])
	}
	return fmt.Errorf("want licences, or sbom and a program's file")
}
