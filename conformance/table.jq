# The rows as tables: PDF/A by profile, and seals by who sealed, level, key and
# tool. A cell is how many files the tool accepts; "+ n*" are those it judges
# otherwise and expected.tsv says why, "n BAD" the others.
def count($v): map(select(.verdict == $v)) | length;
def cell:
	if length == 0 then "" else
		([(count("pass") | select(. > 0) | tostring), (count("expected") | select(. > 0) | "\(.)*"), (count("fail") | select(. > 0) | "\(.) BAD")] | join(" + "))
	end;
def line: "| " + join(" | ") + " |";
def by: if test("-by-pyhanko") then "pyHanko" elif test("-by-pdfsign") then "pdfsign" else "vypiska" end;
def table($heads; of):
	. as $all | ([.[] | .tool + " " + .version] | unique) as $tools
	| ($heads + $tools | line), ($heads + $tools | map("---") | line),
	  (group_by(of)[] | . as $rows | ($rows[0] | of) + [$tools[] as $t | $rows | map(select(.tool + " " + .version == $t)) | cell] | line);
(map(select(.tool == "veraPDF")) | table(["profile", "sealed"]; [.level, (.file | split(".")[3])])),
"",
(map(select(.tool == "LibreOffice")) | table(["table"]; [.file])),
"",
(map(select(.tool != "veraPDF" and .tool != "LibreOffice")) | table(["sealed by", "level", "key"]; (.file | split(".")) as $part | [(.file | by), .level, $part[2] + (if .file | endswith(".p7s") then ", detached" elif .file | endswith(".asice") then ", package" else "" end)]))
