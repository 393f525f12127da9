package check

import (
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// exception finds exceptions that name a cause where no failed attempt shows it.
var exception = inspector.Check{
	ID:    "exception",
	Title: lang.Text{EN: "An exception names a cause", ZH: "异常信息指明了原因"},
	Doc: lang.Text{
		EN: "Crashes and exceptions of the app, the SDK, TLS, DNS and class loading stop a login before any return " +
			"code. The exception names the cause, or the few that it can have.",
		ZH: "应用、SDK、TLS、DNS 与类加载的崩溃和异常会在产生返回码之前中断登录。异常信息能指明原因，或只剩几种可能。",
	},
	Source: "Android and Java documentation; issues named with each cause", Date: "2026-11-30",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		return factFindings(c, cause.Exception, lang.Text{EN: "The exception itself says so.", ZH: "依据异常信息本身。"})
	},
}

// factFindings makes a finding of each different value of a fact that names a cause.
func factFindings(c *inspector.Case, fact cause.Fact, why lang.Text) []finding.Finding {
	var out []finding.Finding
	signals := slices.DeleteFunc(slices.Clone(c.Of(inspector.SignalFact)), func(s inspector.Signal) bool {
		return s.Fact != fact || failedFlow(c, s.Flow)
	})
	for _, s := range signals {
		if general(s) && slices.ContainsFunc(signals, func(o inspector.Signal) bool { return o.Value != s.Value }) {
			continue
		}
		same := slices.DeleteFunc(slices.Clone(signals), func(o inspector.Signal) bool { return o.Value != s.Value })
		if same[0].Where != s.Where {
			continue // said with the first of its kind
		}
		s.Quote = quotes(same)
		if f, ok := factFinding(s, why); ok {
			f.Count, f.Last = len(same), same[len(same)-1].Time
			for _, o := range same[1:] {
				if len(f.Where) < maxWhere {
					f.Where = append(f.Where, o.Where)
				}
			}
			out = append(out, f)
		}
	}
	return out
}

// maxQuotes limits the hosts, classes and files that one finding names.
const maxQuotes = 4

// quotes lists what signals of one kind name.
func quotes(signals []inspector.Signal) string {
	var out []string
	for _, s := range signals {
		if s.Quote != "" && !slices.Contains(out, s.Quote) && len(out) < maxQuotes {
			out = append(out, s.Quote)
		}
	}
	return strings.Join(out, ", ")
}

// general reports whether a signal only says whose build or code failed, so that
// any other one beside it says more.
func general(s inspector.Signal) bool {
	return s.Value == cause.PluginBuild || s.Value == cause.PluginFault
}

func failedFlow(c *inspector.Case, id int) bool {
	return slices.ContainsFunc(c.Flows,
		func(f inspector.Flow) bool { return f.ID == id && f.Verdict.Outcome == inspector.Failed })
}

// factFinding describes an exception or a build error by the causes that it is
// evidence for.
func factFinding(s inspector.Signal, why lang.Text) (finding.Finding, bool) {
	l := cause.Rank(cause.Case{Signals: []cause.Signal{{Fact: s.Fact, Value: s.Value, Origin: cause.Logged,
		Detail: s.Quote}}})
	if len(l.Causes) == 0 || len(l.Causes[0].For) == 0 {
		return finding.Finding{}, false
	}
	first := l.Causes[0]
	f := finding.Finding{
		Title: inspector.Capital(first.Text), What: inspector.Sentence(first.For[0].Describe()),
		Fix:   lang.Text{EN: first.Test.EN + " " + first.Fix.EN, ZH: first.Test.ZH + first.Fix.ZH},
		Actor: first.Actor, Certainty: codes.Inferred, Source: first.Source,
		Where: []finding.Location{s.Where}, First: s.Time, Last: s.Time,
	}
	if first.Standing == cause.Established {
		f.Certainty = first.Certainty
	}
	for _, r := range l.Causes {
		f.Causes = append(f.Causes, r.ID)
	}
	f.Why = why
	if len(l.Causes) > 1 {
		more := inspector.Sentence(l.Causes[1].Text)
		f.Why = lang.Text{EN: "It can also be this: " + more.EN, ZH: "也可能是：" + more.ZH}
	}
	if s.Flow > 0 {
		f.Flows = []int{s.Flow}
	}
	return f, true
}
