package app

import (
	"context"
	"errors"
	"path/filepath"

	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/inspector/redact"
	"loginscope/lang"
)

// This file opens sessions. One that would end a running capture is opened after a
// question.

// Continue opens a session to add to it.
func (c *commands) Continue(path string) { c.openSession(path, engine.Opening{Continue: true}) }

// OpenSealed opens a bundle with its passphrase.
func (c *commands) OpenSealed(path, passphrase string) {
	c.openSession(path, engine.Opening{Passphrase: func() (string, error) { return passphrase, nil }})
}

func (c *commands) openSession(path string, o engine.Opening) {
	c.jobs.Start(opening(path), func(ctx context.Context) error { return c.openWith(ctx, path, o) })
}

// openWith opens a session, or asks what becomes of the running capture.
func (c *commands) openWith(ctx context.Context, path string, o engine.Opening) error {
	err := c.engine.OpenWith(ctx, path, o)
	var runs *engine.CaptureRunsError
	if errors.As(err, &runs) {
		c.jobs.Notify(feed.Notice{Question: c.aboutCapture(path, o, runs)})
		return nil
	}
	return err
}

// aboutCapture asks what becomes of the running capture.
func (c *commands) aboutCapture(path string, o engine.Opening, runs *engine.CaptureRunsError) *feed.Question {
	name := redact.Text(filepath.Base(path))
	answer := func(name string, text lang.Text, fate engine.CaptureFate) feed.Answer {
		return feed.Answer{Name: name, Text: text, Do: func() {
			o.Capture = fate
			c.openSession(path, o)
		}}
	}
	q := &feed.Question{
		Title: lang.Both("A capture is running", "正在抓包"),
		Text: lang.Both(
			"To read "+name+" here, the capture on "+runs.Address+" must stop. Phones that use it as their proxy then "+
				"have no connection until it runs again.",
			"要在此查看 "+name+"，需停止在 "+runs.Address+" 的抓包。停止后，以其为代理的手机将无法联网，直到重新开始抓包。",
		),
		Answers: []feed.Answer{answer("end", lang.Both("Stop it and open", "停止抓包并打开"), engine.EndCapture)},
	}
	if runs.CanMove {
		q.Text = lang.Both(
			"The capture on "+runs.Address+" can continue in "+name+", or stop. If it stops, phones that use it as "+
				"their proxy have no connection until it runs again.",
			"在 "+runs.Address+" 的抓包可以改为写入 "+name+"，也可以停止。停止后，以其为代理的手机将无法联网，直到重新开始抓包。",
		)
		q.Answers = append(q.Answers, answer("move", lang.Both("Capture into it", "继续抓包并写入"), engine.MoveCapture))
	}
	return q
}

// opening says which session is opened; a file's name may hold what is masked.
func opening(path string) lang.Text {
	name := redact.Text(filepath.Base(path))
	return lang.Text{EN: "Opening " + name + " …", ZH: "正在打开 " + name + " …"}
}
