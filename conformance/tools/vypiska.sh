# Our own `vypiska verify`, judged by how it agrees with the others: the same
# files, sealed by us, by pyHanko and by pdfsign.
covers='seals/*.pdf'

judge() { # FILE...
	go build -o out/vypiska ../cmd/vypiska
	cat out/trust/roots.pem out/trust/gost.pem >out/both.pem
	# Its exit code says only that one was not accepted.
	{ out/vypiska verify --json --trust out/both.pem "$@" || true; } |
		jq -r '[(.file | split("/")[-1]), (.signatures[0].level // "none"), if .trusted then "trusted" else .reason end] | @tsv' |
		rows vypiska "$(git describe --always --dirty)" '.said == [.level, "trusted"]'
}
