//go:build !ci && !e2e

package app

import (
	"context"

	"loginscope/app/engine"
	"loginscope/app/ui"
)

func observe(*ui.Window) (stop func(), err error) { return func() {}, nil }

func loaded(context.Context, *engine.Engine) bool { return false }
