package lab_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"loginscope/app/lab"
	"loginscope/codes"
)

// TestEveryCodeHasAScenario proves that every row of the customer's tables,
// both codes of the callback, and what the carriers' servers answer by the
// tables of today, is the root cause of some scenario, or, for events and
// successes, comes at its natural step.
func TestEveryCodeHasAScenario(t *testing.T) {
	all, err := lab.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, c := range codes.All() {
		if !c.Seed && c.Space != codes.IDaaSCallback && !answered(c) {
			continue
		}
		if c.Seed {
			rows++
		}
		root, also := roots(all, c)
		switch {
		case c.Kind == codes.Failure && root == 0 && !goesOn(c):
			t.Errorf("%s %s %q is the root cause of no scenario", c.Space, c.Code, c.Match)
		case root+also == 0:
			t.Errorf("%s %s (%s) is in no scenario", c.Space, c.Code, c.Kind)
		}
	}
	const want = 169
	if rows != want {
		t.Errorf("the tables have %d rows of the customer's document, want %d", rows, want)
	}
	if len(all) < rows {
		t.Errorf("%d scenarios for %d rows", len(all), rows)
	}
	t.Logf("%d rows, %d scenarios", rows, len(all))
}

// goesOn reports whether a row is the failure of a call that does not end the
// login: a prefetch that is refused because the page is open.
func goesOn(c codes.Code) bool { return c.Space == codes.AliAndroid && c.Code == "600026" }

// answered reports whether a row is a failure that the carriers' servers answer
// a login with by the tables that vendors publish today.
func answered(c codes.Code) bool {
	form, ok := map[codes.Space]*regexp.Regexp{
		codes.CM:       regexp.MustCompile(`^10[345]\d{3}$`),
		codes.CUServer: regexp.MustCompile(`^(?:11[12]|[123][12]\d\d)$`),
		codes.CT:       regexp.MustCompile(`^(?:-\d{2,6}|512\d\d)$`),
	}[c.Space]
	if !ok || c.Kind != codes.Failure || !form.MatchString(c.Code) {
		return false
	}
	published := []string{"ALI-CONST", "NE", "SY", "VOLC", "MOB"}
	return slices.ContainsFunc(strings.Split(c.Source, ", "),
		func(k string) bool { return slices.Contains(published, k) })
}

// roots counts the scenarios in which a table row is the root, and those in which
// it comes along.
func roots(all []lab.Scenario, c codes.Code) (root, also int) {
	for _, s := range all {
		e := s.Expect
		if e.Space == string(c.Space) && e.Code == c.Code && named(c, e.Message) {
			root++
		}
		if slices.Contains(e.Also, lab.CodeRef{Space: string(c.Space), Code: c.Code}) {
			also++
		}
	}
	return root, also
}

// named reports whether a row is the one that a message names. Rows of China
// Unicom's old codes differ by nothing else.
func named(c codes.Code, message string) bool {
	if c.Space != codes.CULegacy {
		return true
	}
	for _, m := range c.Match {
		if strings.EqualFold(m, message) {
			return true
		}
	}
	return len(c.Match) == 0
}
