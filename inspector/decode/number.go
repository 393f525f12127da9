package decode

import (
	"regexp"
	"strings"

	"loginscope/codes"
)

// This file names what a number in prose is. Tickets are full of numbers that
// have the shape of a return code; what stands around one says what it is. Law:
// a word that names another thing wins over the number's shape.

// Role is what a number in prose is.
type Role string

// The roles; NoRole is a number that nothing names, which may be a code.
const (
	NoRole       Role = ""
	RoleID       Role = "id"     // of a user, account, device, process
	RoleDoc      Role = "ticket" // a ticket, case, order, issue
	RoleChat     Role = "chat"   // a chat group or account
	RoleProof    Role = "proof"  // captcha, invitation, voucher
	RolePhone    Role = "phone"
	RoleMoney    Role = "money"
	RoleCount    Role = "count"
	RoleBuild    Role = "version"
	RolePosition Role = "position" // a port, line, page, room, stock
)

// sep is what may stand between a naming word and its number.
const sep = `(?:\s|[:：#=＝(（“"'\[【]|为|是|叫|加|\bis\b|\bwas\b)*$`

// before are the words that name the number behind them.
var before = []struct {
	role Role
	re   *regexp.Regexp
}{
	{RoleProof, regexp.MustCompile(`(?i)(?:(?:验证|校验|动态|短信|邀请|优惠|兑换|激活|邮政编|提取|条形|设备|机器|识别|取件|取货|短信验证|密)码|` +
		`captcha|otp|(?:verification|invite|invitation|promo|zip|postal|area|sms|confirmation|coupon)\s?code)` + sep)},
	{RoleDoc, regexp.MustCompile(`(?i)(?:工单(?:号|编号)?|订单(?:号|编号)?|单号|流水号?|交易号|合同号?|运单号?|票号|编号|案件|` +
		`\b(?:ticket|case|issue|order|bug|jira|invoice|pr|incident)(?:\s?(?:no\.?|number|id))?|\bno\.|#)` + sep)},
	{RoleChat, regexp.MustCompile(`(?i)(?:群(?:号|聊)?|扣扣|微信号?|钉钉号?|飞书|\bqq(?:\s?group)?|\bwechat|\btelegram)` + sep)},
	{RolePhone, regexp.MustCompile(
		`(?i)(?:电话|手机号?|分机号?|热线|尾号|拨打|转接?|座机|\b(?:ext(?:ension)?\.?|tel\.?|phone|hotline|call))` + sep)},
	{RoleMoney, regexp.MustCompile(`(?i)(?:金额|价格|售价|余额|充值|花费|费用|人民币|单价|[¥￥$]|\b(?:rmb|cny|usd|price|amount|cost))` +
		sep)},
	{RoleBuild, regexp.MustCompile(
		`(?i)(?:版本号?|\b(?:version(?:\s?(?:code|name))?|build(?:\s?(?:no\.?|number))?|release|revision|commit|v|rev))` +
			sep)},
	{RoleID, regexp.MustCompile(`(?i)(?:(?:用户|客户|会员|商户|员工|账户|设备|应用|主键|学|帐|账|工|卡|证)\s?(?:号|ID|编号|账号)|账号|帐号|` +
		`(?:^|[^a-z])(?:uid|pid|tid|gid|userid|appid|id|account|imei|imsi|sn)|(?:user|customer|member|account|device|app|client|merchant)[ _]?(?:id|no\.?|number)|进程|线程)` + sep)},
	{RolePosition, regexp.MustCompile(
		`(?i)(?:端口号?|房间号?|车牌号?|股票(?:代码)?|证券(?:代码)?|基金(?:代码)?|邮编|门牌|行号|页码|第|\b(?:port|line|page|room|row|stock))` +
			sep)},
	{RoleCount, regexp.MustCompile(
		`(?i)(?:共|约|大约|总计|合计|累计|超过|近|将近|达到|总数|数量|\b(?:total(?: of)?|about|around|over|count|some|nearly))` + sep)},
}

// behind are the words that make a quantity or a name of the number before.
var behind = []struct {
	role Role
	re   *regexp.Regexp
}{
	{RoleCount, regexp.MustCompile(`(?i)^\s?(?:个|人|次|台|条|位|名|单|笔|份|家|件|户|行|毫秒|秒|分钟|小时|天|度|米|字节|` +
		`(?:ms|us|s|kb|mb|px|users?|times|requests?|logins?|calls?|rows?|lines?|records?|people|customers?|devices|hits|bytes)\b|[%％])`)},
	{RoleMoney, regexp.MustCompile(`(?i)^\s?(?:元|块钱|万元|(?:rmb|cny|usd|yuan)\b)`)},
	{RoleDoc, regexp.MustCompile(`^\s?号?(?:工单|订单|单子|需求|缺陷)|^\s?号(?:客户|用户|会员|机|线|楼|房|店)`)},
	{RoleChat, regexp.MustCompile(`^\s?(?:号群|群|这个群)`)},
	{RolePosition, regexp.MustCompile(`^\s?(?:端口|号端口|(?i:port)\b)`)},
	{RoleBuild, regexp.MustCompile(`^\s?(?:版本|版\b)`)},
}

var (
	// person is a word for people: "客户 103111 反馈" names one of them, while
	// "移动用户 103102 失败" says what happened to some.
	person    = regexp.MustCompile(`(?i)(?:客户|用户|会员|商户|顾客|\b(?:customer|user|member|client|merchant))\s?[:：#]?\s?$`)
	somePeers = regexp.MustCompile(`(?i)(?:` + nicks(func(c *codes.Carrier) string { return c.Nick.ZH }) +
		`|广电|部分|有的?|些|个|多个|名|新|老|所有|很多|的|该|\b(?:some|many|` + nicks(func(c *codes.Carrier) string { return c.Word }) +
		`|few|all|the|new))\s?(?:客户|用户|会员|商户|顾客|customer|user|member|client|merchant)\s?[:：#]?\s?$`)
	speaks = regexp.MustCompile(
		`(?i)^(?:\s?(?:[、,，/&]|和|与|及)\s?\d+)*\s?(?:反馈|反映|反应|来电|投诉|报告|报障|报修|说|称|表示|提出|咨询|申诉|的|[,，:：]|(?:reports?|says?|said|complains?|called|told|wrote|asks?|sent|'s)\b)`)
	// codeWord before a number says that it is a code whatever else is near.
	codeWord = regexp.MustCompile(
		`(?i)(?:错误码|返回码|结果码|状态码|错误代码|错误编号|错误号|异常码|(?:error|result|return|ret|err|sub|inner|resp(?:onse)?)[ _]?(?:code|number|no\.?|id)|报错?|提示|返回|失败)` + sep)
)

// nicks is a pattern of one name of every carrier.
func nicks(of func(*codes.Carrier) string) string {
	var out []string
	for _, c := range codes.Carriers() {
		out = append(out, regexp.QuoteMeta(of(&c)))
	}
	return strings.Join(out, "|")
}

// window is how many bytes before a number may name it.
const window = 48

// releaseBuild is the word for a build that is no debug build; a version would stand
// behind it with dots, a code of the SDK does not.
var releaseBuild = regexp.MustCompile(`(?i)\brelease\s+$`)

// RoleOf names the number in line[from:to], NoRole if nothing around it says
// that it is anything but a code.
func RoleOf(line string, from, to int) Role {
	head, tail := line[max(0, from-window):from], line[to:min(len(line), to+window)]
	if codeWord.MatchString(head) || sdkCode(line[from:to]) && releaseBuild.MatchString(head) {
		return NoRole
	}
	for _, b := range before {
		if b.re.MatchString(head) {
			return b.role
		}
	}
	if r := quantityOf(tail); r != NoRole {
		return r
	}
	if person.MatchString(head) && !somePeers.MatchString(head) && speaks.MatchString(tail) {
		return RoleID
	}
	return NoRole
}

// quantityOf is what the words behind a number make of it.
func quantityOf(tail string) Role {
	tail = tail[:min(len(tail), window)]
	for _, b := range behind {
		if b.re.MatchString(tail) {
			return b.role
		}
	}
	return NoRole
}

// listed is what may stand between two members of one list.
var listed = regexp.MustCompile(`^\s?(?:[、,，/&]|和|与|及|and)\s?$`)
