package bundle

import (
	"fmt"
	"strings"

	"loginscope/lang"
)

// Maker is environment.json: by what the bundle was made. It names no machine, no
// user and no path.
type Maker struct {
	Schema  string `json:"schema"`
	Version int    `json:"version"`
	Tool    string `json:"tool"`
	Commit  string `json:"commit,omitempty"`
	Go      string `json:"go,omitempty"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
}

// Encode writes it.
func (e Maker) Encode() ([]byte, error) {
	e.Schema, e.Version = "loginscope/bundle-environment", 1
	return indented(e)
}

// Title is what a person calls a part of a bundle.
func (k Kind) Title() lang.Text { return kindTitles[k] }

var kindTitles = map[Kind]lang.Text{
	Reports:     lang.Both("diagnosis (Markdown and HTML, English and Chinese)", "诊断报告（Markdown 与 HTML，中英文）"),
	Session:     lang.Both("session, masked", "会话（已脱敏）"),
	HAR:         lang.Both("exchanges as HAR 1.2, masked", "HAR 1.2 格式的请求（已脱敏）"),
	App:         lang.Both("app check", "应用检查结果"),
	Phone:       lang.Both("facts about the phone", "手机信息"),
	Notes:       lang.Both("notes", "备注"),
	Environment: lang.Both("environment: versions and operating system", "环境：版本与操作系统"),
	Always:      lang.Both("what the verdict needs beside the session", "结论所需的其他信息"),
}

var reasonTitles = map[string]lang.Text{
	NoTextBodies: lang.Both("bodies that are no text", "非文本内容的正文"),
	LongBodies:   lang.Both("what follows the first 256 KiB of a body", "正文超出前 256 KiB 的部分"),
	NoTextFrames: lang.Both("WebSocket messages that are no text", "非文本的 WebSocket 消息"),
}

// Title is what a person calls what was left out.
func (l LeftOut) Title() lang.Text {
	if t, ok := reasonTitles[l.What]; ok {
		return t
	}
	if t := Kind(l.What).Title(); t != (lang.Text{}) {
		return t
	}
	return lang.Both(l.What, l.What)
}

// Readme states in both languages what the bundle holds, what is masked and what was left
// out: README.md.
func (m Manifest) Readme() []byte {
	var b strings.Builder
	b.WriteString("# Loginscope bundle · Loginscope 案例包\n")
	for _, language := range []string{"en", "zh"} {
		m.statement(&b, language)
	}
	return []byte(b.String())
}

func (m Manifest) statement(b *strings.Builder, language string) {
	in := func(t lang.Text) string { return t.In(language) }
	list := func(title lang.Text, lines []string) {
		fmt.Fprintf(b, "\n## %s\n\n", in(title))
		if len(lines) == 0 {
			lines = []string{in(lang.Both("nothing", "无"))}
		}
		for _, l := range lines {
			fmt.Fprintf(b, "- %s\n", l)
		}
	}
	colon := in(lang.Both(": ", "："))
	var verdicts, masked, kept, out []string
	for _, a := range m.Attempts {
		verdicts = append(verdicts, fmt.Sprintf("%d%s%s", a.ID, colon, in(a.Title)))
	}
	for _, c := range m.Masked {
		masked = append(masked, fmt.Sprintf("%s%s%d", in(KindName(c.Kind)), colon, c.Values))
	}
	for _, k := range m.Kept {
		kept = append(kept, in(KindName(k)))
	}
	for _, l := range m.LeftOut {
		line := in(l.Title())
		if l.Count > 0 {
			line += fmt.Sprintf("%s%d", colon, l.Count)
		}
		if l.ByHand {
			line += in(lang.Both(" (left out by hand)", "（手动排除）"))
		}
		out = append(out, line)
	}
	list(lang.Both("Sign-in attempts", "登录过程"), verdicts)
	list(lang.Both("Masked values, by kind", "已脱敏的数据（按种类计数）"), masked)
	list(lang.Both("Left readable on purpose", "有意保留的数据种类"), kept)
	list(lang.Both("Left out", "未放入的内容"), out)
	fmt.Fprintf(b, "\n%s\n", in(howToOpen))
}

var howToOpen = lang.Both(
	"Equal values have equal stand-ins in this bundle; another bundle has other ones. The stand-ins were made with a "+
		"random key that was not kept. Open the bundle with `loginscope inspect FILE`, or drop it on the window: it "+
		"is opened for reading, and nothing in it is run or connected to.",
	"同一案例包内，相同的值对应相同的替代值；不同案例包的替代值不同。替代值由随机密钥生成，密钥未保留。"+
		"可用 `loginscope inspect 文件` 打开，或将其拖入窗口：仅以只读方式打开，不会运行其中的内容，也不会建立连接。",
)
