package issuer

import (
	"slices"
	"strings"

	"loginscope/inspector/lazyregexp"
)

// This file reads on which platform a text says that the login failed. Law: a text
// that names two platforms as failing says nothing of the platform.

// platformWord finds the name of a platform, and text around it that is no name of
// the platform on which an app runs.
var platformWord = lazyregexp.New(`(?i)安卓|\bandroid(?:\s*(?:studio|sdk|manifest|x\b)|\w+)?|\biOS\b|iPhone|苹果(?:手机|端|系统)?|\bxcode\b` +
	`|bundle\s?id|(?:纯血|原生)鸿蒙|鸿蒙\s*(?:next|星河|原生|[56]\b|[56]\.)|HarmonyOS\s*(?:NEXT|[56]\b|[56]\.)`)

// platformFine finds that the login works there, platformFails that it does not.
var (
	platformFine = lazyregexp.New(`(?i)正常|没问题|没有问题|可以|没事|都行|好的|好了|就好|好使|能用|成功|\bfine\b|\bworks?\b|\bok\b`)
	// a denied "fine" is a failure
	platformFails = lazyregexp.New(`(?i)报|失败|不正常|不行|不可以|不成功|\bfails?\b|error|不能|无法`)
)

// platformOf is the platform of a name, "" of one that does not count.
func platformOf(name string) string {
	n := strings.ToLower(name)
	switch {
	case n == "安卓" || n == "android":
		return "android"
	case strings.HasPrefix(n, "android"):
		return ""
	case strings.Contains(n, "鸿蒙") || strings.HasPrefix(n, "harmony"):
		return "harmony"
	}
	return "ios"
}

// platforms are the platforms that a text may name.
var platforms = either{platformWord, platformOf}

// either is a kind of thing of which one alone can be where a login fails: its names,
// and what each of them stands for.
type either struct {
	word *lazyregexp.Regexp
	of   func(name string) string
}

// platformSaid is the one platform on which a text says or suggests a failure, with
// the words that name it; "" for none or several.
func platformSaid(text string) (platform, quote string) { return platforms.failing(text) }

// failing is the one that a text says or suggests to fail, with the words that name
// it; "" for none or several.
func (n either) failing(text string) (which, quote string) {
	var fails []string
	for _, clause := range clauses.Split(text, 64) {
		all := n.word.FindAllStringIndex(clause, 16)
		for i, at := range all {
			start, end := 0, len(clause)
			if i > 0 {
				start = all[i-1][1]
			}
			if i+1 < len(all) {
				end = all[i+1][0]
			}
			p, rest := n.of(clause[at[0]:at[1]]), clause[at[1]:end]
			if p == "" || worksThere(rest) || notMeant.MatchString(clause[start:at[0]]) {
				continue
			}
			if !slices.Contains(fails, p) {
				fails, quote = append(fails, p), clause[at[0]:at[1]]
			}
		}
	}
	if len(fails) != 1 {
		return "", ""
	}
	return fails[0], quote
}

// notMeant ends the words before a name that is denied, or that is put in the place
// of the one that failed.
var notMeant = lazyregexp.New(`(?i)(?:不是|并非|非|除了?|排除了?|没有?用|不在|换(?:成|了|到|用|个|一?台|一?部)*|\bnot (?:on |an? )?|isn't (?:an? )?|except (?:on |for )?|unlike )\s*$`)

// worksThere reports whether what follows a platform's name says first that the login
// works there.
func worksThere(rest string) bool {
	fine, fails := platformFine.FindStringIndex(rest), platformFails.FindStringIndex(rest)
	return fine != nil && (fails == nil || fine[0] < fails[0])
}
