package engine_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/inspector/redact"
)

// TestMaskedCopyKeepsVerdict imports a capture and a log with a number
// and a session token, which the log prints without a key.
func TestMaskedCopyKeepsVerdict(t *testing.T) {
	const phone, token = "13812345678", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
	e := newEngine(t)
	body := `"text":"{\"mobile\":\"` + phone + `\",\"session_token\":\"` + token + `\"}"`
	dirty := strings.ReplaceAll(har, `"text":"{}"`, body)
	log := logcat + "11-22 10:00:03.000  1000  1001 E AuthSDK : {\"code\":\"600025\",\"msg\":\"" + token + "\"}\n"
	if _, err := e.Import(t.Context(), []string{write(t, "a.har", dirty), write(t, "b.log", log)}, nil); err != nil {
		t.Fatal(err)
	}
	if err := e.Rename("case " + phone); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	was := gist(t, e)
	path := filepath.Join(t.TempDir(), "copy"+session.Ext)
	if err := e.SaveMasked(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	s, err := session.OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if name := s.Meta().Name; !strings.HasPrefix(name, "case masked-") || strings.Contains(name, "138") {
		t.Errorf("the copy is called %q", name)
	}
	events := 0
	for ev, err := range s.Events(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		events++
		raw, err := json.Marshal(ev.Event)
		if err != nil {
			t.Fatal(err)
		}
		if text := string(raw); strings.Contains(text, phone) || strings.Contains(text, token) {
			t.Errorf("the copy holds a value: %s", text)
		}
	}
	if events < 4 {
		t.Errorf("the copy has %d events", events)
	}
	if err := e.OpenSession(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	if is := gist(t, e); is != was {
		t.Errorf("the copy gives\n%s\nand the session\n%s", is, was)
	}
}

// TestMaskedTokenIsRefused: a masked copy has nothing that could be replayed.
func TestMaskedTokenIsRefused(t *testing.T) {
	of := func(token string) inspector.Flow {
		return inspector.Flow{ID: 1, Steps: []inspector.Step{{Kind: inspector.StepToken, Fields: []inspector.Field{
			{Name: "token", Value: token, Sensitivity: inspector.Token},
		}}}}
	}
	const token = "made-up-token-0001"
	if got, err := engine.FlowToken(of(token)); got != token || err != nil {
		t.Errorf("token %q, %v", got, err)
	}
	m := redact.Masker{Aliases: redact.NewAliases([32]byte{1})}
	for _, masked := range []string{redact.Value(redact.Token, token), m.Value(redact.Token, token)} {
		got, err := engine.FlowToken(of(masked))
		if got != "" || err == nil || !strings.Contains(err.Error(), "masked") {
			t.Errorf("%q gives the token %q, %v", masked, got, err)
		}
	}
}

// gist is what the engine's report says, without values.
func gist(t *testing.T, e interface{ Report() *inspector.Report }) string {
	t.Helper()
	var b strings.Builder
	for _, f := range e.Report().Flows {
		v := f.Verdict
		b.WriteString(string(v.Outcome) + " " + v.Title.EN + " " + string(v.Certainty))
		for _, c := range v.Chain {
			b.WriteString(" " + c.Code)
		}
		for _, s := range f.Steps {
			b.WriteString("\n  " + string(s.Kind) + " " + string(s.Outcome))
		}
		b.WriteString("\n")
	}
	if b.Len() == 0 {
		t.Fatal("no attempt was found")
	}
	for _, f := range e.Report().Findings {
		b.WriteString(f.Check + "\n")
	}
	return b.String()
}
