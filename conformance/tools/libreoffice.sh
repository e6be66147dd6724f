# LibreOffice Calc opens a package's table as a person does: semicolons, quotes,
# UTF-8, every column as Calc takes it. Each cell must be the text in the file.
covers='tables/*.csv'

judge() { # FILE...
	debian soffice libreoffice-calc
	debian python3 python3
	local file
	soffice -env:UserInstallation="file://$PWD/out/libreoffice" --headless --infilter=CSV:59,34,76,1 --convert-to fods --outdir out/tables "$@" >/dev/null 2>&1
	for file in "$@"; do
		printf '%s\t%s\n' "${file##*/}" "$(python3 tools/libreoffice_judge.py "$file" "${file%.csv}.fods")"
	done | rows LibreOffice "$(soffice --version | cut -d' ' -f2)" '.said == ["same"]'
}
