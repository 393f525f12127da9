package cli

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/inspector/redact"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

var sessionNoteHelp = []helpText{
	{"session_note", lang.Both(
		"Write a note or a mark on a session, an attempt or an exchange; without either, list them, masked.",
		"为会话、登录或请求写备注或标记；都不给出时列出已有备注（脱敏）。",
	)},
	{"arg_note_session", lang.Both("Session file to add to.", "要写入的会话文件。")},
	{"arg_note", lang.Both("The note; it replaces an earlier one, and an empty one removes it.", "备注内容，替换原有备注；为空则删除。")},
	{"flag_note_exchange", lang.Both("On this exchange, by its number.", "写在该编号的请求上。")},
	{"flag_note_attempt", lang.Both("On this attempt, by its number.", "写在该编号的登录上。")},
	{
		"flag_note_mark",
		lang.Both("Mark: star, red, yellow, green, blue, or none.", "标记：star、red、yellow、green、blue 或 none。"),
	},
}

type sessionNoteCmd struct {
	File     string      `arg:"" help:"${arg_note_session}"`
	Text     *string     `arg:"" optional:"" help:"${arg_note}"`
	Exchange exchange.ID `help:"${flag_note_exchange}" placeholder:"N" xor:"on"`
	Attempt  int         `help:"${flag_note_attempt}" placeholder:"N" xor:"on"`
	Mark     string      `enum:",star,red,yellow,green,blue,none" default:"" help:"${flag_note_mark}"`
	JSON     bool        `help:"${flag_json}"`
}

// notesView is what session note prints as JSON; docs/json.md describes it.
type notesView struct {
	Schema  string     `json:"schema"`
	Version int        `json:"version"`
	Notes   []noteView `json:"notes"`
}

func (c *sessionNoteCmd) run(ctx context.Context, t *terminal) (err error) {
	e, err := engine.New(ctx, engine.Config{Rules: ruleset.Default(), Temporary: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	writes := c.Text != nil || c.Mark != ""
	if err := e.OpenWith(ctx, c.File, engine.Opening{Continue: writes}); err != nil {
		return err
	}
	if err := e.WaitIdle(ctx); err != nil {
		return err
	}
	if err := c.write(ctx, e); err != nil {
		return err
	}
	if err := e.WaitIdle(ctx); err != nil {
		return err
	}
	list := noteViews(redact.Masker{Known: e.Report().Known}, e.Notes())
	if c.JSON {
		return t.json(notesView{"loginscope/notes", 1, list})
	}
	if len(list) == 0 {
		t.para(t.T("cli.note.none"))
	}
	t.notes(list)
	return nil
}

// write keeps the note and the mark.
func (c *sessionNoteCmd) write(ctx context.Context, e *engine.Engine) error {
	on := engine.On{Exchange: c.Exchange, Attempt: c.Attempt}
	if c.Text != nil {
		if err := e.SetNote(on, *c.Text); err != nil {
			return err
		}
	}
	if c.Mark != "" {
		if err := e.SetMark(on, session.Mark(strings.TrimSuffix(c.Mark, "none"))); err != nil {
			return err
		}
	}
	return e.Session().Flush(ctx)
}

var sessionCompactHelp = []helpText{
	{"session_compact", lang.Both(
		"Write a session without superseded records: same content, smaller. It is checked before it gets its name.",
		"去除会话中已被替代的记录，内容不变、文件更小；校验通过后才会命名。",
	)},
	{"flag_compacted", lang.Both("Session file to write, which must not exist; by default beside the old one.",
		"要写入的会话文件，不能已存在；默认在原文件旁边。")},
	{"flag_in_place", lang.Both("Replace the old file, which stays until the new one is whole.",
		"替换原文件；新文件完整之前原文件保持不变。")},
}

type sessionCompactCmd struct {
	File    string `arg:"" help:"${arg_session}"`
	Output  string `short:"o" help:"${flag_compacted}" placeholder:"FILE" xor:"where"`
	InPlace bool   `name:"in-place" help:"${flag_in_place}" xor:"where"`
	JSON    bool   `help:"${flag_json}"`
}

// compactView is what session compact prints as JSON; docs/json.md describes it.
type compactView struct {
	Schema  string `json:"schema"`
	Version int    `json:"version"`
	session.Compaction
}

func (c *sessionCompactCmd) run(ctx context.Context, t *terminal) (err error) {
	var done session.Compaction
	if c.InPlace {
		done, err = session.CompactInPlace(ctx, c.File)
	} else {
		to := c.Output
		if to == "" {
			to = filepath.Join(filepath.Dir(c.File),
				strings.TrimSuffix(filepath.Base(c.File), session.Ext)+"_compact"+session.Ext)
		}
		done, err = session.Compact(ctx, c.File, to)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return t.json(compactView{"loginscope/compact", 1, done})
	}
	t.para(t.T("cli.compact.done", done.Before, done.After, done.Dropped, done.Path))
	return nil
}
