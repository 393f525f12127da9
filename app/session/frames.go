package session

import (
	"context"
	"iter"

	"loginscope/proxy/exchange"
)

// Frames implements Reader.
func (s *Session) Frames(ctx context.Context, id exchange.ID, after Seq) iter.Seq2[SeqFrame, error] {
	return s.frames(ctx, id, after, 0)
}

// FramesUntil are all Frames up to an event; 0 is the newest.
func (s *Session) FramesUntil(ctx context.Context, id exchange.ID, until Seq) iter.Seq2[SeqFrame, error] {
	return s.frames(ctx, id, 0, until)
}

func (s *Session) frames(ctx context.Context, id exchange.ID, after, until Seq) iter.Seq2[SeqFrame, error] {
	pieces := paged(s, ctx, after, s.eventPage(selectFrames, int64(id)), heldEvents(func(e exchange.Event) bool {
		f, ok := e.(exchange.Frame)
		return ok && f.ID == id
	}))
	return func(yield func(SeqFrame, error) bool) {
		var open [2]SeqFrame // by side; Seq is 0 for none
		for e, err := range pieces {
			if until > 0 && e.Seq > until {
				break
			}
			f, _ := e.Event.(exchange.Frame)
			switch at := &open[f.Side&1]; {
			case err == nil && f.Part:
				at.join(e.Seq, f)
				continue
			case endsMessage(f):
				if emptied(f) && at.Seq != 0 {
					f.Data, f.Compressed, f.Cut = at.Frame.Data, at.Frame.Compressed, true
				}
				*at = SeqFrame{}
			}
			if !yield(SeqFrame{e.Seq, f}, err) || err != nil {
				return
			}
		}
		if open[0].Seq > open[1].Seq {
			open[0], open[1] = open[1], open[0]
		}
		for _, f := range open {
			if f.Seq != 0 && !yield(f, nil) {
				return
			}
		}
	}
}

// join adds a part to a message. Where one before it was not kept, the message
// ends there.
func (m *SeqFrame) join(seq Seq, part exchange.Frame) {
	data := m.Frame.Data
	if m.Seq == 0 {
		m.Seq = seq
	}
	if part.Offset == 0 {
		data = nil
	}
	if part.Offset == int64(len(data)) {
		data = append(data, part.Data...)
	}
	m.Frame = part
	m.Frame.Data, m.Frame.Offset = data, 0
}
