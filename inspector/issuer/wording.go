package issuer

import (
	"slices"
	"strings"
	"sync"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/inspector/lazyregexp"
	"loginscope/lang"
)

// This file reads texts without a code: the words of a toast or a screenshot,
// and what a person says of a failure. Law: a wording is an inference; where
// several rows share it, none of them is assumed.

// unwelcome finds words for a failure that need no number beside them.
var unwelcome = lazyregexp.New(
	`(?i)失败|报错|异常|闪退|崩溃|无法|不能|不行|不成功|用不了|没反应|打不开|白屏|卡住|拉不起|唤不起|登不上|登录不了|识别不到|进不去|拿不到|取不到|获取不到|调不起|关不掉|(?:太|很|特别)慢|被截断|不完整|提示|` +
		`\b(?:fail(?:s|ed|ure)?|crash(?:es|ed)?|broken|invalid|stuck|hangs|cannot|can't|doesn't|does not|won't|error|exception|timed? ?out|nothing happens)\b`)

// verifyTag are the tags of SDKs that sign a user in by number.
var verifyTag = lazyregexp.New(`(?i)verif|onekey|one-?click|quicklogin|loginauth|phonenumber`)

// byWording adds the row whose wording stands in the line, and reports whether it
// did.
func (p *prose) byWording() bool {
	hits := p.hits()
	if len(hits) == 0 {
		return false
	}
	own := p.numbered(hits)
	if len(own) > 0 {
		hits = own
	} else if anothers(p.line.Text) && decode.CarrierNamed(p.line.Text) == "" {
		return false // a maker's own words are as short as these
	} else if !p.decided(hits) {
		names := make([]string, 0, len(hits))
		for _, h := range hits {
			name := h.Code.Code
			if o, ok := codes.OuterOf(h.Space, name); ok {
				name = o.Alibaba + "/" + name
			}
			names = append(names, name)
		}
		p.hint(inspector.SignalSharedWording, hits[0].Wording+": "+strings.Join(names, ", "))
		p.hint(inspector.SignalDescribed, shorten(p.line.Text))
		return false
	}
	h := current(hits)
	q := codes.Query{Space: h.Space, Code: h.Code.Code, Message: h.Wording}
	switch issuer := q.Space.Issuer(); {
	case issuer == codes.Alibaba:
		p.add(tokenRet(inspector.LineSighting(p.line), decode.TokenRet{Code: q.Code, Msg: h.Wording}), false)
	case issuer.IsCarrier():
		p.carrier(issuer, q)
	default:
		return false
	}
	if len(own) > 0 {
		return true
	}
	p.out[len(p.out)-1].Note(lang.Text{
		EN: "The text has no code; the wording identifies it: “" + h.Wording + "”.",
		ZH: "文本中没有错误码，按文案“" + h.Wording + "”推断。",
	})
	return true
}

// numbered are the rows whose number stands right before their wording, as in
// "102，应用无效".
func (p *prose) numbered(hits []codes.WordingMatch) []codes.WordingMatch {
	var out []codes.WordingMatch
	for _, h := range hits {
		before, _, ok := strings.Cut(p.line.Text, h.Wording)
		before = strings.TrimRight(before, " \t,，:：、-|/\"'“‘(（[【")
		rest, number := strings.CutSuffix(before, h.Code.Code)
		if ok && number && !strings.ContainsAny(last(rest), "0123456789-.") {
			out = append(out, h)
		}
	}
	return out
}

// last is the last byte of a text, "" of an empty one.
func last(s string) string { return s[max(0, len(s)-1):] }

// decided reports whether the rows are one thing: of the Alibaba SDK, or of the
// carrier that the line names. A carrier's wording by itself, such as "failed to
// initialise", is everybody's.
func (p *prose) decided(hits []codes.WordingMatch) bool {
	issuer := hits[0].Space.Issuer()
	for _, h := range hits {
		if h.Space.Issuer() != issuer {
			return false
		}
	}
	return issuer == codes.Alibaba || issuer == decode.CarrierNamed(p.line.Text)
}

// current is the first row that is not of a wording that newer SDKs dropped.
func current(hits []codes.WordingMatch) codes.WordingMatch {
	for _, h := range hits {
		if h.Space != codes.CULegacy {
			return h
		}
	}
	return hits[0]
}

// named are the rows of the Alibaba SDK whose name stands in the line: the
// name of such a row is what its app shows.
func (p *prose) named() []codes.WordingMatch {
	var out []codes.WordingMatch
	for _, c := range sdkFailures() {
		if at := strings.Index(p.line.Text, c.Name.ZH); at >= 0 {
			out = append(out,
				codes.WordingMatch{Match: codes.Match{Code: c}, Wording: c.Name.ZH, Start: at,
					End: at + len(c.Name.ZH)})
		}
	}
	return out
}

// sdkFailures are the failures of the Alibaba SDK whose names are looked for.
var sdkFailures = sync.OnceValue(func() []codes.Code {
	return slices.DeleteFunc(codes.ByIssuer(codes.Alibaba), func(c codes.Code) bool {
		return c.Space != codes.AliAndroid || c.Kind != codes.Failure || len(c.Name.ZH) < minName
	})
})

// minName is the bytes of the shortest name that is looked for: five Chinese characters.
const minName = 15

// hits are the rows of the longest wording in the line that says what happened.
// The carrier that the line names decides between rows, then the app's own code
// goes before those that no app shows.
func (p *prose) hits() []codes.WordingMatch {
	var rows []codes.WordingMatch
	found := codes.ByWording(p.line.Text)
	for _, w := range p.named() {
		if len(found) == 0 || len(w.Wording) > len(found[0].Wording) {
			found = append([]codes.WordingMatch{w}, found...)
		}
	}
	for _, w := range found {
		if w.Kind != codes.Failure || len(rows) > 0 && w.Start != rows[0].Start {
			continue
		}
		if decode.StandingAt(p.line.Text, w.Start, w.End) == decode.Happened {
			rows = append(rows, w)
		}
	}
	carrier := decode.CarrierNamed(p.line.Text)
	for _, only := range []func(codes.WordingMatch) bool{
		func(w codes.WordingMatch) bool { return carrier != "" && w.Space.Issuer() == carrier },
		func(w codes.WordingMatch) bool { return w.Space == codes.AliAndroid },
		func(w codes.WordingMatch) bool { return carrierIssuer(w.Space) != "" },
	} {
		if kept := keep(rows, only); len(kept) > 0 {
			return kept
		}
	}
	return nil
}

func keep(rows []codes.WordingMatch, only func(codes.WordingMatch) bool) []codes.WordingMatch {
	var out []codes.WordingMatch
	for _, w := range rows {
		if only(w) {
			out = append(out, w)
		}
	}
	return out
}

// hint adds a signal to a sighting of its own.
func (p *prose) hint(kind inspector.SignalKind, value string) {
	s := inspector.LineSighting(p.line)
	s.Signal(kind, value)
	p.out = append(p.out, s)
}

// described notes a failure of a login that the line describes without a code
// that counts, so that the report does not end in silence.
func (p *prose) described() {
	text := p.line.Text
	if !aboutLogin.MatchString(text) || !unwelcome.MatchString(text) || decode.Unrelated(text) {
		return
	}
	p.hint(inspector.SignalDescribed, shorten(text))
}
