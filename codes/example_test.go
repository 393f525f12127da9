package codes_test

import (
	"fmt"

	"loginscope/codes"
)

// A number means nothing without its code space; the message decides
// between the meanings of one code.
func ExampleLookup() {
	found := codes.Lookup(codes.Query{Issuer: codes.ChinaMobile, Code: "103102", Message: "包签名错误"})
	for _, m := range found.Candidates {
		fmt.Println(m.Space, m.Name.EN, m.Actor, m.Retry, m.Exact)
	}
	unknown := codes.Lookup(codes.Query{Issuer: codes.ChinaMobile, Code: "999999"})
	fmt.Println(unknown.Known(), len(unknown.Candidates))
	// Output:
	// cm Package signature or Bundle ID wrong developer no true
	// false 0
}
