package codes

import "testing"

func TestEmbedded(t *testing.T) {
	table, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if len(table.rows) < 450 {
		t.Errorf("%d rows, want at least 450", len(table.rows))
	}
	t.Log(len(table.rows))
}
