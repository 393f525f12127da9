package app

import (
	"os"
	"strings"
	"testing"
)

func TestFyneAppAgrees(t *testing.T) {
	raw, err := os.ReadFile("../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	m := metadata()
	for _, want := range []string{`ID = "` + m.ID + `"`, `Version = "` + m.Version + `"`, `Name = "` + m.Name + `"`,
		"fyneDo = true"} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("FyneApp.toml lacks %s", want)
		}
	}
	if !m.Migrations["fyneDo"] {
		t.Error("the thread checks are on without being asked for")
	}
	t.Setenv(ThreadsEnv, "1")
	if metadata().Migrations["fyneDo"] {
		t.Error("the thread checks cannot be turned on")
	}
}
