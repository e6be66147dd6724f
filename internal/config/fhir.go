package config

// rules: the FHIR server knows us in one way, and that is named whole.
func (f FHIR) rules() []rule {
	smart := f.ClientID != ""
	return []rule{
		{"fhir.key_file", f.CertificateFile != "" && f.KeyFile == "", "want the certificate's private key, since fhir.certificate_file is set"},
		{"fhir.certificate_file", f.CertificateFile == "" && f.KeyFile != "", "want the key's certificate, since fhir.key_file is set"},
		{"fhir.token_file", smart && f.TokenFile != "", "want it empty, since fhir.client_id is set: the server knows us in one way"},
		{"fhir.client_key_file", smart && f.ClientKeyFile == "", "want the client's private key, since fhir.client_id is set"},
		{"fhir.client_key_id", smart && f.ClientKeyID == "", "want the key's id (kid), since fhir.client_id is set"},
		{"fhir.client_key_file", !smart && f.ClientKeyFile != "", "want it empty, or fhir.client_id set"},
		{"fhir.client_key_id", !smart && f.ClientKeyID != "", "want it empty, or fhir.client_id set"},
		{"fhir.token_url", !smart && f.TokenURL != "", "want it empty, or fhir.client_id set"},
	}
}
