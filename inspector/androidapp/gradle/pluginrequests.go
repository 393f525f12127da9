package gradle

import (
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

// pluginBlock is plugins { }: the requests of one script.
func (x *exec) pluginBlock(last *callable) {
	in := *x
	in.requests = []*pluginRequest{}
	for _, st := range last.body {
		e, ok := st.(script.Expr)
		if !ok {
			continue
		}
		in.requests = append(in.requests, nil)
		v := in.eval(e, &scope{parent: last.scope, recv: space(helper{x.mod, "pluginBlock"})})
		switch r := v.req; {
		case v.kind == isRequest && r != nil:
			x.request(r)
		case v.kind == isNode:
			x.request(&pluginRequest{id: v.node.Name, apply: true}) // `kotlin-dsl`
		}
	}
}

func (x *exec) request(r *pluginRequest) {
	if strings.HasPrefix(r.id, "com.android.") && r.version != "" {
		x.b.setAGP(r.version, x.file)
	}
	if x.versionsOnly {
		return
	}
	if r.unsure {
		x.mod.unknownPlugin(pluginOnCondition(r.id))
		return
	}
	if r.apply {
		x.applyPlugin(r.id)
	}
}
