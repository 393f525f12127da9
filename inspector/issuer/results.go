package issuer

import (
	"cmp"
	"html"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/inspector/lazyregexp"
)

// This file reads result objects, whoever printed them and however.

// objects returns the JSON objects in a line; a line whose quotes were escaped
// once more, as in a printed string or a web page, is read all the same.
func objects(text string) []*decode.Node {
	out := jsonObjects(text)
	if len(out) == 0 && strings.Contains(text, `\"`) {
		out = jsonObjects(strings.NewReplacer(`\\\"`, `\"`, `\"`, `"`).Replace(text))
	}
	for layer := 0; len(out) == 0 && layer < maxEscaped && htmlQuote.MatchString(text); layer++ {
		text = html.UnescapeString(text)
		out = jsonObjects(text)
	}
	return out
}

// maxEscaped limits how often a text may have been escaped for a web page.
const maxEscaped = 3

// htmlQuote finds a quotation mark as a web page writes it.
var htmlQuote = lazyregexp.New(`&(?:amp;)*(?:quot|#34|#x22);`)

func jsonObjects(text string) []*decode.Node {
	var out []*decode.Node
	for _, o := range decode.FindObjects(text) {
		if n := decode.Object([]byte(o)); n != nil && len(n.Members) > 0 {
			out = append(out, n)
		}
	}
	return out
}

// results returns the objects of a line, JSON or in a framework's print. In
// what a person wrote a single member is prose, whose sentence is read instead.
func results(l *inspector.Line) []*decode.Node {
	if out := objects(l.Text); len(out) > 0 && anyCode(out) {
		return out
	}
	var out []*decode.Node
	for _, n := range decode.Printed(l.Text) {
		if !l.Pasted || len(n.Members) > 1 {
			out = append(out, n)
		}
	}
	return out
}

func anyCode(list []*decode.Node) bool {
	for _, n := range list {
		if n.CodeText() != "" {
			return true
		}
	}
	return false
}

func readTokenRetLine(l *inspector.Line) []inspector.Sighting {
	var out []inspector.Sighting
	for _, n := range results(l) {
		t, ok := decode.TokenRetOf(n)
		if !ok {
			continue
		}
		s := tokenRet(inspector.LineSighting(l), t)
		inEnvCall(&s, l.Text)
		if l.Tag == "chromium" {
			s.Signal(inspector.SignalWeb, "console of a web view")
		}
		eventFailed(&s, l.Text, t.Code)
		out = append(out, s)
	}
	return out
}

// wrappedMarks are the names under which others keep a code.
var wrappedMarks = []string{`code"`, "{code", "(code", "errCode", "errorCode", "innerCode", "subCode", "carrierCode",
	"retCode", "错误码", "返回码"}

// readWrappedCodeLine reads a carrier's code in an object of somebody else:
// the server's, a plug-in's, another maker's. Law: a code under a name that
// everybody uses counts only where the words beside it are that row's own.
func readWrappedCodeLine(l *inspector.Line) []inspector.Sighting {
	for _, n := range results(l) {
		for _, code := range []string{n.InnerCodeText(), n.CodeText()} {
			at, ok := rowByMessage(code, n)
			if !ok {
				at, ok = lone(code, n.MessageText(), l.Text)
			}
			if ok {
				return []inspector.Sighting{carrierSighting(l, at.Space.Issuer(),
					&decode.CarrierResult{Code: code, Message: cmp.Or(messageOf(n, code), n.MessageText())})}
			}
		}
	}
	return nil
}

// rowByMessage finds the one carrier's row that has the code and one of the object's texts.
func rowByMessage(code string, n *decode.Node) (codes.Match, bool) {
	msg := messageOf(n, code)
	if code == "" || msg == "" {
		return codes.Match{}, false
	}
	r := codes.Lookup(codes.Query{Code: code, Message: msg})
	if !r.Known() || !r.Candidates[0].Exact || carrierIssuer(r.Candidates[0].Space) == "" {
		return codes.Match{}, false
	}
	return r.Candidates[0], true
}

// aboutLogin are words that only a text about signing in by number has.
var aboutLogin = lazyregexp.New(`(?i)login|log in|sign[- ]?in|登录|登陆|取号|号码认证|本机号码|授权页|getToken|换手机号|认证页|运营商`)

// byNumber are words of a login by number; other products sign in as well.
var byNumber = lazyregexp.Made(func() string {
	words := `(?i)one-?click|one-?key|onepass|quick-?login|number.?auth|verif|pre-?login|get_?login|一键登[录陆]|取号` +
		`|号码认证|本机号码|免密|授权页|认证页|运营商|getToken`
	for _, c := range codes.Carriers() {
		words += "|" + c.Said
	}
	return words
})

// lone finds the only carrier's row of a code of five digits or more, in a line
// about a login. An object that has words for its code has that row's words, or
// the line says that it is about a login by number.
func lone(code, message, line string) (codes.Match, bool) {
	if len(strings.TrimPrefix(code, "-")) < 5 || !aboutLogin.MatchString(line) ||
		message != "" && !byNumber.MatchString(line) {
		return codes.Match{}, false
	}
	carrier := decode.CarrierNamed(line)
	r := codes.Lookup(codes.Query{Code: code, Issuer: carrier})
	if carrier == "" && anothers(line) {
		return codes.Match{}, false
	}
	if !r.Known() || r.Candidates[0].Kind != codes.Failure || carrierIssuer(r.Candidates[0].Space) == "" {
		return codes.Match{}, false
	}
	return r.Candidates[0], true
}

// messageOf is the object's text that is a wording of the code, "" if none is.
func messageOf(n *decode.Node, code string) string {
	for _, name := range []string{"msg", "message", "errMsg", "errorMsg", "resultMsg", "desc", "resultDesc",
		"error_description"} {
		msg := n.Str(name)
		if msg == "" {
			continue
		}
		if r := codes.Lookup(codes.Query{Code: code, Message: msg}); r.Known() && r.Candidates[0].Exact {
			return msg
		}
	}
	return ""
}

func carrierIssuer(s codes.Space) codes.Issuer {
	if i := s.Issuer(); i.IsCarrier() {
		return i
	}
	return ""
}
