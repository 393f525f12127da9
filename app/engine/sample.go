package engine

import (
	"context"
	"errors"
	"fmt"

	"loginscope/app/lab"
	"loginscope/inspector"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy"
	"loginscope/proxy/exchange"
)

// ErrLabBusy is returned by RunLab while another scenario runs.
var ErrLabBusy = problem.New("a sample login is already running",
	lang.Both("The sample login was not started.", "示例登录未启动。"),
	lang.Both("Another one still runs.", "另一个示例登录仍在进行。"),
	lang.Both("Wait until it is over.", "请等待其结束。"))

// LabOptions says how a scenario is run. The zero value is good.
type LabOptions struct {
	// Pace scales the simulated person's think times; 0 means none.
	Pace float64
	// TimeScale scales the SDK's documented time-outs; 0 takes the scenario's own.
	TimeScale float64
}

// RunLab plays a scenario of the lab into the open session, or into a new
// autosaved one: the simulated phone goes through a proxy of its own on
// loopback that reaches the lab and nothing else, and its log lines become
// events. It returns when the login is over and was inspected. A login that
// fails as its scenario wants is a result and no error.
func (e *Engine) RunLab(ctx context.Context, name string, o LabOptions) (lab.Result, error) {
	scenario, err := lab.Find(name)
	if err != nil {
		return lab.Result{}, &UnknownScenario{Name: name, Err: err}
	}
	return e.PlayScenario(ctx, scenario, o)
}

// PlayScenario is RunLab for a scenario that is none of the lab's own, such as CaseScenario
// makes.
func (e *Engine) PlayScenario(ctx context.Context, scenario lab.Scenario, o LabOptions) (lab.Result, error) {
	ctx, job, err := e.startWork(ctx, func() error {
		if e.lab != "" {
			return ErrLabBusy
		}
		e.lab = scenario.Name
		return nil
	})
	if err != nil {
		return lab.Result{}, err
	}
	defer job.end(func() { e.lab = "" })
	result, err := e.play(ctx, job, scenario, o)
	if err == nil {
		err = job.cur.inspection.caughtUp(ctx)
	}
	return result, err
}

// UnknownScenario is the error of RunLab for a name that the lab does not have.
type UnknownScenario struct {
	Name string
	Err  error
}

func (e *UnknownScenario) Error() string { return fmt.Sprintf("run sample login: %v", e.Err) }

// Problem describes it.
func (e *UnknownScenario) Problem() problem.Problem {
	return problem.Problem{
		What: lang.Both("There is no sample login named "+e.Name+".", "没有名为 "+e.Name+" 的示例登录。"),
		Why:  lang.Both("The name may be misspelt.", "名称可能有误。"),
		Do:   lang.Both("Choose one from the list of scenarios.", "请从场景列表中选择。"),
	}
}

// Unwrap returns the lab's error.
func (e *UnknownScenario) Unwrap() error { return e.Err }

func (e *Engine) play(ctx context.Context, job *job, scenario lab.Scenario, o LabOptions) (result lab.Result,
	err error) {
	authority, err := e.CA()
	if err != nil {
		return result, err
	}
	servers, err := lab.Start(ctx, lab.Config{Now: e.cfg.Now})
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, servers.Close()) }()
	ln, err := listen(ctx, "127.0.0.1:0")
	if err != nil {
		return result, err
	}
	c, err := e.serve(proxy.Config{
		Leaf: authority.Leaf, Dial: servers.Dial, UpstreamRoots: servers.Roots(),
		Emit: func(ev exchange.Event) { e.emit(servers.Recorded(ev)) },
	}, ln)
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	return servers.Run(ctx, scenario, lab.Run{
		Proxy: ln.Addr().String(), Trust: authority.Pool(), Pace: o.Pace, TimeScale: o.TimeScale, Now: e.cfg.Now,
		Log:   func(l exchange.LogLine) { job.cur.session.Append(l) },
		Event: job.entered(),
	})
}

// attachOf is how the phone of the evidence is attached; it needs mu.
func (e *Engine) attachOf() inspector.Attach {
	switch {
	case e.capture != nil:
		return e.attachedBy(e.capture.attach)
	case e.lab != "":
		return inspector.AttachLab
	}
	return e.attach
}
