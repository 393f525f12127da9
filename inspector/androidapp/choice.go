package androidapp

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/lang"
	"loginscope/problem"
)

// PartError is an ErrChoice with what there is to choose from.
type PartError struct {
	// Part is "module" or "variant", Want what was asked for.
	Part, Want string
	// Have are the names that there are, at most 40; Libraries are modules that are
	// no app.
	Have, Libraries []string
	// More is true where there are more names than Have holds.
	More bool
}

// maxParts limits the names of a PartError.
const maxParts = 40

func (e *PartError) Error() string {
	text := fmt.Sprintf("%v: no %s %q; there are: %s", ErrChoice, e.Part, e.Want, strings.Join(e.Have, ", "))
	if len(e.Libraries) > 0 {
		text += "; libraries: " + strings.Join(e.Libraries, ", ")
	}
	return text
}

// Unwrap is ErrChoice.
func (e *PartError) Unwrap() error { return ErrChoice }

// Problem names what there is to choose from.
func (e *PartError) Problem() problem.Problem {
	have, zh := strings.Join(e.Have, ", "), strings.Join(e.Have, "、")
	if e.More {
		have, zh = have+" and more", zh+" 等"
	}
	if e.Part == "variant" {
		return problem.Problem{
			Why: lang.Both(
				"The project has no variant "+e.Want+". It has: "+have+".",
				"项目中没有构建变体 "+e.Want+"，现有："+zh+"。",
			),
			Do: lang.Both("Give one of these names to --variant.", "请为 --variant 指定以上名称之一。"),
		}
	}
	p := problem.Problem{
		Why: lang.Both(
			"The project has no application module "+e.Want+". It has: "+have+".",
			"项目中没有应用模块 "+e.Want+"，现有："+zh+"。",
		),
		Do: lang.Both("Give one of the application modules to --module.", "请为 --module 指定以上应用模块之一。"),
	}
	if len(e.Libraries) > 0 {
		p.Why.EN += " Libraries: " + strings.Join(e.Libraries, ", ") + "."
		p.Why.ZH += "库模块：" + strings.Join(e.Libraries, "、") + "。"
	}
	return p
}

// chosen are the modules that the caller's choice takes: those of the name, and of
// them those that have the variant.
func (o *opener) chosen(modules []builtModule) ([]builtModule, error) {
	if want := o.choice.Module; want != "" {
		found := slices.DeleteFunc(slices.Clone(modules), func(m builtModule) bool { return !called(m, want) })
		if len(found) == 0 {
			return nil, o.noModule(modules, want)
		}
		modules = found
	}
	want := o.choice.Variant
	if want == "" || len(modules) == 0 {
		return modules, nil
	}
	e := &PartError{Part: "variant", Want: want}
	var found []builtModule
	for _, m := range modules {
		variants, _ := m.Variants()
		if _, ok := m.Variant(want); ok || variantOf(variants, want) >= 0 {
			found = append(found, m)
		}
		for _, v := range variants {
			switch {
			case slices.Contains(e.Have, v.Name):
			case len(e.Have) < maxParts:
				e.Have = append(e.Have, v.Name)
			default:
				e.More = true
			}
		}
	}
	if len(found) == 0 {
		return nil, e
	}
	return found, nil
}

// choices name the modules and their variants for a caller that offers them.
func choices(modules []builtModule) []facts.Choice {
	var out []facts.Choice
	for _, m := range modules {
		variants, more := m.Variants()
		one := facts.Choice{Module: moduleName(m), More: more}
		for _, v := range variants {
			one.Variants = append(one.Variants, v.Name)
		}
		out = append(out, one)
	}
	return out
}

func variantOf(list []gradle.Variant, name string) int {
	return slices.IndexFunc(list, func(v gradle.Variant) bool { return strings.EqualFold(v.Name, name) })
}

// called reports whether a module goes by a name: its path, its folder or the
// last part of that.
func called(m builtModule, name string) bool {
	name = strings.Trim(strings.TrimPrefix(name, "./"), "/")
	path := strings.TrimPrefix(m.Path, ":")
	return name == m.Path || name == path || name == moduleName(m) || name == m.Dir || strings.HasSuffix(
		"/"+m.Dir,
		"/"+name,
	)
}

// noModule names the applications and the libraries of the folder.
func (o *opener) noModule(apps []builtModule, want string) error {
	e := &PartError{Part: "module", Want: want}
	for _, m := range apps {
		e.Have = append(e.Have, moduleName(m))
	}
	for _, b := range o.builds() {
		for _, m := range b.Modules() {
			one := builtModule{m, b}
			if m.Kind == gradle.Library && len(e.Libraries) < maxParts && !slices.Contains(e.Have, moduleName(one)) {
				e.Libraries = append(e.Libraries, moduleName(one))
			}
		}
	}
	return e
}

// silentBuild judges what lies beside a build script that says nothing. Where that
// is nothing, there is nothing to check.
func (o *opener) silentBuild(file string) error {
	o.withoutBuild()
	o.unreadOf(o.app, file, ErrSilent)
	if len(o.app.Builds) == 0 && len(o.app.Aars) == 0 {
		return fmt.Errorf("%s: %w", file, ErrSilent)
	}
	return nil
}

// ErrRefused says that Gradle does not accept a file, such as a version catalogue with
// a key that is there twice.
var ErrRefused = problem.New("Gradle refuses the file", lang.Text{},
	lang.Both("The file is broken, so the build stops.", "文件有误，构建会中止。"),
	lang.Both("Correct the file.", "请更正该文件。"))

// refusedError is an ErrRefused with the reason.
type refusedError struct{ why lang.Text }

func (e refusedError) Error() string { return ErrRefused.Error() + ": " + e.why.EN }

// Unwrap is ErrRefused.
func (e refusedError) Unwrap() error { return ErrRefused }

// said is the error in both languages.
func (e refusedError) said() lang.Text {
	return lang.Both(e.Error(), "Gradle 拒绝该文件："+e.why.ZH)
}

// ErrSilent says that the build script of the only module is empty or was not
// read.
var ErrSilent = problem.New("the build script says nothing, so of the build nothing was checked", lang.Text{},
	lang.Both("The build script is empty, so there is no build to check.", "构建脚本为空，没有可检查的构建。"),
	lang.Both("Give the project folder, or the module's own build script.", "请指定项目目录，或该模块自己的构建脚本。"))
