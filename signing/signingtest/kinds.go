package signingtest

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
)

var (
	oidExtUsage        = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidTimeStamping    = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
	oidDocumentSigning = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 36}
	oidNoCheck         = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}
)

func subject(name string) pkix.Name {
	return pkix.Name{Country: []string{"RU"}, Organization: []string{"Test"}, CommonName: name}
}

func and(kinds ...func(*x509.Certificate)) func(*x509.Certificate) {
	return func(t *x509.Certificate) {
		for _, k := range kinds {
			k(t)
		}
	}
}

func ca(t *x509.Certificate) {
	t.IsCA, t.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
}

// signing is a document signer: with both extended usages, for poppler trusts
// e-mail protection and others documentSigning (RFC 9336).
func signing(t *x509.Certificate) {
	t.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
	t.UnknownExtKeyUsage = []asn1.ObjectIdentifier{oidDocumentSigning}
}

func responding(t *x509.Certificate) {
	t.KeyUsage = x509.KeyUsageDigitalSignature
	t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}
}

// noCheck says that the responder is not asked about (RFC 6960, 4.2.2.2.1).
func noCheck(t *x509.Certificate) {
	t.ExtraExtensions = append(t.ExtraExtensions, pkix.Extension{Id: oidNoCheck, Value: []byte{5, 0}})
}

// usage is a TSA; RFC 3161, 2.3 wants the extended usage critical.
func usage(critical bool) func(*x509.Certificate) {
	return func(t *x509.Certificate) {
		t.KeyUsage = x509.KeyUsageDigitalSignature
		value, err := asn1.Marshal([]asn1.ObjectIdentifier{oidTimeStamping})
		if err != nil {
			panic(err) // a constant
		}
		t.ExtraExtensions = append(t.ExtraExtensions, pkix.Extension{Id: oidExtUsage, Critical: critical, Value: value})
	}
}

// ended is past its last day.
func (w *World) ended(t *x509.Certificate) { t.NotAfter = w.Now().AddDate(0, 0, -1) }
