# veraPDF, the reference validator of PDF/A: each file against the profile it
# claims, which must be the one in its name. One JVM judges all.
covers='*.pdf'

judge() { # FILE...
	debian java default-jre-headless
	local dir
	dir=$(jars verapdf)
	# Its exit code says only that some file failed or was not judged; the rows say which.
	java -cp "$dir/*" org.verapdf.apps.GreenfieldCliWrapper --format json "$@" >out/verapdf.json || true
	jq -c '.report
		| (.buildInformation.releaseDetails[] | select(.id == "core").version) as $version
		| .jobs[]
		| (.itemDetails.name | split("/")[-1]) as $file
		| ("PDF/A-" + ($file | split(".")[2])) as $level
		| .validationResult // [] | .[] | select(.jobEndStatus == "normal")
		| ((if .profileName | ascii_downcase | startswith($level | ascii_downcase) then [] else ["it was judged by the " + .profileName] end)
			+ [.details.ruleSummaries[] | "\(.specification), \(.clause), test \(.testNumber): \(.description)"]) as $failed
		| {file: $file, level: $level, tool: "veraPDF", version: $version}
			+ if .compliant and $failed == [] then {verdict: "pass"} else {verdict: "fail", failed: $failed} end' out/verapdf.json
}
