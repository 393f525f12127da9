package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"loginscope/app/session"
	"loginscope/lang"
)

var sessionEntry = entry{
	word: "session", value: newOf[sessionCmd],
	help: slices.Concat([]helpText{
		{"session", lang.Both("Work on a session file.", "会话文件操作。")},
		{"session_recover", lang.Both(
			"Salvage what is intact in a damaged session file into a new one; exits 1 if anything is lost.",
			"从损坏的会话文件中恢复完好的内容到新文件；有内容丢失时以 1 退出。",
		)},
		{"arg_damaged", lang.Both("The damaged session file. It is not changed.", "损坏的会话文件，不会被改动。")},
		{"flag_recovered", lang.Both(
			"Session file to write, which must not exist; by default beside the damaged one.",
			"要写入的会话文件，不能已存在；默认在损坏文件旁边。",
		)},
	}, sessionHARHelp, sessionInfoHelp, sessionVerifyHelp, sessionListHelp, sessionNoteHelp, sessionCompactHelp),
	prints: []document{
		{"session recover --json", []any{recoverView{}}},
		{"session har --json", []any{harView{}}},
		{"session info --json", []any{infoView{}}},
		{"session verify --json", []any{verifyView{}}},
		{"session compact --json", []any{compactView{}}},
		{"session list --json", []any{listView{}}},
		{"session note --json", []any{notesView{}}},
	},
}

// sessionCmd works on session files.
type sessionCmd struct {
	List    sessionListCmd    `cmd:"" help:"${session_list}"`
	Info    sessionInfoCmd    `cmd:"" help:"${session_info}"`
	Note    sessionNoteCmd    `cmd:"" help:"${session_note}"`
	Verify  sessionVerifyCmd  `cmd:"" help:"${session_verify}"`
	Recover sessionRecoverCmd `cmd:"" help:"${session_recover}"`
	Compact sessionCompactCmd `cmd:"" help:"${session_compact}"`
	HAR     sessionHARCmd     `cmd:"" name:"har" help:"${session_har}"`
}

type sessionRecoverCmd struct {
	File   string `arg:"" help:"${arg_damaged}"`
	Output string `help:"${flag_recovered}" placeholder:"FILE"`
	JSON   bool   `help:"${flag_json}"`
}

// recoverView is what session recover prints as JSON; docs/json.md describes it.
type recoverView struct {
	Schema  string `json:"schema"`
	Version int    `json:"version"`
	Whole   bool   `json:"whole"`
	session.Salvage
}

func (c *sessionRecoverCmd) run(ctx context.Context, t *terminal) error {
	to := c.Output
	if to == "" {
		to = recoveredName(c.File)
	}
	s, err := session.Recover(ctx, c.File, to)
	if err != nil {
		return err
	}
	if c.JSON {
		err = t.json(recoverView{Schema: "loginscope/recover", Version: 1, Whole: s.Whole(), Salvage: s})
	} else {
		t.salvage(s)
	}
	if err == nil && !s.Whole() {
		return errProblems
	}
	return err
}

// recoveredName is a path beside the damaged file.
func recoveredName(file string) string {
	return filepath.Join(filepath.Dir(file),
		strings.TrimSuffix(filepath.Base(file), session.Ext)+"_recovered"+session.Ext)
}

// salvage prints what was saved and what is lost.
func (t *terminal) salvage(s session.Salvage) {
	fmt.Fprintln(t.out, t.T("cli.recover.kept", s.Exchanges, s.Events, s.Path))
	if s.Whole() {
		fmt.Fprintln(t.out, t.T("cli.recover.whole"))
	}
	for _, l := range []struct {
		n    int64
		key  string
		args []any
	}{
		{int64(s.BrokenEvents), "cli.recover.events", []any{s.BrokenEvents}},
		{int64(s.BrokenBodies), "cli.recover.bodies", []any{s.BrokenBodies}},
		{int64(s.BrokenPages), "cli.recover.pages", []any{s.BrokenPages, s.Pages}},
		{int64(s.BrokenNotes), "cli.recover.notes", []any{s.BrokenNotes}},
		{s.MissingBytes, "cli.recover.missing", []any{s.MissingBytes}},
		{int64(s.AbsentExchanges), "cli.recover.absent", []any{s.AbsentExchanges}},
		{int64(s.Open), "cli.recover.open", []any{s.Open}},
	} {
		if l.n > 0 {
			fmt.Fprintln(t.out, t.T(l.key, l.args...))
		}
	}
}
