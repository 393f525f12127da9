package feed

import (
	"context"
	"iter"

	"loginscope/app/session"
	"loginscope/inspector"
)

// Source is where a Pump reads.
type Source interface {
	// Snapshot returns what there is now. It must not block.
	Snapshot() Snapshot
	// Changed gets a value after something changed; it holds at most one.
	Changed() <-chan struct{}
}

// Snapshot is the engine at one moment.
type Snapshot struct {
	// Rows is the open session, nil if none is. Another value is another session.
	Rows   Rows
	Report *inspector.Report // nil before the first inspection
	Status Status
}

// Rows is the part of a session.Reader that a table needs.
type Rows interface {
	Rows(ctx context.Context, after session.Seq) iter.Seq2[session.Row, error]
}

// Marks is what a session may offer beside Rows: the events that are no
// exchange, so that refusals and tunnels stand in the table too.
type Marks interface {
	Marks(ctx context.Context, after session.Seq) iter.Seq2[session.SeqEvent, error]
}
