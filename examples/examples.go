// Package examples carries the invented sample records of the demo.
package examples

import "embed"

// Records holds records/*.json.
//
//go:embed records/*.json
var Records embed.FS
