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
		{"endpoint with scheme", Target{Name: "a", Kind: KindAlibaba, Endpoint: "https://dypnsapi.aliyuncs.com"},
			false},
		{"plain gateway", Target{Name: "a", Kind: KindAlibaba, Endpoint: "gw.example", PlainHTTP: true}, false},
		{"endpoint with a user", Target{Name: "a", Kind: KindAlibaba, Endpoint: "dypnsapi.aliyuncs.com@gw.example"},
			false},
		{"endpoint with a query", Target{Name: "a", Kind: KindAlibaba, Endpoint: "gw.example?x="}, false},
		{"endpoint with a port", Target{Name: "a", Kind: KindAlibaba, Endpoint: "gw.example:8443"}, true},
		{"endpoint on IPv6", Target{Name: "a", Kind: KindAlibaba, Endpoint: "[::1]:8443", PlainHTTP: true}, true},
		{"endpoint with half a port", Target{Name: "a", Kind: KindAlibaba, Endpoint: "gw.example:"}, false},
		{"China Mobile", Target{Name: "t", Kind: KindIDaaS, BaseURL: "https://RCS.cmpassport.com.", ClientID: "c"},
			false},
		{"China Mobile itself", Target{Name: "t", Kind: KindIDaaS, BaseURL: "https://cmpassport.com", ClientID: "c"},
			false},
		{"China Unicom", Target{Name: "a", Kind: KindAlibaba, Endpoint: "enrichgw.10010.com:443"}, false},
		{"China Unicom by address", Target{Name: "a", Kind: KindAlibaba, Endpoint: "123.125.99.31"}, false},
		{"China Telecom", Target{Name: "t", Kind: KindIDaaS, BaseURL: "https://id6.me", ClientID: "c"}, false},
		{"a name that ends alike", Target{Name: "t", Kind: KindIDaaS, BaseURL: "https://notid6.me", ClientID: "c"},
			true},
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

// A target that reached the file by another way is refused before it is used.
func TestCarrierTargetInFileIsRefused(t *testing.T) {
	b := newBench(t, nil)
	if err := os.WriteFile(b.targets.path,
		[]byte(`[{"name":"tenant","kind":"idaas","base_url":"https://id6.me","client_id":"c"}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Send(t.Context(), login); !errors.Is(err, ErrCarrier) {
		t.Errorf("sent: %v", err)
	}
	if _, err := b.Test(t.Context(), "tenant"); !errors.Is(err, ErrCarrier) {
		t.Errorf("tested: %v", err)
	}
	if _, err := b.DryRun(login); !errors.Is(err, ErrCarrier) {
		t.Errorf("composed: %v", err)
	}
}

func TestDamagedTargetFileIsKept(t *testing.T) {
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
