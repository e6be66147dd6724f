// Command rawbytes must not compile: see TestWhatIsNotACopyDoesNotCompile.
package main

import (
	"context"

	"vypiska/exporter"
	"vypiska/exporter/issued"
)

var keeper exporter.Keeper

func keep(ctx context.Context, c issued.Copy) error { return keeper.Keep(ctx, c, exporter.Origin{}) }

func main() { _ = keep(context.Background(), []byte("%PDF-1.7")) }
