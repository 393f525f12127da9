package har

import (
	"encoding/base64"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"loginscope/proxy/exchange"
)

// Law of this file: what the format has a field for stands there and nowhere else, so
// that who edits or masks a file by its usual fields misses nothing. The members below
// hold what the format has no field for. docs/har.md describes them.

// Version is that of the members that begin with an underscore and are Loginscope's
// own. A reader takes what it knows of a newer one.
const Version = 1

// Document is the member "_loginscope" of the log, before its entries.
type Document struct {
	// Version is 0 in a file that Loginscope did not write.
	Version int `json:"version"`
	// Masked is true if sensitive values were masked before they were written.
	Masked bool `json:"masked"`
	// Name is the session's name.
	Name string `json:"name,omitempty"`
	// Answers are what a person answered of phone and app, see session.Meta.
	Answers string `json:"answers,omitempty"`
	// Notes are what a person wrote.
	Notes []Note `json:"notes,omitempty"`
	// Comment is the comment of the log, for other tools.
	Comment string `json:"-"`
}

// Note is a note of the session that was written, see session.Note: on "session",
// "exchange" or "attempt". What is read has the exchange's new ID, 0 if it is not in the file.
type Note struct {
	On       string      `json:"on"`
	Exchange exchange.ID `json:"exchange,omitempty"`
	Start    int64       `json:"start,omitempty"`
	Number   int         `json:"number,omitempty"`
	Text     string      `json:"text,omitempty"`
	Mark     string      `json:"mark,omitempty"`
}

// ownEntry is the member "_loginscope" of an entry.
type ownEntry struct {
	ID     exchange.ID     `json:"id"`
	Origin exchange.Origin `json:"origin,omitempty"`
	Device string          `json:"device,omitempty"`
	// More is true if parts of the exchange stand in "_events".
	More bool `json:"more,omitempty"`
	// Open is true for an exchange that had not ended when it was written.
	Open bool `json:"open,omitempty"`
	// The following stand here only where the entry's usual fields give something
	// else back.
	Target  *ownTarget        `json:"target,omitempty"`
	Timing  *ownTiming        `json:"timing,omitempty"`
	Client  *exchange.Peer    `json:"client,omitempty"`
	Server  *exchange.Peer    `json:"server,omitempty"`
	Failure *exchange.Failure `json:"failure,omitempty"`

	Request  ownMessage  `json:"request"`
	Response *ownMessage `json:"response,omitempty"`
}

// ownTarget is where a request went, if its address in the file does not say so.
type ownTarget struct {
	Scheme string `json:"scheme"`
	Host   string `json:"host"`
	Port   int    `json:"port"`
	Path   string `json:"path"`
}

// ownTiming has the fields of exchange.Timing.
type ownTiming struct {
	Start     time.Time `json:"start,omitzero"`
	Connected time.Time `json:"connected,omitzero"`
	Sent      time.Time `json:"sent,omitzero"`
	FirstByte time.Time `json:"first_byte,omitzero"`
	End       time.Time `json:"end,omitzero"`
	Reused    bool      `json:"reused,omitempty"`
}

// ownMessage is what the format does not say of a request or a response. The pointers
// stand here only where the usual fields give something else back.
type ownMessage struct {
	Method *string         `json:"method,omitempty"`
	Reason *string         `json:"reason,omitempty"`
	Proto  *string         `json:"proto,omitempty"`
	Header exchange.Header `json:"header,omitempty"`
	AsSent bool            `json:"header_as_sent,omitempty"`
	Body   ownBody         `json:"body"`
}

// ownBody is what the format does not say of a body.
type ownBody struct {
	// Size counts the bytes seen on the wire.
	Size int64 `json:"size"`
	// Kept counts the bytes that the capture kept, if not all of them stand in the
	// entry: the rest is in "_events".
	Kept int64 `json:"kept,omitempty"`
	// Head is the number of bytes that the capture held in memory, if it is not the
	// reader's own limit.
	Head     *int `json:"head,omitempty"`
	Complete bool `json:"complete"`
	Decoded  bool `json:"decoded,omitempty"`
}

// escapeHead begins a string that stands for bytes which are no UTF-8, or for one that
// begins so itself. A JSON string cannot hold such bytes.
const escapeHead = "\x00base64:"

func escape(s string) string {
	if utf8.ValidString(s) && !strings.HasPrefix(s, escapeHead) {
		return s
	}
	return escapeHead + base64.StdEncoding.EncodeToString([]byte(s))
}

func unescape(s string) string {
	if coded, ok := strings.CutPrefix(s, escapeHead); ok {
		if b, err := base64.StdEncoding.DecodeString(coded); err == nil {
			return string(b)
		}
	}
	return s
}

// mapStrings returns a copy of a value in which f was applied to each string and
// instants that JSON cannot hold are the zero time.
func mapStrings[T any](v T, f func(string) string) T {
	out := mapped(reflect.ValueOf(&v).Elem(), f)
	return out.Interface().(T)
}

var timeType = reflect.TypeFor[time.Time]()

func mapped(v reflect.Value, f func(string) string) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch {
	case v.Type() == timeType:
		if t := v.Interface().(time.Time); t.Year() >= 1 && t.Year() <= 9999 {
			out.Set(reflect.ValueOf(t.UTC()))
		}
	case v.Kind() == reflect.String:
		out.SetString(f(v.String()))
	case v.Kind() == reflect.Pointer && !v.IsNil():
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(mapped(v.Elem(), f))
		out.Set(p)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(mapped(v.Field(i), f))
		}
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8 && !v.IsNil():
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(mapped(v.Index(i), f))
		}
	default:
		out.Set(v)
	}
	return out
}
