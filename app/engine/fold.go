package engine

import (
	"context"

	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/proxy/exchange"
)

// Folding is what files said, added to an inspection as they were read. It is
// for a report that is wanted once: no session is made, so nothing is written
// to disk and read back, and memory holds what an inspection keeps and one
// entry of a file.
type Folding struct {
	e    *Engine
	fold *inspector.Inspection
	// opened is the opening of an exchange, which its end repeats: it is added
	// only if something else comes next.
	opened  *exchange.Started
	lastID  exchange.ID
	answers []cause.Signal     // of the sessions that were read
	notes   []inspector.NoteOn // likewise
	app     *inspector.AppFacts
	files   []inspector.Given
}

// Fold reads files as Import does, into a Folding and not into the open
// session. Bodies beyond their heads are left out, since no inspection reads
// them.
func (e *Engine) Fold(ctx context.Context, paths []string, progress func(Progress)) (*Folding, []Imported, error) {
	f := &Folding{e: e, fold: inspector.New(e.cfg.Rules)}
	im := &importer{report: progress, count: len(paths), to: sink{
		newID: f.newID, zone: e.cfg.Zone, entryLines: e.cfg.EntryLines, passphrase: e.cfg.Passphrase,
		write:    func(ev exchange.Event) (session.Seq, error) { f.add(ev); return 0, ctx.Err() },
		progress: func(Progress) {}, evidence: f.give,
		note:    func(n session.Note) error { f.notes = append(f.notes, noteOn(n)); return nil },
		answers: func(list []cause.Signal) error { f.answers = beside(f.answers, list); return nil },
	}}
	done, err := im.all(ctx, paths)
	f.settle()
	return f, done, err
}

// Report is made of everything that was read and of what the Engine knows
// beside it, such as the app that was checked.
func (f *Folding) Report() inspector.Report {
	c := f.e.evidenceContext()
	c.Facts = beside(c.Facts, f.answers)
	if c.App == nil {
		c.App = f.app
	}
	c.Given = append(c.Given, f.files...)
	for _, a := range f.answers {
		c.Given = append(
			c.Given,
			inspector.Given{Kind: string(session.EvidenceAnswer), Name: written([]cause.Signal{a})},
		)
	}
	c.Notes = append(c.Notes, f.notes...)
	return f.fold.Report(c)
}

// give takes a file that was read, or the app of a session that was.
func (f *Folding) give(p session.Evidence) error {
	if p.Kind == session.EvidenceFile {
		f.files = append(f.files, inspector.Given{Kind: string(p.Kind), Name: p.Name})
		return nil
	}
	if f.app == nil && appIn(p) != nil {
		f.files = append(f.files, inspector.Given{Kind: string(p.Kind), Name: p.Name})
	}
	if f.app == nil {
		f.app = appIn(p)
	}
	return nil
}

func (f *Folding) newID() exchange.ID {
	f.lastID++
	return f.lastID
}

func (f *Folding) add(ev exchange.Event) {
	switch ev := ev.(type) {
	case exchange.BodyChunk:
		return
	case exchange.Started:
		f.settle()
		f.opened = &ev
		return
	case exchange.Finished:
		if f.opened != nil && f.opened.Exchange.ID == ev.Exchange.ID {
			f.opened = nil
		}
	}
	f.settle()
	f.fold.Add(ev)
}

// settle adds the opening that was held back.
func (f *Folding) settle() {
	if f.opened != nil {
		f.fold.Add(*f.opened)
		f.opened = nil
	}
}
