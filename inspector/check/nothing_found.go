package check

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/decode"
	"loginscope/inspector/finding"
	"loginscope/inspector/lazyregexp"
	"loginscope/inspector/maker"
	"loginscope/lang"
)

// nothingFound says what was in texts and logs that hold no sign-in attempt,
// and what to bring. A report that only says "nothing" helps nobody.
var nothingFound = inspector.Check{
	ID:    "nothing-found",
	Title: lang.Text{EN: "No sign-in attempt can be read from this", ZH: "无法从中读出登录过程"},
	Doc: lang.Text{
		EN: "A text or log without a result of the SDK, a carrier or IDaaS says nothing about a login. The finding " +
			"says what was found instead, and it is an error where the text describes a failed login.",
		ZH: "没有 SDK、运营商或 IDaaS 返回结果的文本或日志无法说明登录过程。本项说明读到了什么；若文本描述了登录失败，则为错误。",
	},
	Source: "own conclusion", Date: "2026-11-30",
	Status: finding.Info,
	Run: func(c *inspector.Case) []finding.Finding {
		if len(c.Flows) > 0 || c.Summary.LogLines == 0 || c.Context.Live || otherEvidence(c) ||
			len(makerRows(c)) > 0 {
			return nil
		}
		described := c.Of(inspector.SignalDescribed)
		f := finding.Finding{
			What: whatWasFound(c), Count: max(1, len(described)), Actor: codes.Developer, Certainty: codes.Seen,
			Why: lang.Text{
				EN: "Without a result object it is unknown at which step the login broke.",
				ZH: "没有返回对象，就无法判断登录在哪一步失败。",
			},
			Fix: whatToBring(c),
		}
		if len(described) > 0 {
			f.Status = finding.Error
		}
		guessed(c, &f)
		for _, s := range described {
			if len(f.Where) < maxWhere {
				f.Where = append(f.Where, s.Where)
			}
		}
		return []finding.Finding{f}
	},
}

// Words by which a report is one of a build, of a crash or of a server.
var (
	aboutBuild = lazyregexp.New(`(?i)gradle|xcode|cocoapods|编译|编不过|打包|构建|链接失败|linker|build fail|AAPT`)
	aboutCrash = lazyregexp.New(`(?i)闪退|崩溃|就崩|\bcrash(?:es|ed)?\b|FATAL EXCEPTION`)
	// noCrash is what denies one.
	noCrash = lazyregexp.New(
		`(?i)(?:没有?|不会?|未)(?:出现|发生)?(?:闪退|崩溃)|\b(?:no|not|never|without|doesn't|didn't) (?:a )?crash\w*`,
	)
	// sourceCode are lines of a program, which quote no failure.
	sourceCode = lazyregexp.New(`(?m)\bcatch ?\(|\bnew [A-Z]\w*\(|^\s*(?://|/\*|import |public |private |@[A-Z])` +
		`|\)\s*(?:async ?)?\{\s*$|\w ?= ?[\w".]+;|(?:代码|code)[:：]\s*$`)
)

// inWords leaves signals out that quote lines of a program.
func inWords(signals []inspector.Signal) []inspector.Signal {
	return slices.DeleteFunc(slices.Clone(signals), func(s inspector.Signal) bool {
		return s.Kind == inspector.SignalDescribed && sourceCode.MatchString(s.Value)
	})
}

// whatToBring asks for what fits the kind of report: a build's or a crash's own
// lines say more than a result object that cannot exist yet.
func whatToBring(c *inspector.Case) lang.Text {
	said := values(c.Of(inspector.SignalDescribed))
	switch {
	case aboutBuild.MatchString(said):
		return lang.Text{
			EN: "Bring the first error of the build with some 20 lines around it, and the versions of SDK, " +
				"plug-in and build tools.",
			ZH: "请提供构建的第一处报错及其前后约 20 行，以及 SDK、插件与构建工具的版本。",
		}
	case aboutCrash.MatchString(noCrash.ReplaceAllString(said, "")):
		return lang.Text{
			EN: "Bring the whole stack of the crash, from the name of the exception on, and the versions of SDK and " +
				"system.",
			ZH: "请提供完整的崩溃堆栈（从异常名开始），以及 SDK 与系统的版本。",
		}
	case anothersSDK(c):
		return lang.Text{
			EN: "Bring the whole object that the SDK's callback received, as text: a carrier's code inside it is read.",
			ZH: "请提供该 SDK 回调收到的完整对象（文本）；其中的运营商返回码会照常解读。",
		}
	}
	return lang.Text{
		EN: "Bring the object that onTokenFailed or the error callback received, as text. Or bring the " +
			"app's log of one attempt with the tags AuthSDK and the app's own, or a HAR file of it.",
		ZH: "请提供 onTokenFailed 或错误回调收到的完整对象（文本）。或提供一次登录的应用日志（含 AuthSDK 与应用自身标签），或该次登录的 HAR 文件。",
	}
}

// guessed adds the causes that the facts alone speak for, which helps a person who
// described a failure without its code.
func guessed(c *inspector.Case, f *finding.Finding) {
	ranked := c.FromFacts()
	if len(ranked) == 0 || anothersSDK(c) || len(c.Of(inspector.SignalForeign)) > 0 {
		return
	}
	f.Causes = make([]string, 0, len(ranked))
	var en, zh []string
	for _, r := range ranked {
		f.Causes = append(f.Causes, r.ID)
		why := r.For[0].Describe()
		en = append(en, r.Text.EN+" ("+why.EN+")")
		zh = append(zh, r.Text.ZH+"（"+why.ZH+"）")
	}
	f.Why.EN += " What is said fits: " + strings.Join(en, "; ") + "."
	f.Why.ZH += "仅就文字描述，可能是：" + strings.Join(zh, "；") + "。"
	f.Fix.EN = ranked[0].Test.EN + " " + ranked[0].Fix.EN + " " + f.Fix.EN
	f.Fix.ZH = ranked[0].Test.ZH + ranked[0].Fix.ZH + f.Fix.ZH
	f.Actor, f.Certainty = ranked[0].Actor, codes.Inferred
}

// anothersSDK reports whether the text names an SDK that is not Alibaba's beneath: it
// fails for reasons of its own.
func anothersSDK(c *inspector.Case) bool {
	return slices.ContainsFunc(maker.All(), func(m maker.Maker) bool { return !m.Wraps && len(ofMaker(c, m.ID)) > 0 })
}

// sideSignals are the kinds of signal that name no cause by themselves.
var sideSignals = map[inspector.SignalKind]bool{
	inspector.SignalDescribed: true, inspector.SignalSharedWording: true, inspector.SignalAside: true,
	inspector.SignalListed: true,
	inspector.SignalMaker:  true, inspector.SignalMakerRow: true,
	inspector.SignalUnknownCode: true, inspector.SignalForeign: true,
	inspector.SignalRadio: true, inspector.SignalWeb: true,
}

// otherEvidence reports whether another check has evidence to work with.
func otherEvidence(c *inspector.Case) bool {
	return slices.ContainsFunc(c.Signals, func(s inspector.Signal) bool {
		if s.Kind == inspector.SignalFact {
			// What a person says of phone and network is no cause, what a program printed is.
			return s.Fact.Conclusive(s.Value) || s.Fact == cause.Agreement
		}
		return !sideSignals[s.Kind]
	})
}

func whatWasFound(c *inspector.Case) lang.Text {
	t := lang.Text{
		EN: fmt.Sprintf("Lines read: %d; none has a login result.", c.Summary.LogLines),
		ZH: fmt.Sprintf("共读取 %d 行，没有登录结果。", c.Summary.LogLines),
	}
	for _, k := range []struct {
		signal inspector.SignalKind
		en, zh string
	}{
		{inspector.SignalDescribed, "A failure is described without a usable code: “%s”.", "文本描述了失败，但没有可用的错误码：“%s”。"},
		{inspector.SignalForeign, "The crash is in %s, and no class of the login SDK is in its stack.",
			"崩溃发生在 %s，堆栈中没有登录 SDK 的类。"},
		{inspector.SignalSharedWording, "A wording matches several codes: %s.", "有文案对应多个错误码：%s。"},
		{inspector.SignalAside, "Codes are named that did not come in this login: %s.", "提到了并非本次登录返回的错误码：%s。"},
		{inspector.SignalListed, "It is a table of %s codes.", "这是一张含 %s 个错误码的表格。"},
	} {
		if signals := inWords(c.Of(k.signal)); len(signals) > 0 {
			v := strings.TrimRight(values(signals), ".。")
			if k.signal == inspector.SignalAside {
				t.EN += " " + fmt.Sprintf(k.en, asideEN.Replace(v))
				t.ZH += fmt.Sprintf(k.zh, asideZH.Replace(v))
				continue
			}
			t.EN += " " + fmt.Sprintf(k.en, v)
			t.ZH += fmt.Sprintf(k.zh, v)
		}
	}
	return t
}

// asideEN and asideZH word what the text says of a code that did not come.
var asideEN, asideZH = func() (en, zh *strings.Replacer) {
	var e, z []string
	for _, s := range decode.Standings() {
		e = append(e, "("+string(s)+")", "("+s.Name().EN+")")
		z = append(z, " ("+string(s)+")", "（"+s.Name().ZH+"）")
	}
	return strings.NewReplacer(e...), strings.NewReplacer(z...)
}()
