package bundle_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loginscope/app/bundle"
	"loginscope/inspector/redact"
	"loginscope/problem"
)

const token = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"

func manifest() bundle.Manifest {
	return bundle.Manifest{Created: time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC), Tool: "Loginscope 0",
		SameVerdict: true}
}

func entries() []bundle.Content {
	return []bundle.Content{
		{Name: bundle.NotesName, Kind: bundle.Notes, Data: []byte("the second SIM was active\n")},
		{Name: bundle.MarkdownEN, Kind: bundle.Reports, Data: []byte(strings.Repeat("# Login report\n", 4096))},
	}
}

func search() *redact.Known {
	var k redact.Known
	k.Add(redact.Token, token)
	return &k
}

// only lists what stands in a folder, hidden files as well.
func only(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, e.Name())
	}
	return out
}

func TestRoundTrip(t *testing.T) {
	for _, pass := range []string{"", "correct horse battery"} {
		dir := t.TempDir()
		path := filepath.Join(dir, "case"+bundle.Ext)
		o := bundle.Options{Passphrase: pass, WorkFactor: 10, Search: search()}
		wrote, err := bundle.Write(t.Context(), path, manifest(), entries(), o)
		if err != nil {
			t.Fatal(err)
		}
		if got := only(t, dir); len(got) != 1 {
			t.Errorf("beside the bundle: %v", got)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("%v, %v", info, err)
		}
		asked := 0
		f, err := bundle.Open(t.Context(), path, func() (string, error) { asked++; return pass, nil })
		if err != nil {
			t.Fatal(err)
		}
		if (asked > 0) != (pass != "") || len(f.Parts) != 2 || f.Parts[0] != wrote.Parts[0] || !f.SameVerdict {
			t.Errorf("asked %d times; %+v", asked, f.Manifest)
		}
		raw, err := f.Bytes(bundle.NotesName)
		if string(raw) != "the second SIM was active\n" || err != nil || f.Path("no.txt") != "" {
			t.Errorf("%q, %v", raw, err)
		}
		where := filepath.Dir(f.Path(bundle.NotesName))
		if err := f.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(where); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("left behind: %v", err)
		}
		if _, err := bundle.Write(t.Context(), path, manifest(), entries(), o); !errors.Is(err, fs.ErrExist) {
			t.Errorf("written over: %v", err)
		}
	}
}

func TestPassphrases(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case"+bundle.ExtSealed)
	o := bundle.Options{Passphrase: "one", WorkFactor: 10}
	if _, err := bundle.Write(t.Context(), path, manifest(), entries(), o); err != nil {
		t.Fatal(err)
	}
	if _, err := bundle.Open(t.Context(), path, nil); !errors.Is(err, bundle.ErrSealed) {
		t.Errorf("without a passphrase: %v", err)
	}
	_, err := bundle.Open(t.Context(), path, func() (string, error) { return "two", nil })
	if !errors.Is(err, bundle.ErrPassphrase) {
		t.Errorf("with another one: %v", err)
	}
	raw, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(raw), "SIM") || strings.Contains(string(raw), bundle.ManifestName) {
		t.Errorf("the sealed file can be read: %v", err)
	}
}

// TestALeakRemovesTheFile hides a known value in an entry, in several encodings.
func TestALeakRemovesTheFile(t *testing.T) {
	for name, text := range map[string]string{
		"plain": "a " + token, "far behind": strings.Repeat("word ", 500_000) + token,
		"JSON":    `{"x":"\u0030` + token[1:] + `"}`,
		"percent": "?x=%30" + token[1:], "at a window's edge": strings.Repeat("y", 1<<20+16<<10-10) + " " + token,
	} {
		dir := t.TempDir()
		list := append(entries(), bundle.Content{Name: bundle.ContextName, Kind: bundle.Always, Data: []byte(text)})
		path := filepath.Join(dir, "case"+bundle.Ext)
		_, err := bundle.Write(t.Context(), path, manifest(), list, bundle.Options{Search: search()})
		var leak *bundle.LeakError
		if !errors.As(err, &leak) || leak.Part != bundle.ContextName || leak.Kind != "token" {
			t.Errorf("%s: %v", name, err)
		}
		p := problem.Of(err)
		if all := err.Error() + p.Why.EN + p.Why.ZH + p.Do.EN + p.Do.ZH; strings.Contains(all, token[:8]) {
			t.Errorf("%s: the error holds the value: %s", name, all)
		}
		if got := only(t, dir); len(got) != 0 {
			t.Errorf("%s: left behind: %v", name, got)
		}
	}
}

// TestNoHalfFile: a bundle that is given up leaves nothing.
func TestNoHalfFile(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	path := filepath.Join(dir, "case"+bundle.Ext)
	if _, err := bundle.Write(ctx, path, manifest(), entries(), bundle.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	missing := []bundle.Content{{Name: bundle.HARName, Kind: bundle.HAR, File: filepath.Join(dir, "none")}}
	_, err := bundle.Write(t.Context(), path, manifest(), missing, bundle.Options{})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without its part: %v", err)
	}
	nowhere := filepath.Join(dir, "none", "case"+bundle.Ext)
	if _, err := bundle.Write(t.Context(), nowhere, manifest(), entries(), bundle.Options{}); err == nil {
		t.Error("written into no folder")
	}
	if got := only(t, dir); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
}
