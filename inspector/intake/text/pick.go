package text

import (
	"regexp"
	"strings"
	"time"

	"loginscope/codes"
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

// MaxPicks bounds what Scan returns.
const MaxPicks = 200

var (
	shapes = []struct {
		re    *regexp.Regexp
		space codes.Space
	}{
		{regexp.MustCompile(`\b(?:IDAAS\.)?(?:SDK|TENANT)\.[A-Z_]+\.\d{4}\b|\bIDAAS\.[A-Z_]+\.\d{4}\b`), codes.IDaaSHTTP},
		{regexp.MustCompile(`\bis[vp]\.[A-Z][A-Z_]{2,60}\b|\bMissingAccessToken\b|\bInvalidAccessKeyId\.\w+|\bSignatureDoesNotMatch\b`), codes.AliServer},
		{regexp.MustCompile(`\b[67]00\d{3}\b`), codes.AliAndroid},
		{regexp.MustCompile(`\b4100\d{2}\b`), codes.CUSDK},
	}
	embedded = regexp.MustCompile(`code\s*[:：]\s*(-?\d{1,6})\s*msg\s*[:：]\s*([^"\\}\n]*)`)
	// named is a number behind a word that says that it is a code.
	named = regexp.MustCompile(`(?i)(?:\b(?:result_?code|error_?code|vendor_?code|ret_?code|return code|err(?:or)?|code|result)|返回码|错误码|结果码|状态码|报错|错误)\\?["']?\s*(?:is|为|是)?\s*[:：=＝]?\s*\\?["']?(-?\d{1,6})\b`)
	// bare is a number that has the form of a carrier's code, by itself.
	bare      = regexp.MustCompile(`(?:^|[^\w.\-:/])(-?\d{5,6})(?:$|[^\w.\-:/])`)
	requestID = regexp.MustCompile(`\b[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\b`)
)

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
	for _, shape := range shapes {
		for _, c := range shape.re.FindAllString(line, -1) {
			s.code(codes.Query{Space: shape.space, Code: c}, n, repaired)
		}
	}
	for _, m := range embedded.FindAllStringSubmatch(line, -1) {
		s.code(codes.Query{Space: codes.CUServer, Code: m[1], Message: m[2]}, n, repaired)
	}
	carrier := carrierOf(line)
	for _, m := range named.FindAllStringSubmatch(line, -1) {
		s.code(codes.Query{Issuer: carrier, Code: m[1]}, n, repaired)
	}
	for _, m := range bare.FindAllStringSubmatch(line, -1) {
		if q := (codes.Query{Issuer: carrier, Code: m[1]}); len(codes.Lookup(q).Candidates) > 0 {
			s.code(q, n, true)
		}
	}
}

func (s *scan) code(q codes.Query, line int, inferred bool) {
	s.add(Pick{Kind: PickCode, Value: q.Code, Line: line, Query: q, Inferred: inferred})
}

func (s *scan) add(p Pick) {
	key := string(p.Kind) + p.Value
	if !s.seen[key] && len(s.picks) < MaxPicks {
		s.seen[key] = true
		s.picks = append(s.picks, p)
	}
}

// vendors name a carrier beside its code. The order is that of the tables.
var vendors = []struct {
	words  []string
	issuer codes.Issuer
}{
	{[]string{"cm_zyhl", "cm_ntyd", "CMCC", "China Mobile", "中国移动", "移动取号"}, codes.ChinaMobile},
	{[]string{"cu_zx", "cu_xw", "CUCC", "China Unicom", "中国联通", "联通"}, codes.ChinaUnicom},
	{[]string{"ct_sjl", "CTCC", "China Telecom", "中国电信", "电信"}, codes.ChinaTelecom},
}

// carrierOf is the only carrier that a line names, "" for none or several.
func carrierOf(line string) codes.Issuer {
	var found codes.Issuer
	for _, v := range vendors {
		for _, w := range v.words {
			if !strings.Contains(line, w) {
				continue
			}
			if found != "" && found != v.issuer {
				return ""
			}
			found = v.issuer
		}
	}
	return found
}
