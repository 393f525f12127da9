package androidapp

import (
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/cause"
)

// Settled are the facts of a built app that count for and against causes of a
// failed login: whether package and signature are those of the scheme, where the
// scheme's are given, whether the page is declared, and whether the app may change
// the network. A project says nothing here, since its build may add to it.
func Settled(app *facts.App, opt Options) []cause.Signal {
	if len(app.Packages) == 0 {
		return nil
	}
	var out []cause.Signal
	add := func(f cause.Fact, value, detail string) {
		if value != "" {
			out = append(out, cause.Signal{Fact: f, Value: value, Origin: cause.Checked, Detail: detail})
		}
	}
	known := app.Facts(nil)
	add(cause.Signature, scheme(known.Package, known.Signatures, opt), known.Package)
	for _, b := range app.Builds {
		if b.Actual && b.Manifest != nil {
			add(cause.Activity, page(b.Manifest), "")
			add(cause.NetworkPerm, network(b.Manifest), "")
			break
		}
	}
	return out
}

// scheme compares an app with what the person gave of its scheme: "differs" if a
// part does, "fits" only if package and signature are given and both fit.
func scheme(pkg string, signatures []string, opt Options) string {
	var given []string
	for _, s := range opt.Signatures {
		given = append(given, signing.NormalDigest(strings.TrimSpace(s)))
	}
	signed := slices.ContainsFunc(signatures, func(s string) bool { return slices.Contains(given, s) })
	switch {
	case opt.Package != "" && pkg != "" && opt.Package != pkg, len(given) > 0 && len(signatures) > 0 && !signed:
		return "differs"
	case opt.Package != "" && pkg == opt.Package && signed:
		return "fits"
	}
	return ""
}

// page reports whether the SDK's page is declared; "" where it is disabled or may be.
func page(m *manifest.Manifest) string {
	for _, a := range m.Activities {
		if a.Name != "com.mobile.auth.gatewayauth.LoginAuthActivity" {
			continue
		}
		if a.Enabled.Set && (!a.Enabled.Known() || !a.Enabled.Is) {
			return ""
		}
		return "declared"
	}
	return "missing"
}

func network(m *manifest.Manifest) string {
	for _, p := range m.Permissions {
		if p.Name == "android.permission.CHANGE_NETWORK_STATE" {
			if p.MaxSDK > 0 {
				return "" // it depends on the phone
			}
			return "granted"
		}
	}
	return "missing"
}
