# EU DSS, the European Commission's library of signature validation: each seal
# is of exactly the level in its name (PKCS7-B and -T are its own words) and TOTAL_PASSED; of a package, the seal of its container. One JVM judges all, offline.
covers='seals/*.[pa][7ds]*'

judge() { # FILE...
	debian javac default-jdk-headless
	local dir
	dir=$(jars dss)
	java -cp "$dir/*" tools/dss.java out/trust out/seals/manifest.xml "$@" 2>out/dss.log |
		rows DSS "$(basename "$dir"/dss-model-*.jar .jar | cut -d- -f3)" '
			(if .level | startswith("PKCS7") then .level
				else (if .file | test("\\.(p7s|asice)$") then "CAdES" else "PAdES" end) + "-BASELINE-" + (.level | ltrimstr("B-")) end) as $want
			| .said[0] == $want and .said[1] == "TOTAL_PASSED"'
}
