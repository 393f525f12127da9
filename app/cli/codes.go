package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/report/cells"
	"loginscope/lang"
)

var codesEntry = entry{
	word: "codes", value: newOf[codesCmd],
	help: []helpText{
		{"codes", lang.Both("List the tables of return codes.", "列出返回码表。")},
	},
	prints: []document{
		{"codes --json", []any{codeRow{}}},
	},
}

type codesCmd struct {
	Issuer string `help:"${flag_issuer}" placeholder:"NAME"`
	Search string `help:"${flag_search}" placeholder:"TEXT"`
	JSON   bool   `help:"${flag_json}"`
}

// codeRow is one row of the tables in JSON; docs/json.md describes it.
type codeRow struct {
	Issuer     codes.Issuer    `json:"issuer"`
	Space      codes.Space     `json:"space"`
	Code       string          `json:"code"`
	Platform   string          `json:"platform,omitempty"`
	Match      []string        `json:"match"`
	General    bool            `json:"general,omitempty"`
	NameEN     string          `json:"name_en"`
	NameZH     string          `json:"name_zh"`
	Cause      string          `json:"cause"`  // in the language in use
	Action     string          `json:"action"` // in the language in use
	CauseEN    string          `json:"cause_en"`
	CauseZH    string          `json:"cause_zh"`
	ActionEN   string          `json:"action_en"`
	ActionZH   string          `json:"action_zh"`
	Actor      codes.Actor     `json:"actor"`
	Retry      codes.Retry     `json:"retry"`
	Kind       codes.Kind      `json:"kind"`
	HTTPStatus int             `json:"http_status,omitempty"`
	Since      string          `json:"since,omitempty"`
	Until      string          `json:"until,omitempty"`
	Source     string          `json:"source"`
	Seed       bool            `json:"seed"`
	Certainty  codes.Certainty `json:"certainty"`
	ShownAs    []codes.Shown   `json:"shown_as"`
	StandsFor  []codes.Outer   `json:"stands_for"`
}

func newRow(c codes.Code, lang string) codeRow {
	r := codeRow{
		Issuer: c.Issuer, Space: c.Space, Code: c.Code, Platform: c.Space.Platform(), Match: c.Match,
		General: c.General,
		NameEN:  c.Name.EN, NameZH: c.Name.ZH, Cause: c.Cause.In(lang), Action: c.Action.In(lang),
		CauseEN: c.Cause.EN, CauseZH: c.Cause.ZH, ActionEN: c.Action.EN, ActionZH: c.Action.ZH,
		Actor: c.Actor, Retry: c.Retry, Kind: c.Kind, HTTPStatus: c.HTTPStatus,
		Since: c.Since, Until: c.Until, Source: c.Source, Seed: c.Seed, Certainty: c.Certainty,
		ShownAs: append([]codes.Shown{}, c.ShownAs()...), StandsFor: append([]codes.Outer{}, c.StandsFor()...),
	}
	if r.Match == nil {
		r.Match = []string{}
	}
	return r
}

func (c *codesCmd) run(_ context.Context, t *terminal) error {
	rows, err := c.rows(t)
	if err != nil {
		return err
	}
	if c.JSON {
		out := make([]codeRow, 0, len(rows))
		for _, r := range rows {
			out = append(out, newRow(r, t.lang()))
		}
		return t.json(out)
	}
	if len(rows) == 0 {
		t.say("cli.codes.none")
		return nil
	}
	t.codeTable(rows)
	return nil
}

func (c *codesCmd) rows(t *terminal) ([]codes.Code, error) {
	issuer, err := t.issuer(c.Issuer)
	if err != nil {
		return nil, err
	}
	rows := codes.All()
	if strings.TrimSpace(c.Search) != "" {
		rows = codes.Search(c.Search, 0)
	}
	if issuer != "" {
		rows = slices.DeleteFunc(rows, func(r codes.Code) bool { return r.Issuer != issuer })
	}
	return rows, nil
}

// issuer reads the --issuer flag; "" is none.
func (t *terminal) issuer(name string) (codes.Issuer, error) {
	if name == "" {
		return "", nil
	}
	issuer, err := codes.ParseIssuer(name)
	if err != nil {
		return "", t.fault(err, "issuer", clip(name), issuers())
	}
	return issuer, nil
}

// issuers are the values of --issuer.
func issuers() string {
	var known []string
	for _, i := range codes.Issuers() {
		known = append(known, string(i))
	}
	return strings.Join(known, ", ")
}

// kindSymbols stand beside the colours.
var kindSymbols = map[codes.Kind]struct{ symbol, sgr string }{
	codes.Success: {"✓", "32"}, codes.Event: {"•", "36"}, codes.Failure: {"✗", "31"},
}

func (t *terminal) codeTable(rows []codes.Code) {
	const spaceColumns = 14
	width := 12
	for _, r := range rows {
		width = max(width, min(cells.Width(r.Code), 36))
	}
	name := max(t.width-spaceColumns-width-6, 20)
	shared := map[string]int{} // rows of one number, which differ by their wording
	for _, r := range rows {
		shared[string(r.Space)+r.Code]++
	}
	for _, r := range rows {
		k := kindSymbols[r.Kind]
		text := r.Name.In(t.lang())
		if len(r.Match) > 0 && shared[string(r.Space)+r.Code] > 1 {
			text += " · " + r.Match[0]
		}
		fmt.Fprintf(t.out, "%s %s  %s  %s\n", t.paint(k.sgr, k.symbol), cells.Pad(r.Code, width),
			cells.Pad(string(r.Space), spaceColumns), strings.TrimRight(cells.Pad(cells.Tame(text), name), " "))
	}
	fmt.Fprintln(t.err, t.T("cli.codes.count", len(rows)))
}
