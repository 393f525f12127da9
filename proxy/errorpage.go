package proxy

import (
	"bytes"
	"html/template"
	"io"
	"net/http"
	"strconv"
	"strings"

	"loginscope/proxy/exchange"
)

// text is a sentence in both languages.
type text struct{ en, zh string }

// outcome is how a failed exchange is answered. The error tokens are those of
// the Proxy-Status field (RFC 9209, section 2.3).
type outcome struct {
	status int
	token  string
	what   text
}

var outcomes = map[exchange.FailureCause]outcome{
	exchange.FailDNS: {502, "dns_error", text{
		"The server's name could not be resolved from this computer.",
		"本机无法解析该服务器的域名。",
	}},
	exchange.FailRefused: {502, "connection_refused", text{"The server refused the connection.", "服务器拒绝了连接。"}},
	exchange.FailUnreachable: {502, "destination_ip_unroutable", text{
		"There is no route from this computer to the server.",
		"本机没有到该服务器的路由。",
	}},
	exchange.FailTimeout: {504, "connection_timeout", text{"The server did not answer in time.", "服务器未在规定时间内响应。"}},
	exchange.FailReset: {502, "connection_terminated", text{
		"The server closed the connection before it answered.",
		"服务器在响应之前断开了连接。",
	}},
	exchange.FailTLS: {502, "tls_protocol_error", text{
		"The TLS handshake with the server failed.",
		"与服务器的 TLS 握手失败。",
	}},
	exchange.FailCertificate: {502, "tls_certificate_error", text{
		"The server's certificate was not accepted. For a test server, switch verification off for this host in " +
			"Loginscope.",
		"服务器证书未通过校验。如为测试服务器，可在 Loginscope 中对该域名关闭证书校验。",
	}},
	exchange.FailProtocol: {502, "http_protocol_error", text{
		"The server's answer is not valid HTTP.",
		"服务器返回的不是合法的 HTTP 响应。",
	}},
	exchange.FailStatus: {502, "http_protocol_error", text{
		"The server's answer has a status that is not an HTTP status.",
		"服务器响应的状态码不是合法的 HTTP 状态码。",
	}},
	exchange.FailSwitch: {502, "http_upgrade_failed", text{
		"The server switched to another protocol, which the request had not asked for.",
		"请求并未要求切换协议，服务器却切换了协议。",
	}},
	exchange.FailLengths: {502, "http_protocol_error", text{
		"The server's answer names two different lengths for its body.",
		"服务器响应给出了两个不同的正文长度。",
	}},
	exchange.FailHeader: {502, "http_response_incomplete", text{
		"The server closed the connection in the middle of its header block.",
		"服务器在响应头尚未发完时断开了连接。",
	}},
	exchange.FailRequestBody: {400, "http_request_error", text{
		"The body of the request is not valid HTTP, such as a bad chunk.",
		"请求正文不符合 HTTP 规范，例如分块格式错误。",
	}},
	exchange.FailInternal: {502, "proxy_internal_error", text{
		"Loginscope itself failed on this request.",
		"Loginscope 处理该请求时自身出错。",
	}},
	exchange.FailMalformed: {400, "http_request_error", text{
		"The request is not a valid proxy request.",
		"该请求不是合法的代理请求。",
	}},
	exchange.FailBlocked: {403, "destination_ip_prohibited", text{
		"This destination is not allowed: the computer's own loopback and link-local addresses are closed to the " +
			"proxy unless allowed by name. So are names that this computer cannot resolve, if the upstream proxy " +
			"runs on it.",
		"不允许访问该目标：除非按名称放行，代理不会转发到本机回环地址和链路本地地址；若上游代理运行在本机，本机无法解析的域名也不会转发。",
	}},
	exchange.FailShutdown:     {503, "proxy_internal_response", text{"Capture was stopped.", "抓包已停止。"}},
	exchange.FailUnclassified: {502, "proxy_internal_error", text{"The request could not be forwarded.", "请求转发失败。"}},
}

func outcomeOf(f *exchange.Failure) outcome {
	if o, ok := outcomes[f.Cause]; ok {
		return o
	}
	return outcomes[exchange.FailUnclassified]
}

// wantsChinese reads the first language of Accept-Language.
func wantsChinese(r *http.Request) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(r.Header.Get("Accept-Language"))), "zh")
}

func (t text) in(chinese bool) string {
	if chinese {
		return t.zh
	}
	return t.en
}

var pageTemplate = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="{{.Lang}}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{.Title}}</title>
<body style="font:16px/1.6 system-ui,sans-serif;margin:2rem auto;max-width:38rem;padding:0 1rem;color-scheme:light dark">
<h1 style="font-size:1.25rem">{{.Title}}</h1><p>{{.What}}</p>{{with .Detail}}<p><code>{{.}}</code></p>{{end}}</body></html>
`))

type page struct{ Lang, Title, What, Detail string }

// render makes an HTML page for browsers and plain text for everything else.
func (pg page) render(r *http.Request) (contentType string, body []byte) {
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		return "text/plain; charset=utf-8", []byte(strings.Trim(pg.Title+"\n"+pg.What+"\n"+pg.Detail, "\n") + "\n")
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, pg); err != nil {
		return "text/plain; charset=utf-8", []byte(pg.What)
	}
	return "text/html; charset=utf-8", b.Bytes()
}

func failurePage(r *http.Request, f *exchange.Failure) page {
	zh := wantsChinese(r)
	pg := page{Lang: "en", Title: "Loginscope: request not completed", What: outcomeOf(f).what.in(zh), Detail: f.Detail}
	if zh {
		pg.Lang, pg.Title = "zh-CN", "Loginscope：请求未完成"
	}
	return pg
}

func proxyStatus(f *exchange.Failure) string { return "loginscope; error=" + outcomeOf(f).token }

// pageResponse is the answer to a request that failed upstream.
func pageResponse(r *http.Request, f *exchange.Failure) *http.Response {
	contentType, body := failurePage(r, f).render(r)
	status := outcomeOf(f).status
	resp := &http.Response{
		StatusCode: status, Status: strconv.Itoa(status) + " " + http.StatusText(status),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{
			"Content-Type":   {contentType},
			"Content-Length": {strconv.Itoa(len(body))},
			"Cache-Control":  {"no-store"},
			"Proxy-Status":   {proxyStatus(f)},
		},
		ContentLength: int64(len(body)),
		Body:          io.NopCloser(bytes.NewReader(body)),
	}
	return resp
}

// writePage answers a request without going upstream.
func writePage(w http.ResponseWriter, r *http.Request, status int, f *exchange.Failure) {
	contentType, body := failurePage(r, f).render(r)
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Proxy-Status", proxyStatus(f))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

func builtinPortal(w http.ResponseWriter, r *http.Request) {
	zh := wantsChinese(r)
	pg := page{
		Lang:  "en",
		Title: "Loginscope",
		What: "This is a debugging proxy. Set it as the HTTP proxy of a test phone's Wi-Fi network; it answers no " +
			"other requests.",
	}
	if zh {
		pg.Lang, pg.What = "zh-CN", "这是一个调试代理。请把它设为测试手机 Wi-Fi 网络的 HTTP 代理；其他请求不予响应。"
	}
	serveBuiltin(w, r, http.StatusOK, pg)
}

func builtinRefusal(w http.ResponseWriter, r *http.Request) {
	zh := wantsChinese(r)
	pg := page{
		Lang:  "en",
		Title: "Loginscope: device not allowed",
		What:  "This device may not use the proxy yet. Allow it in Loginscope, then load this page again.",
	}
	if zh {
		pg.Lang, pg.Title, pg.What = "zh-CN", "Loginscope：设备未放行", "该设备尚未获准使用此代理。请先在 Loginscope 中放行，然后刷新本页。"
	}
	serveBuiltin(w, r, http.StatusForbidden, pg)
}

func serveBuiltin(w http.ResponseWriter, r *http.Request, status int, pg page) {
	contentType, body := pg.render(r)
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
