package cli_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// The commands below make what testdata/script/check.txtar checks, beside
// Debian's aapt, zipalign, keytool and apksigner, which the script runs itself.

// framework holds Android's own resources, which every APK refers to.
const framework = "/usr/share/android-framework-res/framework-res.apk"

// dexFile runs "dex FILE STRING...": a Dalvik executable of strings alone, in
// the layout of https://source.android.com/docs/core/runtime/dex-format.
func dexFile(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: dex file string...")
	}
	const header = 112
	head := make([]byte, header)
	copy(head, "dex\n035\x00")
	binary.LittleEndian.PutUint32(head[56:], uint32(len(args)-1))
	binary.LittleEndian.PutUint32(head[60:], header)
	var table, data []byte
	for _, s := range args[1:] {
		table = binary.LittleEndian.AppendUint32(table, uint32(header+4*(len(args)-1)+len(data)))
		data = append(binary.AppendUvarint(data, uint64(len(s))), append([]byte(s), 0)...)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), slices.Concat(head, table, data), 0o644))
}

// bomb runs "bomb FILE ENTRY BYTES": a small archive with one large entry.
func bomb(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.ParseInt(args[2], 10, 64)
	ts.Check(err)
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	e, err := w.Create(args[1])
	ts.Check(err)
	_, err = io.CopyN(e, zeros{}, size)
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), buf.Bytes(), 0o644))
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// bundle runs "bundle PROTO FILE": the output of aapt2 --proto-format, with its
// entries where an app bundle has them.
func bundle(ts *testscript.TestScript, _ bool, args []string) {
	r, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer r.Close()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range r.File {
		name := "base/" + f.Name
		if f.Name == "AndroidManifest.xml" {
			name = "base/manifest/" + f.Name
		}
		src, err := f.Open()
		ts.Check(err)
		dst, err := w.Create(name)
		ts.Check(err)
		_, err = io.Copy(dst, src)
		ts.Check(err)
	}
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), buf.Bytes(), 0o644))
}

// cut runs "cut FILE TO BYTES": the first bytes of a file.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	b, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	if n >= len(b) {
		ts.Fatalf("%s has %d bytes only", args[0], len(b))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b[:n], 0o644))
}

// sarifLog is what a consumer of SARIF 2.1.0 relies on.
type sarifLog struct {
	Schema  string `json:"$schema"`
	Version string
	Runs    []struct {
		Tool struct {
			Driver struct {
				Name  string
				Rules []struct {
					ID               string
					ShortDescription struct{ Text string }
					FullDescription  struct{ Text string }
				}
			}
		}
		ColumnKind, Language string
		Results              []struct {
			RuleID              string
			RuleIndex           *int
			Kind, Level         string
			Message             struct{ Text string }
			PartialFingerprints map[string]string
			Locations           []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI string }
					Region           *struct{ StartLine int }
				}
			}
		}
	}
}

// sarif runs "sarif FILE": the log must hold what section 3 of SARIF 2.1.0
// demands, and each result must name its rule, a level that its kind allows,
// and files by URI references.
func sarif(ts *testscript.TestScript, _ bool, args []string) {
	var log sarifLog
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &log))
	if log.Version != "2.1.0" || log.Schema == "" || len(log.Runs) != 1 ||
		log.Runs[0].Tool.Driver.Name != "Loginscope" {
		ts.Fatalf("not a log of ours: %+v", log)
	}
	run := log.Runs[0]
	rules := run.Tool.Driver.Rules
	ids := map[string]bool{}
	for _, r := range rules {
		if ids[r.ID] || r.ID == "" || r.ShortDescription.Text == "" || r.FullDescription.Text == "" {
			ts.Fatalf("rule %+v", r)
		}
		ids[r.ID] = true
	}
	if len(run.Results) == 0 {
		ts.Fatalf("no results")
	}
	seen := map[string]bool{}
	for _, r := range run.Results {
		switch {
		case r.RuleIndex == nil || *r.RuleIndex < 0 || *r.RuleIndex >= len(rules) || rules[*r.RuleIndex].ID != r.RuleID:
			ts.Fatalf("rule of %+v", r)
		case r.Message.Text == "":
			ts.Fatalf("no message: %+v", r)
		case r.Kind == "fail" != slices.Contains([]string{"error", "warning", "note"}, r.Level):
			ts.Fatalf("kind %q with level %q", r.Kind, r.Level)
		case r.Kind != "fail" && (r.Level != "none" || !slices.Contains([]string{"pass", "notApplicable"}, r.Kind)):
			ts.Fatalf("kind %q with level %q", r.Kind, r.Level)
		case len(r.PartialFingerprints) == 0:
			ts.Fatalf("no fingerprint: %+v", r)
		}
		p := r.PartialFingerprints["loginscope/v1"]
		if seen[p] || r.PartialFingerprints["primaryLocationLineHash"] == "" {
			ts.Fatalf("fingerprints of %+v", r)
		}
		seen[p] = true
		if len(r.Locations) == 0 {
			ts.Fatalf("no location: %+v", r)
		}
		for _, l := range r.Locations {
			at := l.PhysicalLocation
			u, err := url.Parse(at.ArtifactLocation.URI)
			if err != nil || u.Path == "" || u.IsAbs() || strings.HasPrefix(u.Path, "/") ||
				strings.Contains(u.Path, ":") || strings.HasPrefix(u.Path, "./") || strings.HasPrefix(u.Path, "..") {
				ts.Fatalf("address %q: %v", at.ArtifactLocation.URI, err)
			}
			if at.Region == nil || at.Region.StartLine < 1 {
				ts.Fatalf("line of %+v", at)
			}
		}
	}
}
