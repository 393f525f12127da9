package text

import (
	"slices"
	"strings"
	"testing"
	"time"

	"loginscope/codes"
	"loginscope/proxy/exchange"
)

func read(t *testing.T, in string) ([]exchange.LogLine, Stats) {
	t.Helper()
	var out []exchange.LogLine
	st, err := Read(strings.NewReader(in), Options{Source: "paste"},
		func(l exchange.LogLine) error { out = append(out, l); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return out, st
}

func TestMultilineObjectIsOneEntry(t *testing.T) {
	got, st := read(t, "客服 2026年2月23日 下午3:02\n登录失败：\n{\n  \"code\": \"600012\",\n  \"msg\": \"x\"\n}\n\n谢谢\n")
	if len(got) != 4 || got[2].Text != "{\n  \"code\": \"600012\",\n  \"msg\": \"x\"\n}" || got[2].Line != 3 ||
		got[2].Source != "paste" {
		t.Fatalf("got %+v", got)
	}
	want := time.Date(2026, 2, 23, 15, 2, 0, 0, time.UTC)
	if !got[0].Time.Equal(want) || !got[2].Time.Equal(want) || !got[3].Time.IsZero() {
		t.Errorf("times %v %v %v", got[0].Time, got[2].Time, got[3].Time)
	}
	if st.Lines != 8 || st.Kept != 4 {
		t.Errorf("stats %+v", st)
	}
}

func TestQuotedLogLines(t *testing.T) {
	const in = "It says:\n2026-02-23 15:02:01.123  1234  5678 E AuthSDK : code 600017\n" +
		"2026-02-23 15:02:01.124  1234  5678 D Choreographer: Skipped\nI/O: nothing\n"
	got, _ := read(t, in)
	if len(got) != 3 {
		t.Fatalf("got %+v", got)
	}
	want := exchange.LogLine{Time: time.Date(2026, 2, 23, 15, 2, 1, 123e6, time.UTC), Tag: "AuthSDK", Level: "E",
		PID: 1234, TID: 5678, Text: "code 600017", Source: "paste", Line: 2}
	if got[1] != want || got[2].Text != "I/O: nothing" || got[2].Tag != "" {
		t.Errorf("got %+v", got[1:])
	}
}

func TestBugReportIsReduced(t *testing.T) {
	in := strings.Repeat("some state of the system\n", 2*Prose) + "errorCode = 600017\n"
	got, st := read(t, in)
	if len(got) != Prose+1 || st.Lines != 2*Prose+1 {
		t.Errorf("got %d entries, %+v", len(got), st)
	}
}

func TestATableIsOneEntry(t *testing.T) {
	got, _ := read(t, "说明如下\n| 返回码 | 描述 |\n| 600000 | 成功 |\n| 600002 | 失败 |\n| 600004 | 失败 |\n完")
	if len(got) != 3 || got[1].Line != 2 || strings.Count(got[1].Text, "\n") != 3 || got[2].Line != 6 {
		t.Errorf("got %+v", got)
	}
	got, _ = read(t, "600012 联通\n600015 移动\n600011 电信")
	if len(got) != 3 || got[2].Line != 3 {
		t.Errorf("a list of failures: got %+v", got)
	}
}

func TestRepair(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "code 600017", "code 600017"},
		{"full-width digits", "错误码６０００１７", "错误码600017"},
		{"letters for digits", "code 6OOO17", "code 600017"},
		{"not a code of the table", "700O99", "700O99"},
		{"not a code at all", "6OOOlo", "6OOOlo"},
		{"IDaaS code", "IDAAS.SDK.C0MMON.1OO8", "IDAAS.SDK.COMMON.1008"},
		{"curly quotes in an object", "结果：{“code”：“600012”，“msg”：“x”}", `结果：{"code":"600012","msg":"x"}`},
		{"a sound object is left alone", `{"msg":"失败：“x”"}`, `{"msg":"失败：“x”"}`},
		{"punctuation of prose", "失败：网络异常", "失败：网络异常"},
		{"minus sign", "−10008", "-10008"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Repair(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	got, st := read(t, "code 6OOO17")
	if got[0].Text != "code 600017" || got[0].Original != "code 6OOO17" || st.Repaired != 1 {
		t.Errorf("got %+v, %+v", got, st)
	}
}

func TestTime(t *testing.T) {
	cst := time.FixedZone("", 8*3600)
	for _, tt := range []struct {
		in   string
		want time.Time
	}{
		{"at 2026-02-23T15:02:01.5Z.", time.Date(2026, 2, 23, 15, 2, 1, 5e8, time.UTC)},
		{"2026-02-23 15:02:01+08:00", time.Date(2026, 2, 23, 15, 2, 1, 0, cst)},
		{"2026/2/3 5:02", time.Date(2026, 2, 3, 5, 2, 0, 0, cst)},
		{"2026年2月23日 晚上 11：02：03", time.Date(2026, 2, 23, 23, 2, 3, 0, cst)},
		{"2026-02-23 3:02 PM", time.Date(2026, 2, 23, 15, 2, 0, 0, cst)},
		{"2026-13-23 15:02:01", time.Time{}},
		{"15:02:01", time.Time{}},
	} {
		if got := Time(tt.in, cst); !got.Equal(tt.want) {
			t.Errorf("%q: got %v, want %v", tt.in, got, tt.want)
		}
	}
}

func TestScan(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string // space/issuer and code
	}{
		{"sdk code in prose", "用户反馈一键登录报 600017，请看", []string{"ali.android 600017"}},
		{"idaas", "got IDAAS.SDK.LOGIN.1008 (HTTP 400)", []string{"idaas.http IDAAS.SDK.LOGIN.1008"}},
		{"server word", "isv.RAM_PERMISSION_DENY", []string{"ali.server isv.RAM_PERMISSION_DENY"}},
		{"unicom inside", `"resultMsg":"code:1105msg:参数信息错误[apiKey有误]"`, []string{"cu.server 1105"}},
		{"named carrier code", `ct_sjl {"result":80800}`, []string{"ct 80800"}},
		{"a bare number of the tables", "移动取号 103102 失败", []string{"cm 103102"}},
		{"no codes", "订单 20260223 金额 6000 电话 13800000000 端口 8080 版本 2.13.3", nil},
		{"digits of an id", "d10008aa-1051-4103-1001-600017600017", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range Scan(tt.in) {
				if p.Kind == PickCode {
					got = append(got, strings.TrimSpace(string(p.Query.Space)+string(p.Query.Issuer)+" "+p.Value))
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestScanNamesIDsAndTimes(t *testing.T) {
	got := Scan("2026-02-23 15:02:01\nrequestId 00000000-1111-2222-3333-444444444444\n6OOO17")
	if len(got) != 3 || got[0].Kind != PickTime || got[1].Kind != PickRequestID || got[1].Line != 2 {
		t.Fatalf("got %+v", got)
	}
	if c := got[2]; !c.Inferred || c.Query.Space != codes.AliAndroid || c.Value != "600017" {
		t.Errorf("got %+v", c)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"{\n\"code\":\"600012\"\n}", "６ＯＯ０１７", "{“code”：“600012”}", "2026年2月23日 下午3:02",
		"IDAAS.SDK.C0MMON.1OO8", "code:1105msg:x", "\xff\xfe{\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		_, _ = Read(strings.NewReader(in), Options{}, func(l exchange.LogLine) error {
			if len(l.Text) > 4*MaxEntry {
				t.Fatalf("entry of %d bytes", len(l.Text))
			}
			return nil
		})
		if n := len(Scan(in)); n > MaxPicks {
			t.Fatalf("%d picks", n)
		}
	})
}
