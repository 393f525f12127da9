package replay

import (
	"errors"
	"fmt"
	"time"

	"loginscope/app/replay"
	"loginscope/app/replay/secret"
	"loginscope/inspector/redact"
	"loginscope/lang"
	"loginscope/problem"
)

func text(en, zh string) lang.Text { return lang.Text{EN: en, ZH: zh} }

// keyLocation says where keys are kept.
func keyLocation(s secret.Store) lang.Text {
	switch s := s.(type) {
	case secret.Env:
		return text("this run's environment variables", "本次运行的环境变量")
	case secret.Keychain:
		return text("this computer's keychain", "系统钥匙串")
	case *secret.File:
		return text("an encrypted file ("+s.Path+")", "加密文件（"+s.Path+"）")
	}
	return lang.Text{}
}

// calls are those that a kind of target takes, the usual one first.
func calls(k replay.Kind) []replay.Call {
	if k == replay.KindAlibaba {
		return []replay.Call{replay.CallGetMobile, replay.CallVerifyMobile, replay.CallGetPhone,
			replay.CallDescribeScheme}
	}
	return []replay.Call{replay.CallLogin}
}

// targetText is where a target is, and what distinguishes it from others there.
func targetText(t replay.Target) (address, detail string) {
	if t.Kind == replay.KindAlibaba {
		return t.Endpoint, t.Region
	}
	detail = t.ClientID
	if t.Lang != "" {
		detail += " · X-L " + t.Lang
	}
	for _, f := range t.Headers {
		detail += " · " + f.Name // a value may be a secret of the tenant's
	}
	return t.BaseURL, detail
}

// maxSkew is the difference of clocks that is worth a word.
const maxSkew = time.Minute

// probed describes what a test of a target found; ok is true if all is well.
func probed(p replay.Probe) (ok bool, lines []lang.Text) {
	if !p.Reachable {
		return false, []lang.Text{text("Not reached: "+string(p.Cause)+".", "无法连接："+string(p.Cause)+"。")}
	}
	v := p.Verdict
	ok, lines = p.OK, []lang.Text{v.Title, v.Cause}
	if !p.OK && v.Fix.EN != "" {
		lines = append(lines, text("→ "+v.Fix.EN, "→ "+v.Fix.ZH))
	}
	switch {
	case p.VerifyOff:
		lines = append(lines, text("Its certificate was not checked, as the target says.", "按目标设置，未校验证书。"))
	case p.TLS:
		lines = append(lines, text("Its certificate is trusted.", "证书可信。"))
	default:
		lines = append(lines, text("The connection is not encrypted.", "连接未加密。"))
	}
	switch {
	case !p.SkewKnown:
		lines = append(lines, text("It returns no time.", "未返回服务器时间。"))
	case p.Skew.Abs() > maxSkew:
		ok = false
		lines = append(
			lines,
			text(
				fmt.Sprintf("The clocks differ by %v.", p.Skew.Round(time.Second)),
				fmt.Sprintf("本机与服务器时钟相差 %v。", p.Skew.Round(time.Second)),
			),
		)
	default:
		lines = append(lines, text("The clocks agree.", "时钟一致。"))
	}
	return ok, lines
}

// locked reports whether an error asks for the passphrase of the key file.
func locked(err error) bool {
	return errors.Is(err, secret.ErrLocked) || errors.Is(err, secret.ErrPassphrase)
}

// explain describes an error of a replay. No error's text is shown that was not masked.
func explain(err error) problem.Problem {
	p, _ := problem.Find(err)
	why := replay.Words(err)
	p.What, p.Why = text("Nothing was sent.", "未发送任何请求。"), text(redact.Sentence(why.EN), redact.Sentence(why.ZH))
	switch {
	case errors.Is(err, replay.ErrTarget):
		p.What = text("The target was not saved.", "目标未保存。")
		p.Do = text("Correct the field that is named.", "请修改提示的字段。")
	case p.Do == (lang.Text{}):
		p.Do = text("Check the target and the token, then try again.", "请检查目标与 token 后重试。")
	}
	return p
}
