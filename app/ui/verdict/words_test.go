package verdict

import (
	"bytes"
	"encoding/json"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"loginscope/app/i18n"
	"loginscope/app/ui/theme"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/report"
	"loginscope/lang"
)

// TestVerdictTextIsTheSameInAllOutputs: certainty, retry, actor and outcome of a
// verdict have one wording, that of the lexicon, in window, text, Markdown and
// HTML; JSON holds the words themselves.
func TestVerdictTextIsTheSameInAllOutputs(t *testing.T) {
	certainties := []codes.Certainty{codes.Seen, codes.Inferred, codes.Unconfirmed}
	retries := []codes.Retry{codes.RetryNo, codes.RetryNow, codes.RetryLater}
	actors := []codes.Actor{codes.Developer, codes.User, codes.TenantAdmin, codes.Ticket}
	for i, actor := range actors {
		f := failed()
		f.Coverage = inspector.Coverage{} // counts steps by words that certainties have too
		f.Verdict.Actor, f.Verdict.Retry, f.Verdict.Certainty = actor, retries[i%3], certainties[i%3]
		for _, l := range []i18n.Lang{i18n.EN, i18n.ZH} {
			for form, text := range forms(t, f, l) {
				for group, word := range map[lang.Group]string{
					lang.Actor: string(actor), lang.Retry: string(f.Verdict.Retry),
					lang.Certainty: string(f.Verdict.Certainty),
				} {
					saysOnly(t, string(l)+" "+form, text, group, word, l)
				}
			}
		}
		var raw bytes.Buffer
		if err := report.JSON(&raw, inspector.Report{Flows: []inspector.Flow{*f}}, report.Options{}); err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Flows []struct {
				Verdict struct{ Actor, Retry, Certainty, Outcome string } `json:"verdict"`
			} `json:"flows"`
		}
		if err := json.Unmarshal(raw.Bytes(), &doc); err != nil || len(doc.Flows) != 1 {
			t.Fatalf("%v: %s", err, raw.String())
		}
		if v := doc.Flows[0].Verdict; v.Actor != string(actor) || v.Retry != string(f.Verdict.Retry) ||
			v.Certainty != string(f.Verdict.Certainty) || v.Outcome != "failed" {
			t.Errorf("JSON holds %+v", v)
		}
	}
}

// saysOnly asserts that a text holds the name of a word and of no other word of
// its group. Space is left out, since lines wrap.
func saysOnly(t *testing.T, form, text string, group lang.Group, word string, l i18n.Lang) {
	t.Helper()
	tight := func(s string) string { return strings.Join(strings.Fields(s), "") }
	want := tight(lang.Name(group, word).In(string(l)))
	if !strings.Contains(text, want) {
		t.Errorf("%s does not say %q for %s %s:\n%s", form, want, group, word, text)
	}
	for _, e := range lang.Lexicon() {
		other := tight(e.Name.In(string(l)))
		if e.Group == group && e.Word != word && !strings.Contains(want, other) && strings.Contains(text, other) {
			t.Errorf("%s says %q where %s is %s", form, other, group, word)
		}
	}
}

// forms are the four shapes in which a person reads an attempt, without space.
func forms(t *testing.T, f *inspector.Flow, l i18n.Lang) map[string]string {
	t.Helper()
	out := map[string]string{}
	r := inspector.Report{Flows: []inspector.Flow{*f}}
	for name, write := range map[string]func(io.Writer, inspector.Report, report.Options) error{
		"text": report.Text, "Markdown": report.Markdown, "HTML": report.HTML,
	} {
		var b bytes.Buffer
		if err := write(&b, r, report.Options{Lang: string(l)}); err != nil {
			t.Fatal(err)
		}
		out[name] = b.String()
	}
	tag := regexp.MustCompile(`(?s)<style>.*?</style>|<[^>]*>`)
	out["HTML"] = html.UnescapeString(tag.ReplaceAllString(out["HTML"], " "))
	e := env(t, l, theme.DarkPalette())
	w := test.NewTempWindow(t, Card(e, f, nil, Actions{}))
	w.Resize(fyne.NewSize(700, 900))
	for _, o := range test.LaidOutObjects(w.Content()) {
		if text, ok := o.(*canvas.Text); ok {
			out["window"] += text.Text + " "
		}
	}
	for name, text := range out {
		out[name] = strings.Join(strings.Fields(text), "")
	}
	return out
}
