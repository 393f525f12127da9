package issuer

import "testing"

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
