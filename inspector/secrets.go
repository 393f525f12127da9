package inspector

import (
	"strings"

	"loginscope/inspector/decode"
	"loginscope/inspector/redact"
	"loginscope/proxy/exchange"
)

// maxSearched limits the bytes of one body in which secrets are looked for.
const maxSearched = 16 << 10

// secrets collects what the evidence shows to be secret or personal, so that outputs
// mask it wherever it stands.
type secrets struct {
	seen      redact.Known
	published *redact.Known // the newest snapshot
}

// snapshot returns what is known now; it is never changed.
func (s *secrets) snapshot() *redact.Known {
	if s.published.Len() != s.seen.Len() {
		s.published = s.seen.Clone()
	}
	return s.published
}

// full reports whether nothing more is remembered.
func (s *secrets) full() bool { return s.seen.Len() >= redact.MaxKnown }

// exchange learns from a finished exchange, of whatever host.
func (s *secrets) exchange(x *exchange.Exchange) {
	if s.full() {
		return
	}
	if _, query, ok := strings.Cut(x.Path, "?"); ok {
		s.seen.Learn(query)
	}
	s.message(x.Request.Header, x.Request.Body)
	if r := x.Response; r != nil {
		s.message(r.Header, r.Body)
	}
}

func (s *secrets) message(h exchange.Header, b exchange.Body) {
	s.seen.LearnHeader(h)
	if len(b.Head) == 0 || !hasNamedValues(h.Get("Content-Type")) {
		return
	}
	text := b.Head
	if h.Get("Content-Encoding") != "" && !b.Decoded {
		if len(text) > maxSearched {
			return
		}
		text = decode.Body(h, b).Text
	}
	s.seen.Learn(string(text[:min(len(text), maxSearched)]))
}

// hasNamedValues reports whether a media type is one in which values have names.
func hasNamedValues(kind string) bool {
	for _, w := range [...]string{"json", "form", "xml", "text/plain"} {
		if strings.Contains(kind, w) {
			return true
		}
	}
	return kind == ""
}

// fields remembers what a decoder found.
func (s *secrets) fields(list []Field) {
	for i := range list {
		if f := &list[i]; f.Sensitivity != Public && f.Sensitivity != Phone {
			s.seen.Add(f.Sensitivity, f.Value)
		}
	}
}
