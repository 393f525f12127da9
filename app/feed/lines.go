package feed

import (
	"context"

	"loginscope/app/feed/filter"
	"loginscope/inspector"
)

// Lines returns all lines of the table at once, in the order of time, for a
// program that shows no window.
func Lines(ctx context.Context, rows Rows, r *inspector.Report) ([]*Row, error) {
	f := fold{rows: rows, index: newIndex()}
	if err := f.read(ctx); err != nil {
		return nil, err
	}
	f.index.setReport(r)
	return f.index.show(filter.Filter{}, ByTime, false), nil
}
