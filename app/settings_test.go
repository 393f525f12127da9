package app

import (
	"os"
	"path/filepath"
	"testing"

	"loginscope/app/ui/look"
)

var _ look.Settings = (*settings)(nil)

func TestSettingsSurvive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "settings.json")
	s, err := loadSettings(path)
	if err != nil {
		t.Fatal(err)
	}
	s.SetString("language", "zh")
	s.SetFloat("window.width", 1024)
	s.SetBool("presenting", true)
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	again, err := loadSettings(path)
	if err != nil {
		t.Fatal(err)
	}
	if again.StringWithFallback("language", "") != "zh" || again.FloatWithFallback("window.width", 0) != 1024 ||
		!again.BoolWithFallback("presenting", false) {
		t.Errorf("read back: %v", again.values)
	}
	if again.StringWithFallback("window.width", "x") != "x" {
		t.Error("a value of another type is not the fallback")
	}
}

func TestBrokenSettingsReportedAndReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := loadSettings(path)
	if err == nil {
		t.Error("no error for a broken file")
	}
	s.SetString("theme", "light")
	if again, err := loadSettings(path); err != nil || again.StringWithFallback("theme", "") != "light" {
		t.Errorf("after a change: %v", err)
	}
}

func TestUnwritableSettingsReported(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, _ := loadSettings(filepath.Join(file, "settings.json")) // below a file: cannot be made
	s.SetString("theme", "light")
	if s.Err() == nil {
		t.Error("no error for settings that cannot be written")
	}
}
