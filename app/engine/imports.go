package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"loginscope/app/bundle"
	"loginscope/app/session"
	"loginscope/inspector/cause"
	"loginscope/inspector/intake"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// Progress is how far an import is.
type Progress struct {
	Path         string
	Index, Count int   // of the files; Index is 1-based
	Done, Total  int64 // bytes of this file
}

// Imported is what became of one file.
type Imported struct {
	Path string
	// Name is the file's name without its folder: that of a log's lines. For an
	// entry of a zip it is ARCHIVE/ENTRY.
	Name  string
	Stats intake.Stats
	// Zone is the time zone in which times without one were read, nil for a
	// kind of file whose times always name theirs.
	Zone *time.Location
	// Skew was added to the file's times so that they agree with the others.
	Skew intake.Skew
	// First and Last are the IDs of its exchanges, 0 if it holds none.
	First, Last exchange.ID
	// Lines are the lines of its entries in order of ID, kept if Config.EntryLines is
	// set; only a HAR file has some.
	Lines []EntryLine
	// Err says why it was not read, or not to its end.
	Err error
}

// EntryLine is the 1-based line of a HAR file on which the entry of an exchange begins.
type EntryLine struct {
	ID   exchange.ID
	Line int
}

// Errors of Import beside those of packages intake and session.
var (
	ErrImporting = problem.New("an import is already running",
		lang.Both("The import was not started.", "导入未启动。"),
		lang.Both("Another one still runs.", "另一个导入仍在进行。"),
		lang.Both("Wait until it is over.", "请等待其结束。"))
	// ErrApp: the file is an app, which is checked and not imported.
	ErrApp = problem.New("an app package is no evidence of a login",
		lang.Both("The file was not imported.", "文件未导入。"),
		lang.Both("It is an app package, which is not evidence of a login.", "它是应用安装包，不是登录证据。"),
		lang.Both("Use the app check for it: `loginscope check PATH`, or the page App check.",
			"请使用应用检查功能：`loginscope check 路径`，或窗口中的应用检查页。"))
	// ErrItself: the file is the open session.
	ErrItself = problem.New("the file is the open session itself",
		lang.Both("The file was not imported.", "文件未导入。"),
		lang.Both("It is the open session itself.", "它就是当前打开的会话。"),
		lang.Both("Choose another file.", "请选择其他文件。"))
	// ErrFolder: the path is a folder, of which nobody said which files count.
	ErrFolder = problem.New("a folder and no file",
		lang.Both("The folder was not imported.", "文件夹未导入。"),
		lang.Both("Files are read one by one; a folder may contain files that are not evidence.",
			"只能逐个读取文件；文件夹中可能有许多无关内容。"),
		lang.Both("Name the files in it: several can be read at once.", "请指定其中的文件，可一次指定多个。"))
	// ErrEntries: entries of an archive past the limits were not read.
	ErrEntries = problem.New("more entries than the limits",
		lang.Both("Not every entry of the archive was read.", "压缩包中的条目未全部读取。"),
		lang.Both("At most 64 entries and 2 GiB unpacked are read of one archive.", "单个压缩包最多读取 64 个条目，解压后共 2 GiB。"),
		lang.Both("Unpack it and name the other files that matter.", "请解压后指定其他相关文件。"))
	// ErrUnknownFile: no reader knows the file's format.
	ErrUnknownFile = problem.New("neither session, HAR, log nor text",
		lang.Both("The file was not imported.", "文件未导入。"),
		lang.Both("It is neither a session, a HAR, a log nor a text.", "它不是会话、HAR、日志或文本。"),
		lang.Both("Export the capture as HAR 1.2, or the log as text.", "请将抓包导出为 HAR 1.2，或将日志导出为文本。"))
)

// Import reads HAR files, device logs, texts and session files into the open
// session, or into a new autosaved one: exchanges get new IDs and the origin
// "imported". With several files, or a session that holds something already,
// the clocks are compared and a file's times are put right. progress is
// called now and then from the importing goroutine; nil is allowed.
//
// A zip of logs gives one result for each entry that is read or refused, with
// the path ARCHIVE/ENTRY. A file that cannot be read does not keep the others from being read: each
// result has its own error, and the returned error joins them.
func (e *Engine) Import(ctx context.Context, paths []string, progress func(Progress)) ([]Imported, error) {
	ctx, job, err := e.startWork(ctx, func() error {
		if e.load != nil {
			return ErrImporting
		}
		e.load = &Progress{Count: len(paths)}
		return nil
	})
	if err != nil {
		return nil, err
	}
	defer job.end(func() { e.load = nil })
	im := &importer{to: job.sink(ctx), report: progress, count: len(paths)}
	if job.cur.session.Last() > 0 {
		if im.reference, err = job.clock(ctx); err != nil {
			return nil, err
		}
	}
	return im.all(ctx, paths)
}

// AddText reads pasted text into the open session as log lines; source names
// it, such as "pasted 1".
func (e *Engine) AddText(ctx context.Context, source, text string) (intake.Stats, error) {
	ctx, job, err := e.startWork(ctx, func() error { return nil })
	if err != nil {
		return intake.Stats{}, err
	}
	defer job.end(func() {})
	to, piece := job.sink(ctx), session.Evidence{Kind: session.EvidenceFile, Name: source}
	st, err := intake.Read(strings.NewReader(text), intake.Options{
		Name: source, NewID: to.newID, Reference: e.cfg.Now(), Location: e.cfg.Zone, AllLines: true,
	}, func(ev exchange.Event) error {
		n, err := to.write(imported(ev))
		piece.Adds(n)
		return err
	})
	return st, errors.Join(err, to.evidence(piece))
}

// sink is where what files say goes to.
type sink struct {
	newID func() exchange.ID
	// write says which number the event got; 0 for a part of a body, and where there is no
	// session.
	write func(exchange.Event) (session.Seq, error)
	// zone is that of times which name none; mandatory.
	zone *time.Location
	// progress shows how far the import is; mandatory.
	progress func(Progress)
	// answers takes what a person answered in a session that is read; mandatory.
	answers func([]cause.Signal) error
	// evidence takes a file that was read, note a note of a session that is read; mandatory.
	evidence func(session.Evidence) error
	note     func(session.Note) error
	path     string // of the session that is written, "" for none
	bodies   bool   // takes the parts of bodies that are longer than their heads
	// entryLines is Config.EntryLines.
	entryLines bool
	passphrase func() (string, error) // Config.Passphrase
}

// sink writes to the open session.
func (j *job) sink(ctx context.Context) sink {
	sess := j.cur.session
	return sink{
		newID:    sess.NewID,
		zone:     j.e.cfg.Zone,
		write:    func(ev exchange.Event) (session.Seq, error) { return sess.WriteSeq(ctx, ev) },
		evidence: j.give,
		note:     j.note,
		progress: func(p Progress) { j.e.set(func() { j.e.load = &p }) },
		path:     sess.Path(), bodies: true, entryLines: j.e.cfg.EntryLines, passphrase: j.e.cfg.Passphrase,
		answers: func(list []cause.Signal) error {
			if len(list) == 0 {
				return nil
			}
			return sess.SetAnswers(written(beside(answersOf(sess.Meta().Answers), list)))
		},
	}
}

// clock is what the open session's events say about the time.
func (j *job) clock(ctx context.Context) (*intake.Clock, error) {
	var clock intake.Clock
	for ev, err := range j.cur.session.Events(ctx, 0) {
		if err != nil {
			return nil, err
		}
		clock.Add(ev.Event)
	}
	return &clock, nil
}

// importer reads the files of one call of Import or Fold.
type importer struct {
	to           sink
	report       func(Progress) // the caller's; nil for none
	index, count int
	reference    *intake.Clock          // nil before anything has a time
	at           func(exchange.ID, int) // of the file that is read, nil if nobody asks
	skew         time.Duration          // by which its times are shifted
	timing       bool                   // it is read for its times alone
}

func (im *importer) all(ctx context.Context, paths []string) ([]Imported, error) {
	if len(paths) > 1 && im.reference == nil {
		im.reference = new(intake.Clock)
	}
	byPath := make([][]Imported, len(paths))
	var done []Imported
	var errs []error
	for n, i := range zonedFirst(paths) {
		im.index = n + 1
		for _, p := range im.parts(ctx, paths[i]) {
			one := im.one(ctx, p)
			if one.Err != nil {
				one.Err = fmt.Errorf("import %q: %w", p.path, one.Err)
				errs = append(errs, one.Err)
			}
			byPath[i], done = append(byPath[i], one), append(done, one)
			if err := ctx.Err(); err != nil {
				return done, err
			}
		}
	}
	return slices.Concat(byPath...), errors.Join(errs...)
}

// zonedFirst orders files so that those whose times name their zone come
// first: a log without one is put right by them and not they by it.
func zonedFirst(paths []string) []int {
	var first, then []int
	for i, path := range paths {
		if kind, err := detect(path); err == nil && (kind == intake.HAR || kind == intake.Session) ||
			bundle.Detect(path) != bundle.None {
			first = append(first, i)
		} else {
			then = append(then, i)
		}
	}
	return append(first, then...)
}

// one imports one part. Where there is a clock to compare with, the file is
// read twice, so that neither file nor events are held in memory.
func (im *importer) one(ctx context.Context, p part) (out Imported) {
	out = Imported{Path: p.path, Name: p.name, Err: p.err}
	if p.err != nil {
		return out
	}
	read := p.read
	im.at = nil
	if im.reference != nil {
		var own intake.Clock
		im.timing = true
		_, err := read(func() exchange.ID { return 0 },
			func(ev exchange.Event) error { own.Add(ev); return ctx.Err() })
		if im.timing = false; err != nil {
			out.Err = err
			return out
		}
		out.Skew = intake.Estimate(im.reference, &own)
	}
	defer func() {
		switch out.Stats.Kind {
		case intake.Logcat, intake.Studio, intake.Text:
			out.Zone = im.to.zone
		}
	}()
	newID := func() exchange.ID {
		out.Last = im.to.newID()
		if out.First == 0 {
			out.First = out.Last
		}
		return out.Last
	}
	if im.to.entryLines {
		im.at = func(id exchange.ID, line int) { out.Lines = append(out.Lines, EntryLine{id, line}) }
	}
	piece, said := session.Evidence{Kind: session.EvidenceFile, Name: p.name}, false
	im.skew = out.Skew.Offset
	out.Stats, out.Err = read(newID, func(ev exchange.Event) error {
		ev = imported(intake.Shift(ev, out.Skew.Offset))
		if im.reference != nil {
			im.reference.Add(ev)
		}
		n, err := im.to.write(ev)
		piece.Adds(n)
		if _, part := ev.(exchange.BodyChunk); !part {
			said = true
		}
		return err
	})
	if said {
		out.Err = errors.Join(out.Err, im.to.evidence(piece))
	}
	for _, n := range out.Stats.Notes {
		note := session.Note{Text: n.Text, Mark: session.Mark(n.Mark), Subject: session.Subject{
			Kind: session.SubjectKind(n.On), Exchange: n.Exchange, Start: n.Start, Number: n.Number}}
		if note.Start != 0 {
			note.Start += int64(im.skew)
		}
		if err := im.to.note(note); err != nil {
			out.Err = errors.Join(out.Err, err)
		}
	}
	if out.Stats.Answers != "" {
		out.Err = errors.Join(out.Err, im.to.answers(answersOf(out.Stats.Answers)))
	}
	return out
}

// readFunc reads a file's events under IDs from newID.
type readFunc func(newID func() exchange.ID, emit func(exchange.Event) error) (intake.Stats, error)

// reader finds out how to read a file.
func (im *importer) reader(ctx context.Context, path string) (readFunc, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, ErrFolder
	}
	// Not even opened: closing it again would drop SQLite's locks on it.
	if own, err := os.Stat(im.to.path); err == nil && os.SameFile(own, info) {
		return nil, ErrItself
	}
	kind, err := detect(path)
	switch {
	case err != nil:
		return nil, err
	case kind == intake.Session:
		return func(newID func() exchange.ID, emit func(exchange.Event) error) (intake.Stats, error) {
			return im.readSession(ctx, path, newID, emit)
		}, nil
	case intake.Refusal(kind) != nil:
		return nil, intake.Refusal(kind)
	case kind == intake.Binary:
		return nil, ErrUnknownFile
	}
	return func(newID func() exchange.ID, emit func(exchange.Event) error) (st intake.Stats, err error) {
		f, err := os.Open(path)
		if err != nil {
			return st, err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		return intake.Read(im.counted(f, path, info.Size()), intake.Options{
			Name: filepath.Base(path), NewID: newID, Reference: info.ModTime(), Location: im.to.zone, At: im.at,
		}, emit)
	}, nil
}

func detect(path string) (kind intake.Kind, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	header := make([]byte, intake.HeadSize)
	n, err := io.ReadFull(f, header)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", err
	}
	return intake.Detect(header[:n], path), nil
}

// counted reports the progress of reading r.
func (im *importer) counted(r io.Reader, path string, total int64) io.Reader {
	return &countingReader{Reader: r, report: func(done int64) { im.progress(path, done, total) }}
}

func (im *importer) progress(path string, done, total int64) {
	p := Progress{Path: path, Index: im.index, Count: im.count, Done: done, Total: total}
	im.to.progress(p)
	if im.report != nil {
		im.report(p)
	}
}

// progressStep is the number of bytes between two calls of progress.
const progressStep = 1 << 20

type countingReader struct {
	io.Reader
	done, reported int64
	report         func(int64)
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.done += int64(n)
	if c.done-c.reported >= progressStep || errors.Is(err, io.EOF) {
		c.reported = c.done
		c.report(c.done)
	}
	return n, err
}

// imported gives exchanges their origin, and times the zone in which a session
// keeps them, so that a report does not depend on what was read back.
func imported(ev exchange.Event) exchange.Event {
	switch ev := ev.(type) {
	case exchange.Started:
		ev.Exchange = importedExchange(ev.Exchange)
		return ev
	case exchange.Progress:
		ev.Exchange = importedExchange(ev.Exchange)
		return ev
	case exchange.Finished:
		ev.Exchange = importedExchange(ev.Exchange)
		return ev
	case exchange.Frame:
		ev.Time = ev.Time.UTC()
		return ev
	case exchange.LogLine:
		ev.Time = ev.Time.UTC()
		return ev
	}
	return ev
}

func importedExchange(x exchange.Exchange) exchange.Exchange {
	x.Origin, x.Timing = exchange.Imported, x.Timing.UTC()
	return x
}
