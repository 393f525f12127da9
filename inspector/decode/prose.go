package decode

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"loginscope/codes"
	"loginscope/inspector/lazyregexp"
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
	// Standing is what the sentence says of it.
	Standing Standing
	// Behind is true for a code that is joined to the one before it, as its
	// cause: 600012/103111.
	Behind  bool
	at, end int
}

// MaxMentions limits the codes that are picked out of one line.
const MaxMentions = 32

// shaped are the spellings that decide the space by themselves.
var shaped = []struct {
	re    *lazyregexp.Regexp
	space codes.Space
}{
	{idaasCode, codes.IDaaSHTTP},
	{lazyregexp.New(
		`\bis[vp]\.[A-Z][A-Z_]{2,60}\b|\bMissingAccessToken\b|\bInvalidAccessKeyId\.\w+|\bSignatureDoesNotMatch\b|\b(?:EntityNotExist|QueryFail)\.SceneCode\b`), codes.AliServer},
	{lazyregexp.New(`\b[67]00\d{3}\b`), codes.AliAndroid},
	{lazyregexp.New(`\b4100\d{2}\b`), codes.CUSDK},
}

var (
	embeddedProse = lazyregexp.New(`code\s*[:：]\s*(-?\d{1,6})\s*msg\s*[:：]\s*([^"\\}\n]*)`)
	// named is a number behind a word that says that it is a code.
	named = lazyregexp.New(
		`(?i)(?:\b(?:result_?code|error_?code|vendor_?code|ret_?code|return code|err(?:or)?|code|result)|返回码|错误码|结果码|状态码|报错|错误)\\?["']?\s*(?:is|为|是|了|：)?\s*[:：=＝]?\s*\\?["']?(-?\d{1,8})\b`)
	// number may be a carrier's code by itself; what stands around it is
	// looked at apart, so that two numbers may share a separator.
	number = lazyregexp.New(`-?\d{5,6}`)
	// legacy is China Unicom's old wording, a number and a text together.
	legacy = lazyregexp.New(`(?:^|[^\w.])([12])\s?[,，]\s?([^,，;；。"}\n]{2,60})`)
)

// Mentions picks the codes out of one entry of text, in the order in which they
// stand there, with what the sentence says of each. A number is a code only if
// its shape says so, if a word such as "errorCode" or 错误码 stands before it, if
// it is joined to another code, or if it is a five- or six-digit number of our
// tables; and none is where the words around name something else.
func Mentions(line string) []Mention {
	m := mentions{line: line, carrier: CarrierNamed(line)}
	m.joined()
	m.prefixed()
	for _, s := range shaped {
		for _, at := range s.re.FindAllStringIndex(line, MaxMentions) {
			if fraction(line, at[0], at[1]) {
				continue
			}
			m.add(at[0], at[1], Shaped, codes.Query{Space: s.space, Code: line[at[0]:at[1]]})
		}
	}
	for _, at := range embeddedProse.FindAllStringSubmatchIndex(line, MaxMentions) {
		if sdkCode(line[at[2]:at[3]]) {
			continue
		}
		m.add(at[2], at[3], Shaped, codes.Query{
			Space:   codes.CUServer,
			Code:    line[at[2]:at[3]],
			Message: strings.TrimSpace(line[at[4]:at[5]]),
		})
	}
	m.legacy()
	for _, at := range named.FindAllStringSubmatchIndex(line, MaxMentions) {
		m.add(at[2], at[3], Named, codes.Query{Issuer: m.carrier, Code: line[at[2]:at[3]]})
	}
	for _, at := range number.FindAllStringIndex(line, 4*MaxMentions) {
		q := codes.Query{Issuer: m.carrier, Code: line[at[0]:at[1]]}
		if alone(line, at[0], at[1]) && len(codes.Lookup(q).Candidates) > 0 {
			m.add(at[0], at[1], Bare, q)
		}
	}
	return m.finish()
}

// finish orders the finds and asks the sentences what they say of each.
func (m *mentions) finish() []Mention {
	if len(m.list) == 0 {
		return nil
	}
	sort.SliceStable(m.list, func(i, j int) bool { return m.list[i].at < m.list[j].at })
	out, end, role := m.list[:0], 0, NoRole
	for _, x := range m.list {
		if r := m.roleOf(x, end, role); r != NoRole {
			end, role = x.end, r
			continue
		}
		end, role = x.end, NoRole
		out = append(out, x)
	}
	if len(out) == 0 {
		return nil
	}
	s := readSentences(m.line)
	for i := range out {
		out[i].Standing = s.stand(out[i].at, out[i].end)
	}
	return out
}

// roleOf names what a find is if it is no code; a list has one name for all.
func (m *mentions) roleOf(x Mention, end int, before Role) Role {
	if x.Behind {
		return quantityOf(m.line[x.end:])
	}
	if !isDigit(x.Query.Code[len(x.Query.Code)-1]) || strings.ContainsAny(x.Query.Code, ".") {
		return NoRole
	}
	if before != NoRole && listed.MatchString(m.line[end:x.at]) {
		return before
	}
	return RoleOf(m.line, x.at, x.end)
}

var (
	// pair is a public code with the one behind it, by any sign between them.
	pair = lazyregexp.Made(func() string {
		return `([67]00\d{3})\s?(?:[/|\\_:：+>、，,(（\[【{—–-]|->|=>|→)+\s?(?:(?:` + marks() +
			`)[-_:： ]?)?\s?[(（]?(-?\d{3,6})`
	})
	// prefix is a carrier's abbreviation before its code: CM-103111, [CU,（1).
	prefix = lazyregexp.Made(func() string {
		return `\b(` + marks() + `)\s?[-_:：,，/ ]*\s?[(（\[]?(-?\d{1,6})`
	})
)

// abbreviation are the upper-case names of a carrier: CM, and CMCC, which is a
// value of vendorName as well.
func abbreviation(c *codes.Carrier) []string {
	var out []string
	for _, v := range c.Vendors {
		if v.Name == strings.ToUpper(v.Name) {
			out = append(out, v.Name)
		}
	}
	return append(out, c.Mark)
}

// marks is a pattern of all abbreviations.
func marks() string {
	var out []string
	for _, c := range codes.Carriers() {
		for _, a := range abbreviation(&c) {
			out = append(out, regexp.QuoteMeta(a))
		}
	}
	return strings.Join(out, "|")
}

// marked is the carrier of an abbreviation.
func marked(abbr string) codes.Issuer {
	for _, c := range codes.Carriers() {
		if slices.Contains(abbreviation(&c), abbr) {
			return c.Issuer
		}
	}
	return ""
}

// joined finds a carrier's code that is joined to a public one.
func (m *mentions) joined() {
	for _, at := range pair.FindAllStringSubmatchIndex(m.line, MaxMentions) {
		inner := m.line[at[4]:at[5]]
		q := codes.Query{Issuer: m.carrier, Code: inner}
		if at[0] > 0 && isDigit(m.line[at[0]-1]) || !edge(m.line, at[5]) || sdkCode(inner) || !carrierRow(q) {
			continue
		}
		m.add(at[2], at[3], Shaped, codes.Query{Space: codes.AliAndroid, Code: m.line[at[2]:at[3]]})
		m.add(at[4], at[5], Named, q)
		if n := len(m.list); n > 0 && m.list[n-1].at == at[4] {
			m.list[n-1].Behind = true
		}
	}
}

// prefixed finds a carrier's code behind its abbreviation.
func (m *mentions) prefixed() {
	for _, at := range prefix.FindAllStringSubmatchIndex(m.line, MaxMentions) {
		q := codes.Query{Issuer: marked(m.line[at[2]:at[3]]), Code: m.line[at[4]:at[5]]}
		if edge(m.line, at[5]) && len(codes.Lookup(q).Candidates) > 0 {
			m.add(at[4], at[5], Named, q)
		}
	}
}

// carrierRow reports whether a carrier's table has the code.
func carrierRow(q codes.Query) bool {
	for _, c := range codes.Lookup(q).Candidates {
		if c.Space.Issuer().IsCarrier() {
			return true
		}
	}
	return false
}

// edge reports whether no digit or letter continues at a position.
func edge(line string, at int) bool {
	return at >= len(line) || !wordRune(rune(line[at])) && !(line[at] == '.' && at+1 < len(line) && isDigit(line[at+1]))
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
		m.list = append(m.list, Mention{Query: q, Spelling: f, at: from, end: to})
	}
}

// legacy finds "1, Request timeout": the text decides, and only a wording of
// the tables counts.
func (m *mentions) legacy() {
	for _, at := range legacy.FindAllStringSubmatchIndex(m.line, MaxMentions) {
		q := codes.Query{
			Space:   codes.CULegacy,
			Code:    m.line[at[2]:at[3]],
			Message: strings.TrimSpace(m.line[at[4]:at[5]]),
		}
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

// vendor recognises the words that name a carrier beside its code.
type vendor struct {
	re     *lazyregexp.Regexp
	issuer codes.Issuer
}

var vendors = func() []vendor {
	var out []vendor
	for _, c := range codes.Carriers() {
		out = append(out, vendor{lazyregexp.Made(func() string { return naming(&c) }), c.Issuer})
	}
	return out
}()

func naming(c *codes.Carrier) string {
	out := []string{`\[` + regexp.QuoteMeta(c.Mark) + `\b`, regexp.QuoteMeta(c.Name.EN), c.Said}
	for _, v := range c.Vendors {
		if v.Certainty == codes.Seen {
			out = append(out, regexp.QuoteMeta(v.Name))
		}
	}
	return strings.Join(out, "|")
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
