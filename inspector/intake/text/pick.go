package text

import (
	"strings"
	"time"

	"loginscope/codes"
	"loginscope/inspector/decode"
	"loginscope/inspector/lazyregexp"
)

// PickKind is what was picked out of a text.
type PickKind string

// The kinds of a Pick.
const (
	PickCode      PickKind = "code"
	PickRequestID PickKind = "request-id"
	PickTime      PickKind = "time"
)

// Pick is one thing found in prose.
type Pick struct {
	Kind PickKind
	// Value is the code or id as it is to be read.
	Value string
	// Line is the 1-based line of the text on which it stands.
	Line int
	// Query says what to look up, for a code: its space is set only where
	// the shape or the words around decide it.
	Query codes.Query
	Time  time.Time
	// Inferred is true when look-alike characters were repaired first, or when
	// only the number's form says that it is a code.
	Inferred bool
}

// MaxPicks limits what Scan returns.
const MaxPicks = 200

var requestID = lazyregexp.New(`\b[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\b`)

// Scan picks codes, request ids and times out of a text, line by line. A number
// is a code only if its shape says so, if a word such as "errorCode" or 错误码
// stands before it, or if it is a five- or six-digit number of our tables; each
// is named once.
func Scan(text string) []Pick {
	s := scan{seen: map[string]bool{}}
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		s.line(line, n)
		if len(s.picks) >= MaxPicks {
			return s.picks[:MaxPicks]
		}
	}
	return s.picks
}

type scan struct {
	picks []Pick
	seen  map[string]bool
}

func (s *scan) line(raw string, n int) {
	line := Repair(raw)
	repaired := line != raw && line != narrow(raw)
	if at := Time(line, time.UTC); !at.IsZero() {
		s.add(Pick{Kind: PickTime, Value: at.Format(time.RFC3339), Time: at, Line: n})
	}
	for _, id := range requestID.FindAllString(line, -1) {
		s.add(Pick{Kind: PickRequestID, Value: id, Line: n})
	}
	line = requestID.ReplaceAllString(line, " ") // groups of digits in it are no codes
	for _, m := range decode.Mentions(line) {
		s.add(Pick{
			Kind: PickCode, Value: m.Query.Code, Line: n, Query: m.Query,
			Inferred: repaired || m.Spelling == decode.Bare,
		})
	}
}

func (s *scan) add(p Pick) {
	key := string(p.Kind) + p.Value
	if !s.seen[key] && len(s.picks) < MaxPicks {
		s.seen[key] = true
		s.picks = append(s.picks, p)
	}
}
