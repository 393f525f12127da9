package ui

import (
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/codes"
	"loginscope/inspector"
)

// codesPage looks codes up: by number or words, or by a pasted text in which
// every code is explained.
type codesPage struct {
	w      *Window
	search *kit.Field
	paste  *kit.Field
	result *fyne.Container
	root   *fyne.Container
	query  string
	pasted string
	turn   int // of the newest key
	text   []string
}

// maxCodes bounds the cards of one search.
const maxCodes = 20

// maxPaste bounds a pasted text in bytes; Fyne's entry is slow with more.
const maxPaste = 64 << 10

func newCodesPage(w *Window) *codesPage {
	env := w.env
	p := &codesPage{w: w, result: container.NewStack()}
	p.search = w.env.Entry("codes-search", env.T("codes.search"), false)
	p.search.OnChanged = p.typed
	p.paste = w.env.Lines("codes-paste", env.T("codes.paste"), 4)
	explain := env.NewButton("codes-explain", env.T("codes.explain"), kit.Main, func() { p.explainPaste(p.paste.Text) })
	clip := env.NewButton("codes-clipboard", env.T("codes.clipboard"), kit.Normal, func() {
		text := w.cfg.App.Clipboard().Content()
		if len(text) <= maxPaste {
			p.paste.SetText(text)
		}
		p.explainPaste(text)
	})
	top := kit.NewColumn(env.S(8),
		env.NewParagraph(env.T("codes.title"), kit.Title, env.Palette.Text),
		p.search, p.paste, kit.NewFlow(env.S(8), explain, clip))
	p.root = env.InPane(container.NewBorder(kit.Around(0, 0, 0, env.S(10), top), nil, nil, nil, p.result))
	p.show()
	return p
}

// typingPause is how long a person's typing must rest before a search, so
// that no key waits for the cards of the one before.
const typingPause = 150 * time.Millisecond

func (p *codesPage) typed(s string) {
	p.query, p.pasted = s, ""
	p.turn++
	turn := p.turn
	time.AfterFunc(typingPause, func() {
		p.w.post(func() {
			if turn == p.turn {
				p.show()
			}
		})
	})
}

func (p *codesPage) object() fyne.CanvasObject { return p.root }
func (p *codesPage) update()                   {}

// explainPaste explains every code of a text.
func (p *codesPage) explainPaste(text string) {
	if len(text) > maxPaste {
		text = text[:maxPaste]
		for !utf8.ValidString(text) && len(text) > 0 {
			text = text[:len(text)-1]
		}
	}
	p.pasted = text
	p.show()
}

func (p *codesPage) show() {
	env := p.w.env
	p.text = nil
	col := kit.NewColumn(env.S(8))
	switch {
	case p.pasted != "":
		found := p.w.cfg.Facts.Explain(p.pasted)
		col.Add(env.NewParagraph(env.T("codes.found", len(found)), kit.Small, env.Muted))
		for _, c := range found {
			p.addFound(col, c)
		}
	case strings.TrimSpace(p.query) == "":
		col.Add(env.NewParagraph(env.T("codes.hint"), kit.Body, env.Muted))
	default:
		list := p.w.cfg.Facts.FindCode(strings.TrimSpace(p.query), maxCodes+1)
		if len(list) == 0 {
			col.Add(env.Paragraph(env.T("codes.none", p.query)))
			p.addRange(col, p.w.cfg.Facts.LookUp(codes.Query{Code: strings.TrimSpace(p.query)}))
		}
		if len(list) > maxCodes {
			list = list[:maxCodes]
			col.Add(env.NewParagraph(env.T("codes.more", maxCodes), kit.Small, env.Muted))
			p.text = append(p.text, env.T("codes.more", maxCodes))
		}
		for _, c := range list {
			col.Add(p.codeCard(c, ""))
		}
	}
	p.result.Objects = []fyne.CanvasObject{kit.Page(col)}
	p.result.Refresh()
}

func (p *codesPage) addRange(col *fyne.Container, r codes.Result) {
	if s := p.w.env.In(r.Range); s != "" {
		col.Add(p.w.env.Paragraph(s))
	}
}

// addFound draws a code of a pasted text; all candidates with the reason when
// the place does not decide.
func (p *codesPage) addFound(col *fyne.Container, c inspector.CodeAt) {
	env := p.w.env
	if !c.Lookup.Known() {
		line := c.Code
		if s := env.In(c.Lookup.Reason); s != "" {
			line += ": " + s
		}
		col.Add(env.NewParagraph(line, kit.Body, env.Ink(theme.ToneCaution)))
		p.addRange(col, c.Lookup)
		p.text = append(p.text, line)
	}
	for _, m := range c.Lookup.Candidates {
		col.Add(p.codeCard(m.Code, c.Message))
	}
}

// KindTone is what kind of code it is as a colour.
func kindTone(k codes.Kind) theme.Tone {
	switch k {
	case codes.Success:
		return theme.ToneGood
	case codes.Failure:
		return theme.ToneBad
	}
	return theme.ToneNeutral
}

func (p *codesPage) codeCard(c codes.Code, message string) fyne.CanvasObject {
	env := p.w.env
	head := kit.NewFlow(env.S(8), env.Chip(c.Code, kindTone(c.Kind)), kit.Around(0, env.S(2), 0, 0, env.Faint(env.In(c.Issuer.Short())+" · "+env.T("kind."+string(c.Kind)), kit.Small)))
	p.text = append(p.text, c.Code+" "+env.In(c.Name))
	col := kit.NewColumn(env.S(4), head, env.NewParagraph(env.In(c.Name), kit.Strong, env.Palette.Text))
	if message != "" {
		col.Add(env.NewParagraph(p.w.cfg.Facts.MaskText(message), kit.MonoSmall, env.Muted))
	}
	if s := env.In(c.Cause); s != "" {
		col.Add(env.Paragraph(s))
	}
	if s := env.In(c.Action); s != "" {
		col.Add(env.NewParagraph("→ "+s, kit.Body, env.Palette.Text))
	}
	if s := env.In(c.Mapping()); s != "" {
		col.Add(env.Paragraph(s))
		p.text = append(p.text, s)
	}
	facts := []string{}
	if c.Actor != "" {
		facts = append(facts, env.T("actor."+string(c.Actor)))
	}
	if c.Kind == codes.Failure && c.Retry != "" {
		facts = append(facts, env.T("retry."+string(c.Retry)))
	}
	if c.Certainty != "" {
		facts = append(facts, env.T("verdict.certainty", env.T("certainty."+string(c.Certainty))))
	}
	col.Add(env.NewParagraph(strings.Join(facts, " · "), kit.Small, env.Muted))
	return env.Framed(kindTone(c.Kind), col)
}

// explain shows a code of a verdict in the codes place.
func (w *Window) explain(c inspector.CodeAt) {
	w.goTo(Codes)
	p := w.pages[Codes].(*codesPage)
	p.search.SetText(c.Code)
}
