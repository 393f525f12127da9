package cause

import (
	"slices"
	"testing"

	"loginscope/codes"
)

// TestSentenceRulesNothingOut: what a ticket says counts against a cause, and only what
// was measured, checked or answered to us takes it off the list.
func TestSentenceRulesNothingOut(t *testing.T) {
	for origin, want := range map[Origin]Standing{
		Said: Possible, Ticked: RuledOut, Logged: RuledOut, Phone: RuledOut, Checked: RuledOut,
	} {
		list := Rank(Case{
			Codes:   []CodeID{{codes.AliAndroid, "600012"}},
			Signals: []Signal{{Fact: MobileData, Value: "on", Origin: origin}},
		}).Causes
		i := slices.IndexFunc(list, func(r Ranked) bool { return r.ID == "mobile-data-off" })
		if i < 0 || list[i].Standing != want || len(list[i].Against) == 0 {
			t.Errorf("%s: at %d of %d, want %s", origin, i, len(list), want)
		}
	}
}
