package session

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"loginscope/proxy/exchange"
)

// samples holds every type of event that has a record.
var samples = []exchange.Event{
	exchange.Started{}, exchange.Progress{}, exchange.Finished{}, exchange.Frame{}, exchange.Tunnelled{},
	exchange.TLSRefused{}, exchange.Blocked{}, exchange.LogLine{},
}

// fill sets every field below v to something that is not its zero value, so
// that a field that describe.go forgets is found.
func fill(v reflect.Value, n *int64) {
	*n++
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(1_700_000_000+*n, *n).UTC()))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), n)
		}
	case reflect.String:
		v.SetString("值\xff\x00" + string(rune('a'+*n%26)))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(-*n)
	case reflect.Uint8, reflect.Uint64:
		v.SetUint(uint64(*n % 200))
	default:
		panic("fill: no value for " + v.Type().String())
	}
}

func TestRecordKeepsEveryField(t *testing.T) {
	for _, sample := range samples {
		v := reflect.New(reflect.TypeOf(sample)).Elem()
		n := int64(0)
		fill(v, &n)
		want := v.Interface().(exchange.Event)
		r, err := toRecord(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.event()
		if err != nil {
			t.Fatalf("%T: %v", sample, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%T differs (-want +got):\n%s", sample, diff)
		}
	}
}

func TestRecordOfZeroValues(t *testing.T) {
	for _, want := range samples {
		r, err := toRecord(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.event()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%T differs (-want +got):\n%s", want, diff)
		}
	}
	if _, err := toRecord(exchange.BodyChunk{}); err == nil {
		t.Error("a body chunk has a record")
	}
}

func TestInstantOutsideNanoseconds(t *testing.T) {
	want := exchange.Certificate{
		NotBefore: time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC),
		NotAfter:  time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
	}
	var got exchange.Certificate
	if err := decode(encode(&want, describeCertificate), &got, describeCertificate); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHeaderRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.Custom(func(t *rapid.T) exchange.Field {
			return exchange.Field{
				Name:  string(rapid.SliceOf(rapid.Byte()).Draw(t, "name")),
				Value: string(rapid.SliceOf(rapid.Byte()).Draw(t, "value")),
			}
		})
		want := exchange.Request{Header: rapid.SliceOfN(field, 1, 20).Draw(t, "header")}
		var got exchange.Request
		if err := decode(encode(&want, describeRequest), &got, describeRequest); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestPackRoundTrip(t *testing.T) {
	tests := []struct {
		name   string
		in     []byte
		coding byte
	}{
		{"small", []byte("small"), codingRaw},
		{"text", bytes.Repeat([]byte(`{"code":"600000"}`), 100), codingZstd},
		{"noise", noise(4096), codingRaw},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			packed := pack(tt.in)
			if packed[0] != tt.coding {
				t.Errorf("coding %d, want %d", packed[0], tt.coding)
			}
			got, err := unpack(packed)
			if err != nil || !bytes.Equal(got, tt.in) {
				t.Errorf("unpack: %v, equal %v", err, bytes.Equal(got, tt.in))
			}
		})
	}
	if got, err := unpack(pack(nil)); got != nil || err != nil {
		t.Errorf("empty: %v, %v", got, err)
	}
}

// noise is incompressible and the same each time.
func noise(n int) []byte {
	out := make([]byte, n)
	x := uint32(1)
	for i := range out {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		out[i] = byte(x)
	}
	return out
}

func FuzzRecord(f *testing.F) {
	for _, sample := range samples {
		v := reflect.New(reflect.TypeOf(sample)).Elem()
		n := int64(0)
		fill(v, &n)
		r, err := toRecord(v.Interface().(exchange.Event))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(int(r.kind), r.data)
	}
	f.Fuzz(func(t *testing.T, k int, data []byte) {
		e, err := record{kind: kind(k), data: data}.event()
		if err != nil {
			return
		}
		// What was understood is written and understood again.
		r, err := toRecord(e)
		if err != nil {
			t.Fatal(err)
		}
		again, err := r.event()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e, again); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzUnpack(f *testing.F) {
	f.Add(pack(bytes.Repeat([]byte("a"), 1000)))
	f.Add([]byte{codingRaw, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		out, err := unpack(b)
		if err == nil && len(out) > unpackMax && b[0] == codingZstd {
			t.Fatalf("%d bytes from %d", len(out), len(b))
		}
	})
}
