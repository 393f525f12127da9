package decode

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"loginscope/inspector/lazyregexp"
)

// This file reads the objects that programs print without being JSON. Every
// such print is a list of members "key, sign of assignment, value", and only
// brackets, quotes and separators differ:
//
//	{code: 600011, msg: no token}             Dart, JavaScript, React Native
//	{code=600011, msg=no token}               Java Map
//	TokenRet{code='600011', msg='no token'}   toString, Kotlin data class with ( )
//	{\n  code = 600011;\n  msg = "..." ;\n}   NSDictionary
//	[code] => 600011, 'code' => '600011'      PHP, Ruby
//	code=600011&msg=no%20token                form
//	code:600011 msg:no token                  an app's own log line
//
// So one reader looks for members and lets brackets only end values. Law: a
// print counts only with a member of a known name, since "word: text" is also
// what prose is made of.

// Limits of what is read as a print.
const (
	maxPrint   = 32 << 10 // bytes of a text
	maxMembers = 64       // of all objects together
	maxPrinted = 16       // objects
	maxNested  = 4        // levels of objects in values
)

// printedNames maps a member's name, without case, "_" and "-", to the name
// that the readers of objects ask for.
var printedNames = map[string]string{
	"code": "code", "errcode": "errCode", "errorcode": "errorCode", "retcode": "retCode", "returncode": "retCode",
	"resultcode": "resultCode", "sdkcode": "sdkCode", "authsdkcode": "authSdkCode", "statuscode": "statusCode",
	"innercode": "innerCode", "subcode": "subCode", "carriercode": "carrierCode", "vendorcode": "vendorCode",
	"operatorcode": "carrierCode", "result": "result",
	"msg": "msg", "message": "message", "errmsg": "errMsg", "errormsg": "errorMsg", "errormessage": "errorMsg",
	"resultmsg": "resultMsg", "desc": "desc", "resultdesc": "resultDesc", "resultstring": "resultString",
	"requestid": "requestId", "vendorname": "vendorName", "token": "token", "authtype": "authType",
	"carrierfailedresultdata": "carrierFailedResultData", "traceid": "traceId", "seq": "seq", "reqid": "reqId",
	"错误码": "code", "返回码": "code", "结果码": "code", "错误信息": "msg", "错误描述": "msg", "返回信息": "msg",
}

// codeNames are the names of members that hold a result's own code, the most
// specific first, and innerNames those that hold the code behind it.
var (
	codeNames = []string{"code", "resultCode", "errCode", "errorCode", "retCode", "sdkCode", "authSdkCode",
		"statusCode"}
	innerNames = []string{"innerCode", "subCode", "carrierCode", "vendorCode"}
	textNames  = []string{"msg", "message", "errMsg", "errorMsg", "resultMsg", "desc"}
)

// printedKey matches a member's name with its sign of assignment.
var printedKey = lazyregexp.New(
	`\\?["'\[]?([A-Za-z_][A-Za-z0-9_-]{0,31}|错误码|返回码|结果码|错误信息|错误描述|返回信息)\\?["'\]]?\s?(?:=>|[:=：＝])`)

// Printed returns the objects that a text prints in any of the styles above,
// in order. An object without a code is left out. JSON is read as well, but
// ParseJSON reads it better.
func Printed(text string) []*Node {
	p := printReader{text: text[:min(len(text), maxPrint)]}
	return p.objects()
}

type printReader struct {
	text  string
	depth int
	left  int // members that may still be read
	out   []*Node
	open  *Node
}

func (p *printReader) objects() []*Node {
	if p.left == 0 {
		p.left = maxMembers
	}
	for at := 0; p.left > 0; {
		name, from, ok := p.key(at)
		if !ok {
			break
		}
		p.left--
		value, next, ends := p.value(name, from)
		p.member(name, value)
		if ends {
			p.close()
		}
		at = max(next, from)
	}
	p.close()
	return p.out
}

// key finds the next member with a known name at or after a position, and
// where its value begins.
func (p *printReader) key(at int) (name string, value int, ok bool) {
	for at < len(p.text) {
		m := printedKey.FindStringSubmatchIndex(p.text[at:])
		if m == nil {
			return "", 0, false
		}
		if name, ok = canonical(p.text[at+m[2] : at+m[3]]); ok && p.starts(at+m[0]) {
			return name, at + m[1], true
		}
		at += m[3]
	}
	return "", 0, false
}

// starts reports whether a name that begins here is no tail of a longer word.
func (p *printReader) starts(at int) bool {
	if at == 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(p.text[:at])
	first, _ := utf8.DecodeRuneInString(p.text[at:])
	return !(wordRune(r) && wordRune(first)) && r != '.' && r != '$'
}

func wordRune(r rune) bool {
	return r == '_' || r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func canonical(key string) (string, bool) {
	key = strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(key))
	name, ok := printedNames[key]
	return name, ok
}

func (p *printReader) member(name string, value *Node) {
	if value == nil || value.Kind == NodeString && value.Text == "" && name != "msg" {
		return
	}
	if p.open != nil && p.open.Has(name) {
		p.close()
	}
	if p.open == nil {
		p.open = &Node{Kind: NodeObject}
	}
	p.open.Members = append(p.open.Members, Member{name, value})
}

// close ends an object; one without a code goes into the next, as where an app
// prints the message first.
func (p *printReader) close() {
	if p.open == nil || p.open.CodeText() == "" || len(p.out) >= maxPrinted {
		p.open = nil
		return
	}
	p.out = append(p.out, p.open)
	p.open = nil
}

// CodeText is the code of a result object under any of its usual names, "" if
// it has none.
func (n *Node) CodeText() string { return n.First(codeNames...) }

// InnerCodeText is the code behind an object's own, such as subCode.
func (n *Node) InnerCodeText() string { return n.First(innerNames...) }

// MessageText is the wording of a result object under any of its usual names.
func (n *Node) MessageText() string { return n.First(textNames...) }

// value reads the value at a position: a quoted text, an object, or bare text
// up to where the next member or the object's end begins. ends is true where
// the value closes its object.
func (p *printReader) value(name string, at int) (v *Node, next int, ends bool) {
	for at < len(p.text) && (p.text[at] == ' ' || p.text[at] == '\t') {
		at++
	}
	if at >= len(p.text) {
		return nil, at, false
	}
	if strings.HasSuffix(name, "ode") || name == "result" {
		if n := extent(p.text[at:]); n > 0 && p.text[at] == '{' {
			return p.whole(at, n)
		}
		return p.code(at)
	}
	switch c := p.text[at]; {
	case c == '\'' || c == '"' || c == '\\' && at+1 < len(p.text) && p.text[at+1] == '"':
		return p.quoted(at)
	case c == '{' || c == '[' || c == '(':
		if n := extent(p.text[at:]); n > 0 {
			return p.nested(p.text[at : at+n]), at + n, false
		}
	}
	return p.bare(at)
}

// whole takes an object that stands where a code is expected, as a plug-in puts
// the SDK's whole result there, for an object of its own.
func (p *printReader) whole(at, n int) (*Node, int, bool) {
	if v := p.nested(p.text[at : at+n]); v.Kind == NodeObject && len(p.out) < maxPrinted {
		p.out = append(p.out, v)
	}
	return nil, at + n, false
}

var codeValue = lazyregexp.New(`^\\?["']?(-?[0-9A-Za-z][\w.]*)\\?["']?`)

// code reads a code, which is one word whatever stands behind it.
func (p *printReader) code(at int) (*Node, int, bool) {
	m := codeValue.FindStringSubmatchIndex(p.text[at:])
	if m == nil {
		return nil, at + 1, false
	}
	word := strings.TrimRight(p.text[at+m[2]:at+m[3]], ".")
	return &Node{Kind: NodeString, Text: word}, at + m[1], closes(p.text, at+m[1])
}

// closes reports whether the object ends right here.
func closes(text string, at int) bool {
	rest := strings.TrimLeft(text[at:], " ;\r\n\t")
	return rest != "" && strings.IndexByte("}])", rest[0]) >= 0
}

func (p *printReader) quoted(at int) (*Node, int, bool) {
	quote, from := p.text[at:at+1], at+1
	if quote == `\` {
		quote, from = `\"`, at+2
	}
	for i := from; i < len(p.text); i++ {
		if p.text[i] == '\\' && quote != `\"` {
			i++
			continue
		}
		if strings.HasPrefix(p.text[i:], quote) {
			end := i + len(quote)
			return p.scalar(p.text[from:i]), end, closes(p.text, end)
		}
	}
	return p.scalar(p.text[from:]), len(p.text), false
}

// scalar takes a value's escapes off; one that is an object itself is kept as
// the text of it, as JSON keeps it.
func (p *printReader) scalar(s string) *Node { return &Node{Kind: NodeString, Text: unslash(s)} }

func (p *printReader) nested(s string) *Node {
	if n := Object([]byte(s)); n != nil && len(n.Members) > 0 {
		return n
	}
	if p.depth < maxNested {
		in := printReader{text: s, depth: p.depth + 1, left: p.left}
		if list := in.objects(); len(list) > 0 {
			return list[0]
		}
	}
	return &Node{Kind: NodeString, Text: s}
}

// bare reads on to the next member: behind a separator any name ends the
// value, behind a space only a known one.
func (p *printReader) bare(at int) (*Node, int, bool) {
	depth := 0
	for i := at; i < len(p.text); {
		r, size := utf8.DecodeRuneInString(p.text[i:])
		switch {
		case r == '{' || r == '[' || r == '(':
			depth++
		case r == '}' || r == ']' || r == ')':
			if depth--; depth < 0 { // an NSDictionary has a semicolon behind its last value too
				return p.scalar(strings.TrimRight(unpaired(p.text[at:i]), ";")), i + size, true
			}
		case depth == 0 && strings.ContainsRune(",;&，；、|\n", r) && nextKey(p.text[i+size:], false):
			return p.scalar(unpaired(p.text[at:i])), i + size, false
		case depth == 0 && r == ' ' && nextKey(p.text[i+size:], true):
			return p.scalar(unpaired(p.text[at:i])), i + size, false
		}
		i += size
	}
	return p.scalar(unpaired(p.text[at:])), len(p.text), false
}

// unpaired trims a bare value, and takes off a quotation mark at its end that nothing
// opens: a toString of some SDK versions forgets the first one.
func unpaired(s string) string {
	s = strings.TrimSpace(s)
	for _, quote := range []string{"'", `"`} {
		if cut, ok := strings.CutSuffix(s, quote); ok && !strings.Contains(cut, quote) {
			return cut
		}
	}
	return s
}

// nextKey reports whether a member begins here, with a known name if it must.
func nextKey(text string, known bool) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	m := printedKey.FindStringSubmatchIndex(text[:min(len(text), 64)])
	if m == nil || m[0] != 0 {
		return false
	}
	_, ok := canonical(text[m[2]:m[3]])
	return ok || !known
}

// extent is the length of a bracketed text with its nested brackets, 0 if it
// does not end.
func extent(s string) int {
	depth := 0
	var quote byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"':
			quote = c
		case c == '{' || c == '[' || c == '(':
			depth++
		case c == '}' || c == ']' || c == ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

var unicodeEscape = lazyregexp.New(`\\+[uU]([0-9A-Fa-f]{4})`)

// unslash takes off backslashes, and the \Uxxxx with which an NSDictionary
// prints Chinese.
func unslash(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	s = unicodeEscape.ReplaceAllStringFunc(s, func(e string) string {
		n, err := strconv.ParseUint(e[len(e)-4:], 16, 32)
		if err != nil {
			return e
		}
		return string(rune(n))
	})
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\'`, `'`, `\n`, "\n", `\t`, "\t").Replace(s)
}
