package inspector

import (
	"fmt"

	"loginscope/codes"
	"loginscope/lang"
)

// readOn reads the login SDK's codes of a failed flow in the table of the platform
// on which they came, where something says which one that is, and writes the verdict
// anew. A code that this table lacks keeps Android's row, and the verdict says so.
func (f *Flow) readOn(platform string) {
	space := codes.PlatformSpace(platform)
	if space == "" || space == codes.AliAndroid {
		return
	}
	lacking := ""
	for i := range f.Steps {
		readIn(f.Steps[i].Codes, space)
	}
	if c := readIn(f.Verdict.Chain, space); c != "" {
		lacking = c
	}
	f.describe()
	if lacking != "" {
		of := space.Name()
		f.Verdict.Reason = joined(f.Verdict.Reason, lang.Text{
			EN: fmt.Sprintf("%s is not in the table of %s: this is the Android row.", lacking, of.EN),
			ZH: fmt.Sprintf("%s 不在%s 的码表中，此处为 Android 的含义。", lacking, of.ZH),
		})
	}
}

// readIn replaces the rows of Android's table by those of another platform, and
// returns the last code that has none there, "" if all have one.
func readIn(list []CodeAt, space codes.Space) string {
	lacking := ""
	for i := range list {
		at := &list[i]
		if at.Space != codes.AliAndroid {
			continue
		}
		r := codes.Lookup(codes.Query{Issuer: at.Issuer, Space: space, Code: at.Code, Message: at.Message})
		if !r.Known() {
			lacking = at.Code
			continue
		}
		at.Space, at.Lookup = space, r
	}
	return lacking
}
