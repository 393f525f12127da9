package fourth

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// invented is a row like those of the table, of a carrier that does not exist.
// It has no code space and no decoder: what it takes to be a carrier is here.
const invented = `
	{
		Issuer: "xx", Word: "invented", Mark: "XX", Ink: Ink{0xd0d0d0, 0x404040},
		Name: lang.Text{"Invented Mobile", "虚构通信"}, Nick: lang.Text{"Invented", "虚构"},
		Said: "虚构", SaidEN: "Invented",
		Hosts: []string{"*.carrier.invalid", "carrier-two.invalid"},
		TokenLife: 7 * time.Minute, Wait: 4 * time.Second,
	},
`

// TestAnInventedCarrier adds a row to the table and runs TestEveryCarrier on it:
// the row alone makes a carrier, everywhere.
func TestAnInventedCarrier(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the packages that read the table once more")
	}
	table, err := filepath.Abs("../../codes/carrierrows.go")
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	rows, ok := strings.CutSuffix(strings.TrimSpace(string(src)), "}")
	if !ok {
		t.Fatal("the table of carriers does not end with its rows")
	}
	dir := t.TempDir()
	changed := filepath.Join(dir, "rows.go")
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{table: changed}})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{changed: []byte(rows + invented + "}\n"),
		filepath.Join(dir, "overlay.json"): overlay} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := exec.CommandContext(t.Context(), "go", "test", "-tags", "ci", "-overlay", filepath.Join(dir, "overlay.json"),
		"-run", "^TestEveryCarrier$", "-v", ".")
	out, err := run.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestEveryCarrier/xx") {
		t.Errorf("%v\n%s", err, out)
	}
}
