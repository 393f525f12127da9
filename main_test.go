package main

import (
	"path/filepath"
	"testing"
)

func TestIsFile(t *testing.T) {
	dir := t.TempDir() // it exists, whatever its name
	for arg, want := range map[string]bool{
		dir: true, filepath.Join(dir, "missing.har"): true, "login.log": true, `C:\logs\login`: true,
		"inspct": false, "--version": false, "--session=a.loginscope": false, "": false,
	} {
		if isFile(arg) != want {
			t.Errorf("isFile(%q) = %v", arg, !want)
		}
	}
}
