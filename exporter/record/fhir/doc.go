// Package fhir reads FHIR R4 (4.0.1) into record.Record.
//
// It works in two steps. The first goes over everything a source holds, checks
// it whole and keeps an index of ids, references and byte ranges, but nothing
// clinical (index.go). The second reads again only what belongs to the patient
// asked for and puts the record together (assemble.go). Neither knows where the
// bytes come from: Dir is the transport over a directory of files, Server the
// one over a FHIR server (server.go, reading.go, client.go, door.go).
//
// What is read is read strictly and what is not read is ignored, never guessed:
// a field of ours with a wrong type, date or code is a record.Fault, and a
// patient whom a fault may touch gets no record rather than part of one.
// Faults say where and what, and never repeat what a file says.
//
// Pictures alone are read leniently (image.go): what is wrong with a Media or a
// Binary leaves the picture out, and the copy says how many it lacks.
//
// A server is believed as little as a file: what it was asked to filter is
// filtered again, what it counts is counted, and its answers live in memory alone.
//
// A resource is the patient's only through its own subject (beneficiary,
// patient, target), never because it lies in the same file.
package fhir
