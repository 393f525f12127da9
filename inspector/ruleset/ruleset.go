// Package ruleset puts the default Ruleset together: every profile, every line
// rule and every check, in explicit order. Nothing else imports all of them.
package ruleset

import (
	"slices"

	"loginscope/inspector"
	"loginscope/inspector/check"
	"loginscope/inspector/issuer"
)

// Default is the Ruleset that Loginscope ships.
func Default() inspector.Ruleset {
	return inspector.Ruleset{Profiles: Profiles(), Lines: issuer.Lines(), Checks: check.All()}
}

// Profiles lists the issuers' profiles. IDaaS comes last, because it is
// recognised by path and header and not by host.
func Profiles() []inspector.Profile {
	return slices.Concat([]inspector.Profile{issuer.Alibaba()}, issuer.Carriers(), []inspector.Profile{issuer.IDaaS()})
}
