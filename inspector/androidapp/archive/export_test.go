package archive

// SetBudget lowers what may still be inflated, so that a test need not inflate
// all of InflateBudget.
func (a *Archive) SetBudget(n int64) { a.budget = n }
