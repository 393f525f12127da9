package decode

import (
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"

	"loginscope/codes"
)

// Spelling is what makes a number or word in prose a code.
type Spelling int

// The spellings, the surest first.
const (
	// Shaped is a spelling that nothing else has, such as IDAAS.SDK.LOGIN.1008,
	// isv.TOKEN_INVALID, 600012 or code:1105msg:….
	Shaped Spelling = iota
	// Named is a number behind a word such as errorCode or 错误码.
	Named
	// Bare is a number of five or six digits that stands in our tables.
	Bare
)

// Mention is a code that a text speaks of.
type Mention struct {
	// Query says what to look up: its space or issuer is set where the shape or
	// the words around decide it.
	Query    codes.Query
	Spelling Spelling
	at       int
}

// MaxMentions bounds the codes that are picked out of one line.
const MaxMentions = 32

// shaped are the spellings that decide the space by themselves.
var shaped = []struct {
	re    *regexp.Regexp
	space codes.Space
}{
	{idaasCode, codes.IDaaSHTTP},
	{regexp.MustCompile(`\bis[vp]\.[A-Z][A-Z_]{2,60}\b|\bMissingAccessToken\b|\bInvalidAccessKeyId\.\w+|\bSignatureDoesNotMatch\b|\b(?:EntityNotExist|QueryFail)\.SceneCode\b`), codes.AliServer},
	{regexp.MustCompile(`\b[67]00\d{3}\b`), codes.AliAndroid},
	{regexp.MustCompile(`\b4100\d{2}\b`), codes.CUSDK},
}

var (
	embeddedProse = regexp.MustCompile(`code\s*[:：]\s*(-?\d{1,6})\s*msg\s*[:：]\s*([^"\\}\n]*)`)
	// named is a number behind a word that says that it is a code.
	named = regexp.MustCompile(`(?i)(?:\b(?:result_?code|error_?code|vendor_?code|ret_?code|return code|err(?:or)?|code|result)|返回码|错误码|结果码|状态码|报错|错误)\\?["']?\s*(?:is|为|是|了|：)?\s*[:：=＝]?\s*\\?["']?(-?\d{1,6})\b`)
	// number may be a carrier's code by itself; what stands around it is
	// looked at apart, so that two numbers may share a separator.
	number = regexp.MustCompile(`-?\d{5,6}`)
	// legacy is China Unicom's old wording, a number and a text together.
	legacy = regexp.MustCompile(`(?:^|[^\w.])([12])\s?[,，]\s?([^,，;；。"}\n]{2,60})`)
)

// Mentions picks the codes out of one line of text, in the order in which they
// stand there. A number is a code only if its shape says so, if a word such as
// "errorCode" or 错误码 stands before it, or if it is a five- or six-digit
// number of our tables.
func Mentions(line string) []Mention {
	m := mentions{line: line, carrier: CarrierNamed(line)}
	for _, s := range shaped {
		for _, at := range s.re.FindAllStringIndex(line, MaxMentions) {
			if fraction(line, at[0], at[1]) {
				continue
			}
			m.add(at[0], at[1], Shaped, codes.Query{Space: s.space, Code: line[at[0]:at[1]]})
		}
	}
	for _, at := range embeddedProse.FindAllStringSubmatchIndex(line, MaxMentions) {
		m.add(at[2], at[3], Shaped, codes.Query{Space: codes.CUServer, Code: line[at[2]:at[3]], Message: strings.TrimSpace(line[at[4]:at[5]])})
	}
	m.legacy()
	for _, at := range named.FindAllStringSubmatchIndex(line, MaxMentions) {
		m.add(at[2], at[3], Named, codes.Query{Issuer: m.carrier, Code: line[at[2]:at[3]]})
	}
	for _, at := range number.FindAllStringIndex(line, 4*MaxMentions) {
		q := codes.Query{Issuer: m.carrier, Code: line[at[0]:at[1]]}
		if alone(line, at[0], at[1]) && !quantity(line, at[0], at[1]) && len(codes.Lookup(q).Candidates) > 0 {
			m.add(at[0], at[1], Bare, q)
		}
	}
	sort.SliceStable(m.list, func(i, j int) bool { return m.list[i].at < m.list[j].at })
	return m.list
}

type mentions struct {
	line    string
	carrier codes.Issuer
	list    []Mention
	taken   []span
}

type span struct{ from, to int }

// add keeps a find unless a surer form already holds a part of it.
func (m *mentions) add(from, to int, f Spelling, q codes.Query) {
	for _, t := range m.taken {
		if from < t.to && to > t.from {
			return
		}
	}
	if len(m.list) < MaxMentions {
		m.taken = append(m.taken, span{from, to})
		m.list = append(m.list, Mention{q, f, from})
	}
}

// legacy finds "1, Request timeout": the text decides, and only a wording of
// the tables counts.
func (m *mentions) legacy() {
	for _, at := range legacy.FindAllStringSubmatchIndex(m.line, MaxMentions) {
		q := codes.Query{Space: codes.CULegacy, Code: m.line[at[2]:at[3]], Message: strings.TrimSpace(m.line[at[4]:at[5]])}
		if r := codes.Lookup(q); r.Known() && r.Candidates[0].Exact {
			m.add(at[2], at[5], Shaped, q)
		}
	}
}

// alone reports whether the number in line[from:to] is no part of a longer
// number, a word, an address or a version.
func alone(line string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(line[:from])
	after, _ := utf8.DecodeRuneInString(line[to:])
	return !joins(before) && !joins(after)
}

// Words around a number that make it something else than a code.
var (
	counted  = regexp.MustCompile(`^\s?(?:个|人|次|元|台|条|位|名|毫秒|秒|ms\b|us\b|users?\b|times\b)`)
	numbered = regexp.MustCompile(`(?i)(?:端口|\bport|订单号?|\border|编号|工号|金额|共|约)\s?[:：]?\s?$`)
)

func quantity(line string, from, to int) bool {
	return counted.MatchString(line[to:]) || numbered.MatchString(line[max(0, from-16):from])
}

// fraction reports whether digits go on behind a point or stand before one, as
// in an amount of money.
func fraction(line string, from, to int) bool {
	digit := func(i int) bool { return i >= 0 && i < len(line) && line[i] >= '0' && line[i] <= '9' }
	return to < len(line) && line[to] == '.' && digit(to+1) || from > 0 && line[from-1] == '.' && digit(from-2)
}

func joins(r rune) bool {
	return r == '_' || r == '.' || r == '-' || r == ':' || r == '/' ||
		r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// vendors name a carrier beside its code. 移动 alone is also what mobile data
// is called, so that it counts only in words that name the carrier.
var vendors = []struct {
	re     *regexp.Regexp
	issuer codes.Issuer
}{
	{regexp.MustCompile(`cm_zyhl|cm_ntyd|CMCC|China Mobile|中国移动|移动(?:取号|用户|卡|号|SIM|运营商|返回)`), codes.ChinaMobile},
	{regexp.MustCompile(`cu_zx|cu_xw|CUCC|China Unicom|联通`), codes.ChinaUnicom},
	{regexp.MustCompile(`ct_sjl|CTCC|China Telecom|电信`), codes.ChinaTelecom},
}

// CarrierNamed is the only carrier that a line names, "" for none or several.
func CarrierNamed(line string) codes.Issuer {
	var found codes.Issuer
	for _, v := range vendors {
		if !v.re.MatchString(line) {
			continue
		}
		if found != "" {
			return ""
		}
		found = v.issuer
	}
	return found
}
