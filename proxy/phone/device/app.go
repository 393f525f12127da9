package device

import (
	"context"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"

	"loginscope/proxy/phone/adb"
)

// MaxAPK limits one pulled APK in bytes.
const MaxAPK = 2 << 30

// Package is an installed app.
type Package struct {
	Name        string   `json:"name"`
	VersionName string   `json:"version_name,omitempty"`
	VersionCode string   `json:"version_code,omitempty"`
	TargetSDK   int      `json:"target_sdk,omitempty"`
	Paths       []string `json:"paths"` // base.apk first, then splits
}

var packageName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)+$`)

// Find looks an installed app up by its package name.
func Find(ctx context.Context, sh Shell, name string) (Package, error) {
	if !packageName.MatchString(name) {
		return Package{}, fmt.Errorf("find app: %q is not a package name", name)
	}
	out, err := sh(ctx, "pm path "+name)
	if err != nil {
		return Package{}, fmt.Errorf("find app %q: %w", name, err)
	}
	p := Package{Name: name}
	for line := range strings.Lines(out.Stdout) {
		if f, ok := strings.CutPrefix(strings.TrimSpace(line), "package:"); ok {
			p.Paths = append(p.Paths, f)
		}
	}
	if len(p.Paths) == 0 {
		return Package{}, fmt.Errorf("find app %q: it is not installed for the current user", name)
	}
	if out, err = sh(ctx, "dumpsys package "+name); err == nil {
		p.describe(out.Stdout)
	}
	return p, nil
}

// describe reads the first versionName, versionCode and targetSdk of a dump.
func (p *Package) describe(dump string) {
	for _, word := range strings.Fields(dump) {
		k, v, ok := strings.Cut(word, "=")
		switch {
		case !ok:
		case k == "versionName" && p.VersionName == "":
			p.VersionName = v
		case k == "versionCode" && p.VersionCode == "":
			p.VersionCode = v
		case k == "targetSdk" && p.TargetSDK == 0:
			p.TargetSDK = atoi(v)
		}
	}
}

// Pull copies one of the package's files to w.
func Pull(ctx context.Context, c *adb.Client, serial, file string, w io.Writer) (int64, error) {
	if path.Ext(file) != ".apk" {
		return 0, fmt.Errorf("pull app: %q is not an APK", file)
	}
	return c.Pull(ctx, serial, file, w, MaxAPK)
}

// Logcat is the command whose output is followed live: everything, in a
// format that carries time, process and tag. The SDK logs under several tags
// and the app under its own, so the choice is made by the reader.
const Logcat = "logcat -v threadtime -v year -v UTC -T 1"

// CertificatePath is where a certificate is put for the user to install.
const CertificatePath = "/sdcard/Download/loginscope-ca.crt"

// OpenInstall opens the settings page on which a certificate is installed.
func OpenInstall(ctx context.Context, sh Shell) error {
	out, err := sh(ctx, "am start -a android.settings.SECURITY_SETTINGS")
	if err != nil {
		return fmt.Errorf("open security settings: %w", err)
	}
	if out.Exit != 0 || strings.Contains(out.Stdout+out.Stderr, "Error:") {
		return fmt.Errorf("open security settings: the phone refused: %s", strings.TrimSpace(out.Stderr+out.Stdout))
	}
	return nil
}
