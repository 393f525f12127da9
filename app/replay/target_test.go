package replay

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestTargetsAreCheckedAndKept(t *testing.T) {
	cases := []struct {
		name string
		in   Target
		ok   bool
	}{
		{"tenant", Target{Name: "t", Kind: KindIDaaS, BaseURL: "https://x.example", ClientID: "c"}, true},
		{"plain http", Target{Name: "t", Kind: KindIDaaS, BaseURL: "http://x.example", ClientID: "c"}, false},
		{"loopback http", Target{Name: "t", Kind: KindIDaaS, BaseURL: "http://127.0.0.1:1", ClientID: "c"}, true},
		{"user in URL", Target{Name: "t", Kind: KindIDaaS, BaseURL: "https://u:p@x.example", ClientID: "c"}, false},
		{"no client id", Target{Name: "t", Kind: KindIDaaS, BaseURL: "https://x.example"}, false},
		{"bad name", Target{Name: "a b", Kind: KindIDaaS, BaseURL: "https://x.example", ClientID: "c"}, false},
		{"chinese name", Target{Name: "测试租户", Kind: KindIDaaS, BaseURL: "https://x.example", ClientID: "c"}, true},
		{"account", Target{Name: "a", Kind: KindAlibaba}, true},
		{"endpoint with scheme", Target{Name: "a", Kind: KindAlibaba, Endpoint: "https://dypnsapi.aliyuncs.com"}, false},
		{"plain gateway", Target{Name: "a", Kind: KindAlibaba, Endpoint: "gw.example", PlainHTTP: true}, false},
		{"kind", Target{Name: "a", Kind: "carrier"}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "sub", "targets.json")
			s := OpenTargets(path)
			err := s.Put(c.in)
			if c.ok != (err == nil) || (err != nil && !errors.Is(err, ErrTarget)) {
				t.Fatalf("put: %v", err)
			}
			if !c.ok {
				return
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("file mode: %v %v", info, err)
			}
			if got, err := OpenTargets(path).Get(c.in.Name); err != nil || got.Name != c.in.Name {
				t.Errorf("read back: %+v %v", got, err)
			}
			if err := s.Remove(c.in.Name); err != nil {
				t.Error(err)
			}
			if _, err := s.Get(c.in.Name); !errors.Is(err, ErrNoTarget) {
				t.Errorf("after removal: %v", err)
			}
		})
	}
}

func TestADamagedTargetFileIsNotOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "targets.json")
	if err := os.WriteFile(path, []byte("{broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := OpenTargets(path)
	if err := s.Put(Target{Name: "a", Kind: KindAlibaba}); err == nil {
		t.Fatal("no error")
	}
	if raw, _ := os.ReadFile(path); string(raw) != "{broken" {
		t.Errorf("the file was changed: %s", raw)
	}
}
