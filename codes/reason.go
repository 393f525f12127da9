package codes

import (
	"fmt"
	"strconv"
	"strings"

	"loginscope/lang"
)

// This file composes the sentences of Result.Reason.

var (
	reasonNoCode = lang.Both(
		"No code was given.",
		"未提供返回码。")
	reasonPartWording = lang.Both(
		"Chosen because the message contains a known wording; the rest of the message is not explained by it.",
		"因消息中含有已知文案而选定；消息的其余部分未能据此解释。")
	reasonNoWording = lang.Both(
		"Only the message distinguishes the meanings of this number, and it matches none of the known wordings.",
		"该数字只能靠消息文本区分，而此消息与已知文案均不相符。")
)

func joinTexts(texts ...lang.Text) lang.Text {
	var en, zh []string
	for _, t := range texts {
		if t.EN != "" {
			en = append(en, t.EN)
		}
		if t.ZH != "" {
			zh = append(zh, t.ZH)
		}
	}
	return lang.Both(strings.Join(en, " "), strings.Join(zh, ""))
}

func reasonContradiction(q Query) lang.Text {
	return lang.Both(
		fmt.Sprintf("The space %q does not belong to the issuer %q, so nothing was looked up.", q.Space, q.Issuer),
		fmt.Sprintf("码空间 %q 不属于来源 %q，未作查询。", q.Space, q.Issuer))
}

func reasonSibling(asked, found Space) lang.Text {
	a, f := asked.Name(), found.Name()
	return lang.Both(
		fmt.Sprintf("Not a code of %s; found in the neighbouring table of %s.", a.EN, f.EN),
		fmt.Sprintf("“%s”中没有此码；见于相邻码表“%s”。", a.ZH, f.ZH))
}

func reasonWording(of, left int) lang.Text {
	if left > 1 {
		return lang.Both(
			fmt.Sprintf("The message matches %d of %d rows of this number.", left, of),
			fmt.Sprintf("该数字共有 %d 条，其中 %d 条与消息相符。", of, left))
	}
	return lang.Both(
		fmt.Sprintf("Chosen by the message among %d rows of this number.", of),
		fmt.Sprintf("该数字共有 %d 条，由消息文本确定。", of))
}

func reasonHTTPStatus(code string) lang.Text {
	n, err := strconv.Atoi(code)
	if err != nil || len(code) != 3 || n < 100 || n > 599 {
		return lang.Text{}
	}
	return lang.Both(
		fmt.Sprintf("%d may also be a plain HTTP status.", n),
		fmt.Sprintf("%d 也可能只是 HTTP 状态码。", n))
}

// reasonOtherSDKs names the SDKs that were passed over.
func reasonOtherSDKs(spaces lang.Text) lang.Text {
	return lang.Both(
		fmt.Sprintf("The number has rows of its own in: %s.", spaces.EN),
		fmt.Sprintf("该数字在以下位置另有条目：%s。", spaces.ZH))
}

// reasonDefault names the spaces that were passed over for the default one.
func (t *Table) reasonDefault(rows []int, chosen Space) lang.Text {
	var others []int
	for _, i := range rows {
		if t.rows[i].Space != chosen {
			others = append(others, i)
		}
	}
	c, o := chosen.Name(), t.spaceNames(others)
	return lang.Both(
		fmt.Sprintf("Read as %s, the usual place. The same number means something else in: %s.", c.EN, o.EN),
		fmt.Sprintf("按通常位置“%s”解读。同一数字在以下位置含义不同：%s。", c.ZH, o.ZH))
}

// reasonAmbiguous says what would decide between the candidates.
func (t *Table) reasonAmbiguous(rows []int, q Query) lang.Text {
	spaces := t.spaceNames(rows)
	if len(t.spacesOf(rows)) > 1 {
		return lang.Both(
			fmt.Sprintf("%s has several origins: %s. The field, vendorName or host where it was found decides.",
				q.Code, spaces.EN),
			fmt.Sprintf("%s 在多处使用：%s。须由出现它的字段、vendorName 或域名判定。", q.Code, spaces.ZH))
	}
	if t.rows[rows[0]].Space == IDaaSHTTP {
		return lang.Both(
			fmt.Sprintf("%s ends a code of several IDaaS families; give the whole error_code.", q.Code),
			fmt.Sprintf("多个 IDaaS 码族都以 %s 结尾，请提供完整的 error_code。", q.Code))
	}
	return lang.Both(
		fmt.Sprintf("In %s the number %s alone says little; the message beside it decides.", spaces.EN, q.Code),
		fmt.Sprintf("在“%s”中，仅凭 %s 无法判定，须看随附的消息。", spaces.ZH, q.Code))
}

// reasonElsewhere says that a code is unknown here but known in other spaces.
func (t *Table) reasonElsewhere(all []int, q Query) lang.Text {
	var others []int
	for _, i := range all {
		c := t.rows[i]
		if (q.Space != "" && c.Space != q.Space) || (q.Space == "" && q.Issuer != "" && c.Issuer != q.Issuer) {
			others = append(others, i)
		}
	}
	if len(others) == 0 {
		return lang.Text{}
	}
	here := q.Issuer.Name()
	if q.Space != "" {
		here = q.Space.Name()
	}
	o := t.spaceNames(others)
	return lang.Both(
		fmt.Sprintf("%s is not in the table of %s. It is a code of: %s.", q.Code, here.EN, o.EN),
		fmt.Sprintf("“%[2]s”的码表中没有 %[1]s；它是以下来源的码：%[3]s。", q.Code, here.ZH, o.ZH))
}

// spacesOf lists the distinct spaces of rows in listing order.
func (t *Table) spacesOf(rows []int) []Space {
	var list []Space
	seen := map[Space]bool{}
	for _, i := range rows {
		if s := t.rows[i].Space; !seen[s] {
			seen[s] = true
			list = append(list, s)
		}
	}
	return list
}

func (t *Table) spaceNames(rows []int) lang.Text {
	var en, zh []string
	for _, s := range t.spacesOf(rows) {
		en = append(en, s.Name().EN)
		zh = append(zh, s.Name().ZH)
	}
	return lang.Both(strings.Join(en, "; "), strings.Join(zh, "、"))
}
