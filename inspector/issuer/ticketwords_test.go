package issuer

import (
	"testing"

	"loginscope/codes"
	"loginscope/inspector/cause"
)

// TestTicketWordsCompile uses every pattern once: those that are put together from a
// table are read by no other test.
func TestTicketWordsCompile(t *testing.T) {
	if sdkVersion.MatchString("") {
		t.Error("an empty text has a version")
	}
	for _, w := range ticketWords {
		if w.re.MatchString("") {
			t.Errorf("%s %s matches an empty text", w.fact, w.value)
		}
	}
}

// TestOnlyOneCarrierFails: the short name of every carrier is read behind "only",
// which stands directly before it.
func TestOnlyOneCarrierFails(t *testing.T) {
	for _, c := range codes.Carriers() {
		for _, text := range []string{"仅" + c.Nick.ZH + "卡失败", "只有" + c.Nick.ZH + "用户报 600011", "only " + c.Name.EN + " fails"} {
			var got string
			for _, st := range statements(text, nil) {
				if st.fact == cause.OnlyCarrier {
					got = st.value
				}
			}
			if got != string(c.Issuer) {
				t.Errorf("%s: %q, want %q; does its Said match from the name's first character on?", text, got, c.Issuer)
			}
		}
	}
}
