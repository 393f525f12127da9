package app

import (
	"bytes"
	"errors"
	"net"
	"strings"

	"loginscope/app/i18n"
	"loginscope/app/lab"
	"loginscope/app/ui"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/inspector/intake/text"
	"loginscope/inspector/redact"
	"loginscope/inspector/report"
	"loginscope/proxy/exchange"
)

// facts answers what the window looks up: code tables, scenarios, masks,
// reports. It is the window's Facts.
type facts struct {
	words *i18n.Catalog
}

func newFacts(words *i18n.Catalog) *facts { return &facts{words: words} }

// Scenarios is for ui.Facts.
func (f *facts) Scenarios() []ui.Scenario {
	all, err := lab.Scenarios()
	if err != nil {
		return nil
	}
	usual := lab.Default().Name
	var out []ui.Scenario
	for _, s := range all {
		out = append(out, ui.Scenario{Name: s.Name, Title: codes.Text(s.Title), Symptom: codes.Text(s.Symptom), Carrier: codes.Issuer(s.Carrier), Code: s.Expect.Code, Default: s.Name == usual, Fails: s.Expect.Outcome != string(inspector.SignedIn)})
	}
	return out
}

// FindCode is for ui.Facts.
func (f *facts) FindCode(s string, limit int) []codes.Code { return codes.Search(s, limit) }

// LookUp is for ui.Facts.
func (f *facts) LookUp(q codes.Query) codes.Result { return codes.Lookup(q) }

// Explain is for ui.Facts.
func (f *facts) Explain(s string) []inspector.CodeAt {
	var out []inspector.CodeAt
	for _, p := range text.Scan(s) {
		if p.Kind != text.PickCode {
			continue
		}
		q := p.Query
		out = append(out, inspector.CodeAt{Issuer: q.Issuer, Space: q.Space, Code: q.Code, Message: q.Message, Lookup: codes.Lookup(q)})
	}
	return out
}

var errNoFlow = errors.New("the attempt is not in the report any more")

// one is the report of a single attempt.
func one(r *inspector.Report, flow int) (inspector.Report, error) {
	for _, fl := range r.Flows {
		if fl.ID != flow {
			continue
		}
		out := inspector.Report{Flows: []inspector.Flow{fl}, Summary: r.Summary}
		for _, fd := range r.Findings {
			for _, id := range fd.Flows {
				if id == flow {
					out.Findings = append(out.Findings, fd)
					break
				}
			}
		}
		return out, nil
	}
	return inspector.Report{}, errNoFlow
}

// Markdown is for ui.Facts.
func (f *facts) Markdown(r *inspector.Report, flow int, lang string) (string, error) {
	o, err := one(r, flow)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = report.Markdown(&b, o, report.Options{Lang: lang, Tool: "Loginscope"})
	return b.String(), err
}

// Text is for ui.Facts.
func (f *facts) Text(r *inspector.Report, flow int, lang string) (string, error) {
	o, err := one(r, flow)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = report.Text(&b, o, report.Options{Lang: lang, Tool: "Loginscope"})
	return b.String(), err
}

// Mask is for ui.Facts.
func (f *facts) Mask(s inspector.Sensitivity, v string) string { return redact.Value(s, v) }

// MaskText is for ui.Facts.
func (f *facts) MaskText(s string) string { return redact.Text(s) }

// MaskSentence is for ui.Facts.
func (f *facts) MaskSentence(s string) string { return redact.Sentence(s) }

// MaskHeader is for ui.Facts.
func (f *facts) MaskHeader(name, value string) string {
	return redact.Header(exchange.Field{Name: name, Value: value}).Value
}

// Decode is for ui.Facts.
func (f *facts) Decode(h exchange.Header, raw []byte) (data []byte, isText bool, err error) {
	c := decode.Body(h, exchange.Body{Head: raw, Size: int64(len(raw)), Complete: true})
	if c.Text == nil {
		return raw, false, errors.New(c.Trouble.In(string(f.words.Lang())))
	}
	kind := strings.ToLower(h.Get("Content-Type"))
	for _, p := range []string{"image/", "audio/", "video/", "font/", "application/octet-stream", "application/x-protobuf", "application/grpc"} {
		if strings.HasPrefix(kind, p) {
			return c.Text, false, nil
		}
	}
	return c.Text, !bytes.ContainsRune(c.Text, 0), nil
}

// lanAddresses are this computer's IPv4 addresses in local networks.
func lanAddresses() []string {
	var out []string
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	for _, a := range addrs {
		n, ok := a.(*net.IPNet)
		if ok && n.IP.To4() != nil && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() {
			out = append(out, n.IP.String())
		}
	}
	return out
}
