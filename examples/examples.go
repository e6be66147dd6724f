// Package examples carries the invented sample records of the demo, and the
// contract of the insurer in them.
package examples

import "embed"

// Records holds records/*.json.
//
//go:embed records/*.json
var Records embed.FS

// Contract is the insurer's contract, as `vypiska package` reads it.
//
//go:embed contract.json
var Contract []byte
