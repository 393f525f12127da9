package check

import (
	"slices"

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
		EN: "Crashes and exceptions of the app, the SDK, TLS, DNS and class loading stop a login before any return code. The exception names the cause, or the few that it can have.",
		ZH: "App、SDK、TLS、DNS 与类加载的崩溃和异常会在产生返回码之前中断登录。异常信息能指明原因，或只剩几种可能。",
	},
	Source: "Android and Java documentation; issues named with each cause", Date: "2026-11-30",
	Status: finding.Error,
	Run:    runException,
}

func runException(c *inspector.Case) []finding.Finding {
	var out []finding.Finding
	seen := map[string]bool{}
	for _, s := range c.Of(inspector.SignFact) {
		if s.Fact != cause.Exception || seen[s.Value+s.Quote] || failedFlow(c, s.Flow) {
			continue
		}
		seen[s.Value+s.Quote] = true
		if f, ok := exceptionFinding(s); ok {
			out = append(out, f)
		}
	}
	return out
}

func failedFlow(c *inspector.Case, id int) bool {
	return slices.ContainsFunc(c.Flows, func(f inspector.Flow) bool { return f.ID == id && f.Verdict.Outcome == inspector.Failed })
}

// exceptionFinding words an exception by the causes that it is evidence for.
func exceptionFinding(s inspector.Sign) (finding.Finding, bool) {
	l := cause.Rank(cause.Case{Signals: []cause.Signal{{Fact: cause.Exception, Value: s.Value, Origin: cause.Logged, Detail: s.Quote}}})
	if len(l.Causes) == 0 || len(l.Causes[0].For) == 0 {
		return finding.Finding{}, false
	}
	first := l.Causes[0]
	f := finding.Finding{
		Title: inspector.Capital(first.Text), What: inspector.Sentence(first.For[0].Worded()),
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
	f.Why = lang.Text{EN: "The exception itself says so.", ZH: "依据异常信息本身。"}
	if len(l.Causes) > 1 {
		more := inspector.Sentence(l.Causes[1].Text)
		f.Why = lang.Text{EN: "It can also be this: " + more.EN, ZH: "也可能是：" + more.ZH}
	}
	if s.Flow > 0 {
		f.Flows = []int{s.Flow}
	}
	return f, true
}
