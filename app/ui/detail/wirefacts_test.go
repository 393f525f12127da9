package detail

import (
	"context"
	"strings"
	"testing"
	"time"

	"loginscope/app/feed"
	"loginscope/proxy/exchange"
)

// TestOverviewShowsConnections: what was captured of TLS, certificates,
// times and ways out is somewhere to be read.
func TestOverviewShowsConnections(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	ms := func(n int) time.Time { return at.Add(time.Duration(n) * time.Millisecond) }
	leaf := &exchange.Certificate{
		Subject:   "CN=api.example.test",
		Issuer:    "CN=Example Root",
		NotBefore: at,
		NotAfter:  at.AddDate(0, 3, 0),
	}
	x := exchange.Exchange{ID: 1, Scheme: "https", Host: "api.example.test", Path: "/",
		Request: exchange.Request{
			Method:  "POST",
			Proto:   "HTTP/1.1",
			Trailer: exchange.Header{{Name: "X-Sum", Value: "1"}},
		},
		Response: &exchange.Response{
			Status:  200,
			Reason:  "OK",
			Proto:   "HTTP/2.0",
			Header:  exchange.Header{{Name: "Date", Value: "today"}},
			Trailer: exchange.Header{{Name: "Grpc-Status", Value: "0"}},
		},
		Timing: exchange.Timing{Start: at, Connected: ms(12), Sent: ms(13), FirstByte: ms(43), End: ms(50)},
		Client: exchange.Peer{TLS: &exchange.TLS{Version: "TLS 1.2", Cipher: "ECDHE", ALPN: "http/1.1"}},
		Server: exchange.Peer{
			Remote: "203.0.113.9:443",
			Local:  "192.0.2.7:50000",
			Egress: "carriers",
			TLS:    &exchange.TLS{Version: "TLS 1.3", ALPN: "h2", Certificate: leaf},
		},
	}
	refusal := exchange.TLSRefused{
		Target:        "api.example.test:443",
		Time:          at,
		Elapsed:       35 * time.Millisecond,
		Cause:         exchange.RefusedSilent,
		Alert:         -1,
		HandshakeDone: true,
		BytesAfter:    24,
		Hello: exchange.TLS{
			SNI:             "api.example.test",
			OfferedVersions: []string{"TLS 1.3", "TLS 1.2"},
			OfferedALPN:     []string{"h2"},
			Certificate:     leaf,
		},
	}
	tunnel := exchange.Tunnelled{
		Target:  "id6.me:443",
		SNI:     "id6.me",
		Start:   at,
		End:     ms(900),
		BytesUp: 5,
		Reason:  exchange.TunnelRule,
		Server: exchange.Peer{
			Remote: "203.0.113.9:443",
			Local:  "192.0.2.7:50001",
		},
		Failure: &exchange.Failure{Cause: exchange.FailDNS, Detail: "no such host"},
	}
	for _, tt := range []struct {
		name string
		row  feed.Row
		tab  Tab
		want []string
	}{
		{"exchange", feed.Row{Key: feed.ExchangeKey(1)}, Overview,
			[]string{"200 OK · HTTP/2.0", "203.0.113.9:443", "TLS 1.2 · ECDHE · http/1.1", "TLS 1.3 · h2",
				"CN=api.example.test", "connect 12 ms · wait 30 ms · receive 7 ms"}},
		{"headers", feed.Row{Key: feed.ExchangeKey(1)}, Headers, []string{"X-Sum: 1", "Grpc-Status: 0", "Date: today"}},
		{"refusal", feed.Row{Key: feed.Key{Kind: feed.MarkRow, ID: 2}, Mark: refusal}, Overview,
			[]string{"35 ms", "TLS 1.3, TLS 1.2", "CN=api.example.test"}},
		{"tunnel", feed.Row{Key: feed.Key{Kind: feed.MarkRow, ID: 3}, Mark: tunnel}, Overview,
			[]string{"id6.me:443", "203.0.113.9:443", "900 ms", "name unknown"}},
	} {
		s := newSpoken()
		p, until := shown(t, s)
		p.cfg.Exchange = func(context.Context, exchange.ID) (exchange.Exchange, error) { return x, nil }
		p.cfg.Mask.Header = func(_, v string) string { return v }
		p.tab = tt.tab
		p.ShowRow(&tt.row, nil)
		until(tt.name, func() bool { return p.row.Key.Kind == feed.MarkRow || p.loaded != nil && p.tab == tt.tab })
		all := strings.Join(p.Lines(), "\n")
		for _, want := range tt.want {
			if !strings.Contains(all, want) {
				t.Errorf("%s: %q is missing:\n%s", tt.name, want, all)
			}
		}
	}
}
