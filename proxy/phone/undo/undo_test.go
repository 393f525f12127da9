package undo_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/adbtest"
	"loginscope/proxy/phone/undo"
)

const ourProxy = "192.168.1.23:8899"

func attached(t *testing.T) (*adbtest.Device, *adb.Client, string) {
	t.Helper()
	d := adbtest.Start(t, &adbtest.Device{Props: map[string]string{"ro.product.model": "Test Phone"}})
	c := adbtest.Server(t, d)
	path := filepath.Join(t.TempDir(), "undo.json")
	j := undo.Open(path)
	now := time.Unix(1e9, 0)
	if err := j.SetProxy(t.Context(), c, d.Addr(), ourProxy, now); err != nil {
		t.Fatal(err)
	}
	if err := j.Reverse(t.Context(), c, d.Addr(), 8899, 8899, now); err != nil {
		t.Fatal(err)
	}
	if d.Setting("global/http_proxy") != ourProxy || len(d.Reverses()) != 1 {
		t.Fatal("the phone was not attached")
	}
	return d, c, path
}

func TestNextStartCleansPhoneAfterCrash(t *testing.T) {
	d, c, path := attached(t)
	// The program is gone without a word; only the file is left.
	results, err := undo.Open(path).Clean(t.Context(), c)
	if err != nil || len(results) != 2 {
		t.Fatalf("%+v %v", results, err)
	}
	for _, r := range results {
		if r.Err != nil {
			t.Errorf("%+v: %v", r.Entry, r.Err)
		}
	}
	if got := d.Setting("global/http_proxy"); got != ":0" {
		t.Errorf("the phone's proxy is %q", got)
	}
	if n := len(d.Reverses()); n != 0 {
		t.Errorf("%d reverse forwards are left", n)
	}
	if left, _ := undo.Open(path).Pending(); len(left) != 0 {
		t.Errorf("pending: %+v", left)
	}
}

func TestForeignProxySettingIsKept(t *testing.T) {
	d, c, path := attached(t)
	d.SetSetting("global/http_proxy", "10.0.0.9:3128")
	if _, err := undo.Open(path).Clean(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if got := d.Setting("global/http_proxy"); got != "10.0.0.9:3128" {
		t.Errorf("somebody else's proxy became %q", got)
	}
}

func TestUnreachablePhoneStaysInJournal(t *testing.T) {
	_, _, path := attached(t)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	results, err := undo.Open(path).Clean(ctx, &adb.Client{Addr: "127.0.0.1:1", Program: "-"})
	if err != nil || len(results) != 2 || results[0].Err == nil {
		t.Fatalf("%+v %v", results, err)
	}
	if left, _ := undo.Open(path).Pending(); len(left) != 2 {
		t.Errorf("pending: %+v", left)
	}
}

func TestDamagedJournalIsReportedAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "undo.json")
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := undo.Open(path).Add(undo.Entry{Serial: "x", Kind: undo.Reverse, Port: 1}); err == nil {
		t.Error("no error")
	}
	if raw, _ := os.ReadFile(path); string(raw) != "{" {
		t.Error("the file was changed")
	}
}
