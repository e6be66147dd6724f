package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"vypiska/signing"
)

func (c *verifyCmd) print(w *world, v verdict) error {
	if c.JSON {
		enc := json.NewEncoder(w.stdout)
		enc.SetEscapeHTML(false)
		return enc.Encode(v)
	}
	t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%s  %s\n", v.File, v.sentence())
	if v.Verdict.Indication != "" {
		fmt.Fprintf(t, "  verdict\t%s\n", v.words())
	}
	for _, s := range v.Signatures {
		printSignature(t, s)
	}
	for _, s := range v.TimeStamps {
		if !s.Time.IsZero() {
			fmt.Fprintf(t, "  time stamp\t%s\n", stampWords(s))
		}
	}
	fmt.Fprint(t, v.packageLines())
	return t.Flush()
}

// words are the verdict in one line: ETSI's word, its reason and ours.
func (v verdict) words() string {
	out := string(v.Verdict.Indication)
	if v.Verdict.Sub != "" {
		out += " " + v.Verdict.Sub
	}
	if v.Reason != "" {
		out += " (" + string(v.Reason) + ")"
	}
	return out
}

func (v verdict) sentence() string {
	why := strings.TrimPrefix(v.Error, "check: ")
	switch {
	case v.Trusted:
		return "VALID, signer trusted"
	case v.Valid && aboutStamps(v.Reason):
		return "VALID SEAL, ITS TIME STAMP NOT TRUSTED: " + why
	case v.Valid:
		return "VALID SEAL, SIGNER NOT TRUSTED: " + why
	case v.Reason == signing.ReasonOutside:
		return "NOT CHECKED: " + why
	}
	return "NOT VALID: " + why
}

func aboutStamps(r signing.Reason) bool {
	return r == signing.ReasonTimeStamp || r == signing.ReasonTimeStampGone || r == signing.ReasonTimeStampOrder
}

func printSignature(t io.Writer, s signing.Signature) {
	row := func(what, format string, args ...any) { fmt.Fprintf(t, "  "+what+"\t"+format+"\n", args...) }
	row("signer", "%s%s", s.Signer, demoWord(s.Demo))
	row("certificate", "%s", s.Serial)
	row("time", "%s (claimed)", s.When.UTC().Format(time.RFC3339))
	row("proved", "%s", provedWords(s))
	row("covers", "%s", coversWord(s.Covers))
	if s.Level != "" {
		row("level", "%s", s.Words())
	}
	printChain(row, s.Chain)
	if s.TimeStamp != nil {
		row("time stamp", "%s", stampWords(*s.TimeStamp))
	}
	if len(s.After) > 0 {
		row("appended", "%s", strings.Join(s.After, ", "))
	}
	for _, warning := range s.Warnings {
		row("note", "%s", warning)
	}
}

func printChain(row func(what, format string, args ...any), chain []signing.Link) {
	for i, l := range chain {
		what := "issued by"
		if i == 0 {
			what = "chain"
		}
		row(what, "%s, %s, to %s%s", l.Name, l.Serial, l.To.UTC().Format(time.DateOnly), revocationWords(l))
	}
}

func revocationWords(l signing.Link) string {
	r := l.Revocation
	switch {
	case l.Root:
		return ", trusted"
	case r.Status == signing.RevocationUnknown:
		return ", revocation unknown"
	case !r.Since.IsZero():
		return fmt.Sprintf(", %s: %s", r.Status, r.Since.UTC().Format(time.RFC3339))
	}
	return fmt.Sprintf(", %s by %s of %s (%s)", r.Status, r.By, r.Of.UTC().Format(time.RFC3339), r.From)
}

func provedWords(s signing.Signature) string {
	if s.Proved == nil {
		return "no: judged by today's clock"
	}
	return fmt.Sprintf("%s, by the %s of %s", s.Proved.Time.UTC().Format(time.RFC3339), s.Proved.By, s.Proved.TSA)
}

func stampWords(s signing.TimeStamp) string {
	out := fmt.Sprintf("%s, %s of %s", s.Time.UTC().Format(time.RFC3339), s.Kind, s.TSA)
	if !s.Trusted {
		return out + ", NOT TRUSTED: " + s.Why
	}
	return out + ", trusted, its certificate ends " + s.Chain[0].To.UTC().Format(time.DateOnly)
}

func demoWord(demo bool) string {
	if demo {
		return " (demo key: no legal force)"
	}
	return ""
}

func coversWord(all bool) string {
	if all {
		return "the whole document"
	}
	return "an earlier state of the document"
}
