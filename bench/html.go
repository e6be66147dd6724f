package main

import (
	"fmt"
	"html"
	"strings"
)

const style = `@page{size:A4;margin:20mm 10mm 20mm 20mm}body{font:8.5pt "DejaVu Sans",sans-serif;margin:0}` +
	`h1{font-size:13pt;margin:0}h2{font-size:10pt;margin:3mm 0 1mm;border-bottom:1px solid}p{margin:0 0 1mm;line-height:1.5}` +
	`table{width:100%;border-collapse:collapse}td,th{border-bottom:1px solid #ccc;padding:.6mm 0;text-align:left}` +
	`td:first-child{width:50%}`

// html is c as a page a browser prints.
func (c content) html() string {
	var b strings.Builder
	say := func(tag, text string) { fmt.Fprintf(&b, "<%s>%s</%s>", tag, html.EscapeString(text), tag) }
	b.WriteString("<!DOCTYPE html><html lang=ru><meta charset=utf-8><style>" + style + "</style><body>")
	say("h1", c.title)
	say("p", c.aside)
	for _, f := range c.facts {
		say("p", f[0]+": "+f[1])
	}
	for _, p := range c.parts {
		say("h2", p.heading)
		if len(p.rows) > 0 {
			table(&b, append([][]string{p.columns}, p.rows...))
		}
		for _, t := range p.text {
			say("p", t)
		}
	}
	for _, l := range append(c.mark, c.foot) {
		say("p", l)
	}
	return b.String()
}

func table(b *strings.Builder, rows [][]string) {
	b.WriteString("<table>")
	for _, r := range rows {
		b.WriteString("<tr>")
		for _, c := range r {
			fmt.Fprintf(b, "<td>%s</td>", html.EscapeString(c))
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</table>")
}
