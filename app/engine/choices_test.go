package engine_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loginscope/app/engine"
	"loginscope/problem"
)

func TestChoices(t *testing.T) {
	notPEM := filepath.Join(t.TempDir(), "no.pem")
	if err := os.WriteFile(notPEM, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		c      engine.Choices
		choice engine.Choice // "" for good
		says   string        // of the problem
	}{
		{"nothing chosen", engine.Choices{}, "", ""},
		{"all that is good",
			engine.Choices{Port: 9000, PassThrough: []string{"*.example.com", "a.example", "*"}, SkipVerify: []string{
				"192.0.2.1",
				"[2001:db8::1]",
			},
				AllowLocal: []string{"localhost"}, Egress: []string{"carriers=usb0", "all=192.0.2.7"},
				UpstreamProxy: "socks5://user@192.0.2.1:1080"}, "", ""},
		{"port", engine.Choices{Port: 70000}, engine.ChoicePort, "70000"},
		{"an address in place of a host", engine.Choices{PassThrough: []string{"https://a.example/"}},
			engine.ChoiceHost, "no scheme, port or path"},
		{"a port", engine.Choices{SkipVerify: []string{"a.example:443"}}, engine.ChoiceHost, "a.example:443"},
		{"two hosts in one", engine.Choices{AllowLocal: []string{"a b"}}, engine.ChoiceHost, "one a line"},
		{"a star within", engine.Choices{AllowLocal: []string{"a.*.example"}}, engine.ChoiceHost, "a.*.example"},
		{"a star at the end", engine.Choices{AllowLocal: []string{"a.*"}}, engine.ChoiceHost, "a.*"},
		{"egress", engine.Choices{Egress: []string{"usb0"}}, engine.ChoiceEgress, "carriers=usb0"},
		{"no file", engine.Choices{UpstreamCA: filepath.Join(t.TempDir(), "none.pem")}, engine.ChoiceUpstreamCA,
			"not there"},
		{"no certificate", engine.Choices{UpstreamCA: notPEM}, engine.ChoiceUpstreamCA, "PEM"},
		{"proxy without port", engine.Choices{UpstreamProxy: "http://proxy.example"}, engine.ChoiceUpstreamProxy,
			"http://proxy.example"},
		{"proxy of another kind", engine.Choices{UpstreamProxy: "ftp://proxy.example:1"}, engine.ChoiceUpstreamProxy,
			"socks5"},
		{"password", engine.Choices{UpstreamProxy: "http://user:planted-secret@proxy.example:1"},
			engine.ChoiceUpstreamProxy, engine.UpstreamProxyEnv},
		{"broken with a password", engine.Choices{UpstreamProxy: "http://user:planted-secret@proxy .example:1"},
			engine.ChoiceUpstreamProxy, "directly"},
	} {
		o, err := tt.c.Options()
		var e *engine.ChoiceError
		switch errors.As(err, &e) {
		case false:
			if err != nil || tt.choice != "" {
				t.Errorf("%s: %+v, %v", tt.name, o, err)
			}
		default:
			p := problem.Of(err)
			all := p.What.EN + p.Why.EN + p.Do.EN
			if e.Choice != tt.choice || !strings.Contains(all, tt.says) ||
				strings.Contains(all+err.Error(), "planted-secret") || p.What.ZH == "" || p.Why.ZH == "" ||
				p.Do.ZH == "" {
				t.Errorf("%s: %v: %s", tt.name, err, all)
			}
		}
	}
}

func TestChoicesBecomeOptions(t *testing.T) {
	t.Setenv(engine.UpstreamProxyEnv, "http://user:secret@192.0.2.9:8080")
	o, err := engine.Choices{Port: 9001, SkipVerify: []string{"a.example"}, InterceptCarriers: true,
		Egress: []string{"carriers=usb0"}}.Options()
	if err != nil || o.Listen != "127.0.0.1:9001" || !o.InterceptCarriers || len(o.Egress) != 1 ||
		o.Egress[0].Local != "usb0" || o.Proxy.SkipVerify[0] != "a.example" {
		t.Errorf("%+v, %v", o, err)
	}
	if u := o.Proxy.UpstreamProxy; u == nil || u.Host != "192.0.2.9:8080" || u.User.Username() != "user" {
		t.Errorf("the proxy of the environment: %v", u)
	}
	o, err = engine.Choices{UpstreamProxy: "http://192.0.2.10:3128"}.Options()
	if err != nil || o.Listen != engine.DefaultListen || o.Proxy.UpstreamProxy.Host != "192.0.2.10:3128" ||
		o.Proxy.UpstreamRoots != nil {
		t.Errorf("%+v, %v", o, err)
	}
}
