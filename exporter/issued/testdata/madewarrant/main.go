// Command madewarrant must not compile: see TestWhatIsNotACopyDoesNotCompile.
package main

import "vypiska/exporter/policy"

func main() { _ = policy.Warrant{valid: true} }
