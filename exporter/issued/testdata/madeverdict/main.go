// Command madeverdict must not compile: see TestWhatIsNotACopyDoesNotCompile.
package main

import "vypiska/exporter/deidentify"

func main() { _ = deidentify.Verdict{valid: true} }
