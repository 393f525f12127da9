package androidapp_test

import (
	"testing"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/cause"
)

func TestSettledFacts(t *testing.T) {
	const md5 = "0123456789abcdef0123456789abcdef"
	app := func() *facts.App {
		m := &manifest.Manifest{Package: "com.example.shop"}
		m.Activities = []manifest.Activity{{Name: "com.mobile.auth.gatewayauth.LoginAuthActivity"}}
		return &facts.App{
			Builds: []facts.Build{{Actual: true, Manifest: m}},
			Packages: []facts.Package{{Signing: signing.Report{Signatures: []signing.Signature{
				{Scheme: signing.V2, Valid: true, Certificates: []signing.Certificate{{MD5: md5}}},
			}}}},
		}
	}
	value := func(list []cause.Signal, f cause.Fact) string {
		for _, s := range list {
			if s.Fact == f {
				return s.Value
			}
		}
		return ""
	}
	for _, tt := range []struct {
		name string
		opt  androidapp.Options
		want string
	}{
		{"nothing is given", androidapp.Options{}, ""},
		{"the signature alone", androidapp.Options{Signatures: []string{md5}}, ""},
		{"both fit", androidapp.Options{Package: "com.example.shop", Signatures: []string{md5}}, "fits"},
		{"another package", androidapp.Options{Package: "com.example.x", Signatures: []string{md5}}, "differs"},
		{"another signature", androidapp.Options{Signatures: []string{"ffffffffffffffffffffffffffffffff"}}, "differs"},
	} {
		got := androidapp.Settled(app(), tt.opt)
		if v := value(got, cause.Signature); v != tt.want {
			t.Errorf("%s: signature %q, want %q", tt.name, v, tt.want)
		}
		if value(got, cause.Activity) != "declared" || value(got, cause.NetworkPerm) != "missing" {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
	project := app()
	project.Packages = nil
	if got := androidapp.Settled(project, androidapp.Options{}); len(got) > 0 {
		t.Errorf("a project settles %+v", got)
	}
}
