package xmltree_test

import (
	"strings"
	"testing"

	"loginscope/inspector/androidapp/xmltree"
	"loginscope/problem"
)

// TestSyntaxErrorsInBothLanguages parses broken texts of every common kind and finds
// no English in the Chinese sentence.
func TestSyntaxErrorsInBothLanguages(t *testing.T) {
	for src, zh := range map[string]string{
		"<a>\n<b>":                    "XML 第 2 行：内容意外结束。",
		"<a>\n</b>":                   "XML 第 2 行：<a> 由 </b> 关闭。",
		"<a b/>":                      "XML 第 1 行：属性名后缺少等号。",
		"<a b=1/>":                    "XML 第 1 行：属性值缺失或没有引号。",
		`<a b="<"/>`:                  "XML 第 1 行：引号内的 < 未转义。",
		"<a>&nope;</a>":               "XML 第 1 行：无效的字符实体 &nope;。",
		"<a/><b/>":                    "XML 第 1 行：出现第二个根元素。",
		"\n<?xml version='1.0'?><a/>": "XML 第 2 行：XML 声明之前有内容，而它必须在最前。",
		"<x:a/>":                      "XML 第 1 行：元素 a 的前缀 x 未声明。",
		"<a b='1' b='2'/>":            "XML 第 1 行：元素 a 的属性 b 重复。",
		"":                            "XML 第 1 行：其中没有元素。",
	} {
		_, err := xmltree.Parse([]byte(src))
		p := problem.Of(err)
		if err == nil || p.Why.ZH != zh || !strings.Contains(p.Why.EN, "line ") {
			t.Errorf("%q: %v: %+v", src, err, p.Why)
		}
	}
}
