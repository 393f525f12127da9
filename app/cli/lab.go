package cli

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"

	"loginscope/app/engine"
	"loginscope/app/lab"
	"loginscope/inspector/report"
	"loginscope/inspector/report/cells"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
)

var labEntry = entry{
	word: "lab", value: newOf[labCmd],
	help: []helpText{
		{"lab", lang.Both(
			"Sample logins with a simulated phone; without a subcommand, the good one.",
			"用模拟手机演示登录；不带子命令时演示一次成功登录。",
		)},
		{"lab_list", lang.Both("List the scenarios.", "列出场景。")},
		{"lab_run", lang.Both("Run a scenario, or all of them.", "运行一个或全部场景。")},
		{"lab_from", lang.Both(
			"Turn a received bundle into a scenario and play it: same steps, codes and timings, simulated servers.",
			"将收到的案例包转为场景并播放：步骤、返回码和时序相同，各方均为模拟。",
		)},
		{"arg_bundle", lang.Both("Bundle or session.", "案例包或会话。")},
		{"flag_scenario_output", lang.Both(
			"Scenario file to write, which must not exist, for lab run --file.",
			"写入的场景文件，不能已存在，供 lab run --file 使用。",
		)},
		{"flag_scenario_file", lang.Both("Run the scenario in this file; see lab from.", "运行此文件中的场景，见 lab from。")},
		{"arg_scenario", lang.Both("Name of a scenario; see lab list.", "场景名称，见 lab list。")},
		{"flag_all", lang.Both(
			"Run every scenario and compare each verdict with what is expected.",
			"运行全部场景，并逐一核对结论。",
		)},
		{"flag_proxy", lang.Both("Send the simulated phone through this proxy (host:port).", "让模拟手机使用此代理（host:port）。")},
		{"flag_proxy_ca", lang.Both(
			"Root certificate of that proxy (PEM); Loginscope's own by default.",
			"该代理的根证书（PEM），默认为 Loginscope 自己的。",
		)},
		{"flag_pace", lang.Both(
			"Scale of the simulated person's think times; 0 is none, 1 is real.",
			"模拟用户思考时间的倍数；0 为不等待，1 为真实速度。",
		)},
	},
	prints: []document{
		{"inspect --json, lab --json, record --json", []any{report.Document{}}},
		{"lab list --json", []any{scenarioRow{}}},
		{"lab run --json", []any{labRun{}, phoneView{}}},
	},
}

type labCmd struct {
	Sample sampleCmd  `cmd:"" default:"withargs" hidden:""`
	List   labListCmd `cmd:"" help:"${lab_list}"`
	Run    labRunCmd  `cmd:"" help:"${lab_run}"`
	From   labFromCmd `cmd:"" help:"${lab_from}"`
}

// sampleCmd is "lab" alone: the sample login, decoded.
type sampleCmd struct {
	JSON    bool `help:"${flag_json}"`
	Details bool `help:"${flag_details}"`
	Reveal  bool `help:"${flag_reveal}"`
}

func (c *sampleCmd) run(ctx context.Context, t *terminal) (err error) {
	e, err := labEngine(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	if _, err := e.RunLab(ctx, lab.Default().Name, engine.LabOptions{}); err != nil {
		return err
	}
	if err := e.WaitIdle(ctx); err != nil {
		return err
	}
	o := t.report(c.Reveal, nil)
	o.Details = c.Details
	r := e.Report()
	write := report.Text
	if c.JSON {
		write = report.JSON
	}
	if err := write(t.out, *r, o); err != nil {
		return err
	}
	if r.Problems() {
		return errProblems
	}
	return nil
}

func labEngine(ctx context.Context) (*engine.Engine, error) {
	return engine.New(ctx, engine.Config{Rules: ruleset.Default(), Temporary: true})
}

type labListCmd struct {
	Search string `help:"${flag_search}" placeholder:"TEXT"`
	JSON   bool   `help:"${flag_json}"`
}

// scenarioRow is one scenario in JSON; docs/json.md describes it.
type scenarioRow struct {
	Name    string     `json:"name"`
	Title   lab.Text   `json:"title"`
	Symptom lab.Text   `json:"symptom"`
	Carrier string     `json:"carrier"`
	Expect  lab.Expect `json:"expect"`
}

func (c *labListCmd) run(_ context.Context, t *terminal) error {
	all, err := lab.Scenarios()
	if err != nil {
		return err
	}
	rows := []scenarioRow{}
	for _, s := range all {
		if c.matches(s) {
			rows = append(rows, scenarioRow{s.Name, s.Title, s.Symptom, s.Carrier, s.Expect})
		}
	}
	if c.JSON {
		return t.json(rows)
	}
	width := 0
	for _, r := range rows {
		width = max(width, cells.Width(r.Name))
	}
	for _, r := range rows {
		text := r.Title.EN
		if t.lang() == "zh" {
			text = r.Title.ZH
		}
		line := cells.Pad(r.Name, width) + "  " + cells.Pad(r.Expect.Code, 12) + "  " + text
		fmt.Fprintln(t.out, strings.TrimRight(cells.Pad(line, max(t.width, 60)), " "))
	}
	t.say("cli.lab.count", len(rows))
	return nil
}

// matches looks for each word of --search in all that a scenario says of itself.
func (c *labListCmd) matches(s lab.Scenario) bool {
	hay := strings.ToLower(strings.Join([]string{
		s.Name, s.Title.EN, s.Title.ZH, s.Symptom.EN, s.Symptom.ZH, s.Carrier, s.Expect.Code, s.Expect.Issuer,
		s.Expect.Outcome,
	}, " "))
	for word := range strings.FieldsSeq(strings.ToLower(c.Search)) {
		if !strings.Contains(hay, word) {
			return false
		}
	}
	return true
}

type labRunCmd struct {
	Name    string  `arg:"" optional:"" name:"name" help:"${arg_scenario}"`
	All     bool    `help:"${flag_all}"`
	File    string  `help:"${flag_scenario_file}" placeholder:"FILE"`
	Proxy   string  `help:"${flag_proxy}" placeholder:"ADDR"`
	ProxyCA string  `name:"proxy-ca" help:"${flag_proxy_ca}" placeholder:"FILE"`
	Session string  `help:"${flag_session}" placeholder:"FILE"`
	Pace    float64 `help:"${flag_pace}" default:"0" placeholder:"N"`
	JSON    bool    `help:"${flag_json}"`
	Reveal  bool    `help:"${flag_reveal}"`
}

func (c *labRunCmd) run(ctx context.Context, t *terminal) error {
	if c.File != "" && c.Name == "" && !c.All && c.Proxy == "" {
		s, err := readScenario(t, c.File)
		if err != nil {
			return err
		}
		return c.one(ctx, t, s)
	}
	if c.File != "" || c.All == (c.Name != "") {
		return t.fault(nil, "scenario")
	}
	if c.All && (c.Session != "" || c.Proxy != "") {
		return t.fault(nil, "onlyone")
	}
	if c.All {
		all, err := lab.Scenarios()
		if err != nil {
			return err
		}
		return c.print(t, c.each(ctx, t, all))
	}
	s, err := lab.Find(c.Name)
	if err != nil {
		return &engine.UnknownScenario{Name: clip(c.Name), Err: err}
	}
	if c.Proxy != "" {
		return c.through(ctx, t, s)
	}
	return c.one(ctx, t, s)
}

// one runs one scenario and prints its report and whether the verdict is the
// one that the scenario's author expected.
func (c *labRunCmd) one(ctx context.Context, t *terminal, s lab.Scenario) (err error) {
	e, err := labEngine(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	if c.Session != "" {
		if err := e.NewSession(ctx, c.Session); err != nil {
			return err
		}
	}
	result := play(ctx, e, s, engine.LabOptions{Pace: c.Pace})
	if result.err != nil {
		e.Abandon()
		return result.err
	}
	if c.JSON {
		return c.print(t, []labResult{result})
	}
	if err := report.Text(t.out, *e.Report(), t.report(c.Reveal, nil)); err != nil {
		return err
	}
	if !result.OK {
		t.say("cli.lab.differs", strings.Join(result.Differs, "; "))
		return errProblems
	}
	t.say("cli.lab.asexpected")
	return nil
}

// through sends one simulated phone through a proxy that runs elsewhere. What
// that proxy captured is its own affair; here stands what the phone saw.
func (c *labRunCmd) through(ctx context.Context, t *terminal, s lab.Scenario) (err error) {
	trust, err := c.trust(ctx, t)
	if err != nil {
		return err
	}
	servers, err := lab.Start(ctx, lab.Config{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, servers.Close()) }()
	r, err := servers.Run(ctx, s, lab.Run{Proxy: c.Proxy, ByAddress: true, Trust: trust, Pace: c.Pace})
	if err != nil {
		return err
	}
	if c.JSON {
		return t.json(newPhoneView(s.Name, r, c.Reveal))
	}
	t.phone(newPhoneView(s.Name, r, c.Reveal))
	return nil
}

// trust is the root that the simulated phone accepts beside the lab's own.
func (c *labRunCmd) trust(ctx context.Context, t *terminal) (*x509.CertPool, error) {
	if c.ProxyCA == "" {
		a, err := authority(ctx)
		if err != nil {
			return nil, err
		}
		return a.Pool(), nil
	}
	pem, err := os.ReadFile(c.ProxyCA)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, t.fault(nil, "pem", clip(c.ProxyCA))
	}
	return pool, nil
}
