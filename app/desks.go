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
	cfg.Phones, cfg.Apps, cfg.Replays = newPhoneDesk(ctx, e, d), &appDesk{e}, replays
	return replays.close
}
