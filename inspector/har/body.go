package har

import (
	"encoding/base64"
	"net/url"
	"strings"
	"unicode/utf8"

	"loginscope/proxy/exchange"
)

// body reads postData, whose text wins over its parameters.
func (r *request) body() exchange.Body {
	p := r.PostData
	if p == nil {
		return exchange.Body{Size: int64(max(r.BodySize, 0)), Complete: r.BodySize <= 0}
	}
	if p.Text == nil || *p.Text == "" && len(p.Params) > 0 {
		var pairs []string
		for _, f := range p.Params {
			pairs = append(pairs, url.QueryEscape(f.Name)+"="+url.QueryEscape(f.Value))
		}
		return kept([]byte(strings.Join(pairs, "&")))
	}
	return kept(plain(string(*p.Text), string(p.Encoding+p.Encoded), string(p.MimeType), -1))
}

func (r *response) body() exchange.Body {
	if r.Content.Text == nil {
		size := int64(max(r.Content.Size, r.BodySize, 0))
		return exchange.Body{Size: size, Complete: true, Decoded: true}
	}
	c := r.Content
	return kept(plain(string(*c.Text), string(c.Encoding), string(c.MimeType), int(c.Size)))
}

func kept(data []byte) exchange.Body {
	return exchange.Body{Size: int64(len(data)), Head: data, Complete: true, Decoded: true}
}

// plain takes base64 off a body. Some writers put base64 there without saying
// so; it is recognised when the decoded length is the one that the file
// announces, or when JSON, HTML or a form was announced and comes out of it.
func plain(s, encoding, mime string, size int) []byte {
	named := strings.EqualFold(encoding, "base64")
	if !named && !unnamedBase64(s) {
		return []byte(s)
	}
	data, err := base64.StdEncoding.DecodeString(strings.Map(noSpace, s))
	switch {
	case err != nil && named:
		if data, err = base64.RawURLEncoding.DecodeString(strings.TrimRight(strings.Map(noSpace, s), "=")); err == nil {
			return data
		}
		return []byte(s)
	case err != nil:
		return []byte(s)
	case named, len(data) == size && size != len(s), announced(data, mime):
		return data
	}
	return []byte(s)
}

func noSpace(r rune) rune {
	if r == '\n' || r == '\r' || r == ' ' {
		return -1
	}
	return r
}

func unnamedBase64(s string) bool {
	if len(s) < 8 || len(s)%4 != 0 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		letter := c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/'
		if !letter && !(c == '=' && i >= len(s)-2) {
			return false
		}
	}
	return true
}

// announced reports whether data begins like the type that was announced.
func announced(data []byte, mime string) bool {
	if len(data) == 0 || !utf8.Valid(data) {
		return false
	}
	c := strings.TrimLeft(string(data[:min(len(data), 64)]), " \t\r\n\uFEFF")
	switch {
	case c == "":
		return false
	case strings.Contains(mime, "json"):
		return strings.ContainsRune("{[\"", rune(c[0]))
	case strings.Contains(mime, "html"), strings.Contains(mime, "xml"):
		return c[0] == '<'
	}
	return false
}
