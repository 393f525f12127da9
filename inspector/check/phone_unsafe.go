package check

import (
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// phoneUnsafe finds the other reasons for which the SDK calls a phone unsafe.
var phoneUnsafe = inspector.Check{
	ID:    "phone-unsafe",
	Title: lang.Text{EN: "Root, emulator or debugger", ZH: "root、模拟器或调试器"},
	Doc: lang.Text{
		EN: "Beside a proxy the SDK tests for root, an emulator, a debugger and a process that is traced; the tail " +
			"of the message names the test. Hardening shells trace the process and can be let through with an asset " +
			"file.",
		ZH: "除代理外，SDK 还检测 root、模拟器、调试器和进程被跟踪，提示语末尾写明是哪一项。加固壳会跟踪进程，可用资源文件加白。",
	},
	Source: "decompiled SDK 2.13.3; Alibaba, error codes 2", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: runPhoneUnsafe,
}

var unsafeWords = map[string]lang.Text{
	"root":     {EN: "root", ZH: "root"},
	"emulator": {EN: "an emulator", ZH: "模拟器"},
	"attached": {EN: "a tracing process", ZH: "进程被跟踪"},
	"debugger": {EN: "a debugger", ZH: "调试器"},
}

func runPhoneUnsafe(c *inspector.Case) []finding.Finding {
	var signals []inspector.Signal
	var en, zh []string
	seen := map[string]bool{}
	for _, s := range c.Of(inspector.SignalUnsafe) {
		w, ok := unsafeWords[s.Value]
		if !ok {
			continue
		}
		signals = append(signals, s)
		if !seen[s.Value] {
			seen[s.Value] = true
			en, zh = append(en, w.EN), append(zh, w.ZH)
		}
	}
	out := fromSignals(signals, advice{
		lang.Text{EN: "The SDK does not run in such surroundings.", ZH: "SDK 不在这种环境中运行。"},
		lang.Text{
			EN: "Test on a real phone without root. Detach the debugger. Let a hardening shell through with the " +
				"SDK's asset file.",
			ZH: "使用未 root 的真机测试。断开调试器。加固壳按 SDK 要求用资源文件加白。",
		},
		codes.Developer, codes.Seen,
	}, lang.Text{
		EN: "The SDK says that it found " + strings.Join(en, " and ") + ".",
		ZH: "SDK 提示检测到" + strings.Join(zh, "、") + "。",
	})
	for i := range out {
		for what := range seen {
			out[i].Causes = append(out[i].Causes, unsafeCauses[what])
		}
		slices.Sort(out[i].Causes)
	}
	return out
}

// unsafeCauses are the IDs of package cause for what the SDK found.
var unsafeCauses = map[string]string{"root": "root", "emulator": "emulator", "attached": "traced",
	"debugger": "debugger"}
