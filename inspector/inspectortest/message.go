package inspectortest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/simplifiedchinese"

	"loginscope/proxy/exchange"
)

// exchange reads a request and, after a line of "---", a response:
//
//	METHOD URL
//	Name: value
//
//	body
//	---
//	STATUS
//	Name: value
//
//	body
func (p *parser) exchange(at time.Time, data string, opts map[string]string) error {
	req, resp, answered := strings.Cut(data, "\n---\n")
	start, header, body := message(req)
	method, target, _ := strings.Cut(start, " ")
	u, err := url.Parse(target)
	if err != nil || u.Host == "" {
		return fmt.Errorf("read address %q: want an absolute URL", target)
	}
	p.id++
	x := exchange.Exchange{
		ID: p.id, Origin: exchange.Captured, Device: opts["from"], Scheme: u.Scheme, Host: u.Hostname(),
		Path: u.RequestURI(), Done: true, Timing: exchange.Timing{Start: at, End: at.Add(100 * time.Millisecond)},
		Request: exchange.Request{Method: method, Proto: "HTTP/1.1", Header: header, Body: whole([]byte(body))},
	}
	if strings.HasSuffix(target, "?") && !strings.Contains(x.Path, "?") {
		x.Path += "?"
	}
	if _, wide := opts["wide"]; wide {
		x.Client.TLS = &exchange.TLS{SNI: x.Host, WideDates: true}
	}
	x.Port, _ = strconv.Atoi(u.Port())
	if d := opts["took"]; d != "" {
		duration, err := time.ParseDuration(d)
		if err != nil {
			return fmt.Errorf("read duration %q: %w", d, err)
		}
		x.Timing.End = at.Add(duration)
	}
	if f := opts["fail"]; f != "" {
		x.Failure = &exchange.Failure{Cause: exchange.FailureCause(f)}
	}
	if _, open := opts["open"]; open {
		x.Done, x.Timing.End = false, time.Time{}
		p.add(exchange.Started{Exchange: x})
		return nil
	}
	if answered {
		if x.Response, err = response(resp, opts); err != nil {
			return err
		}
	}
	if _, both := opts["started"]; both {
		head := x
		head.Response, head.Failure, head.Done, head.Timing.End = nil, nil, false, time.Time{}
		p.add(exchange.Started{Exchange: head})
	}
	p.add(exchange.Finished{Exchange: x})
	return nil
}

func response(text string, opts map[string]string) (*exchange.Response, error) {
	start, header, body := message(text)
	status, err := strconv.Atoi(strings.Fields(start + " 0")[0])
	if err != nil {
		return nil, fmt.Errorf("read status %q: %w", start, err)
	}
	raw, err := encode([]byte(body), opts["body"], &header)
	if err != nil {
		return nil, err
	}
	b := whole(raw)
	if cut := opts["cut"]; cut != "" {
		n, err := strconv.Atoi(cut)
		if err != nil || n > len(raw) {
			return nil, fmt.Errorf("cut the body at %q: want a length within it", cut)
		}
		b.Head, b.Complete = raw[:n], false
	}
	return &exchange.Response{Status: status, Proto: "HTTP/1.1", Header: header, Body: b}, nil
}

// encode turns a body written as UTF-8 into what the option names.
func encode(body []byte, as string, h *exchange.Header) ([]byte, error) {
	var b bytes.Buffer
	switch as {
	case "":
		return body, nil
	case "gbk":
		return simplifiedchinese.GBK.NewEncoder().Bytes(body)
	case "gzip":
		w := gzip.NewWriter(&b)
		_, _ = w.Write(body)
		_ = w.Close()
	case "br":
		w := brotli.NewWriter(&b)
		_, _ = w.Write(body)
		_ = w.Close()
	case "zstd":
		w, err := zstd.NewWriter(&b)
		if err != nil {
			return nil, err
		}
		_, _ = w.Write(body)
		_ = w.Close()
	default:
		return nil, fmt.Errorf("unknown body coding %q", as)
	}
	*h = append(*h, exchange.Field{Name: "Content-Encoding", Value: as})
	return b.Bytes(), nil
}

func message(text string) (start string, header exchange.Header, body string) {
	head, body, _ := strings.Cut(text, "\n\n")
	start, rest, _ := strings.Cut(strings.TrimRight(head, "\n"), "\n")
	for line := range strings.SplitSeq(rest, "\n") {
		if name, value, ok := strings.Cut(line, ":"); ok {
			header = append(header, exchange.Field{Name: name, Value: strings.TrimSpace(value)})
		}
	}
	return start, header, strings.TrimRight(body, "\n")
}

func whole(raw []byte) exchange.Body {
	return exchange.Body{Size: int64(len(raw)), Head: raw, Complete: true}
}
