package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/session"
	"loginscope/inspector/redact"
	"loginscope/lang"
	"loginscope/problem"
)

// Recent lists the sessions that were saved automatically, newest first.
func (c *commands) Recent(ctx context.Context) ([]session.Info, error) { return c.engine.Recent(ctx) }

// Delete moves a session aside. It may block.
func (c *commands) Delete(ctx context.Context, path string) (session.Trashed, error) {
	return c.engine.DeleteSession(ctx, path)
}

// Restore puts a deleted session back. It may block.
func (c *commands) Restore(ctx context.Context, id string) (string, error) {
	return c.engine.RestoreSession(ctx, id)
}

// Trash lists the deleted sessions.
func (c *commands) Trash(ctx context.Context) ([]session.Trashed, error) { return c.engine.Trash(ctx) }

// Verify reads every byte of a session file. It may block.
func (c *commands) Verify(ctx context.Context, path string) (session.Verdict, error) {
	return session.Check(ctx, path)
}

// Compact puts a smaller file with the same content in place of a session. It may block.
func (c *commands) Compact(ctx context.Context, path string) (session.Compaction, error) {
	return session.CompactInPlace(ctx, path)
}

// NewSession begins an empty session; the old one stays on the disk.
func (c *commands) NewSession() {
	c.jobs.Start(
		lang.Text{EN: "New session …", ZH: "正在新建会话 …"},
		func(ctx context.Context) error { return c.engine.NewSession(ctx, "") },
	)
}

// Rename names the open session.
func (c *commands) Rename(name string) {
	c.jobs.Start(lang.Text{EN: "Renaming …", ZH: "正在重命名 …"},
		func(context.Context) error { return c.engine.Rename(name) })
}

// maxCopies limits the search for a free file name.
const maxCopies = 100

// SaveMasked writes a copy of the open session without sensitive values into a folder.
func (c *commands) SaveMasked(folder string) {
	name := redact.Text(c.engine.Status().Session.Name) + " masked"
	c.saveCopy(folder, name, lang.Text{EN: "Saved a masked copy: ", ZH: "已保存脱敏副本："}, session.Ext,
		c.engine.SaveMasked)
}

// ExportHAR writes the open session as HAR, without sensitive values, into a folder.
func (c *commands) ExportHAR(folder string) {
	name := redact.Text(c.engine.Status().Session.Name) + " masked"
	saved := lang.Text{EN: "Exported as HAR, masked: ", ZH: "已导出 HAR（已脱敏）："}
	c.saveCopy(folder, name, saved, ".har", func(ctx context.Context, path string) error {
		_, err := c.engine.SaveHAR(ctx, path, engine.HAROptions{})
		return err
	})
}

// SaveWithValues writes a copy of the open session with every value into a folder.
func (c *commands) SaveWithValues(folder string) {
	name := c.engine.Status().Session.Name
	saved := lang.Text{
		EN: "Saved a copy with phone numbers, tokens and keys in clear: ",
		ZH: "已保存副本，其中手机号、token 和密钥均为明文：",
	}
	c.saveCopy(folder, name, saved, session.Ext, c.engine.SaveCopy)
}

// SaveFile writes a new file into a folder.
func (c *commands) SaveFile(folder, name string, content []byte) {
	ext := filepath.Ext(name)
	saved := lang.Text{EN: "Saved: ", ZH: "已保存："}
	c.saveCopy(folder, strings.TrimSuffix(name, ext), saved, ext, func(_ context.Context, path string) error {
		return engine.SaveFile(path, func(w io.Writer) error {
			_, err := w.Write(content)
			return err
		})
	})
}

// Other reads a file beside the open session; "" is the pinned reference. It may block.
func (c *commands) Other(ctx context.Context, path string) (*engine.Other, error) {
	return c.engine.ReadOther(ctx, path)
}

// Pin keeps the open session, masked, as the reference.
func (c *commands) Pin() {
	c.jobs.Start(lang.Text{EN: "Pinning the reference …", ZH: "正在固定参照 …"}, func(ctx context.Context) error {
		done, err := c.engine.Pin(ctx)
		if err != nil {
			return err
		}
		c.jobs.Notify(feed.Notice{Problem: problem.Problem{What: lang.Text{
			EN: fmt.Sprintf("Pinned as the reference, masked: %d exchanges", done.Exchanges),
			ZH: fmt.Sprintf("已固定为参照（已脱敏）：%d 个请求", done.Exchanges),
		}}})
		return nil
	})
}

// saveCopy lets save write a copy into a folder under a name with an ending, with a number behind it if
// there is such a file already.
func (c *commands) saveCopy(
	folder, name string,
	saved lang.Text,
	ext string,
	save func(ctx context.Context, path string) error,
) {
	c.jobs.Start(lang.Text{EN: "Saving a copy …", ZH: "正在保存副本 …"}, func(ctx context.Context) error {
		stem := fileName(name)
		for n := 1; ; n++ {
			name := stem
			if n > 1 {
				name += fmt.Sprintf(" %d", n)
			}
			path := filepath.Join(folder, name+ext)
			err := save(ctx, path)
			if errors.Is(err, fs.ErrExist) && n < maxCopies {
				continue
			}
			if err == nil {
				c.jobs.Notify(
					feed.Notice{Problem: problem.Problem{What: lang.Text{
						EN: saved.EN + path,
						ZH: saved.ZH + path,
					}}},
				)
			}
			return err
		}
	})
}

// fileName makes a name that every system takes of a session's name.
func fileName(name string) string {
	out := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, strings.TrimSpace(name))
	if strings.Trim(out, ".-") == "" {
		return "session"
	}
	return out
}
