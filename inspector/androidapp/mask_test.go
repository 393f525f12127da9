package androidapp_test

import (
	"strings"
	"testing"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

func TestMasked(t *testing.T) {
	digest := strings.Repeat("a1b2c3d4", 8)
	call := finding.Finding{
		Check:   "code.base-url",
		Subject: "13800000000",
		What:    lang.Text{EN: "for 13800000000", ZH: "给 13800000000"},
	}
	cert := finding.Finding{Check: "identity.keystores", Subject: digest, What: lang.Text{EN: digest, ZH: digest}}
	r := androidapp.NewReport(&facts.App{}, []finding.Finding{call, cert})
	m := r.Masked()
	for _, s := range []string{m.Results[0].Subject, m.Results[0].What.EN, m.Results[0].What.ZH} {
		if strings.Contains(s, "13800000000") || !strings.Contains(s, "138****0000") {
			t.Errorf("masked %q", s)
		}
	}
	if m.Results[1].What.EN != digest || m.Results[1].Subject != digest {
		t.Errorf("a digest is masked: %+v", m.Results[1])
	}
	if r.Results[0].Subject != "13800000000" {
		t.Error("the report itself was changed")
	}
}
