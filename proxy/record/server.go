package record

import (
	"net/http"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/upstream"
)

// Connected notes the connection to the server that carries the request; up and
// h2 are nil where they are not known.
func (r *Exchange) Connected(up *upstream.Conn, h2 *upstream.HTTP2Conn, reused bool) {
	now := time.Now()
	r.Update(func(x *exchange.Exchange) {
		r.up, r.upH2 = up, h2
		x.Timing.Connected, x.Timing.Reused = now, reused
		if up != nil {
			x.Server = up.Peer
		}
	})
}

// Server returns the connection to the server, nil if it is not known.
func (r *Exchange) Server() *upstream.Conn {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.up
}

// SentHeader returns the header of a response as the server sent it; false if
// that is not known for sure. It is to be called within Update.
func (r *Exchange) SentHeader(resp *http.Response) (exchange.Header, bool) {
	if r.up != nil && resp.ProtoMajor == 1 {
		if block, ok := r.up.HeaderBlock(); ok {
			return block.Fields(), true
		}
	}
	if r.upH2 != nil && resp.ProtoMajor == 2 {
		return r.upH2.Seen.FieldsOf(resp)
	}
	return nil, false
}

// Blame corrects a failure by what is known beside its error: the phone's own
// bad body comes first, and an answer that broke off in its header block is
// distinguished from none.
func (r *Exchange) Blame(f *exchange.Failure) *exchange.Failure {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.fail != nil:
		return r.fail
	case r.up == nil:
	case (f.Cause == exchange.FailReset || f.Cause == exchange.FailProtocol) && r.up.EndedInHeader():
		f.Cause = exchange.FailHeader
	case f.Cause == exchange.FailStatus && !r.up.SpeaksHTTP():
		f.Cause = exchange.FailProtocol
	}
	return f
}

// ResponseHeader is the response's header if it is as it was sent, else nil.
func (r *Exchange) ResponseHeader() exchange.Header {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.x.Response == nil || !r.x.Response.HeaderAsSent {
		return nil
	}
	return r.x.Response.Header
}

// BodyAtHand reports whether the beginning of the response's body is known to
// have come with its head.
func (r *Exchange) BodyAtHand() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.up != nil && r.x.Response != nil && r.x.Response.HeaderAsSent && r.up.BodyAtHand()
}
