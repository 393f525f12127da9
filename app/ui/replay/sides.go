package replay

import (
	"context"
	"io"
	"strings"
	"time"

	"loginscope/app/engine"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// answer is what came of a replay, beside the original attempt.
type answer struct {
	engine.Replayed
	replayed side
	original *side // nil if the token belongs to no attempt
}

// side is what is drawn of one of the two that are compared.
type side struct {
	when     time.Time
	status   int           // of HTTP, 0 without an answer
	code     string        // innermost, "" if none
	name     lang.Text     // of the code
	duration time.Duration // 0 if unknown
	good     bool
	body     string // the answer, masked and cut
}

// maxAnswer is how much of an answer is shown, in bytes.
const maxAnswer = 2000

// newSide is the replay's own exchange.
func newSide(x exchange.Exchange, s *inspector.Step) side {
	out := side{when: x.Timing.Start, duration: x.Timing.Duration()}
	if x.Response != nil {
		out.status = x.Response.Status
		out.body = shownBody(x.Response.Body.Head)
	}
	readStep(&out, s)
	return out
}

func shownBody(b []byte) string {
	return redact.Text(strings.ToValidUTF8(string(b[:min(len(b), maxAnswer)]), "\uFFFD"))
}

// original is the attempt's own exchange of the token, nil if it has none.
func (p *Page) original(ctx context.Context, f *inspector.Flow) *side {
	for i := len(f.Steps) - 1; i >= 0; i-- {
		s := &f.Steps[i]
		if s.Kind != inspector.StepExchange {
			continue
		}
		out := &side{when: s.Time}
		for _, e := range s.Evidence {
			if e.Kind == finding.OfExchange {
				p.fill(ctx, out, e.Exchange)
				break
			}
		}
		readStep(out, s)
		return out
	}
	return nil
}

// fill reads what the session holds of the original's exchange.
func (p *Page) fill(ctx context.Context, out *side, id exchange.ID) {
	x, err := p.reader.Exchange(ctx, id)
	if err != nil || x.Response == nil {
		return
	}
	out.when, out.duration, out.status = x.Timing.Start, x.Timing.Duration(), x.Response.Status
	body, err := p.reader.Body(ctx, id, exchange.ResponseSide)
	if err != nil {
		return
	}
	defer body.Close()
	raw, _ := io.ReadAll(io.LimitReader(body, maxAnswer)) // what was read is shown
	out.body = shownBody(raw)
}

func readStep(out *side, s *inspector.Step) {
	if s == nil {
		return
	}
	out.good = s.Outcome == inspector.OutcomeOK
	if n := len(s.Codes); n > 0 {
		c := s.Codes[n-1]
		out.code = c.Code
		if c.Lookup.Known() && len(c.Lookup.Candidates) > 0 {
			out.name = c.Lookup.Candidates[0].Code.Name
		}
	}
}
