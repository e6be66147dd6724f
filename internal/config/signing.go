package config

// rules: the seal's key is in one place, and that place is named whole.
func (s Signing) rules() []rule {
	pkcs12, token, key := s.PKCS12File != "", s.PKCS11Module != "", s.KeyFile != ""
	const twice = "want it empty, since signing.pkcs12_file is set: a seal has one key"
	return []rule{
		{"signing.certificate_file", pkcs12 && s.CertificateFile != "", twice + ", and the PKCS#12 file holds its certificate"},
		{"signing.key_file", pkcs12 && key, twice},
		{"signing.pkcs11_module", pkcs12 && token, twice},
		{"signing.gost_command", pkcs12 && s.GOSTCommand != "", twice},
		{"signing.key_file", token && key, "want it empty, since signing.pkcs11_module is set: a seal has one key"},
		{"signing.gost_command", token && s.GOSTCommand != "", "want it empty, since signing.pkcs11_module is set: a seal has one key"},

		{"signing.pkcs11_token", token && s.PKCS11Token == "", "want the token's label, since signing.pkcs11_module is set"},
		{"signing.pkcs11_key", token && s.PKCS11Key == "", "want the key's label, or id= and its id, since signing.pkcs11_module is set"},
		{"signing.passphrase_file", (token || pkcs12) && s.PassphraseFile == "", "want a file's name: that of the token's PIN or the PKCS#12 file's passphrase"},
		{"signing.passphrase_file", !token && !pkcs12 && s.PassphraseFile != "", "want it empty, or signing.pkcs12_file or signing.pkcs11_module set: a PEM key has no passphrase here"},
		{"signing.pkcs11_token", !token && s.PKCS11Token != "", "want it empty, or signing.pkcs11_module set"},
		{"signing.pkcs11_key", !token && s.PKCS11Key != "", "want it empty, or signing.pkcs11_module set"},

		{"signing.certificate_file", s.CertificateFile == "" && (token || key || s.GOSTCommand != ""), "want the PEM file of the key's certificate and its CAs"},
		{"signing.key_file", s.CertificateFile != "" && !token && !key && s.GOSTCommand == "", "want the certificate's private key, or signing.pkcs11_module or signing.gost_command set"},
	}
}
