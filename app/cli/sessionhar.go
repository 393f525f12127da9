package cli

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"loginscope/app/engine"
	"loginscope/app/feed/filter"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

var sessionHARHelp = []helpText{
	{"session_har", lang.Both(
		"Write captures and logs as one HAR 1.2 file, sensitive values masked; inspect reads it back without a loss.",
		"将抓包和日志导出为一个 HAR 1.2 文件，敏感值脱敏；inspect 可无损读回。",
	)},
	{"flag_har_output", lang.Both(
		"File to write; by default beside the first input, with the ending .har; - is standard output.",
		"要写入的文件；默认在第一个输入文件旁边，扩展名为 .har；- 表示标准输出。",
	)},
	{"flag_har_exchange", lang.Both(
		"Write these exchanges alone, by their numbers; may be repeated.",
		"只写入指定编号的请求，可重复。",
	)},
	{"flag_har_filter", lang.Both(
		"Write the matching exchanges alone, in the syntax of the window's filter box: host:, code:, step: ...",
		"只写入符合条件的请求，语法同窗口的过滤框：host:、code:、step: 等。",
	)},
	{"flag_with_values", lang.Both(
		"Keep phone numbers, tokens and keys in clear.",
		"手机号、token 和密钥保留明文。",
	)},
	{"flag_force", lang.Both("Replace a file of that name.", "覆盖同名文件。")},
}

type sessionHARCmd struct {
	Files      []string      `arg:"" name:"file" help:"${arg_file}"`
	Output     string        `short:"o" help:"${flag_har_output}" placeholder:"FILE"`
	Exchange   []exchange.ID `help:"${flag_har_exchange}" placeholder:"N"`
	Filter     string        `help:"${flag_har_filter}" placeholder:"EXPR"`
	WithValues bool          `name:"with-values" help:"${flag_with_values}"`
	Force      bool          `help:"${flag_force}"`
	JSON       bool          `help:"${flag_json}"`
}

// harView is what session har prints as JSON; docs/json.md describes it.
type harView struct {
	Schema  string `json:"schema"`
	Version int    `json:"version"`
	engine.HARFile
}

func (c *sessionHARCmd) run(ctx context.Context, t *terminal) (err error) {
	flt, err := t.filter(c.Filter)
	if err != nil {
		return err
	}
	e, err := engine.New(ctx, engine.Config{Rules: ruleset.Default(), Temporary: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	in, failed := t.load(ctx, e, c.Files)
	if len(in.sources) == 0 {
		return failed
	}
	o := engine.HAROptions{Values: c.WithValues, Replace: c.Force}
	if o.IDs, err = c.chosen(ctx, t, e, flt); err != nil {
		return err
	}
	if err := c.write(ctx, t, e, o); err != nil {
		return err
	}
	return failed
}

// chosen are the exchanges that are written, nil for all.
func (c *sessionHARCmd) chosen(
	ctx context.Context,
	t *terminal,
	e *engine.Engine,
	flt filter.Filter,
) ([]exchange.ID, error) {
	if flt.Empty() && c.Exchange == nil {
		return nil, nil
	}
	if err := e.WaitIdle(ctx); err != nil {
		return nil, err
	}
	s, err := sift(ctx, e, e.Report(), flt)
	if err != nil {
		return nil, err
	}
	ids := []exchange.ID{}
	for id := range s.ids {
		if c.Exchange == nil || slices.Contains(c.Exchange, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, t.fault(nil, "harnone")
	}
	return ids, nil
}

func (c *sessionHARCmd) write(ctx context.Context, t *terminal, e *engine.Engine, o engine.HAROptions) error {
	if c.Output == "-" {
		done, err := e.WriteHAR(ctx, t.out, o)
		if err == nil && o.Values {
			t.say("cli.har.clear")
		}
		return errors.Join(err, t.emptyHAR(done))
	}
	to := c.Output
	if to == "" {
		first := c.Files[0]
		to = strings.TrimSuffix(first, filepath.Ext(first)) + ".har"
	}
	done, err := e.SaveHAR(ctx, to, o)
	if err != nil {
		return err
	}
	if c.JSON {
		err := t.json(harView{Schema: "loginscope/har", Version: 1, HARFile: done})
		return errors.Join(err, t.emptyHAR(done))
	}
	t.say("cli.har.written", done.Exchanges, done.Events, done.Path)
	if o.Values {
		t.say("cli.har.clear")
	} else {
		t.say("cli.har.masked")
	}
	return t.emptyHAR(done)
}

// emptyHAR is the fault of a file in which nothing is, nil for another one.
func (t *terminal) emptyHAR(done engine.HARFile) error {
	if done.Exchanges > 0 || done.Events > 0 {
		return nil
	}
	return t.fault(nil, "harempty")
}
