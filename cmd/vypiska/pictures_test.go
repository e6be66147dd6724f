//go:build !race

// Pictures are drawn by a program in WebAssembly on one goroutine: to translate it
// under the race detector takes a minute and a half and shows nothing.

package main

import "testing"

func TestPictures(t *testing.T) { scripts(t, "testdata/pictures") }
