package replay

import (
	"errors"
	"fmt"
	"regexp"
	"testing"
	"time"

	"loginscope/app/replay/secret"
)

// TestRefusalTexts: what a person may meet is said in both languages, and
// callers still distinguish the kinds.
func TestRefusalTexts(t *testing.T) {
	b := newBench(t, nil)
	b.tenant(t, "https://tenant.example.test")
	_, unknown := b.targets.Get("nobody")
	unconfirmed := login
	unconfirmed.Confirmed = "other"
	_, confirm := b.Send(t.Context(), unconfirmed)
	host := login
	host.Edit = &Edit{Set: map[string]string{"Host": "x"}}
	_, edited := b.DryRun(host)
	noToken := login
	noToken.Token = ""
	_, token := b.DryRun(noToken)
	han := regexp.MustCompile(`\p{Han}`)
	for _, tt := range []struct {
		err  error
		kind error
	}{
		{unknown, ErrNoTarget}, {confirm, ErrUnconfirmed}, {edited, ErrRequest}, {token, ErrRequest},
		{Target{Name: "t", Kind: KindIDaaS, BaseURL: "http://x.example", ClientID: "c"}.Validate(), ErrTarget},
		{Target{Name: "t", Kind: KindIDaaS, BaseURL: "https://id6.me", ClientID: "c"}.Validate(), ErrCarrier},
		{Target{Name: "t", Kind: KindIDaaS, BaseURL: "https://id6.me", ClientID: "c"}.Validate(), ErrTarget},
		{&TooSoon{Wait: time.Minute, full: true}, ErrRate}, {&TooSoon{Wait: time.Millisecond}, ErrRate},
		{fmt.Errorf("target %q: %w", "a", secret.ErrNotFound), secret.ErrNotFound}, {ErrDebug, ErrDebug},
	} {
		if !errors.Is(tt.err, tt.kind) {
			t.Errorf("%v is not %v", tt.err, tt.kind)
			continue
		}
		w := Words(tt.err)
		if w.EN == "" || han.MatchString(w.EN) || !han.MatchString(w.ZH) {
			t.Errorf("%v: %q / %q", tt.err, w.EN, w.ZH)
		}
	}
	if w := Words(errors.New("other")); w.EN != "other" || w.ZH != "other" {
		t.Errorf("an unknown error became %q / %q", w.EN, w.ZH)
	}
}
