package session

import "loginscope/proxy/exchange"

// Law of this file: an event is left out only where a later one of the same
// transaction says all that it says.

// endings is what ends, or is reported anew, in one transaction.
type endings struct {
	// kept has, for each exchange that finishes, how many bytes of its two bodies
	// are in its last snapshot.
	kept map[exchange.ID][2]int64
	// messages holds the last event that ends a WebSocket message of a side.
	messages map[direction]Seq
	// tunnels holds the last report of a tunnel.
	tunnels map[exchange.TunnelKey]Seq
}

type direction struct {
	id   exchange.ID
	side exchange.Side
}

func findEndings(items []item) endings {
	ends := endings{map[exchange.ID][2]int64{}, map[direction]Seq{}, map[exchange.TunnelKey]Seq{}}
	for _, it := range items {
		switch e := it.event.(type) {
		case exchange.Finished:
			lengths := [2]int64{int64(len(e.Exchange.Request.Body.Head))}
			if r := e.Exchange.Response; r != nil {
				lengths[exchange.ResponseSide] = int64(len(r.Body.Head))
			}
			ends.kept[e.Exchange.ID] = lengths
		case exchange.Frame:
			if endsMessage(e) && !emptied(e) {
				ends.messages[direction{e.ID, e.Side}] = it.seq
			}
		case exchange.Tunnelled:
			ends.tunnels[e.Key()] = it.seq
		}
	}
	return ends
}

// endsMessage reports whether a frame is a whole message. Control frames may
// stand between the parts of one (RFC 6455, section 5.4).
func endsMessage(f exchange.Frame) bool { return !f.Part && f.Opcode < 8 }

// emptied reports whether there was no memory for the data of a frame, which
// its parts may have.
func emptied(f exchange.Frame) bool { return len(f.Data) == 0 && f.Size > 0 }

// cover reports whether nobody who opens the file needs the event.
func (ends endings) cover(it item) bool {
	switch e := it.event.(type) {
	case exchange.Started:
		return ends.finishes(e.Exchange.ID)
	case exchange.Progress:
		return ends.finishes(e.Exchange.ID)
	case exchange.BodyChunk:
		lengths, ok := ends.kept[e.ID]
		return ok && e.Offset+int64(len(e.Data)) <= lengths[e.Side&1]
	case exchange.Frame:
		return e.Part && ends.messages[direction{e.ID, e.Side}] > it.seq
	case exchange.Tunnelled:
		return e.Open && ends.tunnels[e.Key()] > it.seq
	}
	return false
}

func (ends endings) finishes(id exchange.ID) bool {
	_, ok := ends.kept[id]
	return ok
}
