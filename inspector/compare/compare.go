package compare

import (
	"strings"
	"time"

	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// Attempt is one side of a comparison.
type Attempt struct {
	Flow *inspector.Flow
	// Exchange returns an exchange of the attempt's session, ok false if there is none;
	// nil if headers are not compared.
	Exchange func(exchange.ID) (x exchange.Exchange, ok bool)
}

// Comparison is what two attempts have that differs.
type Comparison struct {
	// Attempt are facts of the whole attempt, those that are alike as well.
	Attempt []Field
	Rows    []Row
	// First is the index in Rows of the first difference, -1 for none.
	First int
	// Uncompared counts the values of steps that are masked in the evidence of one side at
	// least, as in a masked copy, so that nobody knows whether they differ.
	Uncompared int
}

// Row is one pair of steps; nil is a step that one side lacks.
type Row struct {
	Left, Right *inspector.Step
	Differs     bool
	// Fields are the values that differ, of steps that both sides show.
	Fields []Field
}

// Part says where in a step a field stands.
type Part string

// The parts.
const (
	PartAttempt  Part = "attempt"
	PartDecoded  Part = "decoded"
	PartRequest  Part = "request-header"
	PartResponse Part = "response-header"
	PartTime     Part = "time"
)

// Field is one value on both sides. Values are not masked.
type Field struct {
	Part Part
	// Name is the protocol's own, or that of a fact of the attempt.
	Name        string
	Label       lang.Text // of a fact of the attempt; zero for the others
	Left, Right string
	// HasLeft and HasRight are false where the side does not have the field.
	HasLeft, HasRight bool
	Sensitivity       inspector.Sensitivity
	// Varies is true for what differs from run to run and explains nothing: times,
	// nonces, signatures of requests, tokens.
	Varies bool
}

// Differs reports whether the two sides differ in the field. Values that are masked in
// the evidence do not: see Uncompared.
func (f *Field) Differs() bool {
	return f.HasLeft != f.HasRight || f.Left != f.Right && !f.uncompared()
}

// uncompared reports whether both sides have the field with values of which one is masked.
func (f *Field) uncompared() bool {
	return f.HasLeft && f.HasRight && f.Left != f.Right && redact.Marks(f.Left)+redact.Marks(f.Right) > 0
}

// Of compares two attempts.
func Of(left, right Attempt) Comparison {
	lines := Align(left.Flow.Steps, right.Flow.Steps)
	c := Comparison{Attempt: facts(left.Flow, right.Flow), First: First(lines, left.Flow.Steps, right.Flow.Steps)}
	for _, l := range lines {
		a, b := At(left.Flow.Steps, l.Left), At(right.Flow.Steps, l.Right)
		r := Row{Left: a, Right: b, Differs: Differ(a, b)}
		if seen(a) && seen(b) {
			var masked int
			r.Fields, masked = differing(fields(left, a), fields(right, b))
			c.Uncompared += masked
		}
		c.Rows = append(c.Rows, r)
	}
	return c
}

// seen reports whether a side shows a step.
func seen(s *inspector.Step) bool {
	return s != nil && s.Visibility != inspector.NotReached && !unseen(s)
}

// facts are those of the whole attempts.
func facts(l, r *inspector.Flow) []Field {
	var out []Field
	add := func(name string, label lang.Text, sens inspector.Sensitivity, left, right string) {
		out = append(out, Field{Part: PartAttempt, Name: name, Label: label, Left: left, Right: right,
			HasLeft: left != "", HasRight: right != "", Sensitivity: sens})
	}
	add("outcome", lang.Both("outcome", "结果"), inspector.Public, string(l.Verdict.Outcome), string(r.Verdict.Outcome))
	add("package", lang.Both("package", "包名"), inspector.Public, l.Package, r.Package)
	add("sdk_version", lang.Both("SDK version", "SDK 版本"), inspector.Public, l.SDKVersion, r.SDKVersion)
	add("carrier", lang.Both("carrier", "运营商"), inspector.Public, string(l.Carrier), string(r.Carrier))
	add("client_id", lang.Both("client ID", "Client ID"), inspector.Public, l.ClientID, r.ClientID)
	add("model", lang.Both("phone model", "手机型号"), inspector.Public, l.Model, r.Model)
	out = append(out, Field{Part: PartTime, Name: "duration", Label: lang.Both("duration", "耗时"),
		Left: lasted(l.Start, l.End), Right: lasted(r.Start, r.End), HasLeft: true, HasRight: true, Varies: true})
	return out
}

func lasted(from, to time.Time) string {
	if from.IsZero() || to.Before(from) {
		return ""
	}
	return to.Sub(from).Round(time.Millisecond).String()
}

// fields are the values of one step: what was decoded, its headers and its duration.
func fields(a Attempt, s *inspector.Step) []Field {
	var out []Field
	add := func(part Part, name, value string, sens inspector.Sensitivity) {
		out = append(out, Field{Part: part, Name: name, Left: value, Sensitivity: sens,
			Varies: part == PartTime || sens == inspector.Token || varying[strings.ToLower(name)]})
	}
	for _, f := range s.Fields {
		add(PartDecoded, f.Name, f.Value, f.Sensitivity)
	}
	for _, w := range s.Evidence {
		if w.Exchange == 0 || a.Exchange == nil {
			continue
		}
		if x, ok := a.Exchange(w.Exchange); ok {
			for _, f := range x.Request.Header {
				add(PartRequest, f.Name, f.Value, sensitivity(f))
			}
			if x.Response != nil {
				for _, f := range x.Response.Header {
					add(PartResponse, f.Name, f.Value, sensitivity(f))
				}
			}
		}
		break // a step has one call; others repeat it
	}
	if !s.End.IsZero() && !s.Time.IsZero() {
		add(PartTime, "duration", lasted(s.Time, s.End), inspector.Public)
	}
	return out
}

// sensitivity is that of a header field: one that masking changes is a secret.
func sensitivity(f exchange.Field) inspector.Sensitivity {
	if (redact.Masker{}).Header(f) != f {
		return inspector.Secret
	}
	return inspector.Public
}

// varying are names of values that differ from run to run.
var varying = map[string]bool{
	"timestamp": true, "signaturenonce": true, "signature": true, "requestid": true, "request_id": true, "nonce": true,
	"date": true, "content-length": true, "traceparent": true, "eagleeye-traceid": true, "x-acs-request-id": true,
	"x-acs-trace-id": true, "expiredtime": true, "msgid": true, "systemtime": true, "set-cookie": true, "etag": true,
	"age": true, "keep-alive": true, "ak": true, "sk": true, "ststoken": true, "securitytoken": true,
	"accesskeyid":  true,
	"terminalinfo": true, "wholems": true, "id_token.exp": true, "id_token.iat": true, "id_token.nbf": true,
	"id_token.jti": true,
}

// differing pairs the fields of two steps by part and name, repeated ones in their
// order, and keeps those that differ; masked counts those that are masked on one side.
func differing(left, right []Field) (out []Field, masked int) {
	type key struct {
		part Part
		name string
		nth  int
	}
	keys := func(list []Field) []key {
		seen := map[key]int{}
		out := make([]key, len(list))
		for i, f := range list {
			k := key{part: f.Part, name: strings.ToLower(f.Name)}
			out[i] = key{k.part, k.name, seen[k]}
			seen[k]++
		}
		return out
	}
	at := map[key]int{}
	for i, k := range keys(right) {
		at[k] = i
	}
	paired := map[int]bool{}
	for i, k := range keys(left) {
		f := left[i]
		f.HasLeft = true
		if j, ok := at[k]; ok {
			paired[j] = true
			f.Right, f.HasRight = right[j].Left, true
		}
		switch {
		case f.Differs():
			out = append(out, f)
		case f.uncompared() && !f.Varies:
			masked++
		}
	}
	for j, f := range right {
		if !paired[j] {
			f.Left, f.Right, f.HasRight = "", f.Left, true
			out = append(out, f)
		}
	}
	return out, masked
}
