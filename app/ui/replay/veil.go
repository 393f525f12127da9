package replay

import (
	"strings"

	"loginscope/app/replay"
	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/proxy/exchange"
)

// tokenMark stands for the token in a body that a person edits, so that the
// token itself is not on the screen.
const tokenMark = "{token}"

// draft is a request before it is sent, masked.
type draft struct {
	notices  []replay.Notice
	curl     string
	computed []string // filled in on sending
	// header and body are what can be edited, tokenMark in place of the token;
	// both empty where nothing can.
	header exchange.Header
	body   string
}

// veiled is a composed request as it is shown.
func veiled(d replay.Draft, notices []replay.Notice, token string, editable bool) draft {
	out := draft{notices: notices, computed: d.Computed, curl: maskedCurl(d, token)}
	if editable {
		out.header, out.body = d.Header, veil(d.Body, token)
	}
	return out
}

// veil puts tokenMark in place of the token.
func veil(s, token string) string {
	if token == "" {
		return s
	}
	return strings.ReplaceAll(s, token, tokenMark)
}

func maskedCurl(d replay.Draft, token string) string {
	return d.Curl(func(name, v string) string {
		if token != "" {
			v = strings.ReplaceAll(v, token, redact.Value(inspector.Token, token))
		}
		switch name {
		case "url":
			return redact.URL(v)
		case "body":
			return redact.Text(v)
		}
		return redact.Header(exchange.Field{Name: name, Value: v}).Value
	})
}
