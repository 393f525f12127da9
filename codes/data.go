package codes

import (
	"embed"
	"slices"
	"sync"
)

//go:embed data/*.csv
var files embed.FS

// dataFiles is the order in which rows are listed.
var dataFiles = slices.Concat([]string{"data/alibaba.csv", "data/alibaba-api.csv"}, carrierFiles(), []string{
	"data/idaas.csv",
	"data/sdk.csv",
})

// carrierFiles are the files of the carriers that have a code space.
func carrierFiles() []string {
	var out []string
	for _, c := range carriers {
		if len(c.Spaces) > 0 {
			out = append(out, "data/"+string(c.Issuer)+".csv")
		}
	}
	return out
}

var embedded = sync.OnceValues(func() (*Table, error) {
	return Load(files, dataFiles...)
})

// Embedded returns the product's own table, read once. The error names every
// broken line; the table holds the good ones even then.
func Embedded() (*Table, error) { return embedded() }

// own is the embedded table without its error: the tests of this package hold
// the error nil, and a reader with one bad row less is better off than one
// with none.
func own() *Table {
	t, _ := embedded()
	return t
}

// All returns every row of the embedded table in listing order. The slice is
// the caller's; the Match slices in it are shared and must not be changed.
func All() []Code { return slices.Clone(own().rows) }

// ByIssuer returns the issuer's rows of the embedded table in listing order.
func ByIssuer(i Issuer) []Code { return own().ByIssuer(i) }

// Lookup answers from the embedded table.
func Lookup(q Query) Result { return own().Lookup(q) }

// Search answers from the embedded table.
func Search(text string, limit int) []Code { return own().Search(text, limit) }

// Prefixes lists how the failures of a space begin, each once and in listing
// order: up to and with the first point, or the whole code. A text without any
// of them names no code of that space.
func Prefixes(s Space) []string { return own().Prefixes(s) }
