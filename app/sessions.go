package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"loginscope/app/feed"
	"loginscope/app/session"
	"loginscope/lang"
)

// Recent is for ui.SessionFiles.
func (d *desk) Recent(ctx context.Context) ([]session.Info, error) { return d.engine.Recent(ctx) }

// Continue is for ui.SessionFiles.
func (d *desk) Continue(path string) {
	d.start(lang.Text{EN: "Opening " + filepath.Base(path) + " …", ZH: "正在打开 " + filepath.Base(path) + " …"}, func(ctx context.Context) error {
		return d.engine.ContinueSession(ctx, path)
	})
}

// Rename is for ui.SessionFiles.
func (d *desk) Rename(name string) {
	d.start(lang.Text{EN: "Renaming …", ZH: "正在重命名 …"}, func(context.Context) error { return d.engine.Rename(name) })
}

// maxCopies bounds the search for a free file name.
const maxCopies = 100

// SaveCopy is for ui.SessionFiles: the copy takes the session's name, with a
// number behind it if there is such a file already.
func (d *desk) SaveCopy(folder string) {
	d.start(lang.Text{EN: "Saving a copy …", ZH: "正在保存副本 …"}, func(ctx context.Context) error {
		stem := fileName(d.engine.Status().Session.Name)
		for n := 1; ; n++ {
			name := stem
			if n > 1 {
				name += fmt.Sprintf(" %d", n)
			}
			path := filepath.Join(folder, name+session.Ext)
			err := d.engine.SaveCopy(ctx, path)
			if errors.Is(err, fs.ErrExist) && n < maxCopies {
				continue
			}
			if err == nil {
				d.tell(feed.Notice{What: lang.Text{EN: "Saved a copy: " + path, ZH: "已保存副本：" + path}})
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
