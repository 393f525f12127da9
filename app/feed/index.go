package feed

import (
	"cmp"
	"slices"
	"time"

	"loginscope/app/feed/filter"
	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/report"
	"loginscope/proxy/exchange"
)

// index is everything known of one session, unfiltered. It belongs to the
// pump's goroutine; the Rows in it are immutable and shared with Models.
type index struct {
	rows      []*Row // exchanges in the order of their IDs
	positions map[exchange.ID]int
	marks     []*Row
	// tunnels holds the indices in marks of the tunnels that were open.
	tunnels map[exchange.TunnelKey]int
	steps   []*Row // of the report, without an exchange
	ann     map[exchange.ID]note
	noted   map[exchange.ID]inspector.Note // by a person
	ofFlow  map[int]inspector.Note         // of attempts
	report  *inspector.Report
	masked  *inspector.Report // of report
	devices map[string]bool
	values  *values
	// words holds one copy of each text that many rows share.
	words map[string]string
	// sorted is true while rows are in the order of time too.
	sorted bool
}

// note is what the report says of an exchange.
type note struct {
	flow, step int
	s          *inspector.Step
	carrier    string
}

func newIndex() *index {
	return &index{positions: map[exchange.ID]int{}, tunnels: map[exchange.TunnelKey]int{}, devices: map[string]bool{},
		values: newValues(), words: map[string]string{}, report: &inspector.Report{}, sorted: true}
}

// put takes a list row of the session.
func (b *index) put(r session.Row) {
	row := &Row{Key: ExchangeKey(r.ID), Time: r.Start, Done: r.Done, Item: filter.Item{
		Device: b.same(r.Device), Scheme: b.same(r.Scheme), Host: b.same(r.Host), Port: r.Port,
		Method: b.same(r.Method),
		Path:   r.Path,
		Status: r.Status, Size: r.Size, Duration: r.Duration,
		Failure: b.same(string(r.Failure)), Egress: b.same(r.Egress),
	}}
	b.annotate(row)
	b.values.add("host", r.Host)
	b.values.add("device", r.Device)
	if r.Device != "" {
		b.devices[r.Device] = true
	}
	if i, ok := b.positions[r.ID]; ok {
		b.rows[i] = row
		return
	}
	if n := len(b.rows); n > 0 && b.rows[n-1].Time.After(row.Time) {
		b.sorted = false
	}
	b.positions[r.ID] = len(b.rows)
	b.rows = append(b.rows, row)
}

// maxWords limits index.words; further texts are kept as they come.
const maxWords = 10_000

// same returns the one copy of a text that all rows share.
func (b *index) same(s string) string {
	if s == "" {
		return ""
	}
	if have, ok := b.words[s]; ok {
		return have
	}
	if len(b.words) < maxWords {
		b.words[s] = s
	}
	return s
}

// annotate adds to a fresh row what the report says of it.
func (b *index) annotate(row *Row) {
	defer b.addNotes(row)
	n, ok := b.ann[exchange.ID(row.Key.ID)]
	if !ok || row.Key.Kind != ExchangeRow {
		row.Outcome = plainOutcome(row)
		return
	}
	n.fill(row)
}

func (n note) fill(row *Row) {
	s := n.s
	row.Flow, row.Step = n.flow, n.step
	row.Detail = s.Detail
	row.Label, row.Outcome, row.Visibility, row.Network = s.Label, s.Outcome, s.Visibility, s.Network
	it := &row.Item
	it.Flow, it.Step, it.Lane = n.flow, string(s.Kind), string(s.Role)
	if s.Role == inspector.LaneCarrier {
		it.Carrier = n.carrier
	}
	it.Codes, it.Words = nil, []string{s.Label.EN, s.Label.ZH, s.Detail}
	for _, c := range s.Codes {
		it.Codes = append(it.Codes, c.Code)
		row.Code = c.Code
	}
}

// plainOutcome judges an exchange that is no step of a login.
func plainOutcome(row *Row) inspector.Outcome {
	switch {
	case row.Item.Failure != "" || row.Item.Status >= 400:
		return inspector.OutcomeFailed
	case !row.Done:
		return inspector.OutcomeWaiting
	case row.Item.Status != 0:
		return inspector.OutcomeOK
	}
	return inspector.OutcomeUnknown
}

// setReport takes a new report and words again the rows that it speaks of.
func (b *index) setReport(r *inspector.Report) {
	if r == nil || r == b.report {
		return
	}
	b.report = r
	masked := report.Masked(*r)
	b.masked = &masked
	changed := map[exchange.ID]bool{}
	b.speaksOf(changed)
	b.ann = map[exchange.ID]note{}
	b.steps = nil
	b.takeNotes(r.Notes)
	for i := range r.Flows {
		b.takeFlow(&r.Flows[i])
	}
	b.speaksOf(changed)
	for id := range changed {
		b.refresh(id)
	}
	slices.SortStableFunc(b.steps, byTime)
}

// speaksOf adds the exchanges of which the report and a person's notes speak now.
func (b *index) speaksOf(ids map[exchange.ID]bool) {
	for id := range b.ann {
		ids[id] = true
	}
	for id := range b.noted {
		ids[id] = true
	}
}

// takeNotes remembers what a person wrote and marked.
func (b *index) takeNotes(list []inspector.Note) {
	b.noted, b.ofFlow = map[exchange.ID]inspector.Note{}, map[int]inspector.Note{}
	for _, n := range list {
		switch {
		case n.Exchange != 0:
			b.noted[n.Exchange] = n
		case n.Attempt != 0:
			b.ofFlow[n.Attempt] = n
		}
	}
}

// addNotes gives a fresh row the notes on it and on its attempt, by which it is found.
func (b *index) addNotes(row *Row) {
	row.Noted, row.Item.Noted = nil, nil
	if n, ok := b.noted[exchange.ID(row.Key.ID)]; ok && row.Key.Kind == ExchangeRow {
		row.Noted = &n
	}
	whole, ofFlow := b.ofFlow[row.Flow]
	if row.Noted == nil && !ofFlow {
		return
	}
	all := []inspector.Note{whole}
	if row.Noted != nil {
		all = append(all, *row.Noted)
	}
	found := &filter.Noted{}
	for _, n := range all {
		if n.Mark != "" {
			found.Marks = append(found.Marks, n.Mark)
		}
		if n.Text != "" {
			found.Texts = append(found.Texts, n.Text)
		}
	}
	row.Item.Noted = found
}

func (b *index) takeFlow(f *inspector.Flow) {
	last := f.Start
	for i := range f.Steps {
		s := &f.Steps[i]
		n := note{flow: f.ID, step: i, s: s, carrier: string(f.Carrier)}
		for _, c := range s.Codes {
			b.values.add("code", c.Code)
		}
		if !s.Time.IsZero() {
			last = s.Time
		}
		if b.noteExchanges(n) || s.Visibility == inspector.NotReached {
			continue
		}
		row := &Row{Key: StepKey(f.ID, i), Time: s.Time, Done: true, Note: s.InferredFrom}
		if row.Time.IsZero() {
			row.Time = last // beside its neighbour
		}
		if !s.End.IsZero() && !s.Time.IsZero() {
			row.Item.Duration = s.End.Sub(s.Time)
		}
		row.Item.Device = f.Device
		n.fill(row)
		b.addNotes(row)
		b.steps = append(b.steps, row)
	}
}

// OnWire reports whether a step is an exchange of its own, and does not merely
// follow from somebody else's.
func OnWire(s *inspector.Step) bool {
	return s.Visibility == inspector.Visible && s.Network != inspector.NetLocal
}

// KeyOf is the row that shows a step.
func KeyOf(f *inspector.Flow, step int) Key {
	if s := &f.Steps[step]; OnWire(s) {
		for _, r := range s.Evidence {
			if r.Kind == finding.OfExchange && r.Exchange != 0 {
				return ExchangeKey(r.Exchange)
			}
		}
	}
	return StepKey(f.ID, step)
}

// noteExchanges remembers a step for each of its exchanges, if it has any.
func (b *index) noteExchanges(n note) bool {
	if !OnWire(n.s) {
		return false
	}
	found := false
	for _, ref := range n.s.Evidence {
		if ref.Kind != finding.OfExchange || ref.Exchange == 0 {
			continue
		}
		if _, taken := b.ann[ref.Exchange]; !taken {
			b.ann[ref.Exchange] = n
		}
		found = true
	}
	return found
}

// refresh replaces a row by one that says what is known now.
func (b *index) refresh(id exchange.ID) {
	i, ok := b.positions[id]
	if !ok {
		return
	}
	old := b.rows[i]
	row := &Row{Key: old.Key, Time: old.Time, Done: old.Done, Item: old.Item}
	row.Item.Flow, row.Item.Step, row.Item.Lane, row.Item.Carrier, row.Item.Codes, row.Item.Words = 0, "", "", "", nil,
		nil
	b.annotate(row)
	b.rows[i] = row
}

func byTime(x, y *Row) int {
	if c := x.Time.Compare(y.Time); c != 0 {
		return c
	}
	return cmp.Compare(x.Key.ID, y.Key.ID)
}

// count returns lines and exchanges.
func (b *index) count() (total, exchanges int) {
	return len(b.rows) + len(b.steps) + len(b.marks), len(b.rows)
}

// putMark takes an event that is no exchange.
func (b *index) putMark(seq session.Seq, e exchange.Event) {
	row, ok := markRow(uint64(seq), e)
	if !ok {
		return
	}
	b.values.add("host", row.Item.Host)
	if row.Item.Device != "" {
		b.devices[row.Item.Device] = true
	}
	if t, is := e.(exchange.Tunnelled); is && b.putTunnel(row, t) {
		return
	}
	b.marks = append(b.marks, row)
}

// putTunnel replaces what an earlier report said of a tunnel, if there was one;
// the row keeps its key, by which it may be selected.
func (b *index) putTunnel(row *Row, t exchange.Tunnelled) (again bool) {
	key := t.Key()
	i, again := b.tunnels[key]
	switch {
	case again:
		row.Key = b.marks[i].Key
		b.marks[i] = row
	case t.Open:
		b.tunnels[key] = len(b.marks)
	}
	if !t.Open {
		delete(b.tunnels, key)
	}
	return again
}

// elapsed is the time between two instants, 0 if one is not known.
func elapsed(a, b time.Time) time.Duration {
	if a.IsZero() || b.IsZero() || b.Before(a) {
		return 0
	}
	return b.Sub(a)
}
