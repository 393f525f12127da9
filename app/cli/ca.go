package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"loginscope/app/engine"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
	"loginscope/proxy/ca"
)

var caEntry = entry{
	word: "ca", value: newOf[caCmd],
	help: []helpText{
		{"ca", lang.Both("The root certificate that the phone must trust.", "手机需要信任的根证书。")},
		{"ca_show", lang.Both("Show where it is kept.", "显示证书的存放位置。")},
		{"ca_export", lang.Both("Write the certificate, without its key.", "导出证书（不含私钥）。")},
		{"flag_format", lang.Both("PEM or DER.", "证书格式：PEM 或 DER。")},
		{"flag_output", lang.Both(
			"File to write, which must not exist; - is standard output.",
			"输出文件，不能已存在；- 表示标准输出。",
		)},
	},
	prints: []document{
		{"ca --json", []any{caInfo{}}},
	},
}

type caCmd struct {
	Show   caShowCmd   `cmd:"" default:"withargs" help:"${ca_show}"`
	Export caExportCmd `cmd:"" help:"${ca_export}"`
}

type caShowCmd struct {
	JSON bool `help:"${flag_json}"`
}

type caExportCmd struct {
	Format string `help:"${flag_format}" enum:"pem,der" default:"pem" placeholder:"pem|der"`
	Output string `short:"o" help:"${flag_output}" placeholder:"FILE"`
}

// caInfo is what ca prints; docs/json.md describes it.
type caInfo struct {
	Name        string    `json:"name"`
	Certificate string    `json:"certificate"` // file, PEM
	Key         string    `json:"key"`         // file
	SHA256      string    `json:"sha256"`
	NotAfter    time.Time `json:"not_after"`
}

func (c *caShowCmd) run(ctx context.Context, t *terminal) error {
	a, err := authority(ctx)
	if err != nil {
		return err
	}
	info := caInfo{a.Name(), a.CertFile(), a.KeyFile(), a.Fingerprint(), a.Certificate().NotAfter}
	if c.JSON {
		return t.json(info)
	}
	for _, row := range [][2]string{
		{"name", info.Name}, {"certificate", info.Certificate}, {"key", info.Key}, {"sha256", info.SHA256},
		{"not_after", info.NotAfter.Format(time.DateOnly)},
	} {
		t.entry(0, t.T("cli.ca."+row[0]), row[1])
	}
	fmt.Fprintln(t.out)
	t.para(t.T("cli.ca.warning"))
	return nil
}

func (c *caExportCmd) run(ctx context.Context, t *terminal) error {
	a, err := authority(ctx)
	if err != nil {
		return err
	}
	data := a.PEM()
	if c.Format == "der" {
		data = a.DER()
	}
	if c.Output == "" || c.Output == "-" {
		_, err := t.out.Write(data)
		return err
	}
	f, err := os.OpenFile(c.Output, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return t.fault(err, "exists", c.Output)
	}
	if err != nil {
		return t.fault(err, "write", c.Output, err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return t.fault(err, "write", c.Output, err)
	}
	t.say("cli.ca.exported", c.Output)
	return nil
}

// authority is the root certificate's, made the first time.
func authority(ctx context.Context) (*ca.CA, error) {
	e, err := engine.New(ctx, engine.Config{Rules: ruleset.Default()})
	if err != nil {
		return nil, err
	}
	return e.CA()
}
