package detail

import (
	"fmt"
	"strings"
	"time"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/table"
	"loginscope/proxy/exchange"
)

// This file describes what was seen of connections: by exchange, by tunnel, by
// refusal.

func (p *Pane) markFacts(s *sheet) {
	switch m := p.row.Mark.(type) {
	case exchange.TLSRefused:
		p.refusalFacts(s, &m)
	case exchange.Tunnelled:
		p.tunnelFacts(s, &m)
	case exchange.Blocked:
		s.say(p.env.T("blocked."+string(m.Reason)), kit.Body, p.env.Palette.Text)
		s.fact(p.env.T("fact.target"), m.Target, "")
		s.fact(p.env.T("fact.detail"), m.Detail, "")
	}
}

func (p *Pane) refusalFacts(s *sheet, m *exchange.TLSRefused) {
	env := p.env
	words := "refused." + string(m.Cause)
	if m.Early {
		words = "refused.early"
	}
	s.say(env.T(words), kit.Body, env.Palette.Text)
	if m.Learned {
		s.say(env.T("refused.learned"), kit.Strong, env.Palette.Text)
	}
	s.fact(env.T("fact.target"), m.Target, "")
	s.fact("SNI", m.Hello.SNI, "")
	if m.Alert >= 0 {
		s.pair("TLS alert", fmt.Sprint(m.Alert), "")
	}
	if m.Elapsed > 0 {
		note := ""
		if m.HandshakeDone {
			note = env.T("fact.handshake.done", table.Bytes(m.BytesAfter))
		}
		s.pair(env.T("fact.after"), table.Duration(m.Elapsed), note)
	}
	s.pair(env.T("fact.offered"), strings.Join(m.Hello.OfferedVersions, ", "), strings.Join(m.Hello.OfferedALPN, ", "))
	p.certificateFacts(s, env.T("fact.shown"), m.Hello.Certificate)
	s.fact(env.T("fact.detail"), m.Detail, "")
	if !m.Early && m.Cause != exchange.RefusedTimeout {
		s.say(env.T("refused.do"), kit.Body, env.Muted)
	}
}

func (p *Pane) tunnelFacts(s *sheet, m *exchange.Tunnelled) {
	env := p.env
	s.say(env.T("tunnel."+string(m.Reason)), kit.Body, env.Palette.Text)
	if m.Open {
		s.say(env.T("tunnel.open"), kit.Body, env.Muted)
	}
	if f := m.Failure; f != nil {
		s.pair(env.T("fact.failure"), env.T("fail."+string(f.Cause)), p.maskText(f.Detail))
	}
	s.fact(env.T("fact.target"), m.Target, "")
	s.fact("SNI", m.SNI, "")
	s.pair(env.T("fact.server"), m.Server.Remote, p.leaving(m.Server))
	s.pair(env.T("fact.bytes"), fmt.Sprintf("↑ %s  ↓ %s", table.Bytes(m.BytesUp), table.Bytes(m.BytesDown)), "")
	p.startFacts(s, m.Start, m.End)
}

func (p *Pane) exchangeFacts(s *sheet) {
	env, x := p.env, p.loaded.x
	s.heading(env.T("fact.exchange"))
	s.pair(env.T("fact.url"), p.address(&x), "")
	s.pair(env.T("fact.method"), x.Request.Method+" · "+x.Request.Proto, "")
	if r := x.Response; r != nil {
		status := strings.TrimSpace(fmt.Sprintf("%d %s", r.Status, p.maskText(r.Reason)))
		s.pair(env.T("fact.status"), strings.Join(nonEmpty(status, r.Proto), " · "), "")
	}
	if f := x.Failure; f != nil {
		s.pair(env.T("fact.failure"), env.T("fail."+string(f.Cause)), p.maskText(f.Detail))
	}
	s.fact(env.T("fact.device"), x.Device, "")
	s.pair(env.T("fact.server"), x.Server.Remote, p.leaving(x.Server))
	p.startFacts(s, x.Timing.Start, x.Timing.End)
	s.pair(env.T("fact.parts"), p.phases(x.Timing), "")
	sizes := table.Bytes(x.Request.Body.Size) + " → "
	if x.Response != nil {
		sizes += table.Bytes(x.Response.Body.Size)
	}
	s.pair(env.T("fact.size"), sizes, "")
	s.pair(env.T("fact.tls.phone"), tlsText(x.Client.TLS), "")
	s.pair(env.T("fact.tls.server"), tlsText(x.Server.TLS), "")
	if t := x.Server.TLS; t != nil {
		p.certificateFacts(s, env.T("fact.certificate"), t.Certificate)
	}
	s.pair(env.T("fact.origin"), env.T("origin."+string(x.Origin)), "")
}

func tlsText(t *exchange.TLS) string {
	if t == nil {
		return ""
	}
	return strings.Join(nonEmpty(t.Version, t.Cipher, t.ALPN), " · ")
}

func (p *Pane) startFacts(s *sheet, start, end time.Time) {
	if start.IsZero() {
		return
	}
	s.pair(p.env.T("fact.start"), start.Local().Format("2006-01-02 15:04:05.000"), "")
	if d := end.Sub(start); !end.IsZero() && d > 0 {
		s.pair(p.env.T("fact.took"), table.Duration(d), "")
	}
}

// leaving says by which local address, and by which chosen way, something left.
func (p *Pane) leaving(server exchange.Peer) string {
	if server.Local == "" {
		return ""
	}
	if server.Egress != "" {
		return p.env.T("fact.left.by", server.Local, server.Egress)
	}
	return p.env.T("fact.left", server.Local)
}

// phases is where the time of an exchange went, as far as it is known.
func (p *Pane) phases(t exchange.Timing) string {
	env := p.env
	var parts []string
	phase := func(key string, from, to time.Time) {
		if !from.IsZero() && !to.IsZero() && !to.Before(from) {
			parts = append(parts, env.T(key, table.Duration(to.Sub(from))))
		}
	}
	if t.Reused {
		parts = append(parts, env.T("phase.reused"))
	} else {
		phase("phase.connect", t.Start, t.Connected)
	}
	phase("phase.wait", t.Sent, t.FirstByte)
	phase("phase.receive", t.FirstByte, t.End)
	return strings.Join(parts, " · ")
}

// certificateFacts formats a certificate: whose, by whom, until when.
func (p *Pane) certificateFacts(s *sheet, name string, c *exchange.Certificate) {
	if c == nil {
		return
	}
	var notes []string
	if c.Issuer != "" {
		notes = append(notes, p.env.T("fact.issued", c.Issuer))
	}
	if !c.NotAfter.IsZero() {
		const day = "2006-01-02"
		notes = append(notes, c.NotBefore.UTC().Format(day)+" – "+c.NotAfter.UTC().Format(day))
	}
	whose := c.Subject
	if whose == "" {
		whose = strings.Join(c.Names, ", ")
	}
	s.pair(name, whose, strings.Join(notes, " · "))
}

func nonEmpty(in ...string) []string {
	var out []string
	for _, s := range in {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
