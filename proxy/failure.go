package proxy

import (
	"context"
	"errors"
	"io"
	"net"

	"loginscope/proxy/exchange"
	"loginscope/proxy/upstream"
)

// failureOf classifies why a request has no response.
func (p *Proxy) failureOf(ctx context.Context, err error) *exchange.Failure {
	f := &exchange.Failure{Cause: upstream.Cause(err), Detail: withoutQuery(err.Error())}
	switch {
	case p.ctx.Err() != nil:
		f.Cause = exchange.FailShutdown
	case ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, net.ErrClosed)):
		f.Cause = exchange.FailClientAbort
	}
	return f
}

// bodyFailure classifies why a response's body ended early.
func (p *Proxy) bodyFailure(ctx context.Context, err error) *exchange.Failure {
	f := p.failureOf(ctx, err)
	switch {
	case f.Cause == exchange.FailReset && errors.Is(err, io.ErrUnexpectedEOF):
		f.Cause = exchange.FailTruncated
	case f.Cause == exchange.FailUnclassified:
		f.Cause = exchange.FailProtocol
	}
	return f
}
