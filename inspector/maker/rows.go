package maker

import (
	"bytes"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"loginscope/codes"
	"loginscope/lang"
)

//go:embed data/*.csv
var files embed.FS

// Side is where a maker's code arises.
type Side string

// The sides.
const (
	App    Side = "app"    // the SDK on the phone
	Server Side = "server" // the maker's server API
	Web    Side = "web"    // the SDK of a web page
)

// Row is one code or message of a maker.
type Row struct {
	Maker string // ID
	Side  Side
	// Code is as it stands on the wire, "" for a message that comes without one.
	Code string
	// Match holds wordings of the message, in lower case, that name the row by
	// themselves where the maker is known.
	Match []string
	// Name, Cause and Action are in our own words.
	Name, Cause, Action lang.Text
	Actor               codes.Actor
	Kind                codes.Kind
	Source              string // keys of docs/sources.md
	Certainty           codes.Certainty
}

// ID names the row among those of all makers.
func (r Row) ID() string {
	key := r.Code
	if key == "" {
		key = r.Match[0]
	}
	return r.Maker + " " + string(r.Side) + " " + key
}

// columns is the header of every data file, in order.
var columns = []string{"side", "code", "match", "name_en", "name_zh", "cause_en", "cause_zh", "action_en", "action_zh",
	"actor", "kind", "source", "certainty"}

// rows are the tables of all makers, in the order of All; the tests hold them
// whole, and a reader with one bad row less is better off than one with none.
var rows = sync.OnceValue(func() []Row {
	list, _ := load()
	return list
})

func load() ([]Row, error) {
	var out []Row
	var errs []error
	for _, m := range all {
		data, err := files.ReadFile("data/" + m.ID + ".csv")
		if err != nil {
			continue // a maker without a table
		}
		list, err := parse(m.ID, bytes.NewReader(data))
		out = append(out, list...)
		errs = append(errs, err)
	}
	return out, errors.Join(errs...)
}

// parse reads the table of a maker: all sound rows, and an error that joins one entry
// a broken line.
func parse(id string, from io.Reader) ([]Row, error) {
	r := csv.NewReader(from)
	r.FieldsPerRecord = len(columns)
	header, err := r.Read()
	if err != nil || !slices.Equal(header, columns) {
		return nil, fmt.Errorf("read header of %s: got %q, want %q (%w)", id, header, columns, err)
	}
	var out []Row
	var errs []error
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, errors.Join(errs...)
		}
		if err != nil {
			return out, errors.Join(append(errs, fmt.Errorf("read %s: %w", id, err))...)
		}
		row, err := rowOf(id, record)
		if err != nil {
			line, _ := r.FieldPos(0)
			errs = append(errs, fmt.Errorf("%s:%d: %w", id, line, err))
			continue
		}
		out = append(out, row)
	}
}

func rowOf(id string, record []string) (Row, error) {
	r := Row{
		Maker: id, Side: Side(record[0]), Code: record[1],
		Name: lang.Both(record[3], record[4]), Cause: lang.Both(record[5], record[6]),
		Action: lang.Both(record[7], record[8]),
		Actor:  codes.Actor(record[9]), Kind: codes.Kind(record[10]), Source: record[11],
		Certainty: codes.Certainty(record[12]),
	}
	for _, w := range strings.Split(record[2], "|") {
		if w = strings.ToLower(strings.TrimSpace(w)); w != "" {
			r.Match = append(r.Match, w)
		}
	}
	switch {
	case r.Side != App && r.Side != Server && r.Side != Web:
		return r, fmt.Errorf("no side %q", r.Side)
	case r.Code == "" && len(r.Match) == 0:
		return r, errors.New("neither a code nor a wording")
	case slices.Contains(record[3:], ""):
		return r, errors.New("an empty column")
	case !lang.Has(lang.Actor, r.Actor), !lang.Has(lang.Kind, r.Kind), !lang.Has(lang.Certainty, r.Certainty):
		return r, errors.New("no such actor, kind or certainty")
	}
	return r, nil
}

// Rows lists the codes and messages of all makers.
func Rows() []Row { return slices.Clone(rows()) }

// RowOf finds a row by its ID.
func RowOf(id string) (Row, bool) {
	i := slices.IndexFunc(rows(), func(r Row) bool { return r.ID() == id })
	if i < 0 {
		return Row{}, false
	}
	return rows()[i], true
}

// Explaining lists the rows of a code, of all makers.
func Explaining(code string) []Row {
	var out []Row
	for _, r := range rows() {
		if r.Code == code && code != "" {
			out = append(out, r)
		}
	}
	return out
}

// Uses reports whether results of a maker hold codes of another, whose SDK it
// wraps; each uses its own.
func (m Maker) Uses(id string) bool { return m.ID == id || slices.Contains(m.Also, id) }
