package cli

import (
	"context"
	"errors"
	"io/fs"

	"loginscope/app/session"
)

// ending is what became of a capture's session file. It is looked up in the
// file itself once that is closed: what the writer believed is no proof.
type ending struct {
	session *session.Session
	seen    int // exchanges that were inspected
	kept    int // of them, in the file
}

func (x *ending) path() string {
	if x.session == nil {
		return ""
	}
	return x.session.Path()
}

// say says what is kept where, and reports whether it is all that was captured.
func (x *ending) say(ctx context.Context, t *terminal) bool {
	if x.session == nil {
		t.say("cli.record.nothing")
		return true
	}
	var err error
	x.kept, err = session.CountExchanges(ctx, x.path())
	x.seen = max(x.seen, x.kept)
	gone := errors.Is(err, fs.ErrNotExist)
	switch {
	case gone && x.seen == 0:
		t.say("cli.record.nothing")
	case gone:
		t.say("cli.record.lost", x.seen, x.path())
	case err != nil:
		t.say("cli.record.unread", x.seen, x.path())
		t.complain(err)
	case x.kept < x.seen:
		t.say("cli.record.partly", x.kept, x.seen, x.path())
	default:
		t.say("cli.record.stopped", x.kept, x.path())
	}
	whole := x.kept == x.seen && (err == nil || gone)
	return x.health(t) && whole
}

// health says what the writer could not keep, and that it had to begin anew.
func (x *ending) health(t *terminal) bool {
	h := x.session.Health()
	if h.Rewritten > 0 {
		t.say("cli.record.rewritten", x.path())
	}
	if h.Lost > 0 || h.Dropped > 0 {
		t.say("cli.record.dropped", h.Lost, h.Dropped)
	}
	return h.Rewritten == 0 && h.Lost == 0 && h.Dropped == 0
}
