package androidapp

import (
	"slices"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/lint"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/res"
)

// firstEnforced is the first API level on which Android reads a network security
// configuration; see https://developer.android.com/privacy-and-security/security-config.
const firstEnforced = 24

// worstFirst puts the configuration first that refuses most of what the login
// needs, among those that some phone from the app's minSdk on takes: a folder
// with a qualifier counts on other phones than the default. The others stay
// beside it, and the checks name both.
func worstFirst(b *facts.Build, debuggable bool, debug *nsc.Config) {
	if b.NSC.Config == nil || len(b.NSC.Others) == 0 {
		return
	}
	all := append([]facts.Config{*b.NSC.Config}, b.NSC.Others...)
	var taken []facts.Config
	for i := range all {
		if i == 0 || enforced(all, i, b.MinSDK) {
			taken = append(taken, all[i])
		}
	}
	all = taken
	worst, most := 0, -1
	for i, c := range all {
		one := *b
		one.NSC.Config = &all[i]
		if n := refused(policy(one, debuggable, debug)); n > most && (c.Config != nil) {
			worst, most = i, n
		}
	}
	first := all[worst]
	b.NSC.Config, b.NSC.Others = &first, slices.Delete(all, worst, worst+1)
}

// refused counts what the login needs and does not get; a configuration that the
// platform does not accept refuses everything.
func refused(p *nsc.Policy) int {
	if len(p.Faults()) > 0 {
		return 1000
	}
	n := 0
	for _, h := range lint.Required() {
		if !p.For(h.Name).Cleartext {
			n++
		}
	}
	return n
}

// enforced reports whether a phone that reads configurations takes the one at i:
// the next folder for a higher level may leave it to older phones only.
func enforced(all []facts.Config, i, minSDK int) bool {
	own, rest := res.Level(all[i].Qualifier)
	next := 0
	for _, c := range all {
		api, other := res.Level(c.Qualifier)
		if api > own && slices.Equal(rest, other) && (next == 0 || api < next) {
			next = api
		}
	}
	return next == 0 || next > max(firstEnforced, minSDK)
}
