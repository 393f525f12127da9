package replay

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"time"

	"loginscope/app/replay/secret"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// Config configures a Replayer. Targets, Rules and Now are mandatory.
type Config struct {
	Targets *Targets
	// Rules judge the answers, usually ruleset.Default(). Mandatory.
	Rules inspector.Ruleset
	// Secrets holds the keys of Alibaba targets; nil if there are none.
	Secrets secret.Store
	Now     func() time.Time
	// NewID hands out exchange IDs; nil leaves them 0.
	NewID func() exchange.ID
	// Emit takes the Started and Finished events of every replay; nil drops them.
	Emit func(exchange.Event)
	// Dial replaces the plain dialer, and Roots the system's roots.
	Dial  func(ctx context.Context, network, address string) (net.Conn, error)
	Roots *x509.CertPool
}

// Replayer sends requests to configured targets. It is safe for concurrent use.
type Replayer struct {
	cfg   Config
	wire  wire
	limit limiter
}

// New checks the configuration and returns a Replayer.
func New(cfg Config) (*Replayer, error) {
	if cfg.Targets == nil || cfg.Now == nil || len(cfg.Rules.Profiles) == 0 {
		return nil, errors.New("configure replay: targets, rules and clock are mandatory")
	}
	if cfg.Dial == nil {
		cfg.Dial = (&net.Dialer{Timeout: 10 * time.Second}).DialContext
	}
	if cfg.Emit == nil {
		cfg.Emit = func(exchange.Event) {}
	}
	if cfg.NewID == nil {
		cfg.NewID = func() exchange.ID { return 0 }
	}
	return &Replayer{cfg: cfg, wire: wire{dial: cfg.Dial, roots: cfg.Roots, now: cfg.Now}}, nil
}

// Result is what came of one replay.
type Result struct {
	Target   Target
	Call     Call
	Exchange exchange.Exchange
	// Step is how the inspector reads the exchange, nil if it does not.
	Step  *inspector.Step
	Token TokenState
	// Fate is what became of the token by that reading, "" if none was sent.
	Fate          inspector.Fate
	FateCertainty codes.Certainty
	// Redirect is where an answer wanted to send us; it was not followed.
	Redirect string
}

// Send makes one call, once. It returns an error when nothing was sent, and a
// Result with Exchange.Failure when something was sent and no answer came.
func (p *Replayer) Send(ctx context.Context, r Request) (Result, error) {
	t, err := p.check(r)
	if err != nil {
		return Result{}, err
	}
	if r.Confirmed != r.Target {
		return Result{},
			Refuse(ErrUnconfirmed, "it uses the token up; confirm the target %q by name", "重放会消耗 token；请输入目标名 %q 确认",
				r.Target)
	}
	if err := p.limit.allow(p.cfg.Now()); err != nil {
		return Result{}, err
	}
	s, err := p.dispatch(ctx, t, r)
	if err != nil {
		return Result{}, err
	}
	return p.finish(t, r, s), nil
}

func (p *Replayer) check(r Request) (Target, error) {
	t, err := p.cfg.Targets.Get(r.Target)
	if err != nil {
		return Target{}, err
	}
	if err := t.Validate(); err != nil {
		return Target{}, err
	}
	return t, r.validate(t)
}

func (p *Replayer) dispatch(ctx context.Context, t Target, r Request) (sent, error) {
	if t.Kind == KindAlibaba {
		keys, err := p.keys(t)
		if err != nil {
			return sent{}, err
		}
		return callAlibaba(ctx, p.wire, t, keys, r)
	}
	return p.callIDaaS(ctx, t, r)
}

func (p *Replayer) keys(t Target) (secret.Keys, error) {
	if p.cfg.Secrets == nil {
		return secret.Keys{}, fmt.Errorf("target %q: %w", t.Name, secret.ErrNotFound)
	}
	return p.cfg.Secrets.Get(t.Name)
}

func (p *Replayer) callIDaaS(ctx context.Context, t Target, r Request) (sent, error) {
	c, err := composeIDaaS(t, r)
	if err != nil {
		return sent{}, err
	}
	req, err := c.request()
	if err != nil {
		return sent{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, r.timeout())
	defer cancel()
	return p.wire.send(ctx, t, req, c.body, c.header), nil
}

// finish gives the exchange its ID, writes it to the session and judges the token.
func (p *Replayer) finish(t Target, r Request, s sent) Result {
	s.exchange.ID = p.cfg.NewID()
	s.exchange.Done = true
	open := s.exchange
	open.Response, open.Failure, open.Done = nil, nil, false
	open.Timing = exchange.Timing{Start: s.exchange.Timing.Start}
	p.cfg.Emit(exchange.Started{Exchange: open})
	p.cfg.Emit(exchange.Finished{Exchange: s.exchange})
	out := Result{Target: t, Call: r.Call, Exchange: s.exchange, Step: read(t, s.exchange, p.cfg.Rules),
		Redirect: s.location}
	out.Fate, out.FateCertainty = fate(r, s, out.Step)
	out.Token = tokenState(r, s, out)
	return out
}
