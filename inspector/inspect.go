package inspector

// Inspect reads all the evidence once and reports on it. Its cost grows
// linearly with the evidence; what it keeps grows with the login's own steps.
func Inspect(ev Evidence, rules Ruleset) Report {
	in := New(rules)
	if ev.Events != nil {
		for e := range ev.Events {
			in.Add(e)
		}
	}
	return in.Report(ev.Context)
}
