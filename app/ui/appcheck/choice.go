package appcheck

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/render"
	"loginscope/lang"
	"loginscope/problem"
)

// maxListed limits the variants that are offered at once, those of all modules.
const maxListed = 200

// picker lets a person limit the check of a project to a module and a variant. It is
// built once, so that a choice keeps the keyboard while its check runs.
type picker struct {
	box             *fyne.Container // a column, hidden where there is nothing to choose
	module, variant *widget.Select
	filling         bool // not by a person
}

// newPicker builds both choices, empty.
func (p *Page) newPicker() picker {
	env := p.Env()
	k := picker{
		box:     kit.NewColumn(env.S(4)),
		module:  widget.NewSelect(nil, func(string) { p.picked() }),
		variant: widget.NewSelect(nil, func(string) { p.picked() }),
	}
	k.box.Hide()
	env.Controls.Add("check-module", k.module)
	env.Controls.Add("check-variant", k.variant)
	return k
}

// offer shows what there is to choose from in the checked project.
func (p *Page) offer() {
	env, s, k := p.Env(), &p.state, &p.picks
	var modules []string
	for _, c := range s.choices {
		modules = append(modules, c.Module)
	}
	variants, more := s.variants(s.part.Module)
	k.filling = true
	k.fill(k.module, env.T("checkpage.module.all"), modules, s.part.Module)
	k.fill(k.variant, env.T("checkpage.variant.all"), variants, s.part.Variant)
	k.filling = false
	shown := p.choosers(len(modules) > 1, len(variants) > 1 || s.part.Variant != "")
	k.box.Objects = shown
	if more && len(shown) > 0 {
		note := env.T("checkpage.variant.more", len(variants))
		p.Say(note)
		k.box.Objects = append(k.box.Objects, env.NewParagraph(note, kit.Small, env.Muted))
	}
	k.box.Hidden = len(shown) == 0
	p.frame.Refresh()
}

// choosers are the choices that are shown, beside each other where there is room.
func (p *Page) choosers(module, variant bool) []fyne.CanvasObject {
	env, k := p.Env(), &p.picks
	left := env.Labelled(env.T("checkpage.module"), k.module)
	right := env.Labelled(env.T("checkpage.variant"), k.variant)
	switch {
	case module && variant:
		return []fyne.CanvasObject{env.Sides(0.4, 420, left, right)}
	case module:
		return []fyne.CanvasObject{left}
	case variant:
		return []fyne.CanvasObject{right}
	}
	return nil
}

// fill lists names below the word for all of them.
func (k *picker) fill(s *widget.Select, all string, names []string, chosen string) {
	s.Options, s.Selected = append([]string{all}, names...), all
	if chosen != "" {
		s.Selected = chosen
	}
	s.Refresh()
}

// variants are the builds of a module, or of all for "", each once; more is true
// where there are others.
func (s *state) variants(module string) (names []string, more bool) {
	for _, c := range s.choices {
		if module != "" && c.Module != module {
			continue
		}
		more = more || c.More
		for _, v := range c.Variants {
			switch {
			case slices.Contains(names, v):
			case len(names) == maxListed:
				return names, true
			default:
				names = append(names, v)
			}
		}
	}
	return names, more
}

// picked checks again with what a person chose.
func (p *Page) picked() {
	s, k := &p.state, &p.picks
	if k.filling {
		return
	}
	part := facts.Chosen{Module: chosen(k.module), Variant: chosen(k.variant)}
	if part == s.part {
		return
	}
	if part.Module != s.part.Module {
		names, more := s.variants(part.Module)
		if !more && !slices.Contains(names, part.Variant) {
			part.Variant = "" // it was chosen for the module before
		}
	}
	s.part = part
	p.recheck()
}

// chosen is the selected name, "" for all.
func chosen(s *widget.Select) string {
	if s.SelectedIndex() == 0 {
		return ""
	}
	return s.Selected
}

// limits say to what a check was limited, "" for a whole app.
func (p *Page) limits(part facts.Chosen) string {
	var out []string
	if part.Module != "" {
		out = append(out, p.Env().T("checkpage.module.only", part.Module))
	}
	if part.Variant != "" {
		out = append(out, p.Env().T("checkpage.variant.only", part.Variant))
	}
	return strings.Join(out, " · ")
}

// copyResult puts the whole result on the clipboard, with what it is limited to.
func (p *Page) copyResult(a *answer) {
	var text strings.Builder
	if err := render.Markdown(&text, a.Report, string(p.Env().Words.Lang())); err != nil {
		pr := problem.Of(err)
		p.Notify(true, p.Env().In(pr.What), p.Env().In(pr.Why))
		return
	}
	p.Copy(text.String())
}

// chooseAnother is what to do in the window where a choice matches nothing.
var chooseAnother = lang.Text{
	EN: "Choose another module or variant at the top of the page.",
	ZH: "请在页面上方选择其他模块或构建变体。",
}
