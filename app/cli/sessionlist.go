package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/inspector/redact"
	"loginscope/inspector/report/cells"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
)

var sessionListHelp = []helpText{
	{"session_list", lang.Both("List the sessions in a folder with verdict, app and carrier; values masked.",
		"列出目录中的会话及其结论、应用和运营商，敏感值脱敏。")},
	{"arg_sessions", lang.Both("Folder of sessions; by default where captures are saved automatically.",
		"会话所在目录，默认为自动保存目录。")},
	{"flag_list_sort", lang.Both("Order: date (newest first), name, verdict, app, carrier or size.",
		"排序方式：date（最新在前）、name、verdict、app、carrier 或 size。")},
	{"flag_list_verdict", lang.Both("Sessions with this outcome alone: failed, incomplete, cancelled, signed-in, none.",
		"只列出该结论的会话：failed、incomplete、cancelled、signed-in、none。")},
	{"flag_list_app", lang.Both("Sessions of apps whose package contains this.", "只列出包名包含该文本的会话。")},
	{"flag_list_carrier", lang.Both("Sessions of this carrier: {carriers}.", "只列出该运营商的会话：{carriers}。")},
	{"flag_list_since", lang.Both("Sessions begun on or after this day, YYYY-MM-DD.", "只列出该日及以后开始的会话，格式 YYYY-MM-DD。")},
	{"flag_list_until", lang.Both("Sessions begun on or before this day, YYYY-MM-DD.", "只列出该日及以前开始的会话，格式 YYYY-MM-DD。")},
}

type sessionListCmd struct {
	Dir     string `arg:"" optional:"" help:"${arg_sessions}"`
	Sort    string `default:"date" enum:"date,name,verdict,app,carrier,size" help:"${flag_list_sort}"`
	Verdict string `enum:",failed,incomplete,running,cancelled,signed-in,none" default:"" help:"${flag_list_verdict}"`
	App     string `help:"${flag_list_app}" placeholder:"TEXT"`
	Carrier string `help:"${flag_list_carrier}" placeholder:"NAME"`
	Since   string `help:"${flag_list_since}" placeholder:"DAY"`
	Until   string `help:"${flag_list_until}" placeholder:"DAY"`
	JSON    bool   `help:"${flag_json}"`
}

// listView is what session list prints as JSON; docs/json.md describes it.
type listView struct {
	Schema   string        `json:"schema"`
	Version  int           `json:"version"`
	Folder   string        `json:"folder"`
	Sessions []sessionView `json:"sessions"`
}

// sessionView is a session of a list. Outcome is "" for one that cannot be read, and "none"
// for one without an attempt.
type sessionView struct {
	Path      string    `json:"path"`
	Name      string    `json:"name"`
	Created   time.Time `json:"created,omitzero"`
	Modified  time.Time `json:"modified"`
	Bytes     int64     `json:"bytes"`
	Events    int64     `json:"events"`
	Exchanges int64     `json:"exchanges"`
	Attempts  int       `json:"attempts"`
	Outcome   string    `json:"outcome"`
	Title     lang.Text `json:"title,omitzero"`
	Apps      []string  `json:"apps"`
	Carriers  []string  `json:"carriers"`
	Notes     int       `json:"notes"`
	Marks     int       `json:"marks"`
	Error     string    `json:"error,omitempty"`

	err error
}

func (c *sessionListCmd) run(ctx context.Context, t *terminal) (err error) {
	since, until, err := c.days(t)
	if err != nil {
		return err
	}
	e, err := engine.New(ctx, engine.Config{Rules: ruleset.Default(), Temporary: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	list, err := e.Sessions(ctx, c.Dir)
	if err != nil {
		return err
	}
	out := listView{Schema: "loginscope/sessions", Version: 1, Folder: c.Dir, Sessions: []sessionView{}}
	for _, info := range list {
		if v := viewOf(info); c.takes(v, since, until) {
			out.Sessions = append(out.Sessions, v)
		}
	}
	slices.SortStableFunc(out.Sessions, c.order)
	if c.JSON {
		return t.json(out)
	}
	t.sessions(out.Sessions)
	return nil
}

// days reads the limits of the date; until is the first moment that is too late.
func (c *sessionListCmd) days(t *terminal) (since, until time.Time, err error) {
	for _, one := range []struct {
		text string
		to   *time.Time
	}{{c.Since, &since}, {c.Until, &until}} {
		if one.text == "" {
			continue
		}
		if *one.to, err = time.ParseInLocation(time.DateOnly, one.text, time.Local); err != nil {
			return since, until, t.fault(err, "day", one.text)
		}
	}
	if !until.IsZero() {
		until = until.AddDate(0, 0, 1)
	}
	return since, until, nil
}

// viewOf is a session as the list shows it, masked.
func viewOf(info session.Info) sessionView {
	v := sessionView{Path: info.Path, Name: redact.Text(info.Name), Created: info.Created, Modified: info.Modified,
		Bytes: info.Bytes, Events: info.Events, Exchanges: info.Exchanges, Notes: info.Notes, Marks: info.Marks,
		Apps: []string{}, Carriers: []string{}, err: info.Err}
	if info.Err != nil {
		v.Error = info.Err.Error()
	}
	if s := info.Summary; s != nil {
		v.Attempts, v.Outcome, v.Carriers = s.Attempts, s.Outcome, slices.Concat([]string{}, s.Carriers)
		v.Title = lang.Text{EN: redact.Text(s.Title.EN), ZH: redact.Text(s.Title.ZH)}
		if s.Attempts == 0 {
			v.Outcome = "none"
		}
		for _, app := range s.Apps {
			v.Apps = append(v.Apps, redact.Text(app))
		}
	}
	return v
}

// takes reports whether the session is asked for.
func (c *sessionListCmd) takes(v sessionView, since, until time.Time) bool {
	contains := func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(c.App)) }
	switch {
	case c.Verdict != "" && v.Outcome != c.Verdict,
		c.App != "" && !slices.ContainsFunc(v.Apps, contains),
		c.Carrier != "" && !slices.Contains(v.Carriers, c.Carrier),
		!since.IsZero() && v.began().Before(since),
		!until.IsZero() && !v.began().Before(until):
		return false
	}
	return true
}

// began is when the session was created, or last written where that is not known.
func (v sessionView) began() time.Time {
	if v.Created.IsZero() {
		return v.Modified
	}
	return v.Created
}

// order compares two sessions: what is not known comes last.
func (c *sessionListCmd) order(a, b sessionView) int {
	byText := func(x, y string) int {
		if (x == "") != (y == "") {
			return cmp.Compare(y, x)
		}
		return cmp.Compare(x, y)
	}
	date := b.began().Compare(a.began())
	switch c.Sort {
	case "name":
		return cmp.Or(byText(a.Name, b.Name), date)
	case "verdict":
		worst := []string{"failed", "incomplete", "running", "cancelled", "signed-in", "none", ""}
		return cmp.Or(cmp.Compare(slices.Index(worst, a.Outcome), slices.Index(worst, b.Outcome)), date)
	case "app":
		return cmp.Or(byText(strings.Join(a.Apps, " "), strings.Join(b.Apps, " ")), date)
	case "carrier":
		return cmp.Or(byText(strings.Join(a.Carriers, " "), strings.Join(b.Carriers, " ")), date)
	case "size":
		return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), date)
	}
	return cmp.Or(date, strings.Compare(a.Path, b.Path))
}

// sessions prints a list, each session in a line with its file and its verdict.
func (t *terminal) sessions(list []sessionView) {
	if len(list) == 0 {
		t.para(t.T("cli.list.none"))
		return
	}
	for _, v := range list {
		state := t.outcome(strings.TrimSuffix(v.Outcome, "none"), v.Attempts)
		if v.err != nil {
			state = t.T("cli.list.unreadable")
		}
		fmt.Fprintf(t.out, "%s  %s  %s\n", v.began().Local().Format("2006-01-02 15:04"),
			cells.Pad(cells.Tame(state), 16), cells.Tame(v.Name))
		about := slices.Concat(v.Apps, t.carrierNames(v.Carriers), []string{filepath.Base(v.Path)})
		fmt.Fprintln(t.out, "    "+cells.Tame(strings.Join(about, " · ")))
		if v.err != nil {
			t.complain(v.err)
		}
	}
}
