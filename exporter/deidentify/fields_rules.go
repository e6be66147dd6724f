package deidentify

// A rule says what becomes of one field. The zero rule withholds.
type rule int

const (
	drop       rule = iota
	keep            // as it is: counts, sex
	code            // a code, if it has a code's shape and is nobody's number
	unit            // a unit of measure, if it has a unit's shape
	decimal         // a number, if it is one
	system          // the name of a code system
	text            // free text: scrubbed
	date            // a date: cut to its year or moved, as the profile says
	age             // an age at some event: the bands it lies in
	ref             // a reference: an opaque one, or none if its target is withheld
	into            // a structure or a list: its fields have rules of their own
	region          // a place not below the region: scrubbed text
	letterhead      // the issuing clinic alone, whole
	issuer          // the reference of the issuing clinic
)

// ruleNames are the rules as profiles write them.
var ruleNames = map[string]rule{
	"drop": drop, "keep": keep, "code": code, "unit": unit, "decimal": decimal, "system": system, "text": text, "date": date, "age": age,
	"ref": ref, "into": into, "region": region, "letterhead": letterhead, "issuer": issuer,
}
