package har

import (
	"encoding/json"
	"time"

	"loginscope/proxy/exchange"
)

// ownEvent is an element of "_events", the member of the log behind its entries: what
// a capture emits and the format has no entry for. One field is set.
type ownEvent struct {
	Tunnel  *ownTunnel  `json:"tunnel,omitempty"`
	Refused *ownRefused `json:"tls_refused,omitempty"`
	Blocked *ownBlocked `json:"blocked,omitempty"`
	Log     *ownLog     `json:"log,omitempty"`
	Message *ownFrame   `json:"message,omitempty"` // of an exchange that has very many
	Body    *ownChunk   `json:"body,omitempty"`    // the rest of a body that is very long
}

// The types below have the fields of those of package exchange, with names for JSON.
type (
	ownTunnel struct {
		Conn      uint64                `json:"conn,omitempty"`
		Device    string                `json:"device,omitempty"`
		Target    string                `json:"target"`
		SNI       string                `json:"sni,omitempty"`
		Start     time.Time             `json:"start,omitzero"`
		End       time.Time             `json:"end,omitzero"`
		Open      bool                  `json:"open,omitempty"`
		BytesUp   int64                 `json:"bytes_up"`
		BytesDown int64                 `json:"bytes_down"`
		Reason    exchange.TunnelReason `json:"reason"`
		Server    exchange.Peer         `json:"server"`
		Failure   *exchange.Failure     `json:"failure,omitempty"`
	}
	ownRefused struct {
		Conn          uint64                `json:"conn,omitempty"`
		Device        string                `json:"device,omitempty"`
		Target        string                `json:"target"`
		Time          time.Time             `json:"time,omitzero"`
		Elapsed       time.Duration         `json:"elapsed_ns"`
		Cause         exchange.RefusalCause `json:"cause"`
		Alert         int                   `json:"alert"`
		Plaintext     bool                  `json:"plaintext,omitempty"`
		HandshakeDone bool                  `json:"handshake_done,omitempty"`
		BytesAfter    int64                 `json:"bytes_after,omitempty"`
		Hello         exchange.TLS          `json:"hello"`
		Detail        string                `json:"detail,omitempty"`
		Early         bool                  `json:"early,omitempty"`
		Learned       bool                  `json:"learned,omitempty"`
	}
	ownBlocked struct {
		Conn   uint64               `json:"conn,omitempty"`
		Device string               `json:"device,omitempty"`
		Time   time.Time            `json:"time,omitzero"`
		Target string               `json:"target"`
		Reason exchange.BlockReason `json:"reason"`
		Detail string               `json:"detail,omitempty"`
	}
	ownLog struct {
		Device   string    `json:"device,omitempty"`
		Time     time.Time `json:"time,omitzero"`
		Tag      string    `json:"tag,omitempty"`
		Level    string    `json:"level,omitempty"`
		PID      int       `json:"pid,omitempty"`
		TID      int       `json:"tid,omitempty"`
		Text     string    `json:"text"`
		Original string    `json:"original,omitempty"`
		Source   string    `json:"source,omitempty"`
		Line     int       `json:"line,omitempty"`
	}
	ownFrame struct {
		ID         exchange.ID   `json:"exchange"`
		Side       exchange.Side `json:"side"`
		Time       time.Time     `json:"time,omitzero"`
		Opcode     byte          `json:"opcode"`
		Data       []byte        `json:"data,omitempty"`
		Size       int64         `json:"size"`
		Cut        bool          `json:"cut,omitempty"`
		Compressed bool          `json:"compressed,omitempty"`
		Part       bool          `json:"part,omitempty"`
		Offset     int64         `json:"offset,omitempty"`
	}
	ownChunk struct {
		ID     exchange.ID   `json:"exchange"`
		Side   exchange.Side `json:"side"`
		Offset int64         `json:"offset"`
		Data   []byte        `json:"data"`
	}
)

// eventOf wraps an event; ok is false for one that is part of an entry.
func eventOf(ev exchange.Event) (o ownEvent, ok bool) {
	switch ev := ev.(type) {
	case exchange.Tunnelled:
		v := ownTunnel(ev)
		o.Tunnel = &v
	case exchange.TLSRefused:
		v := ownRefused(ev)
		o.Refused = &v
	case exchange.Blocked:
		v := ownBlocked(ev)
		o.Blocked = &v
	case exchange.LogLine:
		v := ownLog(ev)
		o.Log = &v
	case exchange.Frame:
		v := ownFrame(ev)
		o.Message = &v
	case exchange.BodyChunk:
		v := ownChunk(ev)
		o.Body = &v
	default:
		return o, false
	}
	return o, true
}

// event unwraps an event, nil for one of a later version. ids are those of the
// exchanges in this session by those in the file.
func (o *ownEvent) event(ids map[exchange.ID]exchange.ID) exchange.Event {
	switch {
	case o.Tunnel != nil:
		return exchange.Tunnelled(*o.Tunnel)
	case o.Refused != nil:
		return exchange.TLSRefused(*o.Refused)
	case o.Blocked != nil:
		return exchange.Blocked(*o.Blocked)
	case o.Log != nil:
		return exchange.LogLine(*o.Log)
	case o.Message != nil && ids[o.Message.ID] != 0:
		f := exchange.Frame(*o.Message)
		f.ID = ids[f.ID]
		return f
	case o.Body != nil && ids[o.Body.ID] != 0 && o.Body.Side <= exchange.ResponseSide && o.Body.Offset >= 0:
		c := exchange.BodyChunk(*o.Body)
		c.ID = ids[c.ID]
		return c
	}
	return nil
}

func readEvent(b []byte, ids map[exchange.ID]exchange.ID) (exchange.Event, error) {
	var o ownEvent
	if err := json.Unmarshal(b, &o); err != nil {
		return nil, err
	}
	o = mapStrings(o, unescape)
	return o.event(ids), nil
}
