// Package table draws the exchanges of a session: a list of rows that makes
// only the visible ones, with columns that sort, resize and hide.
package table

import (
	"fmt"
	"image/color"
	"strings"
	"time"

	"loginscope/app/feed"
	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/note"
	"loginscope/app/ui/sequence"
	"loginscope/app/ui/theme"
	"loginscope/app/ui/verdict"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// column is one column of the table; another column is another literal.
type column struct {
	id    feed.Column
	title string // a key of the translations
	width float32
	// flex takes the room that the others leave.
	flex bool
	// rank says which columns go first when the window is narrow: the highest.
	rank int
	mono bool
	// foreign is true where the cell holds words of the evidence, which are masked.
	foreign bool
	cell    func(*kit.Env, *feed.Row) (string, color.Color)
}

// hostRank is the rank of the host; once it is hidden its name stands with the path.
const hostRank = 3

func columns() []column {
	return []column{
		{id: feed.ByTime, title: "col.time", width: 104, rank: 0, mono: true, cell: timeCell},
		{id: feed.ByStep, title: "col.step", width: 170, rank: 1, cell: stepCell},
		{id: feed.ByRole, title: "col.party", width: 120, rank: 5, cell: roleCell},
		{id: feed.ByHost, title: "col.host", width: 172, rank: hostRank, mono: true, foreign: true, cell: hostCell},
		{id: feed.ByPath, title: "col.path", width: 200, flex: true, mono: true, foreign: true, cell: pathCell},
		{id: feed.ByStatus, title: "col.status", width: 72, rank: 2, cell: statusCell},
		{id: feed.ByCode, title: "col.code", width: 88, rank: 1, foreign: true, cell: codeCell},
		{id: feed.BySize, title: "col.size", width: 70, rank: 6, mono: true, cell: sizeCell},
		{id: feed.ByDuration, title: "col.took", width: 74, rank: 4, mono: true, cell: durationCell},
		{id: feed.ByDevice, title: "col.device", width: 112, rank: 7, mono: true, foreign: true, cell: deviceCell},
		{id: feed.ByEgress, title: "col.egress", width: 74, rank: 8, cell: egressCell},
	}
}

// Mark is a row's outcome as a shape and a colour.
func Mark(r *feed.Row) (glyph string, tone theme.Tone) {
	switch {
	case r.Outcome == inspector.OutcomeFailed:
		return "✗", theme.ToneBad
	case r.Outcome == inspector.OutcomeOK:
		return "✓", theme.ToneGood
	case r.Outcome == inspector.OutcomeWaiting:
		return "…", theme.ToneCaution
	}
	return "○", theme.ToneNeutral
}

func timeCell(env *kit.Env, r *feed.Row) (string, color.Color) {
	if r.Time.IsZero() {
		return "–", env.Muted
	}
	return r.Time.Local().Format("15:04:05.000"), rowInk(env, r)
}

// rowInk fades what the proxy did not see.
func rowInk(env *kit.Env, r *feed.Row) color.Color {
	if r.Key.Kind == feed.StepRow && r.Visibility != inspector.Visible {
		return env.Muted
	}
	return env.Palette.Text
}

func stepCell(env *kit.Env, r *feed.Row) (string, color.Color) {
	text, ink := stepName(env, r)
	if n := r.Noted; n != nil {
		text = note.Prefix(session.Mark(n.Mark), n.Text) + text
		if n.Mark != "" {
			ink = note.Ink(env, session.Mark(n.Mark))
		}
	}
	return text, ink
}

// stepName is a step of a login, or what an event is that is no exchange.
func stepName(env *kit.Env, r *feed.Row) (string, color.Color) {
	if l := env.In(r.Label); l != "" {
		return l, rowInk(env, r)
	}
	switch m := r.Mark.(type) {
	case exchange.TLSRefused:
		switch {
		case m.Early:
			return env.T("mark.broken"), env.Muted
		case m.Cause == exchange.RefusedTimeout:
			return env.T("mark.unfinished"), env.Ink(theme.ToneCaution)
		}
		return env.T("mark.refused"), env.Ink(theme.ToneCaution)
	case exchange.Tunnelled:
		return env.T("mark.tunnel"), env.Muted
	case exchange.Blocked:
		return env.T("mark.blocked"), env.Ink(theme.ToneCaution)
	}
	return "–", env.Muted
}

func roleCell(env *kit.Env, r *feed.Row) (string, color.Color) {
	switch inspector.Lane(r.Item.Lane) {
	case "":
		return env.T("party.other"), env.Muted
	case inspector.LaneCarrier:
		carrier := codes.Issuer(r.Item.Carrier)
		return "▲ " + sequence.CarrierName(env, carrier), env.CarrierInk(carrier)
	case inspector.LaneAlibaba:
		return "■ " + env.T("lane.alibaba"), env.RoleInk(theme.RoleAlibaba)
	case inspector.LaneIDaaS:
		return "● " + env.T("lane.idaas"), env.RoleInk(theme.RoleIDaaS)
	}
	return env.T("lane." + r.Item.Lane), rowInk(env, r)
}

func hostCell(env *kit.Env, r *feed.Row) (string, color.Color) {
	if r.Item.Host == "" {
		return "–", env.Muted
	}
	return r.Item.Authority(), env.Palette.Text
}

// pathCell is the method and the path, or what the path stands for; a step
// that no exchange shows says where its result came from.
func pathCell(env *kit.Env, r *feed.Row) (string, color.Color) {
	return where(env, r, "")
}

// hostAndPathCell is pathCell for a table without room for the host's column.
func hostAndPathCell(env *kit.Env, r *feed.Row) (string, color.Color) {
	return where(env, r, r.Item.Authority())
}

func where(env *kit.Env, r *feed.Row, host string) (string, color.Color) {
	if r.Key.Kind == feed.StepRow {
		if note := env.In(r.Note); note != "" {
			return note, env.Muted
		}
		switch {
		case r.Network == inspector.NetCellular:
			return env.T("row.cellular"), env.Muted
		case r.Network == inspector.NetDefault:
			return env.T("row.unseen"), env.Muted
		}
		return env.T("row.local"), env.Muted
	}
	it := &r.Item
	var parts []string
	if it.Method != "" {
		parts = append(parts, it.Method)
	}
	switch {
	case r.Detail == "":
		parts = append(parts, host+WithoutQuery(it.Path))
	case host != "":
		parts = append(parts, host, r.Detail)
	default: // an action says more than the path that all actions share
		parts = append(parts, r.Detail)
	}
	if s := strings.TrimSpace(strings.Join(parts, " ")); s != "" {
		return s, env.Palette.Text
	}
	return "–", env.Muted
}

// WithoutQuery hides a query, which holds keys and signatures.
func WithoutQuery(path string) string {
	if i := strings.IndexByte(path, '?'); i >= 0 && i+1 < len(path) {
		return path[:i] + "?…"
	}
	return path
}

func statusCell(env *kit.Env, r *feed.Row) (string, color.Color) {
	switch {
	case r.Item.Failure != "" && r.Key.Kind != feed.MarkRow:
		return env.T("fail." + r.Item.Failure), env.Ink(theme.ToneBad)
	case r.Item.Status >= 400:
		return fmt.Sprint(r.Item.Status), env.Ink(theme.ToneBad)
	case r.Item.Status != 0:
		return fmt.Sprint(r.Item.Status), env.Ink(theme.ToneGood)
	case !r.Done:
		return env.T("outcome.waiting"), env.Ink(theme.ToneCaution)
	}
	return "–", env.Muted
}

func codeCell(env *kit.Env, r *feed.Row) (string, color.Color) {
	if r.Code == "" {
		return "–", env.Muted
	}
	_, tone := Mark(r)
	return verdict.Short(r.Code), env.Ink(tone)
}

func sizeCell(env *kit.Env, r *feed.Row) (string, color.Color) {
	if r.Key.Kind == feed.StepRow || r.Item.Size == 0 && r.Item.Status == 0 {
		return "–", env.Muted
	}
	return Bytes(r.Item.Size), rowInk(env, r)
}

// Bytes formats a size: "812 B", "1.2 KB".
func Bytes(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1000*1024:
		return fmt.Sprintf("%.1f KB", float64(n)/1024)
	case n < 1000*1024*1024:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
}

func durationCell(env *kit.Env, r *feed.Row) (string, color.Color) {
	if r.Item.Duration == 0 {
		return "–", env.Muted
	}
	return Duration(r.Item.Duration), rowInk(env, r)
}

// Duration formats a time: "96 ms", "1.3 s", "2 min".
func Duration(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "<1 ms"
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return fmt.Sprintf("%.0f min", d.Minutes())
}

// Offset formats how long after its start something of an attempt happened.
func Offset(d time.Duration) string {
	if d < time.Millisecond {
		return "+0"
	}
	return "+" + Duration(d)
}

func deviceCell(env *kit.Env, r *feed.Row) (string, color.Color) {
	if r.Item.Device == "" {
		return "–", env.Muted
	}
	return r.Item.Device, rowInk(env, r)
}

func egressCell(env *kit.Env, r *feed.Row) (string, color.Color) {
	switch {
	case r.Network == inspector.NetCellular:
		return env.T("egress.sim"), env.Muted
	case r.Key.Kind == feed.StepRow:
		return env.T("egress.phone"), env.Muted
	case r.Item.Egress != "":
		return r.Item.Egress, env.Palette.Text
	}
	return env.T("egress.default"), env.Muted
}
