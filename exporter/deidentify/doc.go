// Package deidentify makes an anonymized record: a record in, a record out, in
// which nobody can be recognised, and the last look at the finished PDF.
//
// Three nets lie one behind the other. The fields (Record) are default-deny
// over our own model: a field without a rule is withheld. The free text
// (Scrubber) is searched for what the record knows of the patient and everybody
// around them, for the shapes of identifiers, and for people nobody told us
// about. The last look (LastLook) shares no matching code with the first two and
// refuses the finished document when something known survived.
//
// The files are called after what they are part of:
//
//	fields_     what becomes of each field of a record, by profile
//	groups_     small groups, and the risk of a batch
//	scrub, spans, lines, review   free text: the layers in their order, what they took out, the command, samples
//	text_       how a text is read: spelling, tokens, capitals
//	lexicon_    what is known of words, each word looked up once (lexicon/ holds the lists)
//	kept_       what must stay: eponyms, codes of public lists, values
//	known_      what the record knows, in all its forms
//	dates_, numbers_, addresses_, places_, orgs_, people_   the layers, by what they look for
//	learned     the layer that was taught, and what it looks at
//	lastlook    the independent look at the finished document
//
// What a name says of English is what English texts need beside the rest.
package deidentify
