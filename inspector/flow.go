package inspector

import (
	"fmt"
	"sort"
	"time"

	"loginscope/codes"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// flows turns the attempts into Flows with every expected step in order.
func (g *grouping) flows(c Context) []Flow {
	sort.SliceStable(g.attempts, func(i, j int) bool { return g.attempts[i].first.Before(g.attempts[j].first) })
	ids := map[int]int{}
	for i, a := range g.attempts {
		ids[a.id] = i + 1
	}
	out := make([]Flow, len(g.attempts))
	for i, a := range g.attempts {
		f := &out[i]
		*f = Flow{
			ID: i + 1, Device: a.device, Model: a.keys.Model, Package: a.keys.Package,
			SDKVersion: a.keys.SDKVersion, ClientID: a.keys.ClientID, Carrier: a.keys.Carrier,
			RequestIDs: a.ids, Start: a.first, End: a.last,
		}
		f.Steps = append([]Step(nil), a.steps...)
		if c.App != nil && f.Package == "" {
			f.Package = c.App.Package
		}
		if a.over > 0 {
			note := lang.Text{
				EN: fmt.Sprintf("%d more steps of this attempt are counted and not listed.", a.over),
				ZH: fmt.Sprintf("本次登录另有 %d 个步骤只计数、未列出。", a.over),
			}
			last := &f.Steps[len(f.Steps)-1]
			last.Notes = append(append([]lang.Text(nil), last.Notes...), note)
		}
		f.complete(a, c)
		f.judge(c)
		if a.apart {
			f.Verdict.Reason = joined(f.Verdict.Reason, lang.Text{
				EN: "The text does not say whether its codes are of one sign-in, so each counts as an " +
					"attempt of its own.",
				ZH: "文本没有说明这些错误码是否出自同一次登录，因此分别列为一次登录。",
			})
		}
		if a.before != nil {
			f.retryOf(&out[ids[a.before.id]-1], a)
		}
	}
	g.renumber(ids)
	return out
}

// renumber turns the attempts' numbers in signals and tokens into Flow IDs.
func (g *grouping) renumber(ids map[int]int) {
	for _, a := range g.attempts {
		for i := range a.signals {
			a.signals[i].Flow = ids[a.id]
		}
	}
	for _, l := range g.tokens.lives {
		l.IssuedFlow = ids[l.IssuedFlow]
		for i := range l.Spent {
			l.Spent[i].Flow = ids[l.Spent[i].Flow]
		}
	}
}

// retryOf links an attempt to the one that it repeats.
func (f *Flow) retryOf(before *Flow, a *attempt) {
	same := a.spent != "" && a.spent == a.before.spent
	switch {
	case a.apart && !same:
	case !a.agrees(a.before.keys), before.ID >= f.ID:
	case same:
		f.RetryOf = before.ID
	case before.Verdict.Outcome != SignedIn && f.Start.Sub(before.End) <= gapRetry && len(a.before.steps) > 0 &&
		a.before.phase > 0:
		f.RetryOf = before.ID
	case before.Verdict.Outcome == Failed && f.Start.Sub(before.End) <= gapRetry:
		f.RetryOf = before.ID
	}
}

// complete orders the steps, deduces what others imply, and puts in the
// expected steps that no evidence shows. The law: a step that cannot be seen
// is never reported as missing or failed.
func (f *Flow) complete(a *attempt, c Context) {
	f.deduce()
	sort.SliceStable(f.Steps, func(i, j int) bool { return stepBefore(&f.Steps[i], &f.Steps[j]) })
	present := map[StepKind]bool{}
	reached := -1 // the furthest phase with evidence
	for _, s := range f.Steps {
		present[s.Kind] = true
		if p := phase(s.Kind); p > reached && s.Kind != StepCallback {
			reached = p
		}
	}
	ended := f.endsAt()
	for _, k := range expected {
		if present[k] {
			continue
		}
		s := placeholder(k)
		switch {
		case k == StepCallback:
			f.absentCallback(&s, ended, c)
		case phase(k) <= reached:
			f.absentEarlier(&s, a)
		case c.Live && ended < 0:
			s.Visibility, s.Outcome = NotReached, OutcomeWaiting
		default:
			s.Visibility = NotReached
		}
		f.insert(s)
	}
	f.Coverage = cover(f.Steps)
}

// stepBefore orders by time, and by the usual order where times are equal.
func stepBefore(a, b *Step) bool {
	if !a.Time.Equal(b.Time) && !a.Time.IsZero() && !b.Time.IsZero() {
		return a.Time.Before(b.Time)
	}
	return false
}

// endsAt is the phase at which the attempt ended, -1 while it may go on.
func (f *Flow) endsAt() int {
	for i := len(f.Steps) - 1; i >= 0; i-- {
		s := &f.Steps[i]
		if s.Outcome == OutcomeFailed && !harmless(s.Kind) || s.Kind == StepPageEvent && cancels(s.Codes) {
			return phase(s.Kind)
		}
		if s.Kind == StepExchange && s.Outcome == OutcomeOK || s.Kind == StepCallback {
			return phase(s.Kind)
		}
	}
	return -1
}

func (f *Flow) absentCallback(s *Step, ended int, c Context) {
	s.Visibility = NotVisible
	s.Notes = []lang.Text{{
		EN: "Happens inside the phone; the app's log would show it.",
		ZH: "发生在手机内部，只有应用日志能看到。",
	}}
	if ended < 0 {
		s.Visibility, s.Notes = NotReached, nil
		if c.Live {
			s.Outcome = OutcomeWaiting
		}
	}
}

func (f *Flow) absentEarlier(s *Step, a *attempt) {
	s.Visibility = NotVisible
	switch {
	case s.Network == NetCellular:
		s.Notes = []lang.Text{{
			EN: "Went over cellular, past the proxy; this says nothing about success or failure.",
			ZH: "走蜂窝网络、不经过代理，看不到不代表失败。",
		}}
	case s.Network == NetLocal:
		s.Notes = []lang.Text{{
			EN: "Happens inside the phone; the log would show it.",
			ZH: "发生在手机内部，只有日志能看到。",
		}}
	case earlierInit(a, s.Kind):
		s.Notes = []lang.Text{{
			EN: "Done earlier and cached by the SDK.",
			ZH: "此前已完成，SDK 使用缓存。",
		}}
	default:
		s.Notes = []lang.Text{{
			EN: "Not captured: cached by the SDK, or done before the capture began.",
			ZH: "未捕获到：可能已被 SDK 缓存，或发生在抓包开始之前。",
		}}
	}
}

func earlierInit(a *attempt, k StepKind) bool {
	for b, n := a.before, 0; b != nil && n < maxRecent; b, n = b.before, n+1 {
		if b.seen[k] > 0 {
			return true
		}
	}
	return false
}

func placeholder(k StepKind) Step {
	p := routes[k]
	return Step{
		Kind: k, Role: p.role, From: p.from, To: p.to, Network: p.network,
		Label: labels[k], Outcome: OutcomeUnknown, Certainty: codes.Seen,
	}
}

// insert puts a step without evidence after the last step of an earlier rank.
func (f *Flow) insert(s Step) {
	at := 0
	for i := range f.Steps {
		if rank(f.Steps[i].Kind) < rank(s.Kind) {
			at = i + 1
		}
	}
	f.Steps = append(f.Steps, Step{})
	copy(f.Steps[at+1:], f.Steps[at:])
	f.Steps[at] = s
}

func rank(k StepKind) int {
	for i, c := range canonical {
		if c == k {
			return i
		}
	}
	return len(canonical)
}

// deduce adds the steps that others imply: a token that was sent to IDaaS was
// handed out before, and the page was shown before its button was pressed.
func (f *Flow) deduce() {
	var exchange, token, page, event *Step
	for i := range f.Steps {
		switch s := &f.Steps[i]; s.Kind {
		case StepExchange:
			if len(s.Evidence) > 0 && hasNamed(s.Fields, "access_token") {
				exchange = s
			}
		case StepToken:
			token = s
		case StepPage:
			page = s
		case StepPageEvent:
			event = s
		}
	}
	var implied []Step
	if token == nil && exchange != nil {
		implied = append(implied, implies(StepToken, exchange, lang.Text{
			EN: "the app sent a token to IDaaS", ZH: "应用已向 IDaaS 提交 token",
		}))
	}
	if page == nil && event != nil {
		implied = append(implied, implies(StepPage, event, lang.Text{
			EN: "events of the page", ZH: "授权页上的点击事件",
		}))
	}
	f.Steps = append(implied, f.Steps...)
}

func implies(k StepKind, by *Step, from lang.Text) Step {
	s := placeholder(k)
	s.Visibility, s.InferredFrom, s.Outcome, s.Certainty = Deduced, from, OutcomeOK, codes.Inferred
	s.Time, s.End, s.Evidence = by.Time, by.Time, by.Evidence
	return s
}

func hasNamed(list []Field, name string) bool {
	for _, f := range list {
		if f.Name == name {
			return true
		}
	}
	return false
}

// captured reports whether anything of a flow came from a capture, and not only
// from logs and text.
func captured(steps []Step) bool {
	for i := range steps {
		for _, r := range steps[i].Evidence {
			if r.Kind != finding.OfLog && r.Kind != finding.OfText {
				return true
			}
		}
	}
	return false
}

// cover counts the expected steps by how they are known.
func cover(steps []Step) Coverage {
	best := map[StepKind]Visibility{}
	weight := map[Visibility]int{Visible: 4, Deduced: 3, NotVisible: 2, NotReached: 1}
	for _, s := range steps {
		if weight[s.Visibility] > weight[best[s.Kind]] {
			best[s.Kind] = s.Visibility
		}
	}
	var c Coverage
	absent := 0 // not seen although the proxy could have seen them
	for _, k := range expected {
		switch best[k] {
		case Visible:
			c.Seen++
		case Deduced:
			c.Inferred++
		case NotVisible:
			c.NotVisible++
			if routes[k].network == NetDefault {
				absent++
			}
		case NotReached:
			c.NotReached++
		}
	}
	c.Line = coverageLine(c, absent, captured(steps))
	return c
}

// Lasting is the time from the first to the last evidence of a Flow.
func (f Flow) Lasting() time.Duration { return f.End.Sub(f.Start) }
