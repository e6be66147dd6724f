# OpenSSL: `cms -verify -cades` of each signature over the bytes it says it is
# over, `ts -verify` of each time stamp, GOST by the engine. poppler's pdfsig
# takes signatures and ranges out of the PDF, so that none of our code is asked.
covers='seals/*.p[7d]*'

judge() { # FILE...
	debian openssl openssl
	debian pdfsig poppler-utils
	local file
	for file in "$@"; do
		printf '%s\t%s\n' "${file##*/}" "$(signatures "$file" | paste -sd'\t')"
	done | rows OpenSSL "$(openssl version | cut -d' ' -f2)" '
		(.said | map(select(. == "time stamp OK")) | length) as $stamps
		| .said[0] == "CAdES OK" and (.said[1:] | all(. == "time stamp OK"))
		and ($stamps > 0) == ([.level] | inside(["B-T", "B-LT", "B-LTA", "PKCS7-T"]))'
}

# signatures says of a file's signature and of each time stamp whether it verifies.
signatures() { # FILE
	local work=out/openssl number ranges
	rm -rf "$work" && mkdir "$work"
	if [[ $1 = *.p7s ]]; then
		cms "$1" "$1" out/seals/manifest.xml
		return
	fi
	cp "$1" "$work/file.pdf"
	(cd "$work" && pdfsig -dump file.pdf >/dev/null 2>&1)
	number=0
	while read -r ranges; do
		covered "$1" $ranges >"$work/content"
		if [ "$number" = 0 ]; then
			cms "$1" "$work/file.pdf.sig0" "$work/content"
		else
			stamp "$work/file.pdf.sig$number" "$work/content"
		fi
		number=$((number + 1))
	done < <(pdfsig -nocert "$1" 2>/dev/null | sed -n 's/.*Signed Ranges: \[\([0-9]*\) - \([0-9]*\)\], \[\([0-9]*\) - \([0-9]*\)\]/\1 \2 \3 \4/p')
}

# covered prints two ranges of a file.
covered() { # FILE FROM TO FROM TO
	dd if="$1" iflag=skip_bytes,count_bytes skip="$2" count="$(($3 - $2))" status=none
	dd if="$1" iflag=skip_bytes,count_bytes skip="$4" count="$(($5 - $4))" status=none
}

# cms verifies a CMS and the time stamp in it, if there is one.
cms() { # FILE CMS CONTENT
	local roots=(-CAfile out/trust/roots.pem) token value
	[[ $1 != *gost* ]] || roots=(-CAfile out/trust/gost.pem -engine gost)
	verdict CAdES 'CAdES Verification successful' \
		cms -verify -cades -binary -inform DER -in "$2" -content "$3" "${roots[@]}" -purpose any -out /dev/null
	# The signature's value is the last octet string at its depth before the token.
	while read -r token value; do
		openssl asn1parse -inform DER -in "$2" -strparse "$token" -noout -out out/openssl/token
		openssl asn1parse -inform DER -in "$2" -strparse "$value" -noout -out out/openssl/value
		stamp out/openssl/token out/openssl/value
	done < <(openssl asn1parse -inform DER -in "$2" 2>/dev/null | awk -F: '
		/d=5 .*OCTET STRING/ && !at { value = $1 + 0 }
		/id-smime-aa-timeStampToken/ && !at { at = NR + 2 }
		NR == at { print $1 + 0, value }')
}

# stamp verifies a time stamp token over DATA.
stamp() { # TOKEN DATA
	verdict 'time stamp' 'Verification: OK' ts -verify -data "$2" -token_in -in "$1" -CAfile out/trust/roots.pem
}

# verdict runs openssl and says whether it said YES.
verdict() { # WHAT YES ARGUMENT...
	local what=$1 yes=$2
	shift 2
	if [[ $(openssl "$@" 2>&1 || true) = *"$yes"* ]]; then echo "$what OK"; else echo "$what not verified"; fi
}
