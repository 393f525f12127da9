package check

import (
	"loginscope/inspector"
)

// phoneChecks are the checks of what a phone says of itself.
var phoneChecks = []inspector.Check{
	proxySeen,
	phoneUnsafe,
}
