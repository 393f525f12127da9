package render_test

import (
	"os"
	"testing"
)

// TestSARIFOfACaptureFollowsTheSchema holds what an inspection writes, as package
// report's own test compares it, against the schema that is here.
func TestSARIFOfACaptureFollowsTheSchema(t *testing.T) {
	text := schemaText(t)
	for _, lang := range []string{"en", "zh"} {
		src, err := os.ReadFile("../../report/testdata/report." + lang + ".sarif")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems(t, text, src) {
			t.Errorf("%s: %s", lang, p)
		}
	}
}
