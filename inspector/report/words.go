package report

import (
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// This file is a table: the report's own words.

func both(en, zh string) lang.Text { return lang.Text{EN: en, ZH: zh} }

var (
	wTitle      = both("Login report", "登录诊断报告")
	wAttempt    = both("Sign-in attempt %d", "第 %d 次登录")
	wRetryOf    = both("repeats attempt %d", "第 %d 次登录的重试")
	wNoAttempt  = both("No sign-in attempt was found in what was read.", "所读内容中没有登录过程。")
	wSteps      = both("Steps", "步骤")
	wVerdict    = both("Verdict", "结论")
	wBrokenAt   = both("First broken step", "首个出错步骤")
	wChain      = both("Codes", "返回码")
	wCause      = both("Cause", "原因")
	wFix        = both("Fix", "处理")
	wActor      = both("Who acts", "处理方")
	wRetry      = both("Retry", "重试")
	wMeanwhile  = both("Meanwhile", "临时措施")
	wCertainty  = both("Certainty", "可信度")
	wCoverage   = both("Coverage", "可见范围")
	wFindings   = both("Findings", "检查结果")
	wWhy        = both("Why", "依据")
	wReference  = both("Source", "出处")
	wWhere      = both("Where", "位置")
	wUnknown    = both("Recognised but not understood", "已识别但未能解读")
	wRemarks    = both("Notes", "备注")
	wGiven      = both("Given", "提供的证据")
	wRead       = both("Read", "已读取")
	wMasked     = both("Personal data, tokens and keys are masked.", "个人数据、token 与密钥均已脱敏。")
	wRevealed   = both("Nothing is masked: this report contains personal data and secrets.", "未脱敏：本报告含个人数据与密钥，请勿外传。")
	wOffset     = both("Time", "时间")
	wStep       = both("Step", "步骤")
	wDirection  = both("From, to", "方向")
	wResult     = both("Result", "结果")
	wKnown      = both("Visibility", "可见性")
	wTimes      = both("times", "次")
	wAmbiguous  = both("several meanings", "多种含义")
	wNotInTable = both("not in the tables", "码表中没有")
	wClock      = both("clock put right by", "时钟已校正")
	wInferred   = both("inferred from", "推断依据")
	wCauses     = both("Possible causes", "可能的原因")
	wElse       = both("Also possible", "其他可能")
	wRuledOut   = both("Ruled out", "已排除")
	wVerify     = both("How to verify", "如何判断")
	wFor        = both("Evidence", "依据")
	wAgainst    = both("Against it", "不符之处")
	wSequence   = both("Sequence", "时序图")
	wNotSeen    = both("not seen", "未见到")
	wNumber     = both("No.", "序号")
	wFields     = both("Decoded fields", "解码字段")
)

// lanes is the order of the sequence picture.
var lanes = []inspector.Lane{
	inspector.LaneUser, inspector.LaneApp, inspector.LaneSDK,
	inspector.LaneAlibaba, inspector.LaneCarrier, inspector.LaneIDaaS,
}

// symbols stand beside every colour, so that none is needed.
var symbols = map[inspector.Outcome]string{
	inspector.OutcomeOK:      "✓",
	inspector.OutcomeFailed:  "✗",
	inspector.OutcomeEvent:   "•",
	inspector.OutcomeWaiting: "…",
	inspector.OutcomeUnknown: "?",
}

var severitySymbols = map[finding.Status]string{finding.Error: "✗", finding.Warning: "!", finding.Info: "i"}
