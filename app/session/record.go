package session

import (
	"fmt"

	"loginscope/proxy/exchange"
)

// kind is the type of an event in the file. Numbers are never reused.
type kind int

const (
	kindStarted    kind = 1
	kindFinished   kind = 2
	kindFrame      kind = 3
	kindTunnelled  kind = 4
	kindTLSRefused kind = 5
	kindBlocked    kind = 6
	kindLogLine    kind = 7
	kindProgress   kind = 8 // since version 2
)

// record is an event as the file holds it: the two body heads stand apart
// from the rest, since they are compressed and a list does without them.
type record struct {
	kind              kind
	id                exchange.ID // 0 for events of no exchange
	data              []byte
	request, response []byte
}

// toRecord encodes an event. A BodyChunk has no record of its own.
func toRecord(e exchange.Event) (record, error) {
	switch e := e.(type) {
	case exchange.Started:
		return exchangeRecord(kindStarted, e.Exchange), nil
	case exchange.Progress:
		return exchangeRecord(kindProgress, e.Exchange), nil
	case exchange.Finished:
		return exchangeRecord(kindFinished, e.Exchange), nil
	case exchange.Frame:
		return record{kind: kindFrame, id: e.ID, data: encode(&e, describeFrame)}, nil
	case exchange.Tunnelled:
		return record{kind: kindTunnelled, data: encode(&e, describeTunnelled)}, nil
	case exchange.TLSRefused:
		return record{kind: kindTLSRefused, data: encode(&e, describeTLSRefused)}, nil
	case exchange.Blocked:
		return record{kind: kindBlocked, data: encode(&e, describeBlocked)}, nil
	case exchange.LogLine:
		return record{kind: kindLogLine, data: encode(&e, describeLogLine)}, nil
	}
	return record{}, fmt.Errorf("encode event: unknown type %T", e)
}

func exchangeRecord(k kind, x exchange.Exchange) record {
	r := record{kind: k, id: x.ID, request: x.Request.Body.Head}
	if x.Response != nil {
		r.response = x.Response.Body.Head
	}
	r.data = encode(&x, describeExchange)
	return r
}

// event decodes a record; an error means damage.
func (r record) event() (exchange.Event, error) { return r.eventBy(new(decoder)) }

func (r record) eventBy(d *decoder) (exchange.Event, error) {
	switch r.kind {
	case kindStarted:
		x, err := r.exchange(d)
		return exchange.Started{Exchange: x}, err
	case kindProgress:
		x, err := r.exchange(d)
		return exchange.Progress{Exchange: x}, err
	case kindFinished:
		x, err := r.exchange(d)
		return exchange.Finished{Exchange: x}, err
	case kindFrame:
		return decoded(d, r.data, describeFrame)
	case kindTunnelled:
		return decoded(d, r.data, describeTunnelled)
	case kindTLSRefused:
		return decoded(d, r.data, describeTLSRefused)
	case kindBlocked:
		return decoded(d, r.data, describeBlocked)
	case kindLogLine:
		return decoded(d, r.data, describeLogLine)
	}
	return nil, fmt.Errorf("event kind %d: %w", r.kind, errWire)
}

func decoded[T exchange.Event](d *decoder, b []byte, describe func(*wire, *T)) (exchange.Event, error) {
	var v T
	err := decodeBy(d, b, &v, describe)
	return v, err
}

// exchange decodes the snapshot of a Started, Progress or Finished record.
func (r record) exchange(d *decoder) (exchange.Exchange, error) {
	var x exchange.Exchange
	if err := decodeBy(d, r.data, &x, describeExchange); err != nil {
		return x, err
	}
	x.Request.Body.Head = r.request
	if x.Response != nil {
		x.Response.Body.Head = r.response
	}
	return x, nil
}
