package issuer

import (
	"regexp"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/lazyregexp"
)

// This file reads blocklists and filters of DNS in a person's words. Law: a host of
// the login in the same text is what sets a blocked login apart from a tool that
// merely runs, and a tool that was off is none.

var (
	blockTool = lazyregexp.New(`(?i)adguard|anti-?ad\b|pi-?hole|dnsmasq|hosts ?文件|hosts file|fake-?ip|always-real-ip` +
		`|广告(?:拦截|过滤|屏蔽)|去广告|拦截(?:列表|规则|记录)|屏蔽列表|ad-?block\w*|blocklists?|easylist`)
	// blockTools that are off or are ruled out.
	noTool = lazyregexp.New(`(?i)(?:没有?(?:用|装|开|使用)?|未(?:用|装|开|使用)|关(?:了|掉|闭)|\b(?:no|without|not using))\s*$`)
	// ownHost is a host of the login.
	ownHost = lazyregexp.Made(func() string {
		names := []string{"dypnsapi.aliyuncs.com", "mobile-auth.aliyuncs.com"}
		for _, c := range codes.Carriers() {
			names = append(names, c.Domains()...)
		}
		for i := range names {
			names[i] = regexp.QuoteMeta(names[i])
		}
		return `(?i)(?:[\w-]+\.)*(?:` + strings.Join(names, "|") + `)\b`
	})
)

// blockFacts adds what a line says of a blocklist to a sighting.
func blockFacts(s *inspector.Sighting, text string) {
	at := blockTool.FindStringIndex(text)
	off := at != nil && noTool.MatchString(text[:at[0]])
	host := ownHost.FindString(text)
	switch {
	case at != nil && !off && host != "":
		s.Fact(cause.Blocklist, "host", host)
	case at != nil && !off:
		s.Fact(cause.Blocklist, "used", text[at[0]:at[1]])
	}
}
