// Package signingtest is a small public key infrastructure to test seals
// against: a root, two issuing CAs, an OCSP responder, lists of revoked
// certificates and a time-stamping authority, spoken to over real HTTP on the
// loopback. Each service can be told to fail or to lie in a given way.
//
// It does not import signing, so that the tests of signing itself can use it.
// Time stamps are written by digitorus/timestamp and OCSP answers by a writer of
// our own, so that neither is read by the code that wrote it.
package signingtest
