package script

// Walk calls visit for each statement and expression of a list, the outer ones
// first, and leaves out what is inside where visit returns false. Work is bounded
// by the nesting that Parse allows.
func Walk(list []Stmt, visit func(Stmt) bool) {
	for _, s := range list {
		walk(s, visit)
	}
}

func walk(s Stmt, visit func(Stmt) bool) {
	if s == nil || !visit(s) {
		return
	}
	switch t := s.(type) {
	case *Decl:
		walkExprs(visit, t.Value)
	case *Func:
		Walk(t.Body, visit)
	case *Class:
		Walk(t.Body, visit)
	case *If:
		walkExprs(visit, t.Cond)
		Walk(t.Then, visit)
		Walk(t.Else, visit)
	case *For:
		walkExprs(visit, t.In)
		Walk(t.Body, visit)
	case *Loop:
		Walk(t.Body, visit)
	case *Try:
		Walk(t.Body, visit)
	case *Return:
		walkExprs(visit, t.Value)
	case Expr:
		walkExpr(t, visit)
	}
}

func walkExpr(e Expr, visit func(Stmt) bool) {
	switch t := e.(type) {
	case *Prop:
		walkExprs(visit, t.X)
	case *Index:
		walkExprs(visit, append([]Expr{t.X}, t.Args...)...)
	case *Call:
		walkExprs(visit, t.Fn)
		walkArgs(visit, t.Args)
	case *List:
		walkExprs(visit, t.Items...)
	case *Closure:
		Walk(t.Body, visit)
	case *Binary:
		walkExprs(visit, t.X, t.Y)
	case *Unary:
		walkExprs(visit, t.X)
	case *Cond:
		walkExprs(visit, t.If, t.Then, t.Else)
	case *When:
		walkExprs(visit, t.Subject)
		for _, c := range t.Cases {
			Walk(c.Body, visit)
		}
	case *New:
		walkArgs(visit, t.Args)
		Walk(t.Body, visit)
	case *Assign:
		walkExprs(visit, t.Target, t.Value)
	}
}

func walkExprs(visit func(Stmt) bool, list ...Expr) {
	for _, e := range list {
		if e != nil {
			walk(e, visit)
		}
	}
}

func walkArgs(visit func(Stmt) bool, list []Arg) {
	for _, a := range list {
		walkExprs(visit, a.Value)
	}
}
