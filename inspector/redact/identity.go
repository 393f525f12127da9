package redact

import (
	"maps"
	"strings"
	"unicode/utf8"

	"loginscope/codes"
	"loginscope/lang"
)

// identities are what says who a person is.
var identities = []Kind{
	{
		ID: "phone", Name: lang.Both("phone number", "手机号"), Sensitivity: Phone, last: true, matches: isPhone,
		keys: []string{
			"mobile", "phone", "phonenumber", "phoneno", "phonenum", "mobilenumber", "mobileno", "mobilephone",
			"msisdn", "telephone", "cellphone", "tel", "securityphone", "手机", "手机号", "手机号码", "电话", "联系电话",
		},
	},
	{
		ID: "resident-id", Name: lang.Both("resident identity number", "身份证号"), Sensitivity: Identity, last: true,
		matches: longNumber, learn: true,
		keys: []string{
			"idcard", "idcardno", "idcardnumber", "idcardnum", "idno", "idnumber", "identityno", "identitynumber",
			"identitycard", "certno", "certnumber", "certificateno", "citizenid", "residentid", "ssn", "passport",
			"passportno", "身份证", "身份证号", "身份证号码", "证件号", "证件号码", "护照号",
		},
	},
	{
		ID: "bank-card", Name: lang.Both("bank card number", "银行卡号"), Sensitivity: Identity, last: true,
		matches: longNumber, learn: true,
		keys: []string{
			"bankcard", "bankcardno", "bankcardnumber", "cardno", "cardnumber", "cardnum", "bankaccount", "accountno",
			"acctno", "pan", "银行卡", "银行卡号", "卡号",
		},
	},
	{
		ID: "name", Name: lang.Both("name of a person", "姓名"), Sensitivity: Identity, last: true, matches: hasLetter,
		learn: true,
		keys: []string{
			"realname", "fullname", "truename", "personname", "customername", "custname", "certname", "idname",
			"cardholder", "consignee", "receivername", "contactname", "surname", "姓名", "真实姓名", "收货人", "联系人",
		},
	},
	{
		ID: "account", Name: lang.Both("account name", "账号名"), Sensitivity: Identity, last: true,
		keys: []string{
			"username", "nickname", "loginname", "givenname", "familyname", "preferredusername", "用户名", "昵称", "账号",
		},
	},
	{ID: "any-name", Name: lang.Both("name of a person", "姓名"), Sensitivity: Identity, matches: isPerson,
		keys: []string{"name", "contact", "owner", "用户", "客户"}},
	{
		ID: "address", Name: lang.Both("postal address", "地址"), Sensitivity: Identity, last: true, matches: isAddress,
		learn: true,
		keys: []string{
			"address", "addr", "addressdetail", "detailaddress", "addrdetail", "street", "streetaddress", "residence",
			"地址", "住址", "详细地址", "收货地址", "家庭住址",
		},
	},
	{
		ID: "e-mail", Name: lang.Both("e-mail address", "邮箱"), Sensitivity: Identity, last: true, matches: isMail,
		keys: []string{"email", "mail", "mailbox", "emailaddress", "邮箱", "邮件"},
	},
	{
		ID: "person", Name: lang.Both("id of a person", "用户标识"), Sensitivity: Identity, last: true, learn: true,
		matches: opaqueOrLong,
		keys:    []string{"openid", "unionid", "wechatopenid", "sub", "birthday", "birthdate", "出生日期", "生日"},
	},
}

// isPhone accepts what can be a number, also one that is encoded or encrypted; a
// sentence behind a name and a colon is none.
func isPhone(v string) bool {
	n := digitsIn(v)
	return n >= 5 || strings.Contains(v, "****") || n >= 1 && len(v) >= 11 && !strings.ContainsAny(v, " \t")
}

// longNumber accepts a document's number: at least six characters with digits.
func longNumber(v string) bool { return len(v) >= 6 && digitsIn(v) >= 3 }

// hasLetter accepts what holds a letter.
func hasLetter(v string) bool {
	for _, r := range v {
		if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= 0x2e80 {
			return true
		}
	}
	return false
}

func isMail(v string) bool { return strings.Contains(v, "@") || len(v) >= 8 && digitsIn(v) > 0 }

func opaqueOrLong(v string) bool { return len(v) >= 8 && digitsIn(v) >= 2 }

// surnames are the frequent Chinese family names of one character. The key "name"
// stands beside products, files and people alike; only with a family name in front
// is a short Chinese value a person's.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱侯邹熊孟秦白江阎薛尹段雷" +
	"黎史龙陶贺毛郝顾龚邵万覃武钱严莫孔欧阳汤尚庄温柳常司诸葛上官"

// isPerson accepts a person's name under a key that may name anything: two to four
// Chinese characters with a family name in front, or two or three capitalised words.
func isPerson(v string) bool {
	n := 0
	for _, r := range v {
		if r < 0x3400 || r > 0x9fff && r != '·' {
			return latinName(v)
		}
		n++
	}
	first, _ := utf8.DecodeRuneInString(v)
	return n >= 2 && n <= 4 && strings.ContainsRune(surnames, first)
}

// latinName accepts "Zhang San" and "Jean Luc Picard", and no name of a carrier,
// a maker or a system.
func latinName(v string) bool {
	words := 0
	for w := range strings.SplitSeq(v, " ") {
		if words++; words > 3 || len(w) < 2 || w[0] < 'A' || w[0] > 'Z' || notPerson[w] {
			return false
		}
		for i := 1; i < len(w); i++ {
			if w[i] < 'a' || w[i] > 'z' {
				return false
			}
		}
	}
	return words >= 2
}

// notPerson are words that make a name one of a firm, a device or a program.
var notPerson = func() map[string]bool {
	out := maps.Clone(notNames)
	for _, c := range codes.Carriers() {
		for w := range strings.FieldsSeq(c.Name.EN) {
			out[w] = true
		}
	}
	return out
}()

// notNames are the words beside those of the carriers' names.
var notNames = map[string]bool{
	"China": true, "Mobile": true, "Android": true, "Google": true, "Pixel": true, "Phone": true,
	"Login": true, "Alibaba": true, "Cloud": true, "Number": true, "Auth": true, "App": true,
	"Huawei": true, "Xiaomi": true, "Galaxy": true, "Chrome": true, "Proxy": true, "Root": true, "Server": true,
	"Service": true, "Not": true, "Network": true, "Internal": true, "Bad": true, "Invalid": true, "Error": true,
}

// isAddress accepts a postal address and no network address: Chinese text, or words
// with a number.
func isAddress(v string) bool {
	han, space := 0, false
	for _, r := range v {
		switch {
		case r >= 0x3400 && r <= 0x9fff:
			han++
		case r == ' ' || r == '+':
			space = true
		}
	}
	return han >= 4 || han == 0 && space && digitsIn(v) > 0 && hasLetter(v) && !strings.Contains(v, "://")
}

func digitsIn(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if _, size := digitAt(s, i); size > 0 {
			n++
			i += size
			continue
		}
		i++
	}
	return n
}

// phoneNumber finds a Chinese mobile number at the beginning of a run of digits: eleven
// digits that begin with 13 to 19, alone or behind the country code, so that a
// thirteen-digit time stamp is none, also in groups of 3-4-4. It returns where the
// eleven digits begin and end, and their mask.
func phoneNumber(s string, r run) (from, to int, mask string) {
	for _, code := range [...]string{"", "86", "086", "0086"} {
		if r.n < len(code) || !r.begins(code) {
			continue
		}
		at := r.from
		for range code {
			_, size := digitAt(s, at)
			at += size
		}
		if code != "" {
			at = afterJoint(s, at)
		}
		if to, d := elevenAt(s, at); to > 0 {
			return at, to, string(d[:3]) + "****" + string(d[7:])
		}
	}
	return 0, 0, ""
}

// elevenAt reads the eleven digits of a mobile number at s[i], with joints only behind
// the third and the seventh; to is 0 if there is none.
func elevenAt(s string, i int) (to int, d [11]byte) {
	n := 0
	for n < len(d) {
		c, size := digitAt(s, i)
		if size == 0 && (n == 3 || n == 7) {
			if j := afterJoint(s, i); j > i {
				i = j
				continue
			}
		}
		if size == 0 || n == 0 && c != '1' || n == 1 && c < '3' {
			return 0, d
		}
		d[n] = c
		n++
		i += size
	}
	if _, size := digitAt(s, i); size > 0 {
		return 0, d
	}
	return i, d
}

// afterJoint skips one character that parts the groups of a number, if a digit follows.
func afterJoint(s string, i int) int {
	for _, j := range [...]string{" ", "-", ".", "\u00a0", "\u3000", "%20", "+", "－"} {
		if strings.HasPrefix(s[i:], j) {
			if _, size := digitAt(s, i+len(j)); size > 0 {
				return i + len(j)
			}
		}
	}
	return i
}

// veiledPhone finds a mobile number of which a part is hidden already. It returns its
// end and the form in which at most the first three and the last four digits stand.
func veiledPhone(s string, r run) (to int, mask string) {
	if r.n < 3 || r.n > 10 || r.digits[0] != '1' || r.digits[1] < '3' {
		return 0, ""
	}
	var seen [11]byte
	n, hiddenOnes := 0, 0
	i := r.from
	for n < len(seen) {
		c, size := digitAt(s, i)
		if size == 0 {
			if size = veilAt(s, i); size == 0 {
				if j := parted(s, i); j > i && (n == 3 || n == 7) {
					i = j
					continue
				}
				return 0, ""
			}
			c = '*'
			hiddenOnes++
		}
		seen[n] = c
		n++
		i += size
	}
	if _, size := digitAt(s, i); size > 0 || veilAt(s, i) > 0 || hiddenOnes < 2 {
		return 0, ""
	}
	return i, string(seen[:3]) + "****" + string(seen[7:])
}

// parted skips one blank or dash between the groups of a number.
func parted(s string, i int) int {
	if i < len(s) && (s[i] == ' ' || s[i] == '-') {
		return i + 1
	}
	return i
}

// veilAt is the length of a character that hides a digit at s[i], 0 if there is none.
func veilAt(s string, i int) int {
	if i < len(s) && (s[i] == '*' || s[i] == 'x' || s[i] == 'X') {
		return 1
	}
	for _, v := range [...]string{"＊", "•", "●"} {
		if strings.HasPrefix(s[i:], v) {
			return len(v)
		}
	}
	return 0
}

// residentID finds a resident identity number of 18 characters (GB 11643): a date of
// birth in the middle and a checksum at the end. It returns its end, 0 if there is none.
func residentID(s string, r run) int {
	var id [18]byte
	n, i := 0, r.from
	for n < len(id) {
		c, size := digitAt(s, i)
		switch {
		case size > 0:
		case n == 17 && i < len(s) && (s[i] == 'X' || s[i] == 'x'):
			c, size = 'X', 1
		case n == 17 && strings.HasPrefix(s[i:], "Ｘ"):
			c, size = 'X', len("Ｘ")
		case n == 6 || n == 14:
			if j := afterJoint(s, i); j > i {
				i = j
				continue
			}
			return 0
		default:
			return 0
		}
		id[n] = c
		n++
		i += size
	}
	if _, size := digitAt(s, i); size > 0 || i < len(s) && letter(s[i]) || !validID(&id) {
		return 0
	}
	return i
}

// idWeights are the weights of the first 17 digits (ISO 7064, MOD 11-2).
var idWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

func validID(id *[18]byte) bool {
	sum := 0
	for i, w := range idWeights {
		sum += int(id[i]-'0') * w
	}
	two := func(i int) int { return int(id[i]-'0')*10 + int(id[i+1]-'0') }
	century, month, day := two(6), two(10), two(12)
	return "10X98765432"[sum%11] == id[17] && id[0] != '0' && century >= 18 && century <= 21 &&
		month >= 1 && month <= 12 && day >= 1 && day <= 31
}

// bankCard finds a card number of 16 to 19 digits with a valid check digit, also in
// groups of four. Order numbers and request ids look alike, so the words before it
// must speak of a card; a UnionPay number (62) counts unless its key names an id.
func bankCard(s string, r run) int {
	var d [19]byte
	n, i, group := 0, r.from, r.n
	for n < len(d) {
		c, size := digitAt(s, i)
		if size == 0 {
			if j := afterJoint(s, i); j > i && r.n == 4 && group == 4 && s[i] != '.' {
				i, group = j, 0
				continue
			}
			break
		}
		d[n] = c
		n++
		i += size
		if n > r.n {
			group++
		}
	}
	grouped := n > r.n
	if _, size := digitAt(s, i); n < 16 || size > 0 || !luhn(d[:n]) || grouped && !freshGroup(s, r.from, group) {
		return 0
	}
	union := d[0] == '6' && d[1] == '2' && (n == 16 || n == 19)
	scheme := d[0] >= '3' && d[0] <= '6'
	if cardNear(s, r.from) || scheme && grouped || union && !idBefore(s, r.from) {
		return i
	}
	return 0
}

// freshGroup reports whether groups of digits that begin at s[i] are no end of a longer
// row, such as a UUID, and the last has at most four.
func freshGroup(s string, i, last int) bool {
	return last <= 4 && (i == 0 || s[i-1] != '-' && s[i-1] != '.' && !letter(s[i-1]))
}

// cardNear reports whether the words before s[i] speak of a card.
func cardNear(s string, i int) bool {
	near := s[max(0, i-32):i]
	for _, w := range [...]string{"card", "Card", "CARD", "bank", "Bank", "卡", "银行", "银联"} {
		if strings.Contains(near, w) {
			return true
		}
	}
	return false
}

// luhn checks the last digit of a number (ISO/IEC 7812-1).
func luhn(d []byte) bool {
	sum, twice := 0, false
	for i := len(d) - 1; i >= 0; i-- {
		v := int(d[i] - '0')
		if twice {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
		twice = !twice
	}
	return sum%10 == 0
}
