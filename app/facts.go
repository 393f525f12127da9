package app

import (
	"bytes"
	"errors"
	"net"
	"strings"

	"loginscope/app/engine"
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
	engine *engine.Engine
	words  *i18n.Catalog
}

func newFacts(e *engine.Engine, words *i18n.Catalog) *facts { return &facts{engine: e, words: words} }

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

// Attach is for ui.Facts.
func (f *facts) Attach(address string) []ui.AttachStep {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		_, port, _ = net.SplitHostPort(engine.DefaultListen)
	}
	steps := []ui.AttachStep{{
		Title: codes.Text{EN: "Put phone and computer into one Wi-Fi", ZH: "让手机与电脑连接同一 Wi-Fi"},
		Body:  codes.Text{EN: "Keep mobile data on: the carrier's part of the login uses it.", ZH: "请保持移动数据开启：登录中的运营商环节要走移动网络。"},
	}}
	for i, ip := range lanAddresses() {
		s := ui.AttachStep{Value: net.JoinHostPort(ip, port)}
		if i == 0 {
			s.Title = codes.Text{EN: "Enter this as the Wi-Fi's manual proxy", ZH: "在 Wi-Fi 的手动代理中填写"}
			s.Body = codes.Text{EN: "The capture must listen on the network, not on this computer alone: press “Listen on the network” below.", ZH: "抓包须监听局域网而非仅本机：请点击下方“监听局域网”。"}
		} else {
			s.Title = codes.Text{EN: "Or this, if the phone is in that network", ZH: "若手机在另一网络，则填写"}
		}
		steps = append(steps, s)
	}
	ca, err := f.engine.CA()
	if err != nil {
		p := engine.Explain(err)
		return append(steps, ui.AttachStep{Title: p.What, Body: p.Do})
	}
	return append(steps, ui.AttachStep{
		Title: codes.Text{EN: "Install this certificate on the test phone", ZH: "在测试手机上安装此证书"},
		Body:  codes.Text{EN: "Whoever has its private key can read the phone's traffic: use a test phone, and remove the certificate afterwards. The app must trust user certificates in its debug build.", ZH: "持有其私钥者可解密手机流量：请只用测试机，用后删除证书。应用的调试包须信任用户证书。"},
		Value: ca.CertFile(),
	}, ui.AttachStep{
		Title: codes.Text{EN: "Start a one-click login in the app", ZH: "在应用中发起一键登录"},
		Body:  codes.Text{EN: "Afterwards set the phone's proxy back to “none”.", ZH: "结束后请将手机代理改回“无”。"},
	})
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
