// Package codes is the page that looks return codes up: by number or words, or by
// a pasted text in which every code is explained.
package codes

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/theme"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/intake/text"
	"loginscope/inspector/redact"
	"loginscope/lang"
)

// ID names the page.
const ID page.ID = "codes"

// Page is the page.
type Page struct {
	page.Base
	search *kit.Field
	paste  *kit.Field
	result *fyne.Container
	query  string
	pasted string // what is explained in place of the query
	typing string // into the field for a text
	turn   int    // of the newest key
}

// New returns the page.
func New() *Page { return &Page{} }

// Info is for page.Page.
func (p *Page) Info() page.Info {
	return page.Info{ID: ID, Title: lang.Text{EN: "Codes", ZH: "返回码"}}
}

// maxCodes limits the cards of one search.
const maxCodes = 20

// maxPaste limits a pasted text in bytes; Fyne's entry is slow with more.
const maxPaste = 64 << 10

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	env := p.Env()
	p.result = container.NewStack()
	p.search = env.Entry("codes-search", env.T("codes.search"), false)
	p.search.Text = p.query
	p.search.OnChanged = p.typed
	p.paste = env.Lines("codes-paste", env.T("codes.paste"), 4)
	p.paste.Text = p.typing
	p.paste.OnChanged = func(s string) { p.typing = s }
	explain := env.NewButton("codes-explain", env.T("codes.explain"), kit.Main, func() { p.explainPaste(p.paste.Text) })
	clip := env.NewButton("codes-clipboard", env.T("codes.clipboard"), kit.Normal, func() {
		text := p.Clipboard().Content()
		if len(text) <= maxPaste {
			p.paste.SetText(text)
		}
		p.explainPaste(text)
	})
	top := kit.NewColumn(env.S(8),
		env.NewParagraph(env.T("codes.title"), kit.Title, env.Palette.Text),
		p.search, p.paste, kit.NewFlow(env.S(8), explain, clip))
	p.draw()
	return env.InPane(container.NewBorder(kit.Around(0, 0, 0, env.S(10), top), nil, nil, nil, p.result))
}

// typingPause is how long a person's typing must rest before a search, so
// that no key waits for the cards of the one before.
const typingPause = 150 * time.Millisecond

func (p *Page) typed(s string) {
	p.query, p.pasted = s, ""
	p.turn++
	turn := p.turn
	p.Run(0, func(ctx context.Context) func() {
		select {
		case <-time.After(typingPause):
		case <-ctx.Done():
		}
		return func() {
			if turn == p.turn {
				p.draw()
			}
		}
	})
}

// Update is for page.Page: what is shown does not depend on the session.
func (p *Page) Update() {}

// Open is for page.Page.
func (p *Page) Open(r page.Ref) bool {
	c, ok := r.(page.Code)
	if !ok {
		return false
	}
	p.Show()
	p.search.SetText(c.Code)
	return true
}

// explainPaste explains every code of a text.
func (p *Page) explainPaste(text string) {
	if len(text) > maxPaste {
		text = text[:maxPaste]
		for !utf8.ValidString(text) && len(text) > 0 {
			text = text[:len(text)-1]
		}
	}
	p.pasted = text
	p.draw()
}

func (p *Page) draw() {
	env := p.Env()
	p.Hush()
	col := kit.NewColumn(env.S(8))
	switch {
	case p.pasted != "":
		found := explain(p.pasted)
		col.Add(env.NewParagraph(env.T("codes.found", len(found)), kit.Small, env.Muted))
		for _, c := range found {
			p.addFound(col, c)
		}
	case strings.TrimSpace(p.query) == "":
		col.Add(env.NewParagraph(env.T("codes.hint"), kit.Body, env.Muted))
	default:
		list := codes.Search(strings.TrimSpace(p.query), maxCodes+1)
		if len(list) == 0 {
			col.Add(env.Paragraph(env.T("codes.none", p.query)))
			p.addRange(col, codes.Lookup(codes.Query{Code: strings.TrimSpace(p.query)}))
		}
		if len(list) > maxCodes {
			list = list[:maxCodes]
			col.Add(env.NewParagraph(env.T("codes.more", maxCodes), kit.Small, env.Muted))
			p.Say(env.T("codes.more", maxCodes))
		}
		for _, c := range list {
			col.Add(p.codeCard(c, ""))
		}
	}
	p.result.Objects = []fyne.CanvasObject{kit.Page(col)}
	p.result.Refresh()
}

func (p *Page) addRange(col *fyne.Container, r codes.Result) {
	if s := p.Env().In(r.Range); s != "" {
		col.Add(p.Env().Paragraph(s))
	}
}

// addFound draws a code of a pasted text; all candidates with the reason when
// the code space does not decide.
func (p *Page) addFound(col *fyne.Container, c inspector.CodeAt) {
	env := p.Env()
	if !c.Lookup.Known() {
		line := c.Code
		if s := env.In(c.Lookup.Reason); s != "" {
			line += ": " + s
		}
		col.Add(env.NewParagraph(line, kit.Body, env.Ink(theme.ToneCaution)))
		p.addRange(col, c.Lookup)
		p.Say(line)
	}
	for _, m := range c.Lookup.Candidates {
		col.Add(p.codeCard(m.Code, c.Message))
	}
}

// kindTone is what kind of code it is as a colour.
func kindTone(k codes.Kind) theme.Tone {
	switch k {
	case codes.Success:
		return theme.ToneGood
	case codes.Failure:
		return theme.ToneBad
	}
	return theme.ToneNeutral
}

func (p *Page) codeCard(c codes.Code, message string) fyne.CanvasObject {
	env := p.Env()
	head := kit.NewFlow(
		env.S(8),
		env.Chip(c.Code, kindTone(c.Kind)),
		kit.Around(0, env.S(2), 0, 0,
			env.Faint(env.In(c.Issuer.Short())+" · "+env.T("kind."+string(c.Kind)), kit.Small)),
	)
	p.Say(c.Code + " " + env.In(c.Name))
	col := kit.NewColumn(env.S(4), head, env.NewParagraph(env.In(c.Name), kit.Strong, env.Palette.Text))
	if message != "" {
		col.Add(env.NewParagraph(redact.Text(message), kit.MonoSmall, env.Muted))
	}
	if s := env.In(c.Cause); s != "" {
		col.Add(env.Paragraph(s))
	}
	if s := env.In(c.Action); s != "" {
		col.Add(env.NewParagraph("→ "+s, kit.Body, env.Palette.Text))
	}
	if s := env.In(c.Mapping()); s != "" {
		col.Add(env.Paragraph(s))
		p.Say(s)
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

// explain reads a pasted text: every code in it, in order.
func explain(pasted string) []inspector.CodeAt {
	var out []inspector.CodeAt
	for _, found := range text.Scan(pasted) {
		if found.Kind != text.PickCode {
			continue
		}
		q := found.Query
		out = append(
			out,
			inspector.CodeAt{Issuer: q.Issuer, Space: q.Space, Code: q.Code, Message: q.Message,
				Lookup: codes.Lookup(q)},
		)
	}
	return out
}
