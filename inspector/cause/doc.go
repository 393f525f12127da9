// Package cause owns what may be behind a return code. A code is a fact; its
// cause is an inference, and one code has several. The package holds the
// causes as values, the facts that speak for or against them, and the ranking.
// It is pure and imports package codes alone.
//
// # Laws
//
// No cause is established because its code is: only evidence establishes one.
// A cause that a fact contradicts stays in the list as ruled out, with that
// fact. What nobody said, logged or measured is unknown and counts for nothing.
//
// # Add a cause
//
//  1. One Cause literal in the file of its topic: what it is, what speaks for
//     and against it, the test that decides, the fix, who acts, the source key.
//  2. Its ID in order.go behind every code that it can be behind, in the order
//     in which public reports name the causes of that code.
//  3. go test ./inspector/cause checks IDs, languages, source keys and clues.
//
// # Emit a fact
//
// Whoever reads evidence emits facts and knows no cause. A Signal is a Fact with
// one of its documented values, and where that is known from:
//
//	cause.Signal{Fact: cause.VPN, Value: "on", Origin: cause.Said, Detail: "手机开着梯子"}
//
// A line rule or an endpoint of the inspector emits one with
//
//	s.Fact(cause.VPN, "on", "手机开着梯子")      // s is an inspector.Sighting
//
// The third argument quotes the evidence; every output masks it, and may be
// empty. The origin follows from the sighting: Said for pasted text, Logged for
// a log line, Wire for an exchange. Where there is no fact for an observation,
// add it to facts.go with the texts of its values. An exception is the fact Exception; its
// values are the closed list in facts.go, and Detail names the host or class.
// The wording of a message needs no signal: the ranking reads the messages of
// the code chain itself.
package cause
