package cli

import "loginscope/lang"

// entry is one command: its word, and the texts and documents that belong to it.
type entry struct {
	word string
	// value makes what kong fills: a command, or a struct of subcommands.
	value func() any
	// help are the texts of the command, its subcommands, arguments and flags, but for
	// those in shared.
	help []helpText
	// prints are the types that it prints as JSON.
	prints []document
}

// helpText is a text of the help. The tag help of a field refers to it by its name in
// ${}; the command's own has the command's word as its name.
type helpText struct {
	name string
	lang.Text
}

// document is a section of docs/json.md, by its heading, and the types that it
// describes.
type document struct {
	heading string
	types   []any
}

// newOf makes the zero value of a command.
func newOf[T any]() any { return new(T) }

// textNamed is a text of any command, or a shared one; the names are distinct.
func textNamed(name string) lang.Text {
	for _, e := range commands {
		for _, h := range e.help {
			if h.name == name {
				return h.Text
			}
		}
	}
	for _, h := range shared {
		if h.name == name {
			return h.Text
		}
	}
	return lang.Text{}
}

// shared are the texts of what several commands take.
var shared = []helpText{
	{"flag_details", lang.Both("Show decoded fields and notes of each step.", "显示每一步的解码字段和说明。")},
	{"flag_issuer", lang.Both(
		"Who defines the code: {issuers}.",
		"返回码的来源：{issuers}。",
	)},
	{"flag_json", lang.Both("Print JSON; see docs/json.md.", "输出 JSON，格式见 docs/json.md。")},
	{"flag_markdown", lang.Both("Print Markdown for a ticket.", "输出 Markdown，便于贴入工单。")},
	{"flag_passphrase_file", lang.Both(
		"File with the passphrase of a sealed bundle.",
		"含加密案例包口令的文件。",
	)},
	{"flag_package", lang.Both("Package name of the authentication scheme, to compare.", "认证方案的包名，用于比对。")},
	{"flag_reveal", lang.Both("Do not mask phone numbers, tokens and keys.", "不对手机号、token 和密钥脱敏。")},
	{"flag_sarif", lang.Both("Print SARIF 2.1.0 for code review tools.", "输出 SARIF 2.1.0，供代码评审工具使用。")},
	{"flag_search", lang.Both("Words to look for, in English or Chinese.", "按关键词查找，中英文均可。")},
	{"flag_session", lang.Both("Session file to write, which must not exist.", "写入的会话文件，不能已存在。")},
	{"flag_sign", lang.Both("MD5 of the scheme's signature, to compare; may be repeated.", "认证方案的签名 MD5，用于比对，可重复指定。")},
	{"flag_help", lang.Both("Show this help.", "显示帮助。")},
	{"flag_lang", lang.Both("Language; the locale decides by default.", "界面语言，默认取自系统区域设置。")},
	{"flag_no_color", lang.Both("No colours. NO_COLOR does the same.", "不使用颜色，与 NO_COLOR 环境变量等效。")},
}
