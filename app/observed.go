//go:build ci || e2e

package app

import (
	"context"
	"os"

	"loginscope/app/engine"
	"loginscope/app/ui"
	"loginscope/app/ui/state"
)

// observe lets a script ask the window what it shows, where one wants to, until
// the returned function is called. unobserved.go stands for it in the program
// that people use.
func observe(w *ui.Window) (stop func(), err error) {
	path := os.Getenv(state.Env)
	if path == "" {
		return func() {}, nil
	}
	unserve, err := w.ServeState(path)
	if err != nil {
		return nil, err
	}
	unwatch := w.WatchWaits()
	return func() { unwatch(); unserve() }, nil
}

// loaded begins the load of a measurement where one is asked for; it ends with
// ctx, before the engine closes or with it.
func loaded(ctx context.Context, e *engine.Engine) bool {
	if os.Getenv(state.LoadEnv) == "" {
		return false
	}
	go load(ctx, e)
	return true
}
