package issuer

import (
	"strings"
	"sync"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/inspector/lazyregexp"
	"loginscope/lang"
)

// This file reads answers of Alibaba's server API that a backend logged: an
// object whose Code is one of its words, or a line that names one.

// serverWords are the failures of the server API by their word.
var serverWords = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, c := range codes.ByIssuer(codes.AlibabaAPI) {
		if c.Space == codes.AliServer && c.Kind == codes.Failure {
			out[c.Code] = true
		}
	}
	return out
})

// serverMarks are what a line must hold to name one.
func serverMarks() []string { return codes.Prefixes(codes.AliServer) }

// serverWord is a word in the spelling of the server API's codes.
var serverWord = lazyregexp.New(`\b[A-Za-z][A-Za-z]+(?:\.[A-Za-z][A-Za-z_]+)*\b`)

// schemeWords begin the server's words about the authentication scheme, which
// the gateway already answers with when the SDK is initialised.
var schemeWords = []string{"isv.VERIFY_SCHEME", "isv.PACK_SIGN", "isv.BUNDLE_ID", "isv.SCENE", "EntityNotExist.",
	"QueryFail."}

func fromServer(l *inspector.Line, word, msg string) inspector.Sighting {
	kind := inspector.StepServerQuery
	for _, w := range schemeWords {
		if strings.HasPrefix(word, w) {
			kind = inspector.StepVendors
		}
	}
	s := inspector.LineSighting(l, kind)
	s.Step.Label = inspector.LabelOf(kind)
	s.Step.Role, s.Step.From, s.Step.To, s.Step.Network = inspector.LaneAlibaba, inspector.LaneIDaaS,
		inspector.LaneAlibaba, inspector.NetDefault
	s.Code(codes.AlibabaAPI, codes.AliServer, word, msg)
	s.Fail()
	return s
}

// readServerWordLine reads a server's answer in an object or a sentence. A word
// without a point, such as InvalidParameter, is anybody's and counts only as
// the code of an object or behind a word that says "code".
func readServerWordLine(l *inspector.Line) []inspector.Sighting {
	for _, n := range append(objects(l.Text), decode.Printed(l.Text)...) {
		for _, code := range []string{n.First("Code", "code"), n.CodeText()} {
			if serverWords()[code] {
				return []inspector.Sighting{serverAnswer(l, code, n.First("Message", "message", "msg", "Msg"))}
			}
		}
	}
	if l.Pasted {
		return nil // its sentences are read by readPastedLine
	}
	for _, w := range serverWord.FindAllString(l.Text, 64) {
		if serverWords()[w] && strings.Contains(w, ".") {
			return []inspector.Sighting{serverAnswer(l, w, "")}
		}
	}
	return nil
}

func serverAnswer(l *inspector.Line, word, msg string) inspector.Sighting {
	s := fromServer(l, word, msg)
	s.FromLog = false
	deduced(&s, lang.Text{EN: "an answer of Alibaba's server API in the log", ZH: "日志中的阿里云服务端 API 响应"})
	return s
}

// teaMessage finds what Alibaba's server SDK says of a refusal without its word.
var teaMessage = lazyregexp.New(`TeaException[:：]?[^\n]*?(?:code[:：] ?\d{3}[,，] ?)([^\n]+?)(?:,? ?request ?id\b|[,，;；\n]|$)`)

// teaWords are the server's words by the Chinese message that comes for them.
var teaWords = map[string]string{"令牌无效": "isv.TOKEN_INVALID"}

// readTeaLine reads an exception of Alibaba's server SDK whose message stands for a
// word; one that names the word is read by that.
func readTeaLine(l *inspector.Line) []inspector.Sighting {
	m := teaMessage.FindStringSubmatch(l.Text)
	if m == nil {
		return nil
	}
	msg := strings.TrimSpace(m[1])
	word, ok := teaWords[msg]
	if !ok {
		return nil
	}
	return []inspector.Sighting{serverAnswer(l, word, msg)}
}
