// Package issuer holds what is known of each issuer's traffic: one Profile a
// file says by which hosts and paths it is recognised, which call is which
// step, and how its messages are read; the *_log.go files do the same for the
// lines that the issuer's SDK prints. Shapes are read by package decode, codes
// are explained by package codes.
package issuer

import (
	"fmt"
	"strings"

	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// request makes the request body readable.
func request(x *exchange.Exchange) decode.Content {
	return decode.Body(x.Request.Header, x.Request.Body)
}

// requestForm reads the request's parameters: the query and, if it is a form,
// the body.
func requestForm(r *inspector.Reading) decode.Form {
	form := decode.Query(r.X.Path)
	body := request(r.X)
	r.Note(body.Trouble)
	if len(body.Text) > 0 && body.Text[0] != '{' {
		form = append(form, decode.ParseForm(string(body.Text))...)
	}
	return form
}

// requestObject reads the request's JSON body, nil if it is none.
func requestObject(r *inspector.Reading) *decode.Node {
	body := request(r.X)
	r.Note(body.Trouble)
	n := decode.Unwrap(string(body.Text))
	if n != nil {
		for _, d := range n.Duplicates() {
			r.Note(lang.Text{
				EN: fmt.Sprintf("The name %q stands twice in the request; parsers disagree on which one counts.", d),
				ZH: fmt.Sprintf("请求中字段 %q 出现两次，不同解析器取值不同。", d),
			})
		}
	}
	return n
}

// answer reads the response as JSON. It returns nil and marks the step as
// failed where there is no usable answer, and leaves a running one alone.
func answer(r *inspector.Reading) *decode.Node {
	resp := r.X.Response
	if resp == nil {
		return nil
	}
	r.Field("http status", fmt.Sprint(resp.Status), inspector.Public, "response.status")
	body := decode.Body(resp.Header, resp.Body)
	r.Note(body.Trouble)
	if len(body.Codings) > 0 {
		r.Field("content coding", strings.Join(body.Codings, ", "), inspector.Public, "response.header")
	}
	if body.Charset != "utf-8" && body.Charset != "" {
		r.Field("charset", body.Charset, inspector.Public, "response.body")
	}
	n := decode.Unwrap(string(body.Text))
	if n == nil || n.Kind != decode.NodeObject {
		if r.X.Failure == nil && r.X.Done {
			r.Trouble(unreadable(resp))
		}
		return nil
	}
	for _, d := range n.Duplicates() {
		r.Note(lang.Text{
			EN: fmt.Sprintf("The answer contains the name %q more than once; the last value counts.", d),
			ZH: fmt.Sprintf("响应中字段 %q 重复出现，以最后一个为准。", d),
		})
	}
	return n
}

// unreadable is the trouble of an answer that is no JSON object: a page of a
// gateway or of a network's login portal if it says anything at all.
func unreadable(resp *exchange.Response) inspector.Trouble {
	if resp.Body.Size == 0 {
		return badAnswer(resp.Status)
	}
	return inspector.TroubleBroken
}

func badAnswer(status int) inspector.Trouble {
	if status >= 400 {
		return inspector.TroubleStatus
	}
	return inspector.TroubleBroken
}

// ok reports whether the exchange has a 2xx response and no failure.
func ok(x *exchange.Exchange) bool {
	return x.Failure == nil && x.Response != nil && x.Response.Status/100 == 2
}

// sealed lists the encrypted members of an object or form by name and size.
func sealed(r *inspector.Reading, path string, name, value string) {
	if value == "" {
		return
	}
	s := decode.Seal(name, value)
	r.NoteField(name, fmt.Sprintf("%s, %d characters", s.Form, s.Size), inspector.Public, path+"."+name,
		decode.SealedNote)
}

// known is a field to copy from a message, with how to mask it.
type known struct {
	name string
	sens inspector.Sensitivity
	note lang.Text
}

// copyForm copies known fields of a form; encrypted ones by size alone.
func copyForm(r *inspector.Reading, f decode.Form, list []known) {
	for _, k := range list {
		v := f.Get(k.name)
		if decode.SealedNames[k.name] {
			sealed(r, "request", k.name, v)
			continue
		}
		r.NoteField(k.name, v, k.sens, "request."+k.name, k.note)
	}
}

// copyObject copies known scalars of an object; encrypted ones by size alone.
func copyObject(r *inspector.Reading, n *decode.Node, path string, list []known) {
	for _, k := range list {
		v := n.Str(k.name)
		if decode.SealedNames[k.name] {
			sealed(r, path, k.name, v)
			continue
		}
		r.NoteField(k.name, v, k.sens, path+"."+k.name, k.note)
	}
}
