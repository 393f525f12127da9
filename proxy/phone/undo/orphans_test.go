package undo_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"loginscope/proxy/phone/adbtest"
	"loginscope/proxy/phone/undo"
)

func TestJournalKeepsPhonesOfRunningProgram(t *testing.T) {
	d := adbtest.Start(t, &adbtest.Device{})
	c := adbtest.Server(t, d)
	dir := t.TempDir()
	alive, other := undo.OpenJournals(dir), undo.OpenJournals(dir)
	j, err := alive.Own()
	if err != nil {
		t.Fatal(err)
	}
	if err := j.SetProxy(t.Context(), c, d.Addr(), ourProxy, time.Unix(1e9, 0)); err != nil {
		t.Fatal(err)
	}
	if other.Orphaned() {
		t.Error("a living program's journal is called an orphan's")
	}
	if got, err := other.CleanOrphans(t.Context(), c); err != nil || len(got) != 0 {
		t.Errorf("%+v %v", got, err)
	}
	if got := d.Setting("global/http_proxy"); got != ourProxy {
		t.Errorf("the proxy of a living program became %q", got)
	}
	if got, err := other.CleanAll(t.Context(), c); err != nil || len(got) != 1 || got[0].Err != nil {
		t.Errorf("%+v %v", got, err)
	}
	if got := d.Setting("global/http_proxy"); got != ":0" {
		t.Errorf("asked for, the proxy stayed %q", got)
	}
	if got, err := alive.CleanOwn(t.Context(), c); err != nil || len(got) != 1 || got[0].Err != nil {
		t.Errorf("%+v %v", got, err)
	}
	if err := alive.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%d files are left", len(left))
	}
}

func TestJournalKeepsWhatWasNotUndone(t *testing.T) {
	d := adbtest.Start(t, &adbtest.Device{})
	c := adbtest.Server(t, d)
	dir := t.TempDir()
	gone := undo.OpenJournals(dir)
	j, err := gone.Own()
	if err != nil {
		t.Fatal(err)
	}
	if err := j.SetProxy(t.Context(), c, d.Addr(), ourProxy, time.Unix(1e9, 0)); err != nil {
		t.Fatal(err)
	}
	if err := gone.Close(); err != nil { // without undoing: as a crash leaves it
		t.Fatal(err)
	}
	next := undo.OpenJournals(dir)
	if !next.Orphaned() {
		t.Fatal("the journal is no orphan's")
	}
	unreachable := *c
	unreachable.Addr = "127.0.0.1:1"
	if got, err := next.CleanOrphans(t.Context(), &unreachable); err != nil || len(got) != 1 || got[0].Err == nil {
		t.Errorf("%+v %v", got, err)
	}
	if !next.Orphaned() {
		t.Error("the change was forgotten")
	}
	if got, err := next.CleanOrphans(t.Context(), c); err != nil || len(got) != 1 || got[0].Err != nil {
		t.Errorf("%+v %v", got, err)
	}
	if next.Orphaned() || d.Setting("global/http_proxy") != ":0" {
		t.Error("the phone was not cleaned")
	}
}

func TestDamagedJournalListIsReported(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := undo.OpenJournals(dir)
	if !b.Orphaned() {
		t.Error("a damaged journal counts as none")
	}
	if _, err := b.CleanOrphans(t.Context(), nil); err == nil {
		t.Error("no error")
	}
	if raw, _ := os.ReadFile(filepath.Join(dir, "x.json")); string(raw) != "{" {
		t.Error("the file was changed")
	}
}
