package gradle

import "strings"

// listeners are the methods of Gradle's listeners that get a project or the build, by the
// hook that runs them; see ProjectEvaluationListener and BuildListener in
// https://docs.gradle.org/current/javadoc/org/gradle/api/.
var listeners = map[string]string{
	"beforeEvaluate": "beforeProject", "afterEvaluate": "afterProject", "projectsEvaluated": "projectsEvaluated",
	"settingsEvaluated": "settingsEvaluated", "projectsLoaded": "rootProject",
}

// onlyWatches reports whether a listener of that class changes nothing of a module.
func onlyWatches(class string) bool {
	for _, word := range []string{"TaskExecution", "TaskActions", "TaskExecutionGraph", "Test", "TestOutput",
		"StandardOutput", "BuildScan", "OperationCompletion", "BuildOperation"} {
		if strings.HasPrefix(class, word) && strings.HasSuffix(class, "Listener") {
			return true
		}
	}
	return false
}

// listen hooks the methods of a listener into the build. One that cannot be read may set
// anything of any module.
func (x *exec) listen(h helper, v value) {
	d, ok := v.ns.(*dict)
	switch {
	case ok:
	case v.kind == isClosure: // of one method alone
		x.hook(h, "beforeProject", nil, v.fn)
		return
	case v.kind == isUnknown && onlyWatches(strings.TrimPrefix(v.because.EN, newPrefix)):
		return
	default:
		keep(&x.b.overrulers, noteAt(x.file, x.line, reason("a listener of the build, which was not read,",
			"未读取的构建监听器")))
		return
	}
	for _, name := range sortedKeys(listeners) {
		if f := d.vals[name]; f.kind == isFunction {
			x.hook(h, listeners[name], nil, f.fn)
		}
	}
}

// newPrefix begins the reason of an object of a class that was not read.
const newPrefix = "new "
