package gradle

import (
	"regexp"
	"slices"
	"strings"
)

// safe are the dangers from which a rule protects a package: that classes, fields
// or methods are dropped (shrinking) or renamed.
type safe uint8

const (
	classesStay safe = 1 << iota
	fieldsStay
	methodsStay
	classNames
	fieldNames
	methodNames

	noShrinking = classesStay | fieldsStay | methodsStay
	noRenaming  = classNames | fieldNames | methodNames
)

// keepRule is one rule of the family of -keep, as
// https://www.guardsquare.com/manual/configuration/usage#keepoptions describes it.
type keepRule struct {
	from            safe // what its option protects
	classes         []string
	except          []string // patterns behind "!"
	limited         bool     // to classes of one kind, annotation or superclass
	fields, methods bool     // what its body names whole
}

// keepOptions are what the options protect, of a class that has what the body says.
var keepOptions = map[string]safe{
	"-keep":                       noShrinking | noRenaming,
	"-keepnames":                  noRenaming,
	"-keepclasseswithmembers":     noShrinking | noRenaming,
	"-keepclasseswithmembernames": noRenaming,
	"-keepclassmembers":           fieldsStay | methodsStay | fieldNames | methodNames,
	"-keepclassmembernames":       fieldNames | methodNames,
}

// parseKeep reads a rule; ok is false for one of another family.
func parseKeep(rule string) (k keepRule, ok bool) {
	header, body, _ := strings.Cut(rule, "{")
	words := strings.Fields(strings.ReplaceAll(header, ",", " , "))
	if len(words) == 0 || keepOptions[words[0]] == 0 {
		return k, false
	}
	k.from = keepOptions[words[0]]
	rest := k.modifiers(words[1:])
	at := slices.Index(rest, "class")
	k.limited = at != 0
	if at < 0 {
		return k, true
	}
	for _, w := range rest[at+1:] {
		if w == "extends" || w == "implements" {
			k.limited = true
			break
		}
		if not, negated := strings.CutPrefix(w, "!"); negated {
			k.except = append(k.except, not)
		} else if w != "," {
			k.classes = append(k.classes, w)
		}
	}
	k.members(body)
	if strings.HasPrefix(words[0], "-keepclasseswith") && !(k.fields && k.methods) {
		k.limited = true // to classes that have these members
	}
	return k, true
}

// modifiers takes the modifiers behind the option, each with a comma before it, and
// returns the words behind them. Those that allow optimisation or a wider access, or
// keep more, do not change what stays.
func (k *keepRule) modifiers(words []string) []string {
	for len(words) > 1 && words[0] == "," {
		switch words[1] {
		case "allowshrinking":
			k.from &^= noShrinking
		case "allowobfuscation", "allowrepackage":
			k.from &^= noRenaming
		}
		words = words[2:]
	}
	return words
}

// members reads the body of a rule. Only what names all fields or all methods
// counts: "public *" leaves the others.
func (k *keepRule) members(body string) {
	body, _, _ = strings.Cut(body, "}")
	methods, constructors := false, false
	for one := range strings.SplitSeq(body, ";") {
		switch strings.Join(strings.Fields(one), " ") {
		case "*":
			k.fields, k.methods = true, true
		case "<fields>", "*** *":
			k.fields = true
		case "<methods>":
			k.methods = true
		case "*** *(...)":
			methods = true
		case "<init>(...)":
			constructors = true
		}
	}
	k.methods = k.methods || methods && constructors
}

// names reports whether a pattern of the rule matches every class name of a package.
func (k *keepRule) names(pkg string) bool {
	return slices.ContainsFunc(k.classes, func(pattern string) bool { return matchesAll(pattern, pkg) })
}

// ofAnyClass reports whether the rule keeps no class and only members of those that stay,
// whichever they are: it says nothing of one package.
func (k *keepRule) ofAnyClass() bool {
	return k.from&(classesStay|classNames) == 0 &&
		!slices.ContainsFunc(k.classes, func(pattern string) bool { return strings.Trim(pattern, "*") != "" })
}

// covers reports whether the rule is about every class of a package.
func (k *keepRule) covers(pkg string) bool {
	meets := func(pattern string) bool {
		fixed := pattern
		if i := strings.IndexAny(pattern, "*?<"); i >= 0 {
			fixed = pattern[:i]
		}
		return strings.HasPrefix(fixed, pkg+".") || strings.HasPrefix(pkg+".", fixed)
	}
	return !k.limited && !slices.ContainsFunc(k.except, meets) && k.names(pkg)
}

// keeps is what the rule protects of the classes that it is about.
func (k *keepRule) keeps() safe {
	have := k.from
	if !k.fields {
		have &^= fieldsStay | fieldNames
	}
	if !k.methods {
		have &^= methodsStay | methodNames
	}
	return have
}

// maxPattern limits a pattern of class names, in bytes; longer ones match nothing.
const maxPattern = 500

// matchesAll reports whether a pattern matches every class name of a package: "*" alone
// matches all, "**" at the end anything behind the text before it.
func matchesAll(pattern, pkg string) bool {
	if pattern == "*" {
		return true
	}
	start, ok := strings.CutSuffix(pattern, "**")
	if !ok || len(pattern) > maxPattern {
		return false
	}
	start = strings.TrimSuffix(start, "*") // "***" is any type
	if !strings.ContainsAny(start, "*?") {
		return strings.HasPrefix(pkg+".", start)
	}
	expr := regexp.QuoteMeta(start)
	expr = strings.ReplaceAll(expr, `\*\*`, `.*`)
	expr = strings.ReplaceAll(expr, `\*`, `[^.]*`)
	expr = strings.ReplaceAll(expr, `\?`, `[^.]`)
	re, err := regexp.Compile("^" + expr)
	return err == nil && re.MatchString(pkg+".")
}
