package engine

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"loginscope/app/bundle"
	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/inspector/redact/evidence"
	"loginscope/inspector/report"
	"loginscope/proxy/exchange"
)

// BundleOptions say what goes into a bundle and how it is sealed.
type BundleOptions struct {
	// Passphrase seals the file; "" leaves it open.
	Passphrase string
	// WorkFactor is scrypt's cost as a power of two; 0 means age's default.
	WorkFactor int
	// Keep are kinds of datum, by the IDs of redact.Kinds, that stay readable.
	Keep []string
	// LeaveOut are parts that do not go with it.
	LeaveOut []bundle.Kind
	// Notes are what a person adds; they are masked like any text.
	Notes string
	// Maker says by what the bundle is made.
	Maker bundle.Maker
	// Zone is the time zone of the reports; nil is UTC.
	Zone *time.Location
}

// PreviewBundle makes the parts of a bundle of the open session and says what they are:
// Manifest.Parts, Masked and LeftOut. It writes a temporary folder alone.
func (e *Engine) PreviewBundle(ctx context.Context, o BundleOptions) (m bundle.Manifest, err error) {
	dir, err := os.MkdirTemp("", "loginscope-bundle-*")
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	p, err := e.prepare(ctx, dir, o)
	if err != nil {
		return m, err
	}
	for _, c := range p.entries {
		info := bundle.Part{Name: c.Name, Kind: c.Kind, Bytes: int64(len(c.Data))}
		if c.File != "" {
			st, err := os.Stat(c.File)
			if err != nil {
				return m, err
			}
			info.Bytes = st.Size()
		}
		p.manifest.Parts = append(p.manifest.Parts, info)
	}
	return p.manifest, nil
}

// SaveBundle writes a bundle of the open session at path, where nothing may be yet; see
// bundle.Write. It waits for nothing that is still captured: the bundle holds what came
// before the call.
func (e *Engine) SaveBundle(ctx context.Context, path string, o BundleOptions) (m bundle.Manifest, err error) {
	for range maxBundles {
		m, err = e.saveBundle(ctx, path, o)
		if leak := (*bundle.LeakError)(nil); !errors.As(err, &leak) {
			break
		}
	}
	return m, err
}

// maxBundles limits how often a bundle is made anew, with other pseudonyms, after its
// leak check refused it: a pseudonym may by chance look like a value that is masked.
// A true leak is there each time.
const maxBundles = 3

func (e *Engine) saveBundle(ctx context.Context, path string, o BundleOptions) (m bundle.Manifest, err error) {
	dir, err := os.MkdirTemp("", "loginscope-bundle-*")
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	p, err := e.prepare(ctx, dir, o)
	if err != nil {
		return m, err
	}
	return bundle.Write(ctx, path, p.manifest, p.entries, bundle.Options{
		Passphrase: o.Passphrase, WorkFactor: o.WorkFactor, Search: p.found.Search(p.masker.Texts.Known, p.keep),
		Keep: p.keep,
	})
}

// preparation is a bundle before it is written.
type preparation struct {
	dir      string
	o        BundleOptions
	session  *session.Session
	until    session.Seq // the last event of the bundle; a running capture goes on
	context  inspector.Context
	check    *appRecord // of the app, nil if none was checked
	phones   []phoneForm
	keep     map[string]bool
	leave    map[bundle.Kind]bool
	masker   evidence.Masker
	found    redact.Found
	left     map[string]int
	manifest bundle.Manifest
	entries  []bundle.Content
}

// prepare masks the session into a folder, inspects it before and after, and makes every
// part of what the masked one says.
func (e *Engine) prepare(ctx context.Context, dir string, o BundleOptions) (*preparation, error) {
	p := &preparation{dir: dir, o: o, keep: map[string]bool{}, leave: map[bundle.Kind]bool{}, left: map[string]int{}}
	if err := p.choose(); err != nil {
		return nil, err
	}
	if p.session = e.Session(); p.session == nil {
		return nil, errNoSession
	}
	if err := p.session.Flush(ctx); err != nil {
		return nil, err
	}
	p.until = p.session.Last()
	p.check = appRecordOf(p.session)
	p.context = e.evidenceContext()
	p.context.Live = false // the bundle is of what is over, for whoever opens it
	plain, err := e.inspectAll(ctx, p.session, p.until, p.context)
	if err != nil {
		return nil, err
	}
	var key [32]byte
	_, _ = rand.Read(key[:]) // never fails; see its documentation
	p.masker = evidence.Masker{Texts: redact.Masker{
		Known: plain.Known, Aliases: redact.NewAliases(key), Keep: p.keep, Found: &p.found,
	}}
	p.phones = e.phoneForms()
	masked, err := p.maskSession(ctx, e)
	if err != nil {
		return nil, err
	}
	p.manifest = bundle.Manifest{
		Created: e.cfg.Now().UTC().Truncate(time.Second), Tool: o.Maker.Tool, Attempts: p.attempts(plain),
		SameVerdict: essence(plain) == essence(masked),
	}
	return p, p.fill(ctx, masked)
}

// choose checks what a person wants to keep and to leave out.
func (p *preparation) choose() error {
	known := map[string]bool{}
	for _, k := range redact.Kinds() {
		known[k.ID] = true
	}
	for _, k := range p.o.Keep {
		if !known[k] {
			return fmt.Errorf("%q: %w", k, bundle.ErrKind)
		}
		p.keep[k] = true
	}
	for _, k := range p.o.LeaveOut {
		if !slices.Contains(bundle.Kinds(), k) {
			return fmt.Errorf("%q: %w", string(k), bundle.ErrKind)
		}
		p.leave[k] = true
	}
	return nil
}

// inspectAll inspects what a session holds up to an event, by itself.
func (e *Engine) inspectAll(
	ctx context.Context,
	s *session.Session,
	until session.Seq,
	c inspector.Context,
) (inspector.Report, error) {
	fold := inspector.New(e.cfg.Rules)
	for ev, err := range s.Events(ctx, 0) {
		if err != nil {
			return inspector.Report{}, err
		}
		if ev.Seq > until {
			break
		}
		fold.Add(ev.Event)
	}
	return fold.Report(c), nil
}

// maskSession writes the masked session and inspects it as its receiver will: with the
// context that is in the bundle.
func (p *preparation) maskSession(ctx context.Context, e *Engine) (inspector.Report, error) {
	path := filepath.Join(p.dir, bundle.SessionName)
	none := inspector.Report{}
	edit := masking(p.masker, p.session.Meta().Name, p.until, p.leave[bundle.App])
	edit.Event = p.event
	if err := p.session.SaveEdited(ctx, path, edit); err != nil {
		return none, err
	}
	raw, err := bundle.EncodeContext(p.context, p.masker, p.leave)
	if err != nil {
		return none, err
	}
	p.add(bundle.Always, bundle.ContextName, raw)
	received, err := bundle.DecodeContext(raw)
	if err != nil {
		return none, err
	}
	s, err := session.OpenReadOnly(ctx, path)
	if err != nil {
		return none, err
	}
	received.Notes, received.Given = notesOf(s), given(s)
	r, err := e.inspectAll(ctx, s, s.Last(), received)
	return r, errors.Join(err, s.Close())
}

// event masks one event and counts what is left out of it.
func (p *preparation) event(ev exchange.Event) (exchange.Event, bool) {
	masked, ok := p.masker.Event(ev)
	switch before := ev.(type) {
	case exchange.Finished:
		if after, is := masked.(exchange.Finished); is {
			p.lost(before.Exchange.Request.Body, after.Exchange.Request.Body)
			if before.Exchange.Response != nil && after.Exchange.Response != nil {
				p.lost(before.Exchange.Response.Body, after.Exchange.Response.Body)
			}
		}
	case exchange.Frame:
		if after, is := masked.(exchange.Frame); is && len(before.Data) > 0 && len(after.Data) == 0 {
			p.left[bundle.NoTextFrames]++
		}
	}
	return masked, ok
}

func (p *preparation) lost(before, after exchange.Body) {
	if len(before.Head) > 0 && len(after.Head) == 0 {
		p.left[bundle.NoTextBodies]++
	}
	if before.Spooled > 0 {
		p.left[bundle.LongBodies]++
	}
}

func (p *preparation) add(kind bundle.Kind, name string, data []byte) {
	p.entries = append(p.entries, bundle.Content{Name: name, Kind: kind, Data: data})
}

// fill makes the parts of the masked report.
func (p *preparation) fill(ctx context.Context, r inspector.Report) error {
	har := func(inspector.Report) error { return p.har(ctx) }
	for _, part := range []struct {
		kind bundle.Kind
		add  func(inspector.Report) error
	}{
		{bundle.Reports, p.reports}, {bundle.Session, p.sessions}, {bundle.HAR, har}, {bundle.App, p.app},
		{bundle.Phone, p.phone}, {bundle.Notes, p.notes}, {bundle.Environment, p.environment},
	} {
		if p.leave[part.kind] {
			continue
		}
		if err := part.add(r); err != nil {
			return fmt.Errorf("%s: %w", part.kind, err)
		}
	}
	p.settle()
	return nil
}

// settle completes the manifest with what is known at the end, and puts the statement first.
func (p *preparation) settle() {
	m := &p.manifest
	m.Masked = append([]redact.Count{}, p.found.Counts()...)
	m.Kept = slices.Sorted(slices.Values(p.o.Keep))
	for _, k := range bundle.Kinds() {
		if p.leave[k] {
			m.LeftOut = append(m.LeftOut, bundle.LeftOut{What: string(k), ByHand: true})
		}
	}
	for _, why := range []string{bundle.NoTextBodies, bundle.LongBodies, bundle.NoTextFrames} {
		if n := p.left[why]; n > 0 {
			m.LeftOut = append(m.LeftOut, bundle.LeftOut{What: why, Count: n})
		}
	}
	readme := bundle.Content{Name: bundle.ReadmeName, Kind: bundle.Always, Data: m.Readme()}
	p.entries = append([]bundle.Content{readme}, p.entries...)
}

// reports writes the diagnosis in both languages and forms.
func (p *preparation) reports(r inspector.Report) error {
	for _, one := range []struct {
		name, lang string
		write      func(*bytes.Buffer, report.Options) error
	}{
		{bundle.MarkdownEN, "en", func(b *bytes.Buffer, o report.Options) error { return report.Markdown(b, r, o) }},
		{bundle.MarkdownZH, "zh", func(b *bytes.Buffer, o report.Options) error { return report.Markdown(b, r, o) }},
		{bundle.HTMLEN, "en", func(b *bytes.Buffer, o report.Options) error { return report.HTML(b, r, o) }},
		{bundle.HTMLZH, "zh", func(b *bytes.Buffer, o report.Options) error { return report.HTML(b, r, o) }},
	} {
		var b bytes.Buffer
		o := report.Options{Lang: one.lang, Zone: p.o.Zone, Tool: p.o.Maker.Tool}
		if err := one.write(&b, o); err != nil {
			return err
		}
		p.add(bundle.Reports, one.name, b.Bytes())
	}
	return nil
}

func (p *preparation) sessions(inspector.Report) error {
	p.entries = append(p.entries, bundle.Content{
		Name: bundle.SessionName, Kind: bundle.Session, File: filepath.Join(p.dir, bundle.SessionName),
	})
	return nil
}

// har writes the exchanges of the masked session for other tools.
func (p *preparation) har(ctx context.Context) (err error) {
	s, err := session.OpenReadOnly(ctx, filepath.Join(p.dir, bundle.SessionName))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	path := filepath.Join(p.dir, bundle.HARName)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	h := &harExport{s: s, name: s.Meta().Name, masked: true}
	_, err = h.write(ctx, f, HAROptions{})
	p.entries = append(p.entries, bundle.Content{Name: bundle.HARName, Kind: bundle.HAR, File: path})
	return errors.Join(err, f.Close())
}

func (p *preparation) notes(inspector.Report) error {
	if p.o.Notes != "" {
		p.add(bundle.Notes, bundle.NotesName, []byte(p.masker.Texts.Text(p.o.Notes)))
	}
	return nil
}

func (p *preparation) environment(inspector.Report) error {
	raw, err := p.o.Maker.Encode()
	p.add(bundle.Environment, bundle.EnvironmentName, raw)
	return err
}
