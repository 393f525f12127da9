package compare

import (
	"fmt"
	"strings"

	"loginscope/inspector/report"
)

// This file takes a comparison elsewhere, masked also while values are shown.

// ready reports whether two attempts are compared.
func (p *Page) ready() bool {
	if p.flow(p.sides[0]) != nil && p.flow(p.sides[1]) != nil {
		return true
	}
	p.Notify(true, p.Env().T("empty.compare.title"), p.Env().T("empty.compare.text"))
	return false
}

// copyAll puts the comparison on the clipboard, and offers it with its values.
func (p *Page) copyAll() {
	if !p.ready() {
		return
	}
	values := p.describe(true).text()
	p.CopyMasked(p.Env().T("copy.done"), p.describe(false).text(), func() string { return values })
}

// export writes the comparison as Markdown, for a ticket.
func (p *Page) export() {
	if p.ready() {
		p.Save("loginscope-compare.md", []byte(p.markdown(p.describe(false))))
	}
}

// text has one line for each name, row and field.
func (d description) text() string {
	var b strings.Builder
	for _, s := range []string{d.names[0], d.names[1], d.say, d.unknown} {
		if s != "" {
			fmt.Fprintln(&b, s)
		}
	}
	for _, l := range d.lines() {
		fmt.Fprintln(&b, l)
	}
	return b.String()
}

// lines are the rows with their fields.
func (d description) lines() []string {
	var out []string
	add := func(mark, name string, sides [2]string) {
		out = append(out, mark+name+" | "+sides[0]+" | "+sides[1])
	}
	fields := func(list []field) {
		for _, f := range list {
			add("  ≠ ", f.name, f.values)
		}
	}
	fields(d.facts)
	for _, r := range d.rows {
		add(r.mark(), r.label, r.fates)
		fields(r.fields)
	}
	return out
}

func (r *row) mark() string {
	if r.differs {
		return "≠ "
	}
	return ""
}

// markdown is a table of steps, and below each step the fields that differ.
func (p *Page) markdown(d description) string {
	env := p.Env()
	var b strings.Builder
	line := func(name string, sides [2]string) {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", report.MarkdownText(name), report.MarkdownText(sides[0]),
			report.MarkdownText(sides[1]))
	}
	fields := func(list []field) {
		for _, f := range list {
			line("≠ "+f.name, f.values)
		}
	}
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", env.T("compare.title"), report.MarkdownText(d.say))
	line(env.T("compare.step"), d.names)
	b.WriteString("| --- | --- | --- |\n")
	fields(d.facts)
	for _, r := range d.rows {
		name := r.label
		if r.differs {
			name = "≠ " + name
		}
		line(name, r.fates)
		fields(r.fields)
	}
	if d.unknown != "" {
		fmt.Fprintf(&b, "\n%s\n", report.MarkdownText(d.unknown))
	}
	fmt.Fprintf(&b, "\n%s\n", report.MarkdownText(env.T("compare.masked")))
	return b.String()
}
