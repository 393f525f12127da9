package engine

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"path/filepath"

	"loginscope/app/replay"
	"loginscope/app/replay/secret"
	"loginscope/inspector"
	"loginscope/inspector/redact"
)

// ReplayOptions is what a replay uses beside the Engine.
type ReplayOptions struct {
	// Secrets holds the keys of Alibaba targets; nil if there are none.
	Secrets secret.Store
	// Dial and Roots replace the network, as the lab does; nil is the real one.
	Dial  func(ctx context.Context, network, address string) (net.Conn, error)
	Roots *x509.CertPool
	// Targets replaces the Engine's own list of targets, nil is the Engine's.
	Targets *replay.Targets
}

// Replayed is what came of a replay, beside the original attempt.
type Replayed struct {
	Result replay.Result
	// Step is how the inspector reads the replay's exchange, nil if it does not.
	Step *inspector.Step
	// Original is the attempt that the token belongs to, nil if unknown.
	Original   *inspector.Flow
	Comparison replay.Comparison
	// Identity is the id_token's part, nil if it was not asked for or the
	// login did not succeed.
	Identity *replay.Identity
}

// Targets is the list of configured targets in the Engine's folder.
func (e *Engine) Targets() *replay.Targets {
	return replay.OpenTargets(filepath.Join(e.cfg.Dir, "targets.json"))
}

// KeyFile is where encrypted keys are kept on a machine without a keychain.
func (e *Engine) KeyFile() string { return filepath.Join(e.cfg.Dir, "keys.age") }

// Replayer returns the client that sends to the Engine's targets. What it
// sends is recorded in the session that is open at that time.
func (e *Engine) Replayer(o ReplayOptions) (*replay.Replayer, error) {
	targets := o.Targets
	if targets == nil {
		targets = e.Targets()
	}
	return replay.New(replay.Config{
		Targets: targets, Rules: e.cfg.Rules, Secrets: o.Secrets, Now: e.cfg.Now,
		NewID: e.newID, Emit: e.emit, Dial: o.Dial, Roots: o.Roots,
	})
}

// Replay sends one request, records it, and says what it proves. history is
// what is known of the token before; see TokenHistory.
func (e *Engine) Replay(ctx context.Context, p *replay.Replayer, r replay.Request) (Replayed, error) {
	if err := e.ensureSession(ctx); err != nil {
		return Replayed{}, err
	}
	history, original := e.TokenHistory(r.Token)
	res, err := p.Send(ctx, r)
	if err != nil {
		return Replayed{}, err
	}
	out := Replayed{Result: res, Original: original, Step: res.Step}
	out.Comparison = replay.Compare(res, original, history, e.cfg.Now())
	if r.ThenIDToken && out.Comparison.Success {
		out.Identity, err = goOn(ctx, p, res)
	}
	return out, err
}

// goOn takes the second half of a login that succeeded: session to identity.
func goOn(ctx context.Context, p *replay.Replayer, res replay.Result) (*replay.Identity, error) {
	session, err := replay.SessionToken(res.Exchange)
	if err != nil {
		return nil, nil //nolint:nilerr // the login's own verdict says why there is none
	}
	id, err := p.Identify(ctx, res.Target.Name, session)
	return &id, err
}

// TokenHistory looks a token up in the open session's Report.
func (e *Engine) TokenHistory(token string) (replay.History, *inspector.Flow) {
	rep := e.Report()
	if rep == nil || token == "" {
		return replay.History{}, nil
	}
	h := replay.TokenHistory(*rep, token)
	for i := range rep.Flows {
		if rep.Flows[i].ID == h.Flow {
			return h, &rep.Flows[i]
		}
	}
	return h, nil
}

// FlowToken returns the login token of an attempt: what its exchange carried,
// else what its token step brought. A masked one is none: a tenant cannot judge it.
func FlowToken(f inspector.Flow) (string, error) {
	var masked bool
	for _, kind := range []inspector.StepKind{inspector.StepExchange, inspector.StepToken} {
		for _, s := range f.Steps {
			if s.Kind != kind {
				continue
			}
			for _, fd := range s.Fields {
				if fd.Sensitivity == inspector.Token && (fd.Name == "access_token" || fd.Name == "token") &&
					fd.Value != "" {
					if !redact.Masked(fd.Value) {
						return fd.Value, nil
					}
					masked = true
				}
			}
		}
	}
	if masked {
		return "", fmt.Errorf("find token: the login token of attempt %d is masked, as in a masked copy", f.ID)
	}
	return "", fmt.Errorf("find token: attempt %d holds no login token", f.ID)
}

func (e *Engine) ensureSession(ctx context.Context) error {
	end, err := e.begin()
	if err != nil {
		return err
	}
	defer end()
	_, err = e.writable(ctx)
	return err
}
