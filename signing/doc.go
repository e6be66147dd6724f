// Package signing makes and checks the seal of a copy: a PAdES signature
// (ETSI EN 319 142-1) written as an incremental update of a finished PDF.
//
// Sealing is our own writer (docs/decisions/0001-own-pades-writer.md) with the
// CMS behind the interface CMS: Key holds a key file's, a PKCS#12 file's or a
// token's key, GOST starts an outside program. Two judges look at a seal:
// Intact is the cheap, strict look before a copy may exist; Check is the
// verification of a file from outside, with digitorus/pdfsign as a second,
// independent opinion behind our structural guard.
//
// Levels above B-B (docs/decisions/0010-levels-above-b-b.md) come from
// Authorities: time stamps, and what validates a chain when nobody can be asked.
//
// Files: signer.go, write.go, update.go make a seal, detached.go one without a
// PDF; key.go, cms.go, demo.go are keys and CMS; pkcs12.go, token*.go, gost.go,
// command.go bring keys from elsewhere; authorities.go, fetch.go,
// stamp.go, timestamp.go, ocsp.go, crl.go, answers.go ask and judge authorities;
// evidence.go, dss.go, extend.go raise a seal; lexer.go, object.go, xref.go, document.go, fields.go read
// PDF strictly; seal.go, cmsread.go, cmsverify.go, intact.go, revision.go and
// after.go judge what is in a file; inquiry.go, trial.go, vault.go, statement.go
// whom to trust and when (docs/decisions/0011-checking-at-the-proved-time.md);
// check.go, checkdetached.go, checkgost.go and second.go put it together, and
// report.go, verdict.go, reason.go say it.
package signing
