package script

// Expr is an expression.
type Expr interface{ Line() int }

// Pos is where an expression or statement starts, a line from 1.
type Pos int

// Line is the line.
func (p Pos) Line() int { return int(p) }

// The expressions.
type (
	// Lit is a constant: nil, bool, int64, or string for any other number.
	Lit struct {
		Pos
		Value any
	}
	// Str is a text with expressions in it.
	Str struct {
		Pos
		Parts []Part
	}
	// Name is an identifier.
	Name struct {
		Pos
		Name string
	}
	// Prop is X.Name. Safe is true for "?.".
	Prop struct {
		Pos
		X    Expr
		Name string
		Safe bool
	}
	// Index is X[Args].
	Index struct {
		Pos
		X    Expr
		Args []Expr
	}
	// Call is Fn(Args). A closure behind it is the last argument.
	Call struct {
		Pos
		Fn    Expr
		Args  []Arg
		Types []string // type arguments, as written
	}
	// List is a list or, where it has Keys, a map.
	List struct {
		Pos
		Keys  []Expr // nil of a list
		Items []Expr
		IsMap bool
	}
	// Closure is a block as a value.
	Closure struct {
		Pos
		Params []string
		Body   []Stmt
	}
	// Binary is X Op Y; Op may be a word such as "in" or "to".
	Binary struct {
		Pos
		Op   string
		X, Y Expr
	}
	// Unary is Op X, and X Op for "!!".
	Unary struct {
		Pos
		Op string
		X  Expr
	}
	// Cond is a condition as an expression, with Else nil if it has none.
	Cond struct {
		Pos
		If         Expr
		Then, Else Expr
	}
	// When is Kotlin's when and Groovy's switch, a Switch.
	When struct {
		Pos
		Subject Expr // nil if there is none
		Cases   []Case
		Switch  bool
	}
	// New is new Type(Args), with Body as the members of a class without a name.
	New struct {
		Pos
		Type string
		Args []Arg
		Body []Stmt
	}
	// Assign is an assignment, Op "=" or "+=" and so on.
	Assign struct {
		Pos
		Op     string
		Target Expr
		Value  Expr
	}
	// Throw throws Value: a statement, and an expression as in "x ?: throw y".
	Throw struct {
		Pos
		Value Expr // nil if it was not read
	}
	// Unread is what was not understood.
	Unread struct {
		Pos
		Text string
	}
)

// Part is a piece of a text: an expression, or Text if Expr is nil.
type Part struct {
	Text string
	Expr Expr
}

// Arg is one argument, named or not.
type Arg struct {
	Name  string
	Value Expr
}

// Case is one branch of a When; without Conditions it is the last resort. One that Falls
// runs on into the next, unless a break ends it.
type Case struct {
	Conditions []Expr
	Body       []Stmt
	Falls      bool
}

// Stmt is a statement.
type Stmt interface{ Line() int }

// The statements beside expressions.
type (
	// Decl declares a variable; Value is nil if it gets none. By is true for
	// Kotlin's "by": the value delegates to Value.
	Decl struct {
		Pos
		Names []string
		Value Expr
		By    bool
	}
	// Func is a function. Receiver is Kotlin's extended type, "" for none.
	Func struct {
		Pos
		Receiver, Name string
		Params         []Param
		Body           []Stmt
	}
	// Class is a class or an object with its members.
	Class struct {
		Pos
		Name   string
		Object bool
		Supers []string
		Params []Param
		Body   []Stmt
		// Enum is true for Kotlin's enum class; Constants are its own.
		Enum      bool
		Constants []Constant
	}
	// If is a condition. Else is nil if it has none.
	If struct {
		Pos
		Cond       Expr
		Then, Else []Stmt
	}
	// For repeats Body for each item of In.
	For struct {
		Pos
		Names []string
		In    Expr
		Body  []Stmt
	}
	// Loop is a while: how often it runs is not known.
	Loop struct {
		Pos
		Body []Stmt
	}
	// Try runs Body, which may end early.
	Try struct {
		Pos
		Body []Stmt
	}
	// Return ends a function, or with Break a switch or one run of a loop. Value may be nil.
	Return struct {
		Pos
		Value Expr
		Break bool
	}
)

// Param is a parameter with its default, nil for none.
type Param struct {
	Name, Type string
	Default    Expr
}

// Constant is one constant of an enum with the arguments of its constructor.
type Constant struct {
	Name string
	Args []Arg
}

// Problem is a part of a script that was not understood.
type Problem struct {
	Line int
	Text string
	// Unclosed is true for a bracket, quote or comment that opens here and never ends.
	Unclosed bool
}

// Script is a script that was read.
type Script struct {
	Package string // Kotlin's package, "" for none
	// Imports are the full names of imported classes, by the name that the script uses.
	Imports  map[string]string
	Body     []Stmt
	Problems []Problem
	// Limits are lines from which the parser passed over code: too long, nested too deeply.
	Limits []int
}
