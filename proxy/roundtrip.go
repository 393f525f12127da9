package proxy

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"time"

	"github.com/elazarl/goproxy"

	"loginscope/proxy/exchange"
	"loginscope/proxy/record"
	"loginscope/proxy/upstream"
)

// roundTrip is goproxy's RoundTripper: it sends the request and keeps what
// passes. It answers a failed request with a page and never returns an error,
// for which goproxy would write one of its own.
func (p *Proxy) roundTrip(r *http.Request, _ *goproxy.ProxyCtx) (*http.Response, error) {
	rec := tripOf(r.Context()).rec
	resp, fail := p.send(r, rec, p.up.Transport(r.ProtoMajor))
	if fail == nil {
		if fail = unsendable(resp); fail != nil {
			resp.Body.Close()
		}
	}
	if fail != nil {
		rec.Replace(fail)
		return pageResponse(r, fail), nil
	}
	p.keepResponse(resp, rec)
	tripOf(r.Context()).out.atHand = rec.BodyAtHand()
	return resp, nil
}

// send performs the request. On success the response's header block is in rec and
// its body is untouched.
func (p *Proxy) send(r *http.Request, rec *record.Exchange, tr http.RoundTripper) (*http.Response, *exchange.Failure) {
	out := tripOf(r.Context()).out
	if r.Body == nil || r.Body == http.NoBody {
		rec.SideDone(exchange.RequestSide, true, nil)
	} else {
		keepRequestBody(r, rec)
	}
	watch := &tripWatch{rec: rec, out: out}
	resp, err := tr.RoundTrip(r.WithContext(httptrace.WithClientTrace(r.Context(), watch.trace())))
	out.tripOver()
	if err != nil {
		fail := p.failureOf(r.Context(), err)
		var step *upstream.StepError
		if errors.As(err, &step) && step.Peer != nil {
			rec.Update(func(x *exchange.Exchange) { x.Server = *step.Peer })
		}
		return nil, rec.Blame(fail)
	}
	watch.noteResponse(resp)
	return resp, nil
}

func keepRequestBody(r *http.Request, rec *record.Exchange) {
	r.Body = &record.Body{ReadCloser: r.Body, Rec: rec, Side: exchange.RequestSide, Ended: func(err error) {
		if err == io.EOF {
			trailer := headerOf(r.Trailer, r.ProtoMajor >= 2, "")
			rec.Update(func(x *exchange.Exchange) { x.Request.Trailer = trailer })
		}
		rec.SideDone(exchange.RequestSide, err == io.EOF, requestBodyFailure(r.ProtoMajor, err))
	}}
}

// requestBodyFailure is the failure of a request whose body is not valid HTTP,
// and nil for one that ended or whose client went.
func requestBodyFailure(proto int, err error) *exchange.Failure {
	var broken net.Error
	switch {
	case err == nil || err == io.EOF || errors.As(err, &broken) || upstream.IsReset(err),
		errors.Is(err, net.ErrClosed), errors.Is(err, http.ErrBodyReadAfterClose):
		return nil
	case proto >= 2 && !strings.Contains(err.Error(), "PROTOCOL_ERROR"):
		return nil // a stream that was cancelled
	}
	return &exchange.Failure{Cause: exchange.FailRequestBody, Detail: withoutQuery(err.Error())}
}

// unsendable is the failure of an answer that is no HTTP answer to this request
// although net/http reads it.
func unsendable(resp *http.Response) *exchange.Failure {
	switch {
	case resp.StatusCode == http.StatusSwitchingProtocols:
		return &exchange.Failure{Cause: exchange.FailSwitch, Detail: "101 to a request without Upgrade"}
	case resp.StatusCode < 100:
		return &exchange.Failure{Cause: exchange.FailStatus, Detail: "status " + clip(resp.Status)}
	}
	return nil
}

// keepResponse makes the exchange follow the response's body to its end.
func (p *Proxy) keepResponse(resp *http.Response, rec *record.Exchange) {
	sent := rec.ResponseHeader()
	cleanResponse(resp.Header)
	if len(resp.Trailer) > 0 && resp.Request.ProtoMajor == 1 {
		// HTTP/2 may have both; HTTP/1 has trailers in chunked bodies alone.
		delete(resp.Header, "Content-Length")
	}
	if sent != nil && resp.Request.ProtoMajor == 1 && resp.ProtoMajor == 1 {
		restoreCase(resp.Header, sent)
	}
	if resp.Body == http.NoBody {
		rec.SideDone(exchange.ResponseSide, true, nil)
		return
	}
	ctx := resp.Request.Context()
	resp.Body = &record.Body{ReadCloser: resp.Body, Rec: rec, Side: exchange.ResponseSide, Ended: func(err error) {
		switch err {
		case io.EOF:
			trailer := headerOf(resp.Trailer, resp.ProtoMajor >= 2, "")
			rec.Update(func(x *exchange.Exchange) { x.Response.Trailer = trailer })
			rec.SideDone(exchange.ResponseSide, true, nil)
		case nil: // forward knows why
		default:
			rec.SideDone(exchange.ResponseSide, false, p.bodyFailure(ctx, err))
		}
	}}
}

// trip is what a request's context carries to its round trip.
type trip struct {
	rec *record.Exchange
	out *responder
}

type tripKey struct{}

func withTrip(ctx context.Context, t *trip) context.Context {
	return context.WithValue(ctx, tripKey{}, t)
}

func tripOf(ctx context.Context) *trip {
	t, _ := ctx.Value(tripKey{}).(*trip)
	return t
}

// tripWatch notes the instants of one round trip and the connection it took.
// Its methods run on the transport's goroutines, before RoundTrip returns or,
// after an error, at any time; the lock of rec orders them.
type tripWatch struct {
	rec *record.Exchange
	out *responder
}

func (t *tripWatch) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn:              t.gotConn,
		WroteRequest:         t.wroteRequest,
		GotFirstResponseByte: t.firstByte,
		Got1xxResponse:       t.informational,
	}
}

func (t *tripWatch) gotConn(info httptrace.GotConnInfo) {
	var up *upstream.Conn
	var h2 *upstream.HTTP2Conn
	switch c := info.Conn.(type) {
	case *upstream.Conn:
		up = c
		up.Arm()
	case *upstream.HTTP2Conn:
		up, h2 = c.Raw, c
	case *tls.Conn:
		up, _ = c.NetConn().(*upstream.Conn)
	}
	t.rec.Connected(up, h2, info.Reused)
}

func (t *tripWatch) wroteRequest(info httptrace.WroteRequestInfo) {
	if info.Err == nil {
		now := time.Now()
		t.rec.Update(func(x *exchange.Exchange) { x.Timing.Sent = now })
	}
}

func (t *tripWatch) firstByte() {
	now := time.Now()
	t.rec.Update(func(x *exchange.Exchange) { x.Timing.FirstByte = now })
}

func (t *tripWatch) informational(code int, header textproto.MIMEHeader) error {
	if code != http.StatusContinue && code != http.StatusSwitchingProtocols {
		t.out.informational(code, http.Header(header))
	}
	return nil
}

// noteResponse puts the response's header block into rec.
func (t *tripWatch) noteResponse(resp *http.Response) {
	t.rec.Update(func(x *exchange.Exchange) {
		out := &exchange.Response{Status: resp.StatusCode, Reason: reasonOf(resp.Status), Proto: resp.Proto}
		out.Header, out.HeaderAsSent = t.rec.SentHeader(resp)
		if !out.HeaderAsSent {
			out.Header = headerOf(resp.Header, resp.ProtoMajor >= 2, "")
		}
		x.Response = out
	})
}

// reasonOf is the reason phrase of a status such as "404 Not Found".
func reasonOf(status string) string {
	_, reason, _ := strings.Cut(status, " ")
	return reason
}
