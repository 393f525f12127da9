package decode

import (
	"regexp"
	"strings"

	"loginscope/lang"
)

// This file reads what a sentence says of the codes in it. A ticket names codes
// that were expected, that did not come, that were solved last week, or that
// stand in a document. Law: what is not clearly said of another login counts
// as what happened; the last open failure of a text is never argued away.

// Standing is what a sentence says of a code.
type Standing string

// The standings.
const (
	Happened  Standing = ""          // it came, or nothing says that it did not
	Expected  Standing = "expected"  // it should have come
	Denied    Standing = "denied"    // it did not come
	Over      Standing = "over"      // it came before and is solved
	Explained Standing = "explained" // a document is quoted
	Counted   Standing = "counted"   // a statistic of many logins
	Listed    Standing = "listed"    // a row of a table of codes
	Asked     Standing = "asked"     // a question about the code itself
)

// standingNames word the standings other than Happened.
var standingNames = map[Standing]lang.Text{
	Expected:  {EN: "should have come", ZH: "预期返回"},
	Denied:    {EN: "did not come", ZH: "并未返回"},
	Over:      {EN: "came earlier and is solved", ZH: "此前出现，已解决"},
	Explained: {EN: "quoted from a document", ZH: "引自文档"},
	Counted:   {EN: "a statistic", ZH: "统计数据"},
	Listed:    {EN: "a table of codes", ZH: "码表"},
	Asked:     {EN: "a question about the code", ZH: "询问该码"},
}

// Name is the standing in words, empty for Happened.
func (s Standing) Name() lang.Text { return standingNames[s] }

// Standings lists the standings other than Happened.
func Standings() []Standing {
	return []Standing{Expected, Denied, Over, Explained, Counted, Listed, Asked}
}

// clause is a part of a text between two breaks.
type clause struct {
	from, to int
	sentence int
	says     Standing
	past     bool // speaks of an earlier time
	present  bool // speaks of now
	solved   bool // says that something was cured
}

var (
	// breaks end a sentence, commas a clause; one between two digits is a list.
	stops  = regexp.MustCompile(`[。！!？?；;\n]+|\.\s`)
	commas = regexp.MustCompile(`[,，]`)
	// turns begin a clause without a comma.
	turns = regexp.MustCompile(
		`(?i)但是|但|而是|结果是?|现在|如今|目前|今天|实际|我们看到|我们(?:这边)?遇到|却|\b(?:but|now|however|instead,|actually|we (?:see|get|got))\b`)

	expects = regexp.MustCompile(
		`(?i)应该|应当|本应|理应|应返回|应为|预期|期望|正常(?:情况|时|应|会|返回|是)|成功(?:时|会)返回` +
			`|(?:换回|退回|回退|降级|旧版|老版本?|之前的?版本)[^,，。；;]{0,24}(?:能|可以|正常)|\b(?:should|expect(?:ed|s|ing)?|supposed to|ought to|normally)\b`)
	pasts = regexp.MustCompile(
		`(?i)上周|上个?月|昨天|前天|前几天|之前|以前|先前|曾经?|原来|当时|早先|去年|起初|一开始|最初|\b(?:last (?:week|month|year)|yesterday|previously|earlier|before|used to|initially|at first|formerly)\b`)
	presents = regexp.MustCompile(
		`(?i)现在|如今|目前|今天|今早|当前|又报|又出现|改报|变成|换成了|\b(?:now|today|currently|at present|this time|anymore)\b`)
	cured = regexp.MustCompile(
		`(?i)好了|解决了|已(?:经)?(?:解决|修复|处理|恢复|好)|修好|恢复(?:正常|了)|不再(?:报|出现)|没再(?:报|出现)|(?:就|都|已经|后|又)正常|消失了|没(?:有)?问题了|\b(?:fixed|solved|resolved|went away|works now|is gone|cured)\b`)
	quotes = regexp.MustCompile(
		`(?i)文档(?:里|中|上)?(?:说|写|称|解释|描述|列|给|提到|显示|定义)|官方(?:的)?(?:文档|说明|解释|定义)|(?:说明书|手册|码表|帮助中心)(?:里|中|上)?(?:说|写|解释|列)?|根据文档|按(?:照)?文档|` +
			`\b(?:the )?(?:docs?|documentation|manual|reference|table)\s(?:says?|states?|lists?|describes?|explains?|defines?)|according to the (?:docs?|documentation|manual)|(?:from|in) the (?:docs|documentation)\b`)
	counts = regexp.MustCompile(
		`(?i)占比|分布|统计|报表|排行|比例|大盘|监控(?:数据|报表|大盘)|\b(?:statistics|distribution|breakdown|dashboard|share of)\b`)
	figure = regexp.MustCompile(
		`(?i)^[^0-9\n]{0,24}?(?:占|:|：|=|\||\t|,|，|\s|\()\s?\d+(?:\.\d+)?\s?(?:[%％]|次|条|个|起|例|人|笔|\b(?:times|cases|users|events|hits)\b)`)

	// compares asks what sets two codes apart.
	compares = regexp.MustCompile(
		`(?i)有(?:什么|何|啥)?(?:区别|差别|不同)|之?间?的区别|怎么区分|\bdifferences? between\b`)
	// supposes asks what to do should a code come.
	supposes = regexp.MustCompile(
		`(?i)^.{0,30}(?:如果|假如|假设|若|万一)(?:是|真的?)?(?:返回|报|出现|遇到|收到|得到)[^。]*(?:要不要|是否|需不需要|会不会` +
			`|能不能|该不该|可不可以)|^.{0,30}\b(?:if|in case) (?:it|we|the SDK|I) (?:returns?|gets?|reports?)\b[^.]*` +
			`\b(?:should|shall|must|can) (?:we|I|it|the app)\b`)

	// notBefore ends right before a code that did not come.
	notBefore = regexp.MustCompile(
		`(?i)(?:不是|并非|没有|没|未|不再|从未|从来没|而非|无|(?:收|监听|接收|捕获|拿|等|看)不到|没(?:有)?(?:收|监听|接收|捕获|拿|等|看)到)(?:再|报错?|报过|出现过?|返回过?|遇到过?|看到过?|收到过?|过|任何|错误码?|的|码|\s|[:：“"])*$|` +
			`(?:\bnot|\bno|n't|\bnever|\bwithout|\binstead of|\brather than)(?:\s+(?:get|got|see|seen|saw|return(?:s|ed)?|a|an|the|error|code|any|have|had|been|receiv(?:e|ed)|more|it))*\s*[:"'“]?\s*$`)
	// notAfter stands behind an event of the page that did not arrive.
	notAfter = regexp.MustCompile(
		`(?i)(?:没(?:有)?(?:被)?(?:监听|收|接收|捕获)到|没(?:有)?(?:触发|回调|响应|反应|返回|执行)|(?:收|监听|接收|捕获)不到` +
			`|不(?:触发|回调|响应|执行)|无(?:响应|回调|反应)|\b(?:not|never) (?:received|fired|called|delivered|triggered|sent)` +
			`|\bnever (?:arrives?|fires?|comes?)|\b(?:doesn't|does not|don't|didn't|did not) (?:arrive|fire|come|trigger)` +
			`|\bno (?:callback|response|event))`)
	unrelated = regexp.MustCompile(`(?i)无关|没有?关系|不相干|\b(?:unrelated|nothing to do with|not related)\b`)
	docLacks  = regexp.MustCompile(
		`(?i)(?:文档|码表|手册|官网|\bdocs?|\bdocumentation|\btable)[^。；;,，]{0,8}(?:没有|没|查不到|找不到|未|\bno\b|lacks?|missing|not)`)
)

// sentences holds the clauses of a text.
type sentences struct {
	text string
	list []clause
}

func readSentences(text string) sentences {
	s := sentences{text: text}
	n, from := 0, 0
	for _, at := range append(stops.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		s.split(from, at[0], n)
		from = at[1]
		n++
	}
	return s
}

// split cuts a sentence into clauses.
func (s *sentences) split(from, to, sentence int) {
	cuts := []int{from}
	for _, at := range commas.FindAllStringIndex(s.text[from:to], -1) {
		if !betweenDigits(s.text, from+at[0], from+at[1]) {
			cuts = append(cuts, from+at[1])
		}
	}
	for _, at := range turns.FindAllStringIndex(s.text[from:to], -1) {
		cuts = append(cuts, from+at[0])
	}
	sortInts(cuts)
	for i, c := range cuts {
		end := to
		if i+1 < len(cuts) {
			end = cuts[i+1]
		}
		if strings.TrimSpace(s.text[c:end]) != "" {
			s.list = append(s.list, s.read(c, end, sentence))
		}
	}
}

func sortInts(v []int) {
	for i := 1; i < len(v); i++ {
		for j := i; j > 0 && v[j] < v[j-1]; j-- {
			v[j], v[j-1] = v[j-1], v[j]
		}
	}
}

func betweenDigits(s string, from, to int) bool {
	left, right := strings.TrimRight(s[:from], " "), strings.TrimLeft(s[to:], " ")
	return left != "" && right != "" && isDigit(left[len(left)-1]) && isDigit(right[0])
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// read finds the words of a clause.
func (s *sentences) read(from, to, sentence int) clause {
	t := s.text[from:to]
	c := clause{from: from, to: to, sentence: sentence}
	c.past, c.present, c.solved = pasts.MatchString(t), presents.MatchString(t), cured.MatchString(t)
	switch {
	case quotes.MatchString(t):
		c.says = Explained
	case expects.MatchString(t):
		c.says = Expected
	}
	return c
}

func (s *sentences) at(pos int) int {
	for i, c := range s.list {
		if pos >= c.from && pos < c.to {
			return i
		}
	}
	return -1
}

// endOf is where the sentence of a clause ends.
func (s *sentences) endOf(i int) int {
	end := s.list[i].to
	for _, c := range s.list[i+1:] {
		if c.sentence != s.list[i].sentence {
			break
		}
		end = c.to
	}
	return end
}

// stand says what the text says of the code at [from:to].
func (s *sentences) stand(from, to int) Standing {
	i := s.at(from)
	if i < 0 {
		return Happened
	}
	c := s.list[i]
	head, tail := s.text[c.from:from], s.text[min(to, c.to):c.to]
	switch {
	case notBefore.MatchString(head) && !docLacks.MatchString(head):
		return Denied
	case s.unheard(from, to):
		return Denied
	case c.says == Expected && !expectsAfter(head, tail):
		return Expected
	case c.says == Explained:
		return Explained
	case compares.MatchString(s.text[c.from:c.to]), supposes.MatchString(s.text[c.from:s.endOf(i)]):
		return Asked
	case s.over(i):
		return Over
	case counts.MatchString(s.text) && figure.MatchString(s.text[to:min(len(s.text), to+window)]):
		return Counted
	}
	return Happened
}

// unheard reports whether the code is an event of the page and the sentence goes on
// to say that it did not arrive.
func (s *sentences) unheard(from, to int) bool {
	if code := s.text[from:to]; !sdkCode(code) || !strings.HasPrefix(code, "700") {
		return false
	}
	return notAfter.MatchString(s.text[to:s.endOf(s.at(from))])
}

// expectsAfter reports whether the expecting word stands behind the code and
// speaks of what it should have been instead: "返回 600015，应该是…".
func expectsAfter(head, tail string) bool {
	return !expects.MatchString(head) && expects.MatchString(tail)
}

// over reports whether a clause is about a failure that is over: by a word of its own
// or of a clause right after it, together with a word for an earlier time, or
// with another clause that says what happens now.
func (s *sentences) over(i int) bool {
	c := s.list[i]
	if c.present {
		return false
	}
	solved, now := c.solved, false
	for j := i + 1; j < len(s.list); j++ {
		n := s.list[j]
		if n.present {
			now = now || number.MatchString(s.text[n.from:n.to])
			break
		}
		if n.sentence > c.sentence+1 {
			break
		}
		solved = solved || n.solved
	}
	for j := range s.list {
		now = now || j > i && s.list[j].present && number.MatchString(s.text[s.list[j].from:s.list[j].to])
	}
	return solved && (c.past || now) || c.past && now
}

// Unrelated reports whether a text says that it is not about the login.
func Unrelated(text string) bool { return unrelated.MatchString(text) }

// StandingAt says what a text says of what stands at text[from:to].
func StandingAt(text string, from, to int) Standing {
	s := readSentences(text)
	return s.stand(from, to)
}
