package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"loginscope/app/bundle"
	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/version"
	"loginscope/inspector/redact"
	"loginscope/lang"
	"loginscope/problem"
)

// PreviewBundle says what a bundle of the open session would hold. It may block.
func (c *commands) PreviewBundle(ctx context.Context, o engine.BundleOptions) (bundle.Manifest, error) {
	return c.engine.PreviewBundle(ctx, c.made(o))
}

// SaveBundle writes a bundle of the open session into a folder, and says what became of it
// in a notice.
func (c *commands) SaveBundle(folder string, o engine.BundleOptions) {
	o = c.made(o)
	ext := bundle.Ext
	if o.Passphrase != "" {
		ext = bundle.ExtSealed
	}
	stem := fileName(redact.Text(c.engine.Status().Session.Name))
	c.jobs.Start(lang.Text{EN: "Making a bundle …", ZH: "正在生成案例包 …"}, func(ctx context.Context) error {
		for n := 1; ; n++ {
			name := stem
			if n > 1 {
				name += fmt.Sprintf(" %d", n)
			}
			path := filepath.Join(folder, name+ext)
			m, err := c.engine.SaveBundle(ctx, path, o)
			if errors.Is(err, fs.ErrExist) && n < maxCopies {
				continue
			}
			if err == nil {
				c.jobs.Notify(feed.Notice{Bad: !m.SameVerdict, Problem: bundleSaved(path, m)})
			}
			return err
		}
	})
}

// bundleSaved describes what became of a bundle.
func bundleSaved(path string, m bundle.Manifest) problem.Problem {
	values := 0
	for _, c := range m.Masked {
		values += c.Values
	}
	p := problem.Problem{What: lang.Text{
		EN: fmt.Sprintf("Bundle written and searched again, %d values masked: %s", values, path),
		ZH: fmt.Sprintf("已生成案例包并复查，共脱敏 %d 个值：%s", values, path),
	}}
	if !m.SameVerdict {
		p.Why = lang.Both("The masked session does not give the same verdict.", "脱敏后的会话得出的结论不同。")
		p.Do = lang.Both("docs/bundle.md says what to do.", "处理方法见 docs/bundle.md。")
	}
	return p
}

// PlayCase plays the open session in the lab, into a new session, at the recorded pace.
func (c *commands) PlayCase() {
	c.jobs.Start(lang.Text{EN: "Playing the case …", ZH: "正在播放案例 …"}, func(ctx context.Context) error {
		same, err := c.engine.PlayCase(ctx, engine.LabOptions{Pace: 1})
		if err != nil {
			return err
		}
		said := lang.Both(
			"The case was played between a simulated phone and simulated servers; the verdict is the same.",
			"已用模拟各方播放该案例，结论相同。",
		)
		if !same {
			said = lang.Both(
				"The case was played between a simulated phone and simulated servers; the verdict differs from the "+
					"received one.",
				"已用模拟各方播放该案例，结论与原案例不同。",
			)
		}
		c.jobs.Notify(feed.Notice{Bad: !same, Problem: problem.Problem{What: said}})
		return nil
	})
}

// made adds by what a bundle is made.
func (c *commands) made(o engine.BundleOptions) engine.BundleOptions {
	b := version.Read()
	o.Maker = bundle.Maker{
		Tool: "Loginscope " + version.Number, Commit: b.Commit, Go: b.Go, OS: b.OS, Arch: b.Arch,
	}
	return o
}
