package cli

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"loginscope/codes"
)

// TestEveryFieldIsDocumented: a field that a command prints is named in the section of
// its command, or in that of another one whose objects it holds.
func TestEveryFieldIsDocumented(t *testing.T) {
	src, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := strings.Split(string(src), "\n## ")
	common := namesIn(sections[0])
	named := map[string]map[string]bool{}
	for _, s := range sections[1:] {
		head, body, _ := strings.Cut(s, "\n")
		named[strings.TrimSpace(head)] = namesIn(body)
	}
	// Verdicts, findings and rows of the tables are parts of several documents and
	// described once.
	shared := []string{"inspect --json, lab --json, record --json", "codes --json", "lab list --json"}
	var documents []document
	for _, e := range commands {
		documents = append(documents, e.prints...)
		if printsJSON(reflect.TypeOf(e.value())) && len(e.prints) == 0 {
			t.Errorf("%s has --json and says of no type that it prints it", e.word)
		}
	}
	for _, d := range documents {
		head := d.heading
		if named[head] == nil {
			t.Errorf("docs/json.md has no section %q", head)
			continue
		}
		n := 0
		for _, v := range d.types {
			fields(reflect.TypeOf(v), map[reflect.Type]bool{}, func(in reflect.Type, name string) {
				n++
				elsewhere := slices.ContainsFunc(shared, func(s string) bool { return named[s][name] })
				if !common[name] && !named[head][name] && !elsewhere {
					t.Errorf("%s: the field %s of %s is not documented", head, name, in)
				}
			})
		}
		if n == 0 {
			t.Errorf("%s: no field", head)
		}
	}
}

// printsJSON reports whether a command or one of its subcommands has the flag --json.
func printsJSON(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return false
	}
	if _, ok := t.FieldByName("JSON"); ok {
		return true
	}
	for i := range t.NumField() {
		if printsJSON(t.Field(i).Type) {
			return true
		}
	}
	return false
}

var (
	codeSpan  = regexp.MustCompile("`[^`\n]+`|(?s)```.*?```")
	firstCell = regexp.MustCompile(`(?m)^\|([^|]+)\|`)
	oneWord   = regexp.MustCompile(`[a-z][a-z0-9_]*`)
)

// namesIn are the names in a section: those in code, and in the first column of tables.
func namesIn(section string) map[string]bool {
	out := map[string]bool{}
	for _, s := range codeSpan.FindAllString(section, -1) {
		for _, w := range oneWord.FindAllString(s, -1) {
			out[w] = true
		}
	}
	for _, m := range firstCell.FindAllStringSubmatch(section, -1) {
		for _, w := range oneWord.FindAllString(m[1], -1) {
			out[w] = true
		}
	}
	return out
}

var marshaler = reflect.TypeFor[json.Marshaler]()

// fields calls say for every field that encoding/json writes of a type and of what it
// holds. Types that marshal themselves are left out.
func fields(t reflect.Type, seen map[reflect.Type]bool, say func(in reflect.Type, name string)) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map ||
		t.Kind() == reflect.Array {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] || t.Implements(marshaler) || reflect.PointerTo(t).Implements(marshaler) {
		return
	}
	seen[t] = true
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, _, _ := strings.Cut(tag, ",")
		switch {
		case tag == "-", !f.IsExported() && !f.Anonymous:
			continue
		case f.Anonymous && name == "":
		case name == "":
			say(t, f.Name)
		default:
			say(t, name)
		}
		fields(f.Type, seen, say)
	}
}

// TestEveryIssuerIsDocumented compares the fixed values of the document with the
// issuers.
func TestEveryIssuerIsDocumented(t *testing.T) {
	src, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	_, line, ok := strings.Cut(string(src), "| `issuer` | ")
	line, _, _ = strings.Cut(line, " |")
	var want []string
	for _, i := range codes.Issuers() {
		want = append(want, "`"+string(i)+"`")
	}
	got := strings.Split(line, ", ")
	slices.Sort(got)
	slices.Sort(want)
	if !ok || !slices.Equal(got, want) {
		t.Errorf("docs/json.md names the issuers %s, there are %s", got, want)
	}
}
