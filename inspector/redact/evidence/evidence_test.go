package evidence_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"strings"
	"testing"

	"loginscope/inspector/redact"
	"loginscope/inspector/redact/evidence"
	"loginscope/proxy/exchange"
)

const (
	phone  = "13812345678"
	secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
)

func packed(t *testing.T, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func body(b []byte) exchange.Body {
	return exchange.Body{Head: b, Size: int64(len(b)), Complete: true}
}

// TestNoEventCarriesAValue plants a number and a secret in every text of every event.
func TestNoEventCarriesAValue(t *testing.T) {
	dirty := `{"mobile":"` + phone + `","x":"` + secret + `"}`
	x := exchange.Exchange{
		ID: 7, Host: phone + ".example.com", Path: "/u/" + secret + "?mobile=" + phone, Done: true,
		Request: exchange.Request{
			Header: exchange.Header{{Name: "X-Who", Value: phone}, {Name: "Content-Encoding", Value: "gzip"}},
			Body:   body(packed(t, dirty)),
		},
		Response: &exchange.Response{
			Status: 200, Reason: secret, Header: exchange.Header{{Name: "Set-Cookie", Value: "a=" + secret}},
			Trailer: exchange.Header{{Name: "T", Value: secret}}, Body: body([]byte(dirty)),
		},
		Failure: &exchange.Failure{Cause: exchange.FailReset, Detail: "of " + phone},
	}
	binary := x
	binary.Response = &exchange.Response{Body: body([]byte("\x00\x01" + secret))}
	binary.Request.Header, binary.Request.Body = nil, exchange.Body{
		Head: []byte(dirty), Size: 1 << 20, Spooled: 1<<20 - int64(len(dirty)), Complete: true,
	}
	var known redact.Known
	known.Add(redact.Token, secret)
	m := evidence.Masker{Texts: redact.Masker{Known: &known}}
	passed := 0
	for _, e := range []exchange.Event{
		exchange.Started{Exchange: x}, exchange.Progress{Exchange: x}, exchange.Finished{Exchange: x},
		exchange.Finished{Exchange: binary},
		exchange.BodyChunk{ID: 7, Data: []byte(dirty)},
		exchange.Frame{ID: 7, Opcode: 1, Data: []byte(dirty)}, exchange.Frame{ID: 7, Opcode: 2, Data: []byte(dirty)},
		exchange.Frame{ID: 7, Opcode: 1, Part: true, Data: []byte(dirty)},
		exchange.Tunnelled{Target: phone + ".example.com:443", SNI: secret, Failure: x.Failure},
		exchange.TLSRefused{Target: secret, Detail: phone, Hello: exchange.TLS{SNI: secret}},
		exchange.Blocked{Target: secret, Detail: phone},
		exchange.LogLine{Text: dirty, Original: dirty, Source: secret + ".log"},
	} {
		masked, ok := m.Event(e)
		if !ok {
			continue
		}
		passed++
		raw, err := json.Marshal(masked)
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw) + texts(masked)
		if strings.Contains(text, phone) || strings.Contains(text, secret) {
			t.Errorf("%T holds a value: %s", masked, text)
		}
		again, _ := m.Event(masked)
		twice, err := json.Marshal(again)
		if err != nil || string(twice) != string(raw) {
			t.Errorf("%T masked twice: %s, once %s, %v", masked, twice, raw, err)
		}
	}
	if passed != 11 {
		t.Errorf("%d events passed", passed)
	}
	if x.Response.Reason != secret || !strings.Contains(x.Path, phone) {
		t.Error("the evidence itself was changed")
	}
}

// texts are the bodies and messages of an event, which JSON has in base64.
func texts(e exchange.Event) string {
	switch e := e.(type) {
	case exchange.Finished:
		s := string(e.Exchange.Request.Body.Head)
		if r := e.Exchange.Response; r != nil {
			s += string(r.Body.Head)
		}
		return s
	case exchange.Frame:
		return string(e.Data)
	}
	return ""
}

// TestBodiesStayReadable: what is whole stays whole, what is not says so.
func TestBodiesStayReadable(t *testing.T) {
	h := exchange.Header{{Name: "Content-Encoding", Value: "gzip"}, {Name: "Content-Type", Value: "application/json"}}
	sent := body(packed(t, `{"code":"600000","mobile":"`+phone+`"}`))
	in := exchange.Exchange{Request: exchange.Request{Header: h, Body: sent}}
	e, _ := evidence.Masker{}.Event(exchange.Finished{Exchange: in})
	b := e.(exchange.Finished).Exchange.Request.Body
	if string(b.Head) != `{"code":"600000","mobile":"138****5678"}` || b.Size != int64(len(b.Head)) || !b.Decoded {
		t.Errorf("%+v: %s", b, b.Head)
	}
	in.Request.Header = nil
	in.Request.Body = exchange.Body{Head: []byte("a=1"), Size: 9, Spooled: 6, Complete: true}
	e, _ = evidence.Masker{}.Event(exchange.Finished{Exchange: in})
	if b = e.(exchange.Finished).Exchange.Request.Body; b.Kept() != 3 || b.Size <= 3 {
		t.Errorf("a body without its end: %+v", b)
	}
}
