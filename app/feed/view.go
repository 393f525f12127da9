package feed

import (
	"cmp"
	"slices"
	"strings"

	"loginscope/app/feed/filter"
)

// show returns the rows that pass, in the order asked for. Its cost is linear
// for the order of time and n log n for any other.
func (b *index) show(f filter.Filter, order Column, desc bool) []*Row {
	out := make([]*Row, 0, len(b.rows)+len(b.steps)+len(b.marks))
	out = pass(out, b.rows, f)
	merge := len(b.steps)+len(b.marks) > 0 || !b.sorted
	out = pass(out, b.steps, f)
	out = pass(out, b.marks, f)
	if less := comparison(order); less != nil {
		slices.SortStableFunc(out, less)
	} else if merge {
		slices.SortStableFunc(out, byTime)
	}
	if desc {
		slices.Reverse(out)
	}
	return out
}

func pass(out, in []*Row, f filter.Filter) []*Row {
	if f.Empty() {
		return append(out, in...)
	}
	for _, r := range in {
		if f.Match(&r.Item) {
			out = append(out, r)
		}
	}
	return out
}

// comparison returns nil for the order of time.
func comparison(c Column) func(a, b *Row) int {
	by := func(get func(*Row) string) func(a, b *Row) int {
		return func(a, b *Row) int {
			if d := strings.Compare(get(a), get(b)); d != 0 {
				return d
			}
			return byTime(a, b)
		}
	}
	num := func(get func(*Row) int64) func(a, b *Row) int {
		return func(a, b *Row) int {
			if d := cmp.Compare(get(a), get(b)); d != 0 {
				return d
			}
			return byTime(a, b)
		}
	}
	switch c {
	case ByDevice:
		return by(func(r *Row) string { return r.Item.Device })
	case ByStep:
		return by(func(r *Row) string { return r.Item.Step })
	case ByRole:
		return by(func(r *Row) string { return r.Item.Lane + r.Item.Carrier })
	case ByHost:
		return by(func(r *Row) string { return r.Item.Authority() + r.Item.Path })
	case ByPath:
		return by(func(r *Row) string { return r.Item.Path + " " + r.Detail })
	case ByStatus:
		return num(func(r *Row) int64 { return int64(r.Item.Status) })
	case ByCode:
		return by(func(r *Row) string { return r.Code })
	case BySize:
		return num(func(r *Row) int64 { return r.Item.Size })
	case ByDuration:
		return num(func(r *Row) int64 { return int64(r.Item.Duration) })
	case ByEgress:
		return by(func(r *Row) string { return r.Item.Egress })
	}
	return nil
}
