package session

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"loginscope/proxy/exchange"
)

// identity is what a row of the list and its event must have in common. What else stands in a
// row was made by the program of its time, as the duration, and its checksum suffices.
type identity struct {
	id           exchange.ID
	scheme, host string
	port         int
	method, path string
}

func identityOf(r Row) identity { return identity{r.ID, r.Scheme, r.Host, r.Port, r.Method, r.Path} }

// checker reads a session that SQLite opens.
type checker struct {
	s *Session
	v *Verdict
	// newest are the exchanges with the number of their newest event and what the list must say
	// of it.
	newest map[exchange.ID]Seq
	listed map[Seq]identity
}

func (c *checker) all(ctx context.Context) error {
	info, err := os.Stat(c.s.Path())
	if err != nil {
		return fileError("read", c.s.Path(), err)
	}
	c.v.Format, c.v.Bytes = c.s.Meta().Schema, info.Size()
	c.newest, c.listed = map[exchange.ID]Seq{}, map[Seq]identity{}
	for _, step := range []func(context.Context) error{c.tree, c.events, c.rows, c.bodies, c.meta} {
		err := step(ctx)
		var f *FileError
		if broken := fileError("read", c.s.Path(), err); errors.As(broken, &f) && errors.Is(f.Kind, ErrCorrupt) {
			c.v.add(Fault{Kind: FaultPage, Detail: f.Err.Error()})
			continue
		}
		if err != nil {
			return fileError("read", c.s.Path(), err)
		}
	}
	c.v.Exchanges = int64(len(c.newest))
	return nil
}

// tree has SQLite check every page, index and constraint.
func (c *checker) tree(ctx context.Context) error {
	return c.each(ctx, "PRAGMA integrity_check(1000)", func(rows *sql.Rows) error {
		var said string
		if err := rows.Scan(&said); err != nil {
			return err
		}
		if said != "ok" {
			c.v.add(Fault{Kind: FaultIndex, Page: pageIn(said), Detail: said})
		}
		return nil
	})
}

// pageIn is the page that a sentence of SQLite names, 0 if it names none.
func pageIn(said string) (page int64) {
	var tree, cell int64
	for _, form := range []string{"Tree %d page %d", "Page %d:", "Tree %d page %d cell %d"} {
		switch form {
		case "Page %d:":
			if n, _ := fmt.Sscanf(said, form, &page); n == 1 {
				return page
			}
		default:
			if n, _ := fmt.Sscanf(said, form, &tree, &page, &cell); n >= 2 {
				return page
			}
		}
	}
	return 0
}

// each calls use for every row of a query.
func (c *checker) each(ctx context.Context, query string, use func(*sql.Rows) error) error {
	rows, err := c.s.db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := use(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// events decodes each record.
func (c *checker) events(ctx context.Context) error {
	d := new(decoder)
	const all = `SELECT seq, kind, exchange, data, request, response, sum FROM event ORDER BY seq`
	return c.each(ctx, all, func(rows *sql.Rows) error {
		e, _, err := scanEvent(d, rows)
		if err != nil && e.Seq == 0 {
			return err
		}
		if err != nil {
			c.v.add(Fault{Kind: FaultEvent, Seq: e.Seq, Detail: err.Error()})
			return nil
		}
		c.v.Events++
		if x, ok := snapshotOf(e.Event); ok {
			c.newest[x.ID], c.listed[e.Seq] = e.Seq, identityOf(rowOf(e.Seq, x))
		}
		return nil
	})
}

// rows holds the list against the events that it repeats.
func (c *checker) rows(ctx context.Context) error {
	err := c.each(ctx, "SELECT * FROM listing ORDER BY seq", func(rows *sql.Rows) error {
		r, sum, err := scanRow(rows)
		if err != nil {
			return err
		}
		want, known := c.listed[r.Seq]
		switch {
		case sum != r.sum():
			c.v.add(Fault{Kind: FaultRow, Seq: r.Seq, Exchange: r.ID, Detail: errSum.Error()})
		case known && want != identityOf(r):
			c.v.add(Fault{Kind: FaultRow, Seq: r.Seq, Exchange: r.ID, Detail: "is not what its event says"})
		}
		delete(c.listed, r.Seq)
		return nil
	})
	if err != nil {
		return err
	}
	for seq := range c.listed {
		c.v.add(Fault{Kind: FaultRow, Seq: seq, Detail: "is not in the list"})
	}
	return nil
}

// bodies unpacks each part of a body.
func (c *checker) bodies(ctx context.Context) error {
	const all = `SELECT exchange, side, start, size, data, sum FROM chunk ORDER BY n`
	return c.each(ctx, all, func(rows *sql.Rows) error {
		var id, side, start, size, sum int64
		var data sql.RawBytes
		if err := rows.Scan(&id, &side, &start, &size, &data, &sum); err != nil {
			return err
		}
		f := Fault{Kind: FaultBody, Exchange: exchange.ID(id), Side: exchange.Side(side), Offset: start}
		whole, err := unpack(data)
		switch {
		case sum != checksum([]int64{id, side, start}, data):
			f.Detail = errSum.Error()
		case err != nil:
			f.Detail = err.Error()
		case int64(len(whole)) != size:
			f.Detail = fmt.Sprintf("%d bytes, not %d", len(whole), size)
		default:
			c.v.Bodies++
			return nil
		}
		c.v.add(f)
		return nil
	})
}

// meta reads notes and the list of evidence.
func (c *checker) meta(ctx context.Context) error {
	var a annex
	n := int64(0)
	err := c.each(ctx, selectMeta, func(rows *sql.Rows) error {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return err
		}
		n++
		if err := a.read(key, value); err != nil {
			c.v.add(Fault{Kind: FaultNote, Offset: n, Detail: key + ": " + err.Error()})
		}
		return nil
	})
	c.v.Notes = int64(len(a.notes))
	return err
}
