// Package engine owns the goroutines and the life cycle of Loginscope without
// its window: capture, the sample lab, import, the running inspection, and
// the session that all of them write to. Window and command line drive the
// same Engine. It draws nothing, has no texts but those of Problems, and decodes
// nothing itself.
//
// Ownership: an Engine owns everything that it starts and Close waits for all
// of it. Commands (StartCapture, Import, RunLab, ...) block until they are done
// or have failed; a caller that must not wait calls them on a goroutine of
// its own.
package engine

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/lan"
)

// Config configures an Engine.
type Config struct {
	// Dir is where the root certificate ("ca") and the autosaved sessions
	// ("sessions") are kept. "" means DefaultDir.
	Dir string
	// Rules is what the inspection knows, usually ruleset.Default(). Mandatory.
	Rules inspector.Ruleset
	// Temporary makes a session that no file was named for disappear when it
	// is closed, for commands that only read files.
	Temporary bool
	// ReportEvery is the least time between two Reports. Default 250 ms.
	ReportEvery time.Duration
	// QueueCap limits the memory for events that wait for the disk; see
	// session.Options. Default 64 MiB.
	QueueCap int64
	// ADB reaches phones; nil means the adb server of this machine.
	ADB *adb.Client
	// Hardware and Network identify a device of the network by its own and by its
	// router's hardware address, "" if not known; nil means this machine's
	// neighbour table.
	Hardware, Network func(context.Context, netip.Addr) string
	// EntryLines keeps the line of each HAR entry that becomes an exchange, 16 bytes for
	// each: see Imported.Lines.
	EntryLines bool
	// Zone is the time zone of imported log lines and texts that name none;
	// nil means this machine's.
	Zone *time.Location
	// Facts are what a person said of phone and app; every report weighs them.
	Facts []cause.Signal
	// Passphrase is asked for that of a sealed bundle; nil if nobody can be asked.
	Passphrase func() (string, error)
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// scratch is Dir where it was made for this Engine alone and goes with it.
	scratch string
	// Log takes what only an expert wants to know; nil drops it. No header,
	// body or query is ever logged.
	Log *slog.Logger
}

// DefaultDir is the user's own folder for Loginscope, such as
// ~/.config/loginscope.
func DefaultDir() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", &problem.Problem{
			What: lang.Both("The folder for settings and keys is not known.", "无法确定存放设置和密钥的文件夹。"),
			Why:  lang.Both("The environment does not name the user's home folder.", "环境变量中没有用户主目录。"),
			Do: lang.Both(
				"Set HOME (on Windows AppData) to a folder of yours and start again.",
				"请将 HOME（Windows 上为 AppData）设为自己的文件夹，然后重新启动。",
			),
			Err: err,
		}
	}
	return filepath.Join(dir, "loginscope"), nil
}

func (c Config) complete() (Config, error) {
	if len(c.Rules.Profiles) == 0 {
		return c, errors.New("new engine: no rules")
	}
	if c.Dir == "" {
		dir, err := DefaultDir()
		if err != nil && c.Temporary { // a user without a home may read files all the same
			dir, err = os.MkdirTemp("", "loginscope-*")
			c.scratch = dir
		}
		if err != nil {
			return c, err
		}
		c.Dir = dir
	}
	if c.Zone == nil {
		c.Zone = time.Local
	}
	if c.ReportEvery <= 0 {
		c.ReportEvery = 250 * time.Millisecond
	}
	if c.ADB == nil {
		c.ADB = &adb.Client{}
	}
	if c.Hardware == nil {
		c.Hardware = lan.Hardware
	}
	if c.Network == nil {
		c.Network = lan.Network
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

func (c Config) caDir() string       { return filepath.Join(c.Dir, "ca") }
func (c Config) sessionsDir() string { return filepath.Join(c.Dir, "sessions") }
