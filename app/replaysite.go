package app

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"loginscope/app/engine"
	"loginscope/app/replay"
	"loginscope/app/replay/secret"
)

// replaySite is where the window tries tokens: the configured targets or the lab's.
type replaySite struct {
	engine *engine.Engine

	mu         sync.Mutex
	passphrase string // of the key file, once a person typed it
	player     *replay.Replayer
	lab        *labSite // nil until it is asked for
}

func newReplaySite(e *engine.Engine) *replaySite { return &replaySite{engine: e} }

// close ends the lab, if it was started.
func (r *replaySite) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.lab != nil {
		r.lab.close()
	}
}

// Unlock remembers the passphrase of the key file.
func (r *replaySite) Unlock(passphrase string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.passphrase = passphrase
}

func (r *replaySite) ask() (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.passphrase == "" {
		return "", secret.ErrLocked
	}
	return r.passphrase, nil
}

// Keys is where keys are kept: the keychain, or an encrypted file where there
// is none; the environment for one run.
func (r *replaySite) Keys() secret.Store {
	if env := (secret.Env{Lookup: os.LookupEnv}); env.Set() {
		return env
	}
	return r.stored()
}

func (r *replaySite) stored() secret.Store {
	if chain := (secret.Keychain{}); chain.Available() {
		return chain
	}
	return &secret.File{Path: r.engine.KeyFile(), Passphrase: r.ask}
}

// on returns the list of targets and the client that reaches them.
func (r *replaySite) on(ctx context.Context, lab bool) (*replay.Targets, *replay.Replayer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if lab {
		if r.lab == nil {
			site, err := openLabSite(ctx, r.engine)
			if err != nil {
				return nil, nil, err
			}
			r.lab = site
		}
		return r.lab.targets, r.lab.player, nil
	}
	if r.player == nil { // one for all, so that its rate limit holds
		p, err := r.engine.Replayer(engine.ReplayOptions{Secrets: lateKeys{r}})
		if err != nil {
			return nil, nil, err
		}
		r.player = p
	}
	return r.engine.Targets(), r.player, nil
}

// lateKeys looks for the store when a key is wanted: a keychain may be
// unlocked, and a passphrase typed, while the program runs.
type lateKeys struct{ site *replaySite }

func (l lateKeys) Where() string                        { return l.site.Keys().Where() }
func (l lateKeys) Get(name string) (secret.Keys, error) { return l.site.Keys().Get(name) }
func (l lateKeys) Put(name string, k secret.Keys) error { return l.site.Keys().Put(name, k) }
func (l lateKeys) Delete(name string) error             { return l.site.Keys().Delete(name) }

// Targets lists the configured targets, or those of the lab.
func (r *replaySite) Targets(ctx context.Context, lab bool) ([]replay.Target, error) {
	targets, _, err := r.on(ctx, lab)
	if err != nil {
		return nil, err
	}
	return targets.List()
}

var errKeys = replay.Refuse(replay.ErrTarget, "AccessKey id and secret are both needed", "AccessKey ID 与 Secret 均不能为空")

// Add saves a target, and an account's keys.
func (r *replaySite) Add(_ context.Context, t replay.Target, k secret.Keys) error {
	if err := t.Validate(); err != nil {
		return err
	}
	if t.Kind == replay.KindAlibaba {
		if !k.Valid() {
			return errKeys
		}
		if err := r.stored().Put(t.Name, k); err != nil {
			return err
		}
	}
	return r.engine.Targets().Put(t)
}

// Remove drops a target: the keys first, so that none stay behind.
func (r *replaySite) Remove(_ context.Context, name string) error {
	t, err := r.engine.Targets().Get(name)
	if err != nil {
		return err
	}
	if t.Kind == replay.KindAlibaba {
		if err := r.stored().Delete(name); err != nil {
			return err
		}
	}
	return r.engine.Targets().Remove(name)
}

// Test reaches a target without using a token.
func (r *replaySite) Test(ctx context.Context, name string, lab bool) (replay.Probe, error) {
	_, player, err := r.on(ctx, lab)
	if err != nil {
		return replay.Probe{}, err
	}
	p, err := player.Test(ctx, name)
	if pause(ctx, err) {
		p, err = player.Test(ctx, name)
	}
	return p, err
}

// LabToken has the lab issue a fresh token.
func (r *replaySite) LabToken(ctx context.Context) (string, error) {
	if _, _, err := r.on(ctx, true); err != nil {
		return "", err
	}
	return r.lab.token(), nil
}

// Prepare composes a request and what to know before it is sent; it sends nothing.
func (r *replaySite) Prepare(ctx context.Context, req replay.Request, lab bool) (replay.Draft, []replay.Notice, error) {
	targets, player, err := r.on(ctx, lab)
	if err != nil {
		return replay.Draft{}, nil, err
	}
	target, err := targets.Get(req.Target)
	if err != nil {
		return replay.Draft{}, nil, err
	}
	d, err := player.DryRun(req)
	if err != nil {
		return replay.Draft{}, nil, err
	}
	history, _ := r.engine.TokenHistory(req.Token)
	return d, replay.Preflight(target, req, history, time.Now()), nil
}

// Send sends a confirmed request, once.
func (r *replaySite) Send(ctx context.Context, req replay.Request, lab bool) (engine.Replayed, error) {
	_, player, err := r.on(ctx, lab)
	if err != nil {
		return engine.Replayed{}, err
	}
	out, err := r.engine.Replay(ctx, player, req)
	if pause(ctx, err) {
		out, err = r.engine.Replay(ctx, player, req)
	}
	return out, err
}

// pause waits where a request came within the gap that the client keeps between
// two, which is at most a second: a person who pressed the button meant it, and
// would press it again. Nothing was sent yet. It returns true when it waited.
func pause(ctx context.Context, err error) bool {
	var soon *replay.TooSoon
	if !errors.As(err, &soon) || soon.Wait > replay.MinGap {
		return false
	}
	select {
	case <-time.After(soon.Wait):
		return true
	case <-ctx.Done():
		return false
	}
}
