package session

import (
	"testing"

	"loginscope/proxy/exchange"
)

// BenchmarkAppend appends finished exchanges of about 3 KB with both bodies
// until all of them are committed.
func BenchmarkAppend(b *testing.B) {
	s := create(b, Options{})
	b.ReportAllocs()
	for b.Loop() {
		x := login(s.NewID(), false)
		if err := s.Write(b.Context(), exchange.Started{Exchange: x}); err != nil {
			b.Fatal(err)
		}
		if err := s.Write(b.Context(), exchange.Finished{Exchange: login(x.ID, true)}); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Flush(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "exchanges/s")
}

func BenchmarkLogLines(b *testing.B) {
	s := create(b, Options{})
	line := exchange.LogLine{Time: epoch, Tag: "AuthSDK", Level: "D", PID: 100, TID: 101,
		Text: "a line of about the usual length, with nothing that matters in it", Source: "logcat.txt"}
	for b.Loop() {
		line.Line++
		if err := s.Write(b.Context(), line); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Flush(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}

const many = 100_000

// manyExchanges is a session of 100,000 exchanges, committed.
func manyExchanges(b *testing.B) *Session {
	b.Helper()
	s := create(b, Options{})
	for range many {
		if err := s.Write(b.Context(), exchange.Finished{Exchange: login(s.NewID(), true)}); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Flush(b.Context()); err != nil {
		b.Fatal(err)
	}
	return s
}

func BenchmarkRows100k(b *testing.B) {
	s := manyExchanges(b)
	b.ResetTimer()
	for range b.N {
		n := 0
		for _, err := range s.Rows(b.Context(), 0) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != many {
			b.Fatalf("%d rows", n)
		}
	}
}

func BenchmarkEvents100k(b *testing.B) {
	s := manyExchanges(b)
	b.ResetTimer()
	for range b.N {
		n := 0
		for _, err := range s.Events(b.Context(), 0) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != many {
			b.Fatalf("%d events", n)
		}
	}
}

func BenchmarkExchange(b *testing.B) {
	s := manyExchanges(b)
	b.ResetTimer()
	for i := range b.N {
		if _, err := s.Exchange(b.Context(), exchange.ID(i%many+1)); err != nil {
			b.Fatal(err)
		}
	}
}
