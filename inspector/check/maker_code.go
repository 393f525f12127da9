package check

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/maker"
	"loginscope/lang"
)

// makerCode explains the codes and messages of another maker's login by the tables
// that the makers publish.
var makerCode = inspector.Check{
	ID:    "maker-code",
	Title: lang.Text{EN: "A code of another maker", ZH: "其他厂商的返回码"},
	Doc: lang.Text{
		EN: "JPush, Getui, DCloud, ShanYan, MobTech, NetEase, GeeTest and Yunpian publish what their codes mean. A " +
			"code counts where the text names its maker, in whatever line. Where no maker is named, the tables that " +
			"have the number are listed and none is assumed.",
		ZH: "极光、个推、DCloud、闪验、MobTech、网易易盾、极验、云片公开了各自返回码的含义。文本任意一行提到该厂商时，其返回码才按该厂商解读；未提到厂商时，仅列出含该数字的码表，不作判断。",
	},
	Source: "documentation of the makers", Date: "2026-12-01",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		if named := makerRows(c); len(named) > 0 {
			return rowFindings(c, named)
		}
		return unnamedRows(c)
	},
}

// maxMakerRows limits the codes of makers that a report explains.
const maxMakerRows = 4

// rowHit is a row of a maker's table and the signals that name it.
type rowHit struct {
	row     maker.Row
	by      maker.Maker // who is named: the row's maker, or one whose SDK wraps it
	signals []inspector.Signal
}

// makerRows are the rows that signals name and whose maker the case names. A code that
// several of its makers explain counts once, by the table of the one that is named.
func makerRows(c *inspector.Case) []rowHit {
	var out []rowHit
	for _, m := range maker.All() {
		if len(ofMaker(c, m.ID)) == 0 {
			continue
		}
		for _, id := range append([]string{m.ID}, m.Also...) {
			for _, h := range rowsOf(c, id) {
				if !slices.ContainsFunc(out, h.sameCode) {
					h.by = m
					out = append(out, h)
				}
			}
		}
	}
	return bySide(c, out)
}

func (h rowHit) sameCode(o rowHit) bool {
	return h.row.Code == o.row.Code && (h.row.Code != "" || h.row.ID() == o.row.ID()) && h.row.Side == o.row.Side
}

// rowsOf are the rows of one table that signals name.
func rowsOf(c *inspector.Case, id string) []rowHit {
	var out []rowHit
	for _, s := range c.Of(inspector.SignalMakerRow) {
		r, ok := maker.RowOf(s.Value)
		if !ok || r.Maker != id {
			continue
		}
		if i := slices.IndexFunc(out, func(h rowHit) bool { return h.row.ID() == r.ID() }); i >= 0 {
			out[i].signals = append(out[i].signals, s)
			continue
		}
		out = append(out, rowHit{row: r, signals: []inspector.Signal{s}})
	}
	return out
}

// bySide leaves of two rows with one code the one of the client that the case is about.
func bySide(c *inspector.Case, hits []rowHit) []rowHit {
	web := len(c.Of(inspector.SignalWeb)) > 0
	return slices.DeleteFunc(slices.Clone(hits), func(h rowHit) bool {
		return (h.row.Side == maker.Web) != web && slices.ContainsFunc(hits, func(o rowHit) bool {
			return o.row.Code == h.row.Code && (o.row.Side == maker.Web) == web
		})
	})
}

// rowFindings explains the rows of named makers: failures first, what is no failure only
// where nothing failed.
func rowFindings(c *inspector.Case, hits []rowHit) []finding.Finding {
	slices.SortStableFunc(hits, func(a, b rowHit) int { return rank(a) - rank(b) })
	var out []finding.Finding
	for _, h := range hits[:min(len(hits), maxMakerRows)] {
		if h.row.Kind != codes.Failure && len(out) > 0 {
			break
		}
		f := rowFinding(h)
		if h.row.Kind != codes.Failure || len(c.Flows) > 0 {
			f.Status = finding.Info
		}
		out = append(out, f)
	}
	return out
}

// rank orders rows: failures before events, those that say the cause by themselves before
// those that hand on a carrier's.
func rank(h rowHit) int {
	switch {
	case h.row.Kind != codes.Failure:
		return 2
	case h.row.Actor == codes.User:
		return 1
	}
	return 0
}

func rowFinding(h rowHit) finding.Finding {
	return fromSignals(h.signals, advice{h.row.Cause, h.row.Action, h.row.Actor,
		weaker(codes.Inferred, h.row.Certainty)}, rowName(h.row))[0]
}

// rowName is whose code it is, the code, and its name.
func rowName(r maker.Row) lang.Text {
	m, _ := maker.ByID(r.Maker)
	sides := map[maker.Side]lang.Text{
		maker.App: {EN: "", ZH: ""}, maker.Server: {EN: " server", ZH: "服务端"}, maker.Web: {EN: " web page", ZH: " H5"},
	}
	head := strings.TrimSuffix(m.Name.EN+sides[r.Side].EN+" "+r.Code, " ")
	headZH := strings.TrimSuffix(m.Name.ZH+sides[r.Side].ZH+" "+r.Code, " ")
	return lang.Text{EN: head + ": " + r.Name.EN + ".", ZH: headZH + "：" + r.Name.ZH + "。"}
}

// unnamedRows lists whose number it may be where no maker is named and nothing else is
// known of a login.
func unnamedRows(c *inspector.Case) []finding.Finding {
	if len(c.Flows) > 0 || otherEvidence(c) || len(c.Of(inspector.SignalMaker)) > 0 {
		return nil
	}
	var hits []rowHit
	for _, m := range maker.All() {
		hits = append(hits, rowsOf(c, m.ID)...)
	}
	hits = slices.DeleteFunc(bySide(c, hits), func(h rowHit) bool {
		return h.row.Kind != codes.Failure || h.signals[0].Quote == ""
	})
	if len(hits) == 0 {
		return nil
	}
	f := unnamedFinding(hits)
	return []finding.Finding{f}
}

func unnamedFinding(hits []rowHit) finding.Finding {
	var en, zh []string
	for _, h := range hits[:min(len(hits), maxMakerRows)] {
		n := rowName(h.row)
		en = append(en, n.EN+" "+h.row.Cause.EN+" "+h.row.Action.EN)
		zh = append(zh, n.ZH+h.row.Cause.ZH+h.row.Action.ZH)
	}
	f := fromSignals(hits[0].signals, advice{
		lang.Text{
			EN: "The text names no maker, and a number means nothing without one.",
			ZH: "文本未提到厂商，脱离厂商的数字没有含义。",
		},
		lang.Text{
			EN: "Say which SDK shows the number. If it is this one: " + strings.Join(en, " Or: "),
			ZH: "请说明该数字来自哪个 SDK。若来自下列厂商：" + strings.Join(zh, "或："),
		},
		codes.Developer, codes.Unconfirmed,
	}, lang.Text{
		EN: fmt.Sprintf("%s is in the table of another maker.", hits[0].row.Code),
		ZH: fmt.Sprintf("%s 见于其他厂商的码表。", hits[0].row.Code),
	})[0]
	f.Status = finding.Warning
	return f
}

// ofMakers reports whether a code is explained by another maker's table.
func ofMakers(c *inspector.Case, code string) bool {
	has := func(h rowHit) bool { return h.row.Code == code }
	return slices.ContainsFunc(makerRows(c), has) ||
		len(unnamedRows(c)) > 0 && len(maker.Explaining(code)) > 0
}
