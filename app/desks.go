package app

import (
	"context"

	"loginscope/app/engine"
	"loginscope/app/ui"
)

// addDesks gives the window the desks of its places. What they began ends
// with ctx and with the returned function.
func addDesks(ctx context.Context, cfg *ui.Config, e *engine.Engine, d *desk) (closeAll func()) {
	replays := newReplayDesk(e)
	captures := &captureDesk{engine: e, settings: cfg.Settings, desk: d}
	d.choices = captures.kept
	cfg.Phones, cfg.Apps, cfg.Replays, cfg.Captures = newPhoneDesk(ctx, e, d), &appDesk{e}, replays, captures
	return replays.close
}
