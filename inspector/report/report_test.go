package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/build"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/report/cells"
	"loginscope/inspector/sarif"
	"loginscope/lang"
)

var update = flag.Bool("update", false, "write the golden files")

// The planted values must never leave masked.
const (
	plantedPhone = "13800000000"
	plantedToken = "not-a-real-token-0123456789abcdefghijklmnopqrstuvwxyz"
)

var start = time.Date(2026, 2, 23, 2, 2, 1, 123e6, time.UTC)

// sample is a failed attempt with every kind of line, and a good one.
func sample() inspector.Report {
	cu := inspector.CodeAt{Issuer: codes.ChinaUnicom, Space: codes.CUServer, Code: "1105",
		Message: "参数信息错误[apiKey有误] " + plantedPhone,
		Lookup: codes.Result{
			Candidates: []codes.Match{
				{Code: codes.Code{Code: "1105", Name: lang.Text{EN: "apiKey not accepted", ZH: "apiKey 有误"}},
					Params: []string{plantedPhone}}}}}
	outer := inspector.CodeAt{Issuer: codes.Alibaba, Space: codes.AliAndroid, Code: "600025"}
	return inspector.Report{
		Flows: []inspector.Flow{{
			ID: 1, Device: "192.168.1.20", Package: "com.example.app", SDKVersion: "2.13.3", Carrier: codes.ChinaUnicom,
			Start: start, End: start.Add(3400 * time.Millisecond),
			RequestIDs: []string{"00000000-1111-2222-3333-444444444444"},
			Steps: []inspector.Step{
				{Kind: inspector.StepSTS, From: inspector.LaneSDK, To: inspector.LaneAlibaba,
					Label: lang.Text{EN: "STS token", ZH: "获取 STS 凭证"}, Detail: "GetStsToken",
					Time: start, Visibility: inspector.Visible, Outcome: inspector.OutcomeOK,
					Fields: []inspector.Field{
						{Name: "StsToken", Value: plantedToken, Sensitivity: inspector.Token},
						{Name: "phone", Value: plantedPhone, Sensitivity: inspector.Phone},
						{Name: "OutId", Value: "for " + plantedPhone,
							Note: lang.Text{EN: "the app's own id", ZH: "App 自定义 ID"}}}},
				{Kind: inspector.StepPrefetch, From: inspector.LaneSDK, To: inspector.LaneCarrier,
					Label: lang.Text{EN: "masked number", ZH: "预取号"}, Visibility: inspector.NotVisible,
					Outcome: inspector.OutcomeUnknown},
				{Kind: inspector.StepToken, From: inspector.LaneSDK, To: inspector.LaneCarrier,
					Label: lang.Text{EN: "token request", ZH: "获取登录 Token"}, Detail: "qc",
					Time: start.Add(2 * time.Second), Visibility: inspector.Deduced, InferredFrom: lang.Text{
						EN: "the monitor record",
						ZH: "监控上报记录",
					},
					Outcome: inspector.OutcomeFailed, Codes: []inspector.CodeAt{outer, cu},
					Notes: []lang.Text{{EN: "said " + plantedPhone, ZH: "内容 " + plantedPhone}}},
				{Kind: inspector.StepCallback, From: inspector.LaneSDK, To: inspector.LaneApp,
					Label: lang.Text{EN: "callback", ZH: "回调"}, Visibility: inspector.NotReached,
					Outcome: inspector.OutcomeUnknown},
			},
			Verdict: inspector.Verdict{Outcome: inspector.Failed, Broken: 2, Chain: []inspector.CodeAt{outer, cu},
				Root:  &cu,
				Title: lang.Text{EN: "China Unicom does not accept the app's key", ZH: "联通不接受该应用的 apiKey"},
				Cause: lang.Text{
					EN: "The scheme is older than the upgrade of 31 March 2024, or the key was mistyped; seen for " +
						plantedPhone + ".",
					ZH: "认证方案早于 2024-03-31 的升级，或密钥有误；见于 " + plantedPhone + "。",
				},
				Fix: []inspector.Advice{
					{Text: lang.Text{EN: "Create a new scheme.", ZH: "新建认证方案。"}},
					{Text: lang.Text{
						EN: "Update the SDK to 2.13.2.1 or newer.",
						ZH: "将 SDK 升级至 2.13.2.1 或更高版本。",
					}},
				},
				Actor:     codes.Developer,
				Retry:     codes.RetryNo,
				Meanwhile: lang.Text{EN: "Offer sign-in by SMS.", ZH: "改用短信登录。"},
				Certainty: codes.Inferred,
				Reason: lang.Text{EN: "the token request was rebuilt from the monitor record",
					ZH: "取 Token 步骤由监控上报还原"}},
			Coverage: inspector.Coverage{Seen: 1, Inferred: 1, NotVisible: 1, NotReached: 1, Line: lang.Text{
				EN: "1 of 4 steps seen, 1 inferred, 1 not visible by design",
				ZH: "4 步中捕获 1 步，推断 1 步，1 步按设计不可见",
			}},
		}, {
			ID: 2, RetryOf: 1, Start: start.Add(time.Minute), Steps: []inspector.Step{},
			Verdict: inspector.Verdict{Outcome: inspector.SignedIn, Broken: -1,
				Title: lang.Text{EN: "Signed in", ZH: "登录成功"}, Certainty: codes.Seen},
		}},
		Findings: []finding.Finding{{Check: "event-as-error", Status: finding.Warning, Title: lang.Text{
			EN: "An <b>event</b> was treated as an error",
			ZH: "把事件当成了错误",
		},
			What: lang.Text{EN: "700002 closed the page | see " + plantedPhone, ZH: "700002 后页面被关闭，号码 " + plantedPhone},
			Why: lang.Text{
				EN: "Events share the listener.",
				ZH: "事件与结果共用监听器。",
			},
			Fix: lang.Text{EN: "Ignore 700xxx.", ZH: "忽略 700xxx。"}, Actor: codes.Developer, Certainty: codes.Seen,
			Source: "D2143", Count: 3,
			Where: []finding.Location{{Kind: finding.OfLog, File: "app.log", Line: 12},
				{Kind: finding.OfExchange, Exchange: 31}}}},
		Summary: inspector.Summary{Exchanges: 7, LogLines: 12},
		Unknown: []inspector.Unknown{{
			Where: finding.Location{Kind: finding.OfExchange, Exchange: 9},
			Why:   lang.Text{EN: "unknown action", ZH: "未知的 Action"},
		}},
	}
}

var writers = []struct {
	name  string
	write func(io.Writer, inspector.Report, Options) error
}{{"txt", Text}, {"md", Markdown}, {"html", HTML}, {"json", JSON}, {"sarif", asSARIF}}

// asSARIF has an unfinished attempt as well, which the other writers show anyway.
func asSARIF(w io.Writer, r inspector.Report, o Options) error {
	r.Flows = append(slices.Clone(r.Flows), inspector.Flow{ID: 3, Verdict: inspector.Verdict{
		Outcome: inspector.Incomplete, Broken: -1, Title: lang.Both("The evidence ends", "证据中断"),
	}})
	return SARIF(w, r, SARIFOptions{
		Options: sarif.Options{Lang: o.Lang, Anchor: "app.har"}, Reveal: o.Reveal,
		Rules: []finding.Rule{{
			ID: "event-as-error", Title: lang.Both("An event", "事件"), Doc: lang.Both("Why.", "原因。"), Source: "D2143",
			Certainty: codes.Seen,
		}},
		Locate: func(l finding.Location) finding.Location {
			if l.File == "" {
				return finding.Location{File: "app.har", Line: 9, Element: fmt.Sprintf("exchange %d", l.Exchange)}
			}
			return l
		},
	})
}

func TestGolden(t *testing.T) {
	for _, w := range writers {
		for _, lang := range []string{"en", "zh"} {
			t.Run(w.name+"/"+lang, func(t *testing.T) {
				var b bytes.Buffer
				o := Options{Lang: lang, Width: 100, Details: true, Tool: "Loginscope",
					Sources: []Source{{Name: "app.log", Kind: "logcat", Read: 900, Kept: 12, SkewMS: -60000,
						Skew: "request-ids", Certainty: codes.Seen}}}
				if err := w.write(&b, sample(), o); err != nil {
					t.Fatal(err)
				}
				golden(t, "report."+lang+"."+w.name, b.Bytes())
			})
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
		for i := range min(len(g), len(w)) {
			if g[i] != w[i] {
				t.Fatalf("%s:%d differs; run go test -update and look at the change.\n got %q\nwant %q", file, i+1,
					g[i], w[i])
			}
		}
		t.Errorf("%s: got %d lines, want %d", file, len(g), len(w))
	}
}

func TestEverythingIsMaskedUnlessRevealed(t *testing.T) {
	for _, w := range writers {
		for _, lang := range []string{"en", "zh"} {
			var masked, open bytes.Buffer
			o := Options{Lang: lang, Details: true, Colour: true}
			if err := w.write(&masked, sample(), o); err != nil {
				t.Fatal(err)
			}
			for _, secret := range []string{plantedPhone, plantedToken, "13800000000", "1380000 0000"} {
				if strings.Contains(masked.String(), secret) {
					t.Errorf("%s/%s shows %q", w.name, lang, secret)
				}
			}
			o.Reveal = true
			if err := w.write(&open, sample(), o); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(open.String(), plantedPhone) {
				t.Errorf("%s/%s: revealed report lacks the number", w.name, lang)
			}
		}
	}
}

func TestMaskDoesNotChangeReport(t *testing.T) {
	r := sample()
	cleaner{flat: true}.mask(r)
	before, _ := json.Marshal(sample())
	after, _ := json.Marshal(r)
	if !bytes.Equal(before, after) {
		t.Error("mask changed the report that it was given")
	}
}

func TestTextWidth(t *testing.T) {
	for _, width := range []int{40, 60, 80, 100, 140} {
		for _, lang := range []string{"en", "zh"} {
			var b bytes.Buffer
			if err := Text(&b, sample(), Options{Lang: lang, Width: width, Details: true}); err != nil {
				t.Fatal(err)
			}
			for line := range strings.SplitSeq(b.String(), "\n") {
				// A closing mark may hang over, as Chinese typesetting has it.
				if cells.Width(line) > width+2 && width >= 80 {
					t.Errorf("width %d, %s: %d columns in %q", width, lang, cells.Width(line), line)
				}
			}
		}
	}
}

func TestUntrustedTextIsEscaped(t *testing.T) {
	r := sample()
	evil := "\x1b]0;x\x07<script>|`x`\u202e"
	r.Flows[0].Package = evil
	r.Findings[0].What = lang.Text{EN: evil, ZH: evil}
	for _, w := range writers[:3] {
		var b bytes.Buffer
		if err := w.write(&b, r, Options{}); err != nil {
			t.Fatal(err)
		}
		if s := b.String(); strings.Contains(s, "\x1b]") || w.name != "txt" && strings.Contains(s, "<script>") {
			t.Errorf("%s lets it through", w.name)
		}
	}
}

func TestColourIsOptional(t *testing.T) {
	var plain, coloured bytes.Buffer
	if err := Text(&plain, sample(), Options{}); err != nil {
		t.Fatal(err)
	}
	if err := Text(&coloured, sample(), Options{Colour: true}); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(plain.Bytes(), []byte{0x1b}) || !bytes.Contains(coloured.Bytes(), []byte("\x1b[31m")) {
		t.Error("colour does not follow the option")
	}
}

func TestPurity(t *testing.T) {
	p, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, imp := range p.Imports {
		if slices.Contains([]string{"net", "net/http", "crypto/tls", "os", "os/exec"}, imp) ||
			strings.HasPrefix(imp, "fyne.io") {
			t.Errorf("imports %s", imp)
		}
	}
}
