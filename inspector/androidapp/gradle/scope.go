package gradle

// scope is where names are looked up: variables, then what a block configures,
// then the scope around it.
type scope struct {
	vars   map[string]value
	parent *scope
	recv   value // isUnknown for none
}

func (s *scope) declare(name string, v value) {
	if s.vars == nil {
		s.vars = map[string]value{}
	}
	if len(s.vars) < maxKeys {
		s.vars[name] = v
	}
}

func (s *scope) scopeOf(name string) *scope {
	for x := s; x != nil; x = x.parent {
		if _, ok := x.vars[name]; ok {
			return x
		}
	}
	return nil
}

// innermost is what the block at hand configures.
func innermost(s *scope) value {
	for y := s; y != nil; y = y.parent {
		if y.recv.kind != isUnknown {
			return y.recv
		}
	}
	return value{}
}
