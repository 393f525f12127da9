package cause

import (
	"cmp"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/lang"
)

// MaxListed limits the causes of one list that no evidence speaks to; beyond
// it they are left out. What evidence speaks for or against is always listed.
const MaxListed = 8

// Case is what is known of one failure.
type Case struct {
	// Codes is the chain, outermost first; the last one is the root.
	Codes []CodeID
	// MessageCode is the code of the row whose wording the root's message is, where
	// no inner code came with it.
	MessageCode CodeID
	// Messages are the messages that came with the codes.
	Messages []string
	// Generic are messages that only repeat the code's own wording.
	Generic []string
	Signals []Signal
	// More are causes that the codes do not list: what the root's row says
	// where it has no list, and what a check found.
	More []Cause
}

// Standing is how a cause stands after the evidence.
type Standing string

// The standings. Established needs decisive evidence that is more than a
// person's sentence; the code never is.
const (
	Established Standing = "established"
	Likely      Standing = "likely"
	Possible    Standing = "possible"
	RuledOut    Standing = "ruled-out"
)

// Evidence is a signal that counts for a cause, in words.
type Evidence struct {
	Signal
	Weight Weight `json:"-"`
	// Words is the sentence; {0} stands for the detail. See Describe.
	Words lang.Text `json:"text"`
}

// Describe is the sentence with its detail and who says so, without a full stop.
func (e Evidence) Describe() lang.Text {
	return e.attributed(lang.Text{EN: filled(e.Words.EN, e.Detail), ZH: filled(e.Words.ZH, e.Detail)})
}

func filled(s, detail string) string {
	if detail == "" {
		detail = "…"
	}
	return strings.ReplaceAll(s, "{0}", detail)
}

// Ranked is a cause with what speaks for and against it here.
type Ranked struct {
	ID        string          `json:"id"`
	Text      lang.Text       `json:"text"`
	Standing  Standing        `json:"standing"`
	For       []Evidence      `json:"for,omitempty"`
	Against   []Evidence      `json:"against,omitempty"`
	Test      lang.Text       `json:"test,omitzero"`
	Fix       lang.Text       `json:"fix,omitzero"`
	Actor     codes.Actor     `json:"actor,omitempty"`
	Retry     codes.Retry     `json:"retry,omitempty"`
	Source    string          `json:"source"`
	Certainty codes.Certainty `json:"certainty"`

	same  []string
	clues []Clue // for and against, for the questions
	score int
}

// Same reports whether a check says the same from the code alone.
func (r Ranked) Same(check string) bool { return slices.Contains(r.same, check) }

// Evident reports whether more than a weak signal speaks for the cause.
func (r Ranked) Evident() bool {
	return slices.ContainsFunc(r.For, func(e Evidence) bool { return e.Weight >= Fair })
}

// List is a ranking.
type List struct {
	Causes    []Ranked
	Questions []Definition
}

// Rank orders the causes of a failure by the evidence.
func Rank(c Case) List {
	c.Signals = derive(c.Signals)
	platform := valueIn(c.Signals, Platform)
	candidates := c.candidates()
	out := make([]Ranked, 0, len(candidates))
	for i, k := range candidates {
		r := c.weigh(k, platform)
		r.score += max(3-i, 0)
		out = append(out, r)
	}
	slices.SortStableFunc(out,
		func(a, b Ranked) int { return cmp.Or(cmp.Compare(group(a), group(b)), cmp.Compare(b.score, a.score)) })
	promote(out)
	ask := questions(out, c.Signals)
	return List{Causes: trimmed(out), Questions: ask}
}

// PlatformOf is the value of the fact Platform, "" where nothing says it or what is
// said differs.
func PlatformOf(signals []Signal) string { return valueIn(signals, Platform) }

// candidates lists the causes in question: those of the root, before them those
// of a row that the message names, and those that come from outside of the table.
func (c Case) candidates() []Cause {
	var out []Cause
	add := func(list []Cause) {
		for _, k := range list {
			if !slices.ContainsFunc(out, func(h Cause) bool { return h.ID == k.ID }) {
				out = append(out, k)
			}
		}
	}
	add(Of(c.MessageCode))
	if n := len(c.Codes); n > 0 {
		add(Of(c.Codes[n-1]))
	}
	for _, s := range c.Signals {
		if s.Fact.Conclusive(s.Value) {
			add(ByFact(s.Fact, s.Value))
		}
	}
	add(c.More)
	return out
}

// weigh collects the evidence on one cause.
func (c Case) weigh(k Cause, platform string) Ranked {
	r := Ranked{
		ID: k.ID, Text: k.Text, Test: k.Test, Fix: k.Fix, Actor: k.Actor, Retry: k.Retry, Source: k.Source,
		Certainty: k.Certainty,
		same:      k.Same, clues: slices.Concat(k.For, k.against()),
	}
	if v, ok := k.On[platform]; ok {
		r.Text, r.Test, r.Fix = v.Text, v.Test, v.Fix
	}
	r.For = append(r.For, k.Given...)
	against := k.against()
	for _, s := range c.Signals {
		r.For = append(r.For, found(k, s)...)
		r.For = append(r.For, matching(k.For, s)...)
		r.Against = append(r.Against, matching(against, s)...)
	}
	r.For = append(r.For, c.byMessage(k)...)
	r.judge()
	if platform == "" && k.Only != "" && k.Only != "android" {
		r.score -= 4 // a cause of another platform needs a signal of that platform
	}
	return r
}

// against are the facts that count against a cause, the other platforms with them.
func (k Cause) against() []Clue {
	if k.Only == "" {
		return k.Against
	}
	out := slices.Clone(k.Against)
	for _, p := range platforms {
		if p != k.Only {
			out = append(out, Clue{Platform, p, Decisive})
		}
	}
	return out
}

// platforms are the values of the fact Platform.
var platforms = []string{"android", "ios", "harmony", "h5"}

// found is the evidence of a check that found this cause.
func found(k Cause, s Signal) []Evidence {
	if s.Fact != Check || !slices.Contains(k.Found, s.Value) && !slices.Contains(s.Names, k.ID) {
		return nil
	}
	if s.Sure {
		return []Evidence{{s, Decisive, s.Text}}
	}
	return []Evidence{{s, Strong, s.Text}}
}

func matching(clues []Clue, s Signal) []Evidence {
	var out []Evidence
	for _, k := range clues {
		if k.Fact == s.Fact && k.Value == s.Value {
			v, _ := valueOf(s.Fact, s.Value)
			out = append(out, Evidence{s, k.Weight, v.Text})
		}
	}
	return out
}

// byMessage finds the wordings of a cause in the messages. A message that only
// repeats the code's own wording says nothing of its cause.
func (c Case) byMessage(k Cause) []Evidence {
	var out []Evidence
	for _, m := range c.Messages {
		generic := slices.Contains(c.Generic, m)
		for _, w := range k.Wordings {
			if !strings.Contains(squash(m), squash(w.Text)) || generic && w.Weight < Strong {
				continue
			}
			s := Signal{Fact: Message, Value: w.Text, Origin: Returned, Detail: m}
			out = append(out, Evidence{s, w.Weight, both("the message says “{0}”", "返回文案为“{0}”")})
			break
		}
	}
	return out
}

// squash is the comparing form of a wording.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ', r == '\t', r == '\n', r == '\r', r == '\u3000', r == ',', r == '，', r == ':', r == '：':
			return -1
		case r >= '！' && r <= '～':
			r -= 0xFEE0
		}
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

// judge gives the standing that the evidence of one cause carries.
func (r *Ranked) judge() {
	sure, said, denied, out := false, false, false, false
	sum := 0
	for _, e := range r.For {
		sum += int(min(e.Weight, Strong*2))
		sure = sure || e.Weight >= Decisive && e.Origin != Said
		said = said || e.Weight >= Decisive
	}
	against := 0
	for _, e := range r.Against {
		against += int(min(e.Weight, Strong*2))
		denied = denied || e.Weight >= Decisive
		out = out || e.Weight >= Decisive && e.Origin != Said
	}
	r.score += sum - against
	switch {
	case out && !said:
		r.Standing = RuledOut
	case denied:
		r.Standing = Possible // a sentence alone rules nothing out, or the evidence contradicts itself
	case sure:
		r.Standing = Established
	case sum-against >= int(Strong):
		r.Standing = Likely
	default:
		r.Standing = Possible
	}
}

func group(r Ranked) int {
	switch r.Standing {
	case Established:
		return 0
	case RuledOut:
		return 2
	}
	return 1
}

// trimmed leaves out what is far down and without evidence.
func trimmed(list []Ranked) []Ranked {
	open := 0
	return slices.DeleteFunc(list, func(r Ranked) bool {
		if r.Standing == RuledOut {
			return false
		}
		open++
		return open > MaxListed && len(r.For)+len(r.Against) == 0
	})
}

// promote makes a cause likely that is the only one left.
func promote(list []Ranked) {
	open := slices.DeleteFunc(slices.Clone(list), func(r Ranked) bool { return r.Standing == RuledOut })
	if len(open) == 1 && list[0].Standing == Possible {
		list[0].Standing = Likely
	}
}

// Lead is the cause that the evidence carries, false if it carries none or
// several alike.
func (l List) Lead() (Ranked, bool) {
	if len(l.Causes) == 0 {
		return Ranked{}, false
	}
	first := l.Causes[0]
	switch first.Standing {
	case Established:
		return first, true
	case Likely:
		if len(l.Causes) == 1 || l.Causes[1].Standing != Likely || first.score-l.Causes[1].score >= int(Fair) {
			return first, true
		}
	}
	return first, false
}

// Remaining lists the causes that nothing rules out.
func (l List) Remaining() []Ranked {
	return slices.DeleteFunc(slices.Clone(l.Causes), func(r Ranked) bool { return r.Standing == RuledOut })
}

// derive adds what follows from other facts, and takes each answer once: a
// person's own answer to our question wins over a sentence of the ticket.
func derive(in []Signal) []Signal {
	out := settled(in)
	carrier, other := valueIn(out, Carrier), valueIn(out, OtherSIM)
	add := func(f Fact, v string) {
		if valueIn(out, f) == "" {
			out = append(out, Signal{Fact: f, Value: v, Origin: Derived})
		}
	}
	if other == "works" && carrier != "" {
		add(OnlyCarrier, carrier)
	}
	if only := valueIn(out, OnlyCarrier); only != "" {
		add(OtherSIM, "works")
	}
	return out
}

// settled drops repeated signals, and what a person's tick contradicts.
func settled(in []Signal) []Signal {
	var out []Signal
	for _, s := range in {
		overruled := s.Origin == Said &&
			slices.ContainsFunc(in, func(t Signal) bool { return t.Origin == Ticked && t.Fact == s.Fact })
		twice := slices.ContainsFunc(out, func(t Signal) bool { return t.Fact == s.Fact && t.Value == s.Value })
		if !overruled && !twice {
			out = append(out, s)
		}
	}
	return out
}

// valueIn is the only value that the signals give for a fact, "" for none or
// several.
func valueIn(list []Signal, f Fact) string {
	found := ""
	for _, s := range list {
		if s.Fact != f {
			continue
		}
		if found != "" && found != s.Value {
			return ""
		}
		found = s.Value
	}
	return found
}
