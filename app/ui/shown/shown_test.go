package shown

import (
	"testing"
	"time"

	"loginscope/app/feed"
	"loginscope/inspector"
)

var start = time.Date(2026, 3, 4, 14, 32, 7, 0, time.UTC)

func model(gen int) *feed.Model {
	return &feed.Model{Gen: gen, Report: &inspector.Report{Flows: []inspector.Flow{
		{ID: 1, Start: start, End: start.Add(time.Hour), Steps: make([]inspector.Step, 2)},
		{ID: 2, Start: start.Add(time.Minute), Steps: make([]inspector.Step, 1)},
		{ID: 3, Start: start.Add(time.Minute)},
	}}, Rows: []*feed.Row{{Key: feed.ExchangeKey(1), Flow: 1, Step: 1}, {Key: feed.ExchangeKey(2)}}}
}

func TestNewestAttemptIsShown(t *testing.T) {
	v := New()
	if v.Flow() != nil || v.Row() != nil || v.Step() != -1 {
		t.Fatalf("at first %+v", v)
	}
	v.Take(model(1))
	for i, want := range []int{1, 3, 2} { // 1 lived longest
		if v.Flows[i].ID != want {
			t.Errorf("attempt %d is number %d, want %d", v.Flows[i].ID, i, want)
		}
	}
	v.ChooseFlow(2)
	if v.Flow().ID != 2 {
		t.Errorf("chosen 2, shown %d", v.Flow().ID)
	}
	v.ChooseNewest()
	if v.Flow().ID != 1 {
		t.Errorf("the newest is 1, shown %d", v.Flow().ID)
	}
}

func TestStepAndRowSelectEachOther(t *testing.T) {
	v := New()
	v.Take(model(1))
	v.ChooseFlow(2)
	v.ChooseRow(v.Model.Rows[0])
	if v.Flow().ID != 1 || v.Step() != 1 || v.StepOf(v.Row()) != &v.Flow().Steps[1] {
		t.Errorf("attempt %d, step %d", v.Flow().ID, v.Step())
	}
	if v.ChooseStep(2) || !v.ChooseStep(0) {
		t.Error("step 2 does not exist, step 0 does")
	}
	if k, ok := v.Key(); !ok || k != feed.KeyOf(v.Flow(), 0) {
		t.Errorf("line %v, %v", k, ok)
	}
	v.ChooseKey(feed.ExchangeKey(2))
	if v.Step() != -1 || v.Row() != v.Model.Rows[1] || v.StepOf(v.Row()) != nil {
		t.Errorf("line %v, step %d", v.Row(), v.Step())
	}
	v.ChooseFlow(3)
	if _, ok := v.Key(); ok {
		t.Error("the line of another attempt stays")
	}
}

func TestNewSessionResetsSelection(t *testing.T) {
	v := New()
	v.Take(model(2))
	v.ChooseFlow(2)
	v.Reveal(true)
	if v.Take(model(1)) || v.Flow().ID != 2 {
		t.Error("a Model of an older session was taken")
	}
	if !v.Take(model(3)) || v.Flow().ID != 1 || v.Revealed {
		t.Errorf("shown %d, revealed %v", v.Flow().ID, v.Revealed)
	}
}
