package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/feed/filter"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
	"loginscope/inspector/report/cells"
	"loginscope/proxy/exchange"
)

// maxLines limits the lines that a filtered report lists.
const maxLines = 200

// sieve is what a filter lets through of a report.
type sieve struct {
	flt     filter.Filter
	lines   []*feed.Row // that match and belong to no attempt
	matched int         // lines that match
	all     int
	flows   map[int]bool
	ids     map[exchange.ID]bool
}

// filter parses --filter; its words and its errors are the window's.
func (t *terminal) filter(text string) (filter.Filter, error) {
	f, err := filter.Parse(text)
	var e *filter.Error
	if err == nil || !errors.As(err, &e) {
		return f, err
	}
	hint := e.Hint
	if e.Kind == filter.UnknownField && hint != "" {
		hint = t.T("filter.didyoumean", hint)
	}
	why := t.T("filter."+string(e.Kind), clip(e.What), hint)
	return f, spoken(t.T("check.fault.filter.what"), why,
		t.T("check.fault.filter.do", strings.Join(filter.Names(), ", ")), err)
}

// sift filters every line of the session, as the window's table would.
func sift(ctx context.Context, e *engine.Engine, r *inspector.Report, f filter.Filter) (*sieve, error) {
	s := &sieve{flt: f, flows: map[int]bool{}, ids: map[exchange.ID]bool{}}
	lines, err := feed.Lines(ctx, e.Session(), r)
	if err != nil {
		return nil, err
	}
	s.all = len(lines)
	for _, l := range lines {
		if !f.Match(&l.Item) {
			continue
		}
		s.matched++
		if l.Key.Kind == feed.ExchangeRow {
			s.ids[exchange.ID(l.Key.ID)] = true
		}
		if l.Flow > 0 {
			s.flows[l.Flow] = true
		} else {
			s.lines = append(s.lines, l)
		}
	}
	return s, nil
}

// report keeps the attempts with a line that matches, and the findings on what is
// kept or on nothing in particular.
func (s *sieve) report(r inspector.Report) inspector.Report {
	r.Flows = slices.DeleteFunc(slices.Clone(r.Flows), func(f inspector.Flow) bool { return !s.flows[f.ID] })
	r.Findings = slices.DeleteFunc(slices.Clone(r.Findings), func(f finding.Finding) bool { return !s.keeps(f) })
	return r
}

func (s *sieve) keeps(f finding.Finding) bool {
	particular := len(f.Flows) > 0
	for _, id := range f.Flows {
		if s.flows[id] {
			return true
		}
	}
	for _, w := range f.Where {
		if w.Exchange != 0 {
			particular = true
			if s.ids[w.Exchange] {
				return true
			}
		}
	}
	return !particular
}

// printLines lists what matches beside the attempts.
func (t *terminal) printLines(s *sieve, known *redact.Known, reveal bool) {
	if len(s.lines) == 0 {
		return
	}
	fmt.Fprintln(t.out)
	fmt.Fprintln(t.out, t.paint("1", t.T("check.filter.lines")))
	m := redact.Masker{Known: known}
	for i, l := range s.lines {
		if i == maxLines {
			fmt.Fprintln(t.out, "  "+t.T("check.filter.more", len(s.lines)-maxLines))
			return
		}
		it := l.Item
		what := strings.TrimSpace(it.Method + " " + it.Scheme + "://" + it.Authority() + it.Path)
		if !reveal {
			what = m.URL(what)
		}
		state := it.Failure
		if it.Status > 0 {
			state = strings.TrimSpace(fmt.Sprint(it.Status) + " " + state)
		}
		if !l.Done {
			state = strings.TrimSpace(state + " " + t.T("check.filter.open"))
		}
		line := cells.Pad(l.Time.In(t.zone).Format("15:04:05.000"), 13) + cells.Pad(it.Device, 16) + what + "  " + state
		t.para("  " + strings.TrimRight(line, " "))
	}
}
