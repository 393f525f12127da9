package check

import (
	"loginscope/inspector"
)

// textChecks are the checks of texts that hold no login, or none of this SDK.
var textChecks = []inspector.Check{
	makerCode,
	otherMaker,
	unknownCode,
	nothingFound,
}
