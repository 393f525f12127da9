package lang

// Group is one closed list of words.
type Group string

// The groups, each with the type whose constants are its words.
const (
	Certainty   Group = "certainty"    // codes.Certainty
	Retry       Group = "retry"        // codes.Retry
	Actor       Group = "actor"        // codes.Actor
	Kind        Group = "kind"         // codes.Kind
	Outcome     Group = "outcome"      // inspector.FlowOutcome, and "waiting"
	StepOutcome Group = "step-outcome" // inspector.Outcome
	Visibility  Group = "visibility"   // inspector.Visibility, and "absent"
	Severity    Group = "severity"     // finding.Status, of a capture
	Lane        Group = "lane"         // inspector.Lane
	Mark        Group = "mark"         // session.Mark
)

// Entry is one word of a group with its name.
type Entry struct {
	Group Group
	Word  string
	Name  Text
}

// lexicon is the table. A name is lower case where no name of a thing begins
// it, so that it stands in a sentence as well as alone.
var lexicon = []Entry{
	{Certainty, "seen", Text{"confirmed", "确认"}},
	{Certainty, "inferred", Text{"likely", "推断"}},
	{Certainty, "unconfirmed", Text{"unconfirmed", "未证实"}},

	{Retry, "no", Text{"do not retry until something changes", "先修正再重试"}},
	{Retry, "now", Text{"retry now", "可立即重试"}},
	{Retry, "later", Text{"retry later", "稍后重试"}},

	{Actor, "developer", Text{"app developer", "应用开发者"}},
	{Actor, "user", Text{"end user", "终端用户"}},
	{Actor, "tenant-admin", Text{"tenant administrator", "租户管理员"}},
	{Actor, "carrier-ticket", Text{"ticket to Alibaba Cloud or the carrier", "向阿里云或运营商提工单"}},
	{Actor, "nobody", Text{"nobody: no action needed", "无需处理"}},

	{Kind, "success", Text{"success", "成功"}},
	{Kind, "event", Text{"event, not a failure", "事件，并非失败"}},
	{Kind, "failure", Text{"failure", "失败"}},

	{Outcome, "signed-in", Text{"signed in", "登录成功"}},
	{Outcome, "failed", Text{"failed", "失败"}},
	{Outcome, "cancelled", Text{"cancelled by the user", "用户取消"}},
	{Outcome, "running", Text{"running", "进行中"}},
	{Outcome, "incomplete", Text{"incomplete", "不完整"}},
	{Outcome, "waiting", Text{"waiting", "等待中"}},

	{StepOutcome, "ok", Text{"ok", "成功"}},
	{StepOutcome, "failed", Text{"failed", "失败"}},
	{StepOutcome, "event", Text{"event", "事件"}},
	{StepOutcome, "waiting", Text{"waiting", "等待中"}},
	{StepOutcome, "unknown", Text{"unknown", "未知"}},
	{StepOutcome, "", Text{"unknown", "未知"}},

	{Visibility, "seen", Text{"seen", "已捕获"}},
	{Visibility, "inferred", Text{"inferred", "推断"}},
	{Visibility, "not-visible", Text{"not visible by design", "本就不可见"}},
	{Visibility, "not-reached", Text{"not reached", "未到达"}},
	{Visibility, "absent", Text{"not captured", "未捕获到"}}, // though it could have been

	{Severity, "error", Text{"error", "错误"}},
	{Severity, "warning", Text{"warning", "警告"}},
	{Severity, "info", Text{"note", "提示"}},

	{Mark, "star", Text{"star", "星标"}},
	{Mark, "red", Text{"red", "红色"}},
	{Mark, "yellow", Text{"yellow", "黄色"}},
	{Mark, "green", Text{"green", "绿色"}},
	{Mark, "blue", Text{"blue", "蓝色"}},

	{Lane, "user", Text{"User", "用户"}},
	{Lane, "app", Text{"App", "应用"}},
	{Lane, "sdk", Text{"SDK", "SDK"}},
	{Lane, "alibaba", Text{"Alibaba", "阿里云"}},
	{Lane, "carrier", Text{"Carrier", "运营商"}},
	{Lane, "idaas", Text{"IDaaS", "IDaaS"}},
}

// Lexicon lists every entry in the order of the table.
func Lexicon() []Entry { return append([]Entry(nil), lexicon...) }

// Name is the name of a word; one that the group does not have stands for
// itself.
func Name[W ~string](g Group, word W) Text {
	for _, e := range lexicon {
		if e.Group == g && e.Word == string(word) {
			return e.Name
		}
	}
	return Text{string(word), string(word)}
}

// Has reports whether a group has a word.
func Has[W ~string](g Group, word W) bool {
	for _, e := range lexicon {
		if e.Group == g && e.Word == string(word) {
			return true
		}
	}
	return false
}
