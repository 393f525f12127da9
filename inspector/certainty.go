package inspector

import (
	"strings"

	"loginscope/codes"
	"loginscope/lang"
)

// describeCertainty says how sure the verdict is and on what that rests. The
// weakest link counts: the row of the table, the way in which the step is
// known, the number of meanings.
func (f *Flow) describeCertainty() {
	v := &f.Verdict
	sum := doubt{level: codes.Seen}
	if i := f.deciding(); i >= 0 {
		s := &f.Steps[i]
		if s.Visibility == Deduced {
			sum.add(codes.Inferred, lang.Text{
				EN: "the step was not seen itself, it follows from " + s.InferredFrom.EN,
				ZH: "该步骤并非直接看到，而是依据：" + s.InferredFrom.ZH,
			})
		} else {
			sum.add(s.Certainty, lang.Text{EN: "the step itself was seen", ZH: "直接看到了该步骤"})
		}
		if s.Trouble == TroubleTLS {
			sum.add(codes.Inferred, lang.Text{
				EN: "why a phone refuses a certificate is never said on the wire",
				ZH: "手机拒绝证书的原因不会出现在网络上",
			})
		}
	}
	if v.Root != nil {
		sum.code(v.Root.Lookup)
	}
	if v.Outcome == Incomplete {
		sum.add(codes.Inferred, lang.Text{EN: "the evidence breaks off", ZH: "证据中断"})
	}
	v.Certainty, v.Reason = sum.level, sum.text()
}

// deciding is the step on which the verdict rests, -1 if on none.
func (f *Flow) deciding() int {
	if f.Verdict.Broken >= 0 {
		return f.Verdict.Broken
	}
	for i := len(f.Steps) - 1; i >= 0; i-- {
		s := &f.Steps[i]
		if f.Verdict.Outcome == SignedIn && (s.Kind == StepExchange || s.Kind == StepCallback) &&
			s.Outcome == OutcomeOK {
			return i
		}
		if f.Verdict.Outcome == Cancelled && s.Kind == StepPageEvent {
			return i
		}
	}
	return -1
}

// doubt collects the links of a conclusion.
type doubt struct {
	level   codes.Certainty
	reasons []lang.Text
}

var certaintyOrder = map[codes.Certainty]int{codes.Seen: 0, codes.Inferred: 1, codes.Unconfirmed: 2}

func (d *doubt) add(c codes.Certainty, why lang.Text) {
	if certaintyOrder[c] > certaintyOrder[d.level] {
		d.level = c
	}
	d.reasons = append(d.reasons, why)
}

func (d *doubt) code(r codes.Result) {
	switch len(r.Candidates) {
	case 0:
		d.add(codes.Unconfirmed, lang.Text{EN: "the code is in no table", ZH: "错误码未收录"})
	case 1:
		switch m := r.Candidates[0]; m.Certainty {
		case codes.Inferred:
			d.add(codes.Inferred, lang.Text{EN: "the meaning of the code is our own conclusion", ZH: "错误码含义为推断"})
		case codes.Unconfirmed:
			d.add(codes.Unconfirmed, lang.Text{
				EN: "the meaning of the code rests on one weak source",
				ZH: "错误码含义只有一处来源，未经证实",
			})
		default:
			d.add(codes.Seen, lang.Text{EN: "the code stands in its issuer's table", ZH: "错误码见于官方码表"})
		}
	default:
		d.add(codes.Unconfirmed, lang.Text{EN: "the code has several meanings here", ZH: "该错误码在此处有多种含义"})
	}
}

func (d *doubt) text() lang.Text {
	var en, zh []string
	for _, r := range d.reasons {
		en = append(en, r.EN)
		zh = append(zh, r.ZH)
	}
	if len(en) == 0 {
		return lang.Text{}
	}
	out := lang.Text{EN: strings.Join(en, "; ") + ".", ZH: strings.Join(zh, "；") + "。"}
	out.EN = strings.ToUpper(out.EN[:1]) + out.EN[1:]
	return out
}
