package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"loginscope/app/engine"
	"loginscope/codes"
	"loginscope/inspector/report/cells"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/guide"
	"loginscope/proxy/phone/qr"
)

var phoneEntry = entry{
	word: "phone", value: newOf[phoneCmd],
	help: []helpText{
		{"phone", lang.Both("Attach a test phone: the methods, ranked, and what each breaks.", "接入测试手机：各种方式的排序与影响。")},
		{"phone_list", lang.Both("List the phones that adb sees.", "列出 adb 发现的手机。")},
		{"phone_state", lang.Both(
			"Show what a login on a phone depends on; exits 1 if anything would prevent a login.",
			"查看影响登录的手机状态；有妨碍时退出码为 1。",
		)},
		{"phone_attach", lang.Both("Attach a phone by cable until Ctrl-C, then undo it.", "通过 USB 接入手机，按 Ctrl-C 后还原。")},
		{"phone_logcat", lang.Both(
			"Follow a phone's log until Ctrl-C, then print the verdicts.",
			"实时读取手机日志，按 Ctrl-C 后输出结论。",
		)},
		{"phone_allowed", lang.Both(
			"List or forget the phones that were allowed in the window and are admitted again automatically.",
			"列出曾在窗口中允许、之后会自动放行的手机，并可移除。",
		)},
		{"phone_cleanup", lang.Both(
			"Undo what Loginscope changed on phones, and verify it.",
			"还原 Loginscope 对手机所做的改动并校验。",
		)},
		{"flag_phone_port", lang.Both("Port on which record listens.", "record 监听的端口。")},
		{"flag_phone_way", lang.Both(
			"Show one attach method only: wifi-proxy, usb-reverse, global-proxy, vpn, none.",
			"只显示一种方式：wifi-proxy、usb-reverse、global-proxy、vpn、none。",
		)},
		{"flag_no_qr", lang.Both("No QR code.", "不显示二维码。")},
		{"flag_forget", lang.Both(
			"Take a phone off the list, by hardware or network address; may be repeated.",
			"按硬件地址或网络地址移除手机，可重复使用。",
		)},
		{"flag_forget_all", lang.Both("Take all phones off the list.", "移除列表中的全部手机。")},
		{"flag_usb", lang.Both(
			"adb reverse; set the Wi-Fi network's proxy to 127.0.0.1 by hand.",
			"adb reverse；需手动将 Wi-Fi 代理设为 127.0.0.1。",
		)},
		{"flag_global", lang.Both(
			"Global proxy. Breaks the carrier step: for a look at requests only.",
			"全局代理。会使运营商步骤失败，只可用于查看请求。",
		)},
		{"flag_certificate", lang.Both(
			"Put the root certificate on the phone and open its security settings.",
			"将根证书放到手机上，并打开安全设置页。",
		)},
		{"flag_serial", lang.Both(
			"Serial number as phone list shows it; not needed if one phone is ready.",
			"phone list 显示的序列号；只有一台手机时可省略。",
		)},
		{"flag_attach_port", lang.Both("Port of this machine on which record listens.", "本机 record 监听的端口。")},
		{"arg_serial", lang.Both(
			"Serial number as phone list shows it; not needed if one phone is ready.",
			"phone list 显示的序列号；只有一台手机时可省略。",
		)},
	},
	prints: []document{
		{"loginscope phone", []any{guideDoc{}, adb.Device{}, phoneStateDoc{}, cleanupRow{}, allowedRow{}}},
	},
}

// phoneCmd attaches test phones.
type phoneCmd struct {
	Guide   phoneGuideCmd   `cmd:"" default:"withargs" hidden:""`
	List    phoneListCmd    `cmd:"" help:"${phone_list}"`
	State   phoneStateCmd   `cmd:"" help:"${phone_state}"`
	Attach  phoneAttachCmd  `cmd:"" help:"${phone_attach}"`
	Logcat  phoneLogcatCmd  `cmd:"" help:"${phone_logcat}"`
	Allowed phoneAllowedCmd `cmd:"" help:"${phone_allowed}"`
	Cleanup phoneCleanupCmd `cmd:"" help:"${phone_cleanup}"`
}

func phoneEngine(ctx context.Context) (*engine.Engine, error) {
	return engine.New(ctx, engine.Config{Rules: ruleset.Default(), Temporary: true})
}

// phoneGuideCmd is "phone" alone: how to attach one.
type phoneGuideCmd struct {
	Port   string `help:"${flag_phone_port}" default:"8899" placeholder:"PORT"`
	Method string `name:"way" help:"${flag_phone_way}" enum:",wifi-proxy,usb-reverse,global-proxy,vpn,none" default:"" placeholder:"WAY"`
	NoQR   bool   `name:"no-qr" help:"${flag_no_qr}"`
	JSON   bool   `help:"${flag_json}"`
}

// guideDoc is the guide in JSON; docs/json.md describes it.
type guideDoc struct {
	Methods   []guide.Method `json:"ways"`
	Addresses []engine.Reach `json:"addresses"`
	Hints     []string       `json:"hints"`
}

func (c *phoneGuideCmd) run(_ context.Context, t *terminal) error {
	if n := portNumber(c.Port); n == 0 {
		return t.fault(nil, "port", clip(c.Port))
	}
	reaches, err := engine.Reaches(":" + c.Port)
	if err != nil {
		return err
	}
	methods := guide.Methods()
	if c.Method != "" {
		methods = slices.DeleteFunc(methods, func(w guide.Method) bool { return string(w.ID) != c.Method })
	}
	hints := guide.Reachability(runtime.GOOS, t.lang(), c.Port)
	if c.JSON {
		return t.json(guideDoc{methods, append([]engine.Reach{}, reaches...), hints})
	}
	host := t.T("cli.phone.thishost")
	if len(reaches) > 0 {
		host = reaches[0].IP.String()
	}
	for _, w := range methods {
		t.printMethod(w, host, c.Port)
	}
	t.addresses(reaches, hints, !c.NoQR)
	if err := t.flush(); err != nil {
		return err
	}
	t.say("cli.phone.listenhint", c.Port)
	return nil
}

// printMethod prints one way to attach a phone.
func (t *terminal) printMethod(w guide.Method, host, port string) {
	lang := t.lang()
	head := fmt.Sprintf("%d. %s", w.Rank, w.Title.In(lang))
	fmt.Fprintln(t.out, t.paint("1", head)+"  ["+t.T(adviceKeys[w.Advice])+"]")
	for _, line := range cells.Wrap(w.Short.In(lang), max(t.width-guideIndent, 20)) {
		fmt.Fprintln(t.out, strings.Repeat(" ", guideIndent)+line)
	}
	t.statements(t.T("cli.phone.visible"), w.Visible)
	t.statements(t.T("cli.phone.hidden"), w.Hidden)
	for i, group := range byReason(w.Codes) {
		label := ""
		if i == 0 {
			label = t.T("cli.phone.codes")
		}
		var names []string
		for _, k := range group {
			names = append(names, nameOfCode(k))
		}
		t.item(label, strings.Join(names, ", ")+" — "+group[0].Why.In(lang)+t.doubt(group[0].Certainty))
	}
	for i, s := range w.Fill(lang, host, port) {
		label := ""
		if i == 0 {
			label = t.T("cli.phone.how")
		}
		t.item(label, fmt.Sprintf("%d. %s", i+1, s))
	}
	fmt.Fprintln(t.out)
}

var adviceKeys = map[guide.Advice]string{
	guide.Recommended: "cli.phone.recommended", guide.Usable: "cli.phone.usable", guide.Warned: "cli.phone.warned",
	guide.NotOffered: "cli.phone.notoffered", guide.Control: "cli.phone.control",
}

// nameOfCode writes a code with its issuer, since a number alone means nothing.
func nameOfCode(c guide.Code) string {
	name := "SDK"
	if carrier := codes.CarrierOf(c.Space.Issuer()); carrier != nil {
		name = carrier.Mark
	}
	return name + " " + c.Code
}

// byReason puts neighbours with the same reason and certainty together.
func byReason(list []guide.Code) [][]guide.Code {
	var out [][]guide.Code
	for _, c := range list {
		at := slices.IndexFunc(out,
			func(g []guide.Code) bool { return g[0].Why == c.Why && g[0].Certainty == c.Certainty })
		if at < 0 {
			out = append(out, nil)
			at = len(out) - 1
		}
		out[at] = append(out[at], c)
	}
	return out
}

func (t *terminal) statements(label string, list []guide.Statement) {
	for i, s := range list {
		if i > 0 {
			label = ""
		}
		t.item(label, s.Text.In(t.lang())+t.doubt(s.Certainty))
	}
}

// doubt marks what was not seen.
func (t *terminal) doubt(c codes.Certainty) string {
	switch c {
	case codes.Inferred:
		return t.T("cli.phone.inferred")
	case codes.Unconfirmed:
		return t.T("cli.phone.unconfirmed")
	}
	return ""
}

const guideIndent, guideLabel = 3, 10

// item prints a labelled text with its lines below each other.
func (t *terminal) item(label, text string) {
	t.under(cells.Pad(label, guideLabel), text)
}

// under prints a text beside what leads it in.
func (t *terminal) under(lead, text string) {
	indent := guideIndent + cells.Width(lead)
	head := strings.Repeat(" ", guideIndent) + lead
	for _, line := range cells.Wrap(cells.Tame(text), max(t.width-indent, 20)) {
		fmt.Fprintln(t.out, head+line)
		head = strings.Repeat(" ", indent)
	}
}

// addresses prints by what a phone reaches this machine, and the portal's QR
// code for the best of them.
func (t *terminal) addresses(reaches []engine.Reach, hints []string, code bool) {
	if len(reaches) == 0 {
		t.para(t.T("cli.phone.noaddress"))
		return
	}
	fmt.Fprintln(t.out, t.paint("1", t.T("cli.phone.addresses")))
	for _, r := range reaches {
		note := ""
		if r.Virtual {
			note = "  " + t.T("cli.phone.virtual")
		}
		fmt.Fprintf(t.out, "   %s  %s  %s%s\n", cells.Pad(r.Proxy, 24), cells.Pad(r.Interface, 10), r.Portal, note)
	}
	t.under("", t.T("cli.phone.pac", reaches[0].PAC))
	if code {
		t.qr(reaches[0].Portal)
	}
	fmt.Fprintln(t.out)
	fmt.Fprintln(t.out, t.paint("1", t.T("cli.phone.unreached")))
	for _, h := range hints {
		t.under("- ", h)
	}
}

// qr prints the portal's address as a QR code.
func (t *terminal) qr(url string) {
	c, err := qr.New(url)
	if err != nil {
		return // the address stands beside it
	}
	fmt.Fprintln(t.out)
	fmt.Fprintln(t.out, "   "+t.T("cli.phone.scan", url))
	_ = c.Terminal(t.out, t.colour) // flush reports a broken output
}

type phoneListCmd struct {
	JSON bool `help:"${flag_json}"`
}

func (c *phoneListCmd) run(ctx context.Context, t *terminal) (err error) {
	e, err := phoneEngine(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	list, err := e.Phones(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return t.json(append([]adb.Device{}, list...))
	}
	for _, d := range list {
		fmt.Fprintf(t.out, "%s  %s  %s\n", cells.Pad(cells.Tame(d.Serial), 24), cells.Pad(cells.Tame(d.Model), 20),
			t.T(stateKey(d.State)))
	}
	if len(list) == 0 {
		t.say("cli.phone.none")
	}
	return nil
}

func stateKey(s adb.State) string {
	keys := map[adb.State]string{
		adb.Online: "cli.phone.is_ready", adb.Unauthorized: "cli.phone.is_unauthorized",
		adb.Authorizing: "cli.phone.is_unauthorized",
		adb.Offline:     "cli.phone.is_offline", adb.Connecting: "cli.phone.is_connecting",
		adb.NoPermissions: "cli.phone.is_forbidden",
	}
	if k, ok := keys[s]; ok {
		return k
	}
	return "cli.phone.is_other"
}

// choose returns the phone that is meant: the one that was named, or the only
// one that is ready.
func choose(ctx context.Context, t *terminal, e *engine.Engine, serial string) (string, error) {
	if serial != "" {
		return serial, nil
	}
	list, err := e.Phones(ctx)
	if err != nil {
		return "", err
	}
	var ready []string
	for _, d := range list {
		if d.State == adb.Online {
			ready = append(ready, d.Serial)
		}
	}
	switch len(ready) {
	case 0:
		return "", t.fault(nil, "nophone", len(list))
	case 1:
		return ready[0], nil
	}
	return "", t.fault(nil, "manyphones", clip(strings.Join(ready, ", ")))
}
