package codes

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"

	"loginscope/lang"
)

// Table is a validated set of rows with its indexes. It is read-only after
// Load and safe for concurrent use.
type Table struct {
	rows     []Code
	wordings []func() []wording   // of the row with the same index; compiled at their first use
	byKey    map[string][]int     // folded code -> rows
	byTail   map[string][]int     // "1008" and "LOGIN.1008" -> IDaaS rows
	haystack func() []haystack    // of the row with the same index; made by the first search
	byWords  func() *wordingIndex // made by the first search for a message
}

// columns is the header of every data file, in order.
var columns = []string{
	"space", "code", "match", "name_en", "name_zh", "cause_en", "cause_zh",
	"action_en", "action_zh", "actor", "retry", "kind", "http_status",
	"since", "until", "source", "seed", "certainty",
}

// usualRows is about how many rows the product's own table has.
const usualRows = 800

// matchSeparator parts the wordings of the match column.
const matchSeparator = "|"

// generalMark begins the match cell of the row that holds where no wording of
// the other rows of its code decides.
const generalMark = "*"

// Load reads data files in the order given. It returns a table of all sound
// rows together with an error that joins one entry a broken line, so a bad
// line costs that line alone.
func Load(fsys fs.FS, names ...string) (*Table, error) {
	t := &Table{
		rows: make([]Code, 0, usualRows), wordings: make([]func() []wording, 0, usualRows),
		byKey: make(map[string][]int, usualRows), byTail: map[string][]int{},
	}
	var errs []error
	for _, name := range names {
		errs = append(errs, t.loadFile(fsys, name)...)
	}
	t.haystack = sync.OnceValue(t.haystacks)
	t.byWords = sync.OnceValue(t.indexWordings)
	return t, errors.Join(errs...)
}

func (t *Table) loadFile(fsys fs.FS, name string) []error {
	f, err := fsys.Open(name)
	if err != nil {
		return []error{fmt.Errorf("open code table: %w", err)}
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	header, err := r.Read()
	if err != nil {
		return []error{fmt.Errorf("read header of %s: %w", name, err)}
	}
	if !slices.Equal(header, columns) {
		return []error{fmt.Errorf("read header of %s: got %q, want %q", name, header, columns)}
	}
	return t.loadRows(r, name)
}

func (t *Table) loadRows(r *csv.Reader, name string) []error {
	var errs []error
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return errs
		}
		if err != nil {
			return append(errs, fmt.Errorf("read %s: %w", name, err))
		}
		line, _ := r.FieldPos(0)
		row, err := parseRow(record)
		if err == nil {
			err = t.add(row)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, line, err))
		}
	}
}

// parseRow reads one record in the order of columns.
func parseRow(record []string) (Code, error) {
	if len(record) != len(columns) {
		return Code{}, fmt.Errorf("read row: %d columns, want %d", len(record), len(columns))
	}
	for i, field := range record {
		if field != strings.TrimSpace(field) {
			return Code{}, fmt.Errorf("read column %s: space around %q", columns[i], field)
		}
	}
	c := Code{
		Space: Space(record[0]), Code: record[1],
		Name:   lang.Both(record[3], record[4]),
		Cause:  lang.Both(record[5], record[6]),
		Action: lang.Both(record[7], record[8]),
		Actor:  Actor(record[9]), Retry: Retry(record[10]), Kind: Kind(record[11]),
		Since: record[13], Until: record[14], Source: record[15],
		Certainty: Certainty(record[17]),
	}
	c.Issuer = c.Space.Issuer()
	if err := c.parseRest(record[2], record[12], record[16]); err != nil {
		return Code{}, err
	}
	return c, c.validate()
}

// parseRest reads the columns that are not plain text.
func (c *Code) parseRest(match, status, seed string) error {
	if match != "" {
		for _, w := range strings.Split(match, matchSeparator) {
			c.Match = append(c.Match, strings.TrimSpace(w))
		}
		if c.Match[0] == generalMark {
			c.General, c.Match = true, c.Match[1:]
		}
	}
	if status != "" {
		n, err := strconv.Atoi(status)
		if err != nil || n < 100 || n > 599 {
			return fmt.Errorf("read http_status %q: want 100 to 599 or nothing", status)
		}
		c.HTTPStatus = n
	}
	if seed != "" && seed != "true" {
		return fmt.Errorf("read seed %q: want true or nothing", seed)
	}
	c.Seed = seed == "true"
	return nil
}

// validate checks one row by itself.
func (c Code) validate() error {
	if c.Issuer == "" {
		return fmt.Errorf("read space %q: no such code space", c.Space)
	}
	for _, needed := range []struct{ column, text string }{
		{"code", c.Code},
		{"name_en", c.Name.EN}, {"name_zh", c.Name.ZH},
		{"cause_en", c.Cause.EN}, {"cause_zh", c.Cause.ZH},
		{"action_en", c.Action.EN}, {"action_zh", c.Action.ZH},
		{"source", c.Source},
	} {
		if needed.text == "" {
			return fmt.Errorf("read code %q: column %s is empty", c.Code, needed.column)
		}
	}
	if slices.Contains(c.Match, "") {
		return fmt.Errorf("read code %q: empty wording in match", c.Code)
	}
	return errors.Join(
		oneOf(lang.Actor, c.Actor), oneOf(lang.Retry, c.Retry), oneOf(lang.Kind, c.Kind),
		oneOf(lang.Certainty, c.Certainty),
	)
}

// oneOf checks a column that is called as its group in the lexicon.
func oneOf[K ~string](column lang.Group, got K) error {
	if !lang.Has(column, got) {
		return fmt.Errorf("read %s %q: no such value", column, got)
	}
	return nil
}

// add indexes a row after checking it against the rows of the same code.
func (t *Table) add(c Code) error {
	words := sync.OnceValue(func() []wording { return compileAll(c.Match) })
	key := fold(c.Code)
	for _, i := range t.byKey[key] {
		if t.rows[i].Space != c.Space {
			continue
		}
		if c.General && t.rows[i].General {
			return fmt.Errorf("add code %q: two general rows in %s", c.Code, c.Space)
		}
		if !c.General && len(c.Match) == 0 || !t.rows[i].General && len(t.rows[i].Match) == 0 {
			return fmt.Errorf("add code %q: twice in %s without wordings that differ", c.Code, c.Space)
		}
		if shared := sharedWording(t.wordings[i](), words()); shared != "" {
			return fmt.Errorf("add code %q: wording %q twice in %s", c.Code, shared, c.Space)
		}
	}
	n := len(t.rows)
	t.rows = append(t.rows, c)
	t.wordings = append(t.wordings, words)
	t.byKey[key] = append(t.byKey[key], n)
	for _, tail := range idaasTails(c) {
		t.byTail[tail] = append(t.byTail[tail], n)
	}
	return nil
}

// ByIssuer returns the issuer's rows in listing order.
func (t *Table) ByIssuer(i Issuer) []Code {
	var list []Code
	for _, c := range t.rows {
		if c.Issuer == i {
			list = append(list, c)
		}
	}
	return list
}

// Prefixes is described at the function of the same name.
func (t *Table) Prefixes(s Space) []string {
	var out []string
	for _, c := range t.rows {
		if c.Space != s || c.Kind != Failure {
			continue
		}
		head := c.Code
		if i := strings.IndexByte(head, '.'); i >= 0 {
			head = head[:i+1]
		}
		if !slices.Contains(out, head) {
			out = append(out, head)
		}
	}
	return out
}
