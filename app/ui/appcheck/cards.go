package appcheck

import (
	"context"
	"fmt"
	"image/color"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"loginscope/app/engine"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/finding"
	"loginscope/problem"
)

// headerCard is the verdict in a line and what the app is.
func (p *Page) headerCard(a *answer) fyne.CanvasObject {
	env := p.Env()
	tone, word := theme.ToneGood, env.T("checkpage.good")
	switch {
	case a.App.SDK.NoLogin() && a.Counts[finding.Error] == 0:
		tone, word = theme.ToneNeutral, env.T("checkpage.nosdk")
	case a.App.Part != "" && a.Counts[finding.Error] == 0:
		tone, word = theme.ToneNeutral, env.T("checkpage.part")
	case a.Counts[finding.Error] > 0:
		tone, word = theme.ToneBad, env.T("checkpage.bad", a.Counts[finding.Error])
	case a.Counts[finding.Warning] > 0:
		tone, word = theme.ToneCaution, env.T("checkpage.warnings", a.Counts[finding.Warning])
	}
	name, release := appName(a.App)
	limits := p.limits(a.App.Chosen)
	p.Say(name, word, limits)
	take := env.NewButton("check-copy", env.T("checkpage.copyresult"), kit.Normal, func() { p.copyResult(a) }).Tight()
	col := kit.NewColumn(
		env.S(5),
		kit.NewFlow(env.S(8), env.Text(name, kit.Title), env.Chip(word, tone), take),
		env.NewParagraph(
			strings.Join(append([]string{env.T("check.kind." + string(a.App.Kind)), a.App.Name}, release...), " · "),
			kit.Small,
			env.Muted,
		),
	)
	if limits != "" {
		col.Add(env.NewParagraph(limits, kit.SmallStrong, env.Palette.Text))
	}
	for i, c := range signers(a.App) {
		col.Add(p.signer(i, c))
	}
	alibaba, idaas := a.App.Versions()
	if v := versions(alibaba); v != "" {
		col.Add(env.NewParagraph(env.T("check.line.alibaba")+"  "+v, kit.Small, env.Palette.Text))
	}
	if v := versions(idaas); v != "" {
		col.Add(env.NewParagraph(env.T("check.line.idaas")+"  "+v, kit.Small, env.Palette.Text))
	}
	compared := "checkpage.alone"
	if a.compared {
		compared = "checkpage.compared"
	}
	col.Add(env.NewParagraph(env.T(compared), kit.Small, env.Muted))
	return env.Framed(tone, col)
}

// appName is the package, or what was read if none is known, and the levels
// that the builds at hand name; of several apps of a folder their packages, with the
// levels of each behind its module.
func appName(app *facts.App) (name string, levels []string) {
	if len(app.Others) == 0 {
		return oneName(app)
	}
	var names []string
	for _, one := range app.All() {
		n, l := oneName(one)
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
		if len(l) > 0 {
			levels = append(levels, one.Module+" "+strings.Join(l, " "))
		}
	}
	return strings.Join(names, ", "), levels
}

func oneName(app *facts.App) (name string, levels []string) {
	name = app.Name
	for _, b := range app.Builds {
		if !b.Actual || b.Manifest == nil {
			continue
		}
		if b.Manifest.Package != "" {
			name = b.Manifest.Package
		}
		if b.MinSDK+b.TargetSDK > 0 {
			return name, []string{
				fmt.Sprintf("minSdk %s", orUnknown(b.MinSDK)),
				fmt.Sprintf("targetSdk %s", orUnknown(b.TargetSDK)),
			}
		}
	}
	return name, nil
}

func orUnknown(n int) string {
	if n == 0 {
		return "?"
	}
	return fmt.Sprint(n)
}

func signers(app *facts.App) []signing.Certificate {
	var out []signing.Certificate
	seen := map[string]bool{}
	for _, pkg := range app.Packages {
		for _, c := range pkg.Signing.All() {
			if !seen[c.SHA256] {
				seen[c.SHA256] = true
				out = append(out, c)
			}
		}
	}
	return out
}

func versions(list []facts.Version) string {
	var out []string
	for _, v := range list {
		out = append(out, v.Version+" ("+v.Where+")")
	}
	return strings.Join(out, ", ")
}

// signer shows one certificate: MD5 is what the authentication scheme wants.
func (p *Page) signer(i int, c signing.Certificate) fyne.CanvasObject {
	env := p.Env()
	p.Say("MD5 "+c.MD5, "SHA-256 "+c.SHA256)
	name := c.Subject
	if c.Debug {
		name = env.T("checkpage.debugkey", name)
	}
	col := kit.NewColumn(env.S(2), env.NewParagraph(name, kit.SmallStrong, env.Palette.Text))
	for _, d := range []struct{ name, value string }{{"MD5", c.MD5}, {"SHA-1", c.SHA1}, {"SHA-256", c.SHA256}} {
		ink := color.Color(env.Muted)
		if d.name == "MD5" {
			ink = env.Palette.Text
		}
		button := fmt.Sprintf("check-%s-%d", strings.ToLower(d.name), i)
		take := env.NewButton(button, env.T("attach.copy"), kit.Normal, func() { p.Copy(d.value) }).Tight()
		col.Add(env.Spread(env.NewParagraph(d.name+"  "+d.value, kit.MonoSmall, ink), take))
	}
	return col
}

// resultCard is one result in full, or in a line if all is well.
func (p *Page) resultCard(i int, r finding.Finding) fyne.CanvasObject {
	env, tone, shown := p.Env(), checkTones[r.Shown()], r.Shown()
	title := env.In(r.Title)
	if part := r.Parts(); part != "" {
		title += env.T("check.build", part)
	}
	p.Say(env.T("check.status."+string(shown)) + " " + title)
	col := kit.NewColumn(
		env.S(4),
		kit.NewFlow(
			env.S(8),
			env.Chip(env.T("check.status."+string(shown)), tone),
			kit.Around(0, env.S(2), 0, 0, env.Faint(r.Check, kit.MonoSmall)),
		),
		env.NewParagraph(title, kit.Strong, env.Palette.Text),
	)
	add := func(s string, style kit.Style, ink color.Color) {
		if s != "" {
			col.Add(env.NewParagraph(s, style, ink))
		}
	}
	add(env.In(r.What), kit.Body, env.Palette.Text)
	if r.Suppressed != nil {
		by := p.suppressed(*r.Suppressed)
		p.Say(by)
		add(by, kit.Body, env.Palette.Text)
	}
	if r.Status != finding.Pass {
		add(env.In(r.Why), kit.Body, env.Muted)
		if fix := env.In(r.Fix); fix != "" {
			add("→ "+fix, kit.Body, env.Palette.Text)
		}
	}
	p.locations(col, r.Where)
	if r.Paste != "" {
		col.Add(p.paste(i, r))
	}
	rule := env.T("check.line.rule") + " " + env.In(r.Certainty.Name())
	add(rule+" · "+env.In(finding.Citation(r.Source)), kit.Small, env.Muted)
	return env.Framed(tone, col)
}

// locations adds where a result was found, up to maxWhere.
func (p *Page) locations(col *fyne.Container, all []finding.Location) {
	env := p.Env()
	for n, l := range all {
		if n == maxWhere {
			col.Add(env.NewParagraph(env.T("checkpage.more", len(all)-n), kit.Small, env.Muted))
			return
		}
		col.Add(env.NewParagraph(where(l), kit.MonoSmall, env.Accent))
		p.Say(where(l))
	}
}

// suppressed says by whom and why a result was set aside.
func (p *Page) suppressed(s finding.Suppression) string {
	env := p.Env()
	by := s.Kind
	if s.Where != nil {
		by += " " + where(*s.Where)
	}
	if s.Reason != "" {
		by += env.T("check.colon") + s.Reason
	}
	return env.T("checkpage.suppressed", by)
}

// maxWhere limits the locations that one result lists.
const maxWhere = 6

// paste is the text to put into a file, with a button that copies it.
func (p *Page) paste(i int, r finding.Finding) fyne.CanvasObject {
	env := p.Env()
	head := env.Spread(env.NewParagraph(env.T("checkpage.paste", r.PasteInto), kit.SmallStrong, env.Muted),
		env.NewButton(fmt.Sprintf("check-paste-%d", i), env.T("attach.copy"), kit.Normal,
			func() { p.Copy(r.Paste) }).Tight())
	p.Say(r.Paste)
	return kit.NewColumn(env.S(3), head, env.Code(r.Paste, false))
}

// drawFixes shows each merged configuration as a diff with a button that
// writes it.
func (p *Page) drawFixes(col *fyne.Container, a *answer) {
	env := p.Env()
	if a.fixErr != nil && a.Counts[finding.Error] > 0 {
		pr := problem.Of(a.fixErr)
		p.Say(env.In(pr.What))
		col.Add(env.Problem(theme.ToneCaution, pr.What, pr.Why, pr.Do))
	}
	for i, f := range a.fixes {
		if f.Changed {
			col.Add(p.fixCard(i, f, a.copied))
		}
	}
}

func (p *Page) fixCard(i int, f engine.AppFix, copied bool) fyne.CanvasObject {
	env, s := p.Env(), &p.state
	tone := theme.ToneNeutral
	col := kit.NewColumn(env.S(5), env.NewParagraph(env.T("checkpage.fix"), kit.Strong, env.Palette.Text),
		env.NewParagraph(env.T("checkpage.fix.text"), kit.Small, env.Muted), env.Code(f.Diff, true))
	p.Say(f.Diff)
	if f.Reference != "" {
		col.Add(env.NewParagraph(env.T("check.fix.reference", f.Reference), kit.Body, env.Palette.Text))
		p.Say(env.T("check.fix.reference", f.Reference))
	}
	if s.saved[f.Path] {
		tone = theme.ToneGood
		done := env.T("check.fix.written", f.Path)
		p.Say(done)
		col.Add(env.NewParagraph("✓ "+done, kit.Body, env.Ink(tone)))
		if f.Home == "" {
			col.Add(kit.NewFlow(0, env.NewButton("check-again", env.T("checkpage.again"), kit.Main, p.recheck)))
		}
		return env.Framed(tone, col)
	}
	row := kit.NewFlow(env.S(8))
	if !copied {
		row.Add(env.NewButton(fmt.Sprintf("check-save-%d", i), env.T("checkpage.save"), kit.Main, func() { p.save(f) }))
		col.Add(env.NewParagraph(f.Path, kit.MonoSmall, env.Muted))
	}
	row.Add(
		env.NewButton(
			fmt.Sprintf("check-copyfile-%d", i),
			env.T("checkpage.copyfile"),
			kit.Normal,
			func() { p.Copy(string(f.Text)) },
		),
	)
	col.Add(row)
	if f.Home != "" {
		col.Add(env.NewParagraph(env.T("checkpage.fromapp", f.Home), kit.Small, env.Ink(theme.ToneCaution)))
	}
	return env.Framed(tone, col)
}

// saveTimeout limits the writing of a configuration.
const saveTimeout = 2 * time.Minute

func (p *Page) save(f engine.AppFix) {
	s := &p.state
	run := s.run
	p.Run(saveTimeout, func(context.Context) func() {
		err := f.Write()
		return func() {
			if run != s.run {
				return
			}
			s.turn++
			if err != nil {
				s.problems = []problem.Problem{problem.Of(err)}
				return
			}
			s.saved[f.Path] = true
			if f.New && s.answer.App.Kind == facts.Files {
				s.paths = append(s.paths, f.Path) // it is one of the files now
			}
		}
	})
}
