// Command make builds internal/account/guessed/guessed.bin from a list of
// passwords, one a line: go run ./internal/account/guessed/make LIST. LICENCE beside
// the filter names the list ours is made of.
package main

import (
	"fmt"
	"os"
	"strings"

	"vypiska/internal/account/guessed"
)

const output = "internal/account/guessed/guessed.bin"

func main() {
	if err := build(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func build(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("want the name of one list, one password a line")
	}
	list, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	return os.WriteFile(output, guessed.Build(strings.Split(string(list), "\n")), 0o644)
}
