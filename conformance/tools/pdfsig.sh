# poppler's pdfsig: the signature is valid, and its certificate trusted by a
# database of NSS with our root alone. It does not judge document time stamps
# and names no level.
covers='seals/*.pdf'

judge() { # FILE...
	debian pdfsig poppler-utils
	debian certutil libnss3-tools
	mkdir out/nss
	certutil -N -d sql:out/nss --empty-password
	certutil -A -d sql:out/nss -n root -t C,C,C -i out/trust/roots.pem
	local file
	for file in "$@"; do
		# Its exit code says only whether there are signatures.
		printf '%s\t%s\n' "${file##*/}" "$(pdfsig -no-ocsp -nssdir sql:out/nss "$file" 2>/dev/null | sed -n 's/^ *- \(Signature\|Certificate\) Validation: //p' | paste -sd'\t')"
	done | rows pdfsig "$(pdfsig -v 2>&1 | sed -n 's/^pdfsig version //p')" \
		'.said[:2] == ["Signature is Valid.", "Certificate is Trusted."] and (.said[2:] | all(. == "Signature has not yet been verified."))'
}
