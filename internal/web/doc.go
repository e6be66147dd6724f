// Package web is the service's face: pages for people (gin), the API for programs
// (huma over gin) and the probes of whoever runs it. A handler parses, calls a
// use case of internal/app and answers; one file per screen or group of calls.
//
// Nothing of a visitor is kept: no address, browser or referrer is read into a
// log, a metric or an answer. Errors become words in one table (errors.go), and
// no answer repeats a value from a request.
package web
