package app

import (
	"context"
	"errors"
	"path/filepath"

	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/job"
	"loginscope/app/session"
	"loginscope/inspector/cause"
	"loginscope/inspector/redact"
	"loginscope/lang"
	"loginscope/problem"
)

// commands makes the engine's blocking commands return at once, by the Runner: it
// says what is busy, and what went wrong becomes a notice.
type commands struct {
	*reader
	engine   *engine.Engine
	jobs     *job.Runner
	view     func(feed.View)
	choices  func() engine.Choices // of captures
	progress func()                // of an import
}

// explain describes an error of a command; ok is false for one that nobody has to
// know of.
func explain(err error) (n feed.Notice, ok bool) {
	if errors.Is(err, context.Canceled) || errors.Is(err, engine.ErrClosed) {
		return n, false
	}
	p := problem.Of(err)
	n = feed.Notice{Bad: true, Problem: p}
	var port *engine.PortInUse
	if errors.As(err, &port) {
		n.Listen = port.Free
	}
	return n, true
}

// SetView chooses what the table shows.
func (c *commands) SetView(v feed.View) { c.view(v) }

// StartCapture listens at "host:port", "" for the chosen or usual address; a
// capture that runs moves there.
func (c *commands) StartCapture(address string) {
	c.jobs.Start(lang.Text{EN: "Starting …", ZH: "正在启动 …"}, func(ctx context.Context) error {
		if c.engine.Status().Capturing {
			if err := c.engine.StopCapture(ctx); err != nil {
				return err
			}
		}
		o, err := c.choices().Options()
		if err != nil {
			return err
		}
		if address != "" {
			o.Listen = address
		}
		return c.engine.StartCapture(ctx, o)
	})
}

// StopCapture ends the capture.
func (c *commands) StopCapture() {
	c.jobs.Start(lang.Text{EN: "Stopping …", ZH: "正在停止 …"}, c.engine.StopCapture)
}

// RunScenario plays a scenario of the lab against the proxy.
func (c *commands) RunScenario(name string) {
	c.jobs.Start(lang.Text{EN: "Running a sample login …", ZH: "正在运行示例登录 …"}, func(ctx context.Context) error {
		_, err := c.engine.RunLab(ctx, name, engine.LabOptions{})
		return err
	})
}

// Open opens a single session file for reading; anything else is read into the open
// session.
func (c *commands) Open(paths []string) {
	c.jobs.Start(reading(paths[0]), func(ctx context.Context) error {
		if len(paths) == 1 {
			err := c.openWith(ctx, paths[0], engine.Opening{})
			if err == nil || !errors.Is(err, session.ErrNotSession) {
				return err
			}
		}
		_, err := c.engine.Import(ctx, paths, func(engine.Progress) { c.progress() })
		return err
	})
}

// reading says which file is read; its name may hold what is masked.
func reading(path string) lang.Text {
	name := redact.Text(filepath.Base(path))
	return lang.Text{EN: "Reading " + name + " …", ZH: "正在读取 " + name + " …"}
}

// Answer takes what a person says of phone or app into the session.
func (c *commands) Answer(f cause.Fact, value string) {
	c.jobs.Go(func(context.Context) { c.counted(c.engine.Answer(f, value), answerNotKept) })
}

// Give takes a piece of evidence off the session, or puts it back.
func (c *commands) Give(id string, on bool) {
	change := c.engine.RemoveEvidence
	if on {
		change = c.engine.RestoreEvidence
	}
	c.jobs.Go(func(context.Context) { c.counted(change(id), evidenceNotKept) })
}

// Note keeps a mark and a text on something in the session.
func (c *commands) Note(on engine.On, mark session.Mark, text string) {
	c.jobs.Go(func(context.Context) {
		err := c.engine.SetMark(on, mark)
		if err == nil || errors.Is(err, session.ErrReadOnly) {
			err = c.engine.SetNote(on, text)
		}
		c.counted(err, noteNotKept)
	})
}

// noteNotKept is of a session that was opened for reading.
var noteNotKept = problem.New("note is not kept",
	lang.Both("The note stays until this session is closed.", "备注将保留到关闭此会话为止。"),
	lang.Both("It is not saved: the session was opened for reading.", "未保存：此会话以只读方式打开。"),
	lang.Both("Open the session with “Continue” to keep it.", "如需保留，请在会话页选择“继续追加”。"))

// counted reports the error of what a person did to the session; one that was opened for
// reading takes it and keeps it only until it is closed.
func (c *commands) counted(err error, unkept error) {
	if err == nil {
		return
	}
	n, ok := explain(err)
	if errors.Is(err, session.ErrReadOnly) {
		n, ok = feed.Notice{Problem: problem.Of(unkept)}, true
	}
	if ok {
		c.jobs.Notify(n)
	}
}

// evidenceNotKept is of a session that was opened for reading.
var evidenceNotKept = problem.New("change of evidence is not kept",
	lang.Both("The change counts for the verdict until this session is closed.", "更改已生效，直到关闭此会话。"),
	lang.Both("It is not saved: the session was opened for reading.", "未保存：此会话以只读方式打开。"),
	lang.Both("Open the session with “Continue” to keep it.", "如需保留，请在会话页选择“继续追加”。"))

// answerNotKept is of a session that was opened for reading.
var answerNotKept = problem.New("answer is not kept",
	lang.Both("Your answer counts for the verdict until this session is closed.", "回答已生效，直到关闭此会话。"),
	lang.Both("It is not saved: the session was opened for reading.", "未保存：此会话以只读方式打开。"),
	lang.Both("Copy the diagnosis to keep it.", "如需保留，请复制诊断结果。"))

// Cancel gives up what is busy.
func (c *commands) Cancel() { c.jobs.Cancel() }

// Dismiss takes a notice away.
func (c *commands) Dismiss(id int) { c.jobs.Dismiss(id) }
