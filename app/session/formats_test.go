package session

import (
	"os"
	"path/filepath"
	"testing"
)

// formats are sessions as the programs of their time wrote them: a sample login of the lab
// (cm-success, all roles simulated), by a build of the last commit with that format.
var formats = []struct {
	file              string
	schema            int
	exchanges, events int64
}{
	{"v1/cm-success.loginscope", 1, 5, 22},
	{"v2/cm-success.loginscope", 2, 5, 22},
	{"v3/cm-success.loginscope", 3, 5, 22},
}

// copied is a copy of a kept session that a test may change.
func copied(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata/formats", file))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "kept"+Ext)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEveryFormatIsRead(t *testing.T) {
	newest := 0
	for _, f := range formats {
		path := copied(t, f.file)
		v, err := Check(t.Context(), path)
		if err != nil || !v.Whole || v.Format != f.schema || v.Exchanges != f.exchanges || v.Events != f.events {
			t.Errorf("%s: %+v, %v", f.file, v, err)
		}
		newest = max(newest, f.schema)
	}
	if newest != schemaVersion {
		t.Errorf("no kept session of format %d: make one by the program that writes it", schemaVersion)
	}
}

func TestEveryFormatIsGoneOnWithRecoveredAndCompacted(t *testing.T) {
	for _, f := range formats {
		path := copied(t, f.file)
		was := contentOf(t, path)
		small, saved := filepath.Join(t.TempDir(), "small"+Ext), filepath.Join(t.TempDir(), "saved"+Ext)
		if _, err := Compact(t.Context(), path, small); err != nil {
			t.Fatalf("%s: %v", f.file, err)
		}
		got, err := Recover(t.Context(), path, saved)
		if err != nil || !got.Whole() {
			t.Errorf("%s: recovered %+v, %v", f.file, got, err)
		}
		s, err := Open(t.Context(), path, Options{Program: "test"})
		if err != nil {
			t.Fatalf("%s: %v", f.file, err)
		}
		if err := s.SetNote(Note{Subject: Subject{Kind: OnSession}, Text: "added"}); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		for _, p := range []string{small, saved, path} {
			if now := contentOf(t, p); now != was {
				t.Errorf("%s: %s differs:\n%s\nwas\n%s", f.file, filepath.Base(p), now, was)
			}
		}
	}
}
