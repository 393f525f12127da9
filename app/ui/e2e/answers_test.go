//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"loginscope/app/ui/state"
)

// A support engineer who asks the customer: the answer moves the verdict, and stays
// chosen under its question.
func TestAnAnswerMovesTheVerdict(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ticket.txt")
	must(t, os.WriteFile(file, []byte(`{"code":"600012","msg":"预取号失败"}`), 0o600))
	for _, lang := range []string{"en_US.UTF-8", "zh_CN.UTF-8"} {
		s := open(t, lang, file)
		before := s.until(t, "the questions", func(st state.State) bool {
			return st.Verdict != nil && has("answer-other-sim-works")(st)
		}).Verdict.Cause
		s.press(t, "answer-other-sim-works")
		st := s.until(t, "another verdict", func(st state.State) bool { return st.Verdict.Cause != before })
		if !has("answer-other-sim-works")(st) {
			t.Error("the answered question is gone")
		}
		must(t, s.Shot(filepath.Join(artifacts(), "answers-"+lang[:2]+".png")))
		s.press(t, "answer-other-sim-works")
		s.until(t, "the first verdict", func(st state.State) bool { return st.Verdict.Cause == before })
	}
}
