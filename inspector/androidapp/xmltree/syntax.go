package xmltree

import (
	"fmt"
	"regexp"
	"strings"

	"loginscope/lang"
	"loginscope/problem"
)

// SyntaxError says where a text is no well-formed XML, and why.
type SyntaxError struct {
	Line int // from 1
	Msg  string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("parse XML: line %d: %s", e.Line, e.Msg) }

// Problem describes the error in both languages.
func (e *SyntaxError) Problem() problem.Problem {
	return problem.Problem{
		Why: lang.Both(e.Error()+".", fmt.Sprintf("XML 第 %d 行：%s。", e.Line, inChinese(e.Msg))),
		Do:  lang.Both("Correct that line.", "请更正该行。"),
	}
}

// phrases are what package encoding/xml and this package say, with the Chinese for it.
var phrases = []struct {
	pattern *regexp.Regexp
	zh      string
}{
	{regexp.MustCompile(`^unexpected EOF$`), "内容意外结束"},
	{regexp.MustCompile(`^element <(.*)> closed by </(.*)>$`), "<$1> 由 </$2> 关闭"},
	{regexp.MustCompile(`^unexpected end element </(.*)>$`), "多余的结束标签 </$1>"},
	{regexp.MustCompile(`^attribute name without = in element$`), "属性名后缺少等号"},
	{regexp.MustCompile(`^unquoted or missing attribute value in element$`), "属性值缺失或没有引号"},
	{regexp.MustCompile(`^unescaped < inside quoted string$`), "引号内的 < 未转义"},
	{regexp.MustCompile(`^unescaped \]\]> not in CDATA section$`), "CDATA 之外出现未转义的 ]]>"},
	{regexp.MustCompile(`^expected attribute name in element$`), "此处应为属性名"},
	{regexp.MustCompile(`^expected element name after (.*)$`), "$1 之后应为元素名"},
	{regexp.MustCompile(`^expected /> in element$`), "此处应为 />"},
	{regexp.MustCompile(`^invalid characters between (.*) and >$`), "$1 与 > 之间有无效字符"},
	{regexp.MustCompile(`^invalid character entity (.*)$`), "无效的字符实体 $1"},
	{regexp.MustCompile(`^illegal character code (.*)$`), "非法字符 $1"},
	{regexp.MustCompile(`^invalid UTF-8$`), "不是有效的 UTF-8"},
	{regexp.MustCompile(`^invalid sequence .*comment.*$|^.*comment.*$`), "注释写法无效"},
	{regexp.MustCompile(`^no element$`), "其中没有元素"},
	{regexp.MustCompile(`^second root element$`), "出现第二个根元素"},
	{regexp.MustCompile(`^something stands before the XML declaration, which must be first$`), "XML 声明之前有内容，而它必须在最前"},
	{regexp.MustCompile(`^nothing declares the prefix "(.*)" of the element (.*)$`), "元素 $2 的前缀 $1 未声明"},
	{regexp.MustCompile(`^nothing declares the prefix "(.*)" of the attribute (.*)$`), "属性 $2 的前缀 $1 未声明"},
	{regexp.MustCompile(`^the element (.*) has the attribute (.*) twice$`), "元素 $1 的属性 $2 重复"},
	{regexp.MustCompile(`^unknown encoding (.*)$`), "不支持的编码 $1"},
	{regexp.MustCompile(`^declared encoding (.*) is not that of the document$`), "声明的编码 $1 与文件不符"},
}

// inChinese is a message in Chinese, or as it is if none is known for it.
func inChinese(msg string) string {
	msg = strings.TrimSpace(msg)
	for _, p := range phrases {
		if p.pattern.MatchString(msg) {
			return p.pattern.ReplaceAllString(msg, p.zh)
		}
	}
	return msg
}
