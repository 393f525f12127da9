package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"loginscope/app/engine"
	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/accept"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
	"loginscope/inspector/report/cells"
)

// signs stand before results; sgr are their colours.
var (
	marks = map[finding.Status]string{finding.Error: "✗", finding.Warning: "!", finding.Hint: "•", finding.Pass: "✓",
		finding.Skipped: "–", finding.Suppressed: "○"}
	sgr = map[finding.Status]string{finding.Error: "31", finding.Warning: "33", finding.Hint: "36", finding.Pass: "32",
		finding.Skipped: "2", finding.Suppressed: "2"}
)

// statuses are the outcomes, worst first.
var statuses = []finding.Status{finding.Error, finding.Warning, finding.Hint, finding.Pass, finding.Skipped,
	finding.Suppressed}

// printCheck prints the report on an app: what it is, then what is wrong with
// it, worst first, then what was fine, by name only if asked for.
func (t *terminal) printCheck(r androidapp.Report, details bool) {
	t.printApp(r)
	for _, s := range statuses[:3] {
		t.printStatus(
			slices.DeleteFunc(slices.Clone(r.Results), func(x finding.Finding) bool { return x.Shown() != s }))
	}
	for _, s := range statuses[3:] {
		if r.Counts[s] > 0 {
			t.printBrief(r, s, details || s == finding.Pass && r.App.Kind == facts.Library)
		}
	}
}

// printApp prints the verdict in a line and what the app is.
func (t *terminal) printApp(r androidapp.Report) {
	worst := finding.Pass
	var counts []string
	for _, s := range statuses[:3] {
		if n := r.Counts[s]; n > 0 {
			if worst == finding.Pass {
				worst = s
			}
			counts = append(counts, t.T("check.count."+string(s), n))
		}
	}
	open, isOpen := unanswered(r)
	switch {
	case len(counts) > 0:
	case isOpen:
		worst, counts = finding.Skipped, []string{t.T("check.count.open")}
	default:
		counts = []string{t.T("check.count.none")}
	}
	head := marks[worst] + " " + t.T("check.head", appName(r.App), strings.Join(counts, t.T("check.comma")))
	fmt.Fprintln(t.out, t.paint(sgr[worst], cells.Tame(head)))
	t.entry(2, t.T("check.line.read"), t.T("check.kind."+string(r.App.Kind))+" "+r.App.Name)
	if r.App.Part == "" {
		t.printLevels(r.App)
	}
	if isOpen {
		t.entry(2, t.T("check.line.open"), open.What.In(t.lang()))
	}
	seen := map[string]bool{}
	for _, s := range signers(r.App) {
		if seen[s.SHA256] {
			continue // of another split
		}
		seen[s.SHA256] = true
		t.entry(2, t.T("check.line.signer"), s.MD5+"  "+s.Subject+" ("+strings.Join(s.Schemes, ", ")+")")
	}
	alibaba, idaas := r.App.Versions()
	t.entry(2, t.T("check.line.alibaba"), versions(alibaba))
	t.entry(2, t.T("check.line.idaas"), versions(idaas))
	for _, one := range r.App.All() {
		if without := one.SDK.Without; len(without) > 0 {
			t.entry(2, t.T("check.line.without"), t.T("check.without", strings.Join(without, ", ")))
		}
	}
	fmt.Fprintln(t.out)
}

// mainQuestion is the check on which every login hangs: may the app speak plain HTTP
// to the carriers?
const mainQuestion = "nsc.cleartext.required"

// unanswered is the result that leaves the main question open, false if it is
// answered.
func unanswered(r androidapp.Report) (finding.Finding, bool) {
	if r.App.Kind == facts.Library {
		return finding.Finding{}, false // the question is one of apps
	}
	i := slices.IndexFunc(r.Results,
		func(x finding.Finding) bool { return x.Check == mainQuestion && x.Shown() == finding.Skipped })
	if i < 0 {
		return finding.Finding{}, false
	}
	return r.Results[i], true
}

// appName is the package, or what was read if none is known.
func appName(app *facts.App) string {
	var names []string
	builds := slices.Clone(app.Builds)
	for _, f := range app.Flavors {
		builds = append(builds, f.Builds...)
	}
	for _, other := range app.Others {
		builds = append(builds, other.Builds...)
	}
	for _, b := range builds {
		if b.Actual && b.Manifest != nil && b.Manifest.Package != "" && !slices.Contains(names, b.Manifest.Package) {
			names = append(names, b.Manifest.Package)
		}
	}
	if len(names) == 0 {
		return app.Name
	}
	return strings.Join(names, ", ")
}

// printLevels prints the levels of the app, of each by its module where the folder holds
// several.
func (t *terminal) printLevels(app *facts.App) {
	if len(app.Others) == 0 {
		t.entry(2, t.T("check.line.levels"), levels(t, app))
		return
	}
	label := t.T("check.line.levels")
	for _, one := range app.All() {
		if line := levels(t, one); line != "" {
			t.entry(2, label, one.Module+t.T("check.colon")+line)
			label = ""
		}
	}
}

func levels(t *terminal, app *facts.App) string {
	var out []string
	for _, b := range app.Builds {
		if b.Actual && b.MinSDK+b.TargetSDK > 0 {
			if line := t.T("check.levels", number(b.MinSDK), number(b.TargetSDK)); !slices.Contains(out, line) {
				out = append(out, line)
			}
		}
	}
	return strings.Join(out, "; ")
}

func number(n int) string {
	if n == 0 {
		return "?"
	}
	return fmt.Sprint(n)
}

func versions(list []facts.Version) string {
	var order []string
	where := map[string][]string{}
	for _, v := range list {
		inside, _, _ := strings.Cut(v.Where, "!") // a library of an aar stands for the aar
		if where[v.Version] == nil {
			order = append(order, v.Version)
		}
		if !slices.Contains(where[v.Version], inside) {
			where[v.Version] = append(where[v.Version], inside)
		}
	}
	for i, v := range order {
		order[i] = v + " (" + strings.Join(where[v], ", ") + ")"
	}
	return strings.Join(order, ", ")
}

// printStatus prints the results of one status. What results of one check have
// in common is printed once.
func (t *terminal) printStatus(list []finding.Finding) {
	var before finding.Finding
	for i, x := range list {
		if x.Check != before.Check {
			fmt.Fprintln(t.out, t.paint(sgr[x.Status], marks[x.Status]+" "+cells.Tame(x.Title.In(t.lang()))))
			before = finding.Finding{}
		}
		t.printResult(x, before)
		before = x
		if i+1 < len(list) && list[i+1].Check == x.Check && rule(list[i+1]) == rule(x) {
			continue
		}
		source := finding.Citation(x.Source).In(t.lang())
		t.entry(2, t.T("check.line.rule"),
			strings.Join([]string{x.Check, x.Certainty.Name().In(t.lang()), source}, " · "))
		fmt.Fprintln(t.out)
	}
}

func rule(x finding.Finding) string { return string(x.Certainty) + x.Source }

// printResult leaves out what the result before it, of the same check, said.
func (t *terminal) printResult(x, before finding.Finding) {
	what := x.What.In(t.lang())
	if part := x.Parts(); part != "" {
		what = t.T("check.build", part) + what
	}
	t.entry(2, t.T("check.line.what"), what)
	if x.Why != before.Why {
		t.entry(2, t.T("check.line.why"), x.Why.In(t.lang()))
	}
	if x.Fix != before.Fix {
		t.entry(2, t.T("check.line.fix"), x.Fix.In(t.lang()))
	}
	for i, l := range x.Where {
		label := ""
		if i == 0 {
			label = t.T("check.line.where")
		}
		t.entry(2, label, location(l))
	}
	if x.Paste == "" || x.Paste == before.Paste {
		return
	}
	t.entry(2, t.T("check.line.paste"), x.PasteInto)
	for line := range strings.Lines(x.Paste) {
		fmt.Fprintln(t.out, "      "+cells.Tame(strings.TrimRight(line, "\r\n")))
	}
}

func location(l finding.Location) string {
	at := l.File
	if l.Line > 0 {
		at += fmt.Sprintf(":%d", l.Line)
	}
	if l.Element != "" {
		at += "  " + l.Element
	}
	return at
}

// printBrief prints how many checks were fine or could not be made, and each in
// a line if asked for.
func (t *terminal) printBrief(r androidapp.Report, s finding.Status, details bool) {
	fmt.Fprintln(t.out, t.paint(sgr[s], marks[s]+" "+t.T("check.count."+string(s), r.Counts[s])))
	if !details {
		return
	}
	for _, x := range r.Results {
		if x.Shown() == s {
			what := x.What.In(t.lang())
			if part := x.Parts(); part != "" {
				what = t.T("check.build", part) + what
			}
			t.para("    " + x.Title.In(t.lang()) + t.T("check.colon") + what + t.suppressed(x))
		}
	}
}

// suppressed says by whom and why a result was set aside, "" if it was not.
func (t *terminal) suppressed(x finding.Finding) string {
	s := x.Suppressed
	if s == nil {
		return ""
	}
	by := t.T("check.suppressed." + suppressedBy[s.Kind])
	if s.Reason != "" {
		by += t.T("check.colon") + s.Reason
	}
	return t.T("check.suppressed", by)
}

// suppressedBy are the last words of the sentences for a kind of decision.
var suppressedBy = map[string]string{
	accept.KindFile: "file", accept.KindComment: "comment", accept.KindTools: "tools", accept.KindBaseline: "baseline",
}

// printDiff shows what a fix changes and hands it on at once, so that nothing
// is written that was not shown.
func (t *terminal) printDiff(w io.Writer, f engine.AppFix) error {
	for line := range strings.Lines(f.Diff) {
		line = cells.Tame(strings.TrimRight(line, "\r\n"))
		switch {
		case strings.HasPrefix(line, "+"):
			line = t.paint("32", line)
		case strings.HasPrefix(line, "-"):
			line = t.paint("31", line)
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return t.fault(err, "write", filepath.ToSlash(f.Path), err)
		}
	}
	if f.Diff != "" {
		fmt.Fprintln(w)
	}
	return t.flush()
}
