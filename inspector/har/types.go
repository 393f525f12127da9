package har

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"loginscope/proxy/exchange"
)

// entry is the part of a HAR entry that we read. A field whose type differs
// between tools has one of the lenient types below; names that begin with an
// underscore are the tools' own additions.
type entry struct {
	StartedDateTime text       `json:"startedDateTime"`
	Time            number     `json:"time"`
	Request         *request   `json:"request"`
	Response        *response  `json:"response"`
	Timings         timings    `json:"timings"`
	ServerIPAddress text       `json:"serverIPAddress"`
	Connection      text       `json:"connection"`
	ClientIP        text       `json:"clientIPAddress"`
	ClientIP2       text       `json:"_clientAddress"`
	ServerPort      number     `json:"_serverPort"`
	Comment         text       `json:"comment"`
	Messages        []wsRecord `json:"_webSocketMessages"`
	Own             *ownEntry  `json:"_loginscope"`
}

type request struct {
	Method      text      `json:"method"`
	URL         text      `json:"url"`
	HTTPVersion text      `json:"httpVersion"`
	Headers     headers   `json:"headers"`
	Trailers    headers   `json:"_trailers"`
	PostData    *postData `json:"postData"`
	BodySize    number    `json:"bodySize"`
}

type postData struct {
	MimeType text    `json:"mimeType"`
	Text     *text   `json:"text"`
	Params   headers `json:"params"`
	Encoding text    `json:"encoding"`
	Encoded  text    `json:"_encoding"`
	Raw      []byte  `json:"_raw"`
}

type response struct {
	Status      number  `json:"status"`
	StatusText  text    `json:"statusText"`
	HTTPVersion text    `json:"httpVersion"`
	Headers     headers `json:"headers"`
	Trailers    headers `json:"_trailers"`
	Content     content `json:"content"`
	BodySize    number  `json:"bodySize"`
	Transfer    number  `json:"_transferSize"`
	Error       text    `json:"_error"`
	Comment     text    `json:"comment"`
}

type content struct {
	Size     number `json:"size"`
	MimeType text   `json:"mimeType"`
	Text     *text  `json:"text"`
	Encoding text   `json:"encoding"`
	Raw      []byte `json:"_raw"`
}

// timings are milliseconds; negative or absent means "does not apply".
type timings struct {
	Blocked number `json:"blocked"`
	DNS     number `json:"dns"`
	Connect number `json:"connect"`
	Send    number `json:"send"`
	Wait    number `json:"wait"`
	Receive number `json:"receive"`
}

// wsRecord is one WebSocket message as Chrome writes it. The rest is Loginscope's own.
type wsRecord struct {
	Type   text   `json:"type"` // "send" or "receive"
	Time   number `json:"time"` // seconds since 1970
	Opcode number `json:"opcode"`
	Data   text   `json:"data"` // base64 for a binary message

	Encoding   text      `json:"_encoding"` // "base64" for a text message that is no UTF-8
	At         time.Time `json:"_at"`       // if Time is not exact
	Size       *int64    `json:"_size"`     // if more bytes came than Data holds
	Cut        bool      `json:"_cut"`
	Compressed bool      `json:"_compressed"`
	Part       bool      `json:"_part"`
	Offset     int64     `json:"_offset"`
}

// text takes a string, and anything else as its JSON text; null is "".
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	switch {
	case bytes.Equal(b, []byte("null")):
		*t = ""
	case b[0] == '"':
		s, err := unquote(b)
		*t = text(s)
		return err
	default:
		*t = text(b)
	}
	return nil
}

// number takes a number or a string that holds one; anything else is -1, the
// format's own word for "not known".
type number float64

func (n *number) UnmarshalJSON(b []byte) error {
	v, err := strconv.ParseFloat(strings.Trim(string(b), `" `), 64)
	if err != nil || v != v || v > 1e15 || v < -1e15 {
		v = -1
	}
	*n = number(v)
	return nil
}

// headers takes the format's list of name and value, an object from name to
// value or values, or null.
type headers exchange.Header

func (h *headers) UnmarshalJSON(b []byte) error {
	*h = nil
	switch b[0] {
	case '[':
		if h.list(b) {
			return nil
		}
		return h.anyList(b)
	case '{':
		return h.object(b)
	}
	return nil
}

// list reads what nearly all tools write, objects of strings. It reports false
// for anything else.
func (h *headers) list(b []byte) bool {
	c := cursor{b: b}
	n := bytes.Count(b, []byte{'{'})
	*h = make(headers, 0, min(n, 64))
	for c.next('[', ']') {
		var f exchange.Field
		for c.next('{', '}') {
			key, value := c.member()
			if key == nil || value == nil {
				return false
			}
			var to *string
			switch {
			case bytes.EqualFold(key, []byte(`"name"`)):
				to = &f.Name
			case bytes.EqualFold(key, []byte(`"value"`)):
				to = &f.Value
			case bytes.EqualFold(key, []byte(`"_raw"`)):
				return false
			default:
				continue
			}
			var t text
			if t.UnmarshalJSON(value) != nil {
				return false
			}
			*to = string(t)
		}
		*h = append(*h, f)
	}
	return !c.failed
}

// anyList reads a list whose elements are no plain objects, or hold bytes that no JSON
// string can hold.
func (h *headers) anyList(b []byte) error {
	*h = nil
	var list []struct {
		Name  text   `json:"name"`
		Value text   `json:"value"`
		Raw   []byte `json:"_raw"`
	}
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	for _, f := range list {
		if f.Raw != nil && strings.ToValidUTF8(string(f.Raw), "\uFFFD") == string(f.Value) {
			f.Value = text(f.Raw)
		}
		*h = append(*h, exchange.Field{Name: string(f.Name), Value: string(f.Value)})
	}
	return nil
}

// object reads names in the order in which they stand.
func (h *headers) object(b []byte) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	if _, err := dec.Token(); err != nil {
		return err
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return err
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return err
		}
		var many []text
		if raw[0] != '[' || json.Unmarshal(raw, &many) != nil {
			many = make([]text, 1)
			if err := many[0].UnmarshalJSON(raw); err != nil {
				return err
			}
		}
		for _, v := range many {
			*h = append(*h, exchange.Field{Name: name.(string), Value: string(v)}) // an object's key is a string
		}
	}
	return nil
}
