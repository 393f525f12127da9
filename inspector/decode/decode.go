// Package decode turns bytes of a login's messages into named values: content
// codings, character sets, forms, JSON and what is nested in it, tokens, the
// result objects of the SDKs. It knows shapes, not roles: which call a body
// belongs to is the issuer packages' business. Nothing here decrypts.
//
// Law: every decoder is bounded (see the Max constants), returns what it could
// read together with what it could not, and never panics.
package decode

// Limits of this package. A body beyond them is cut and said to be.
const (
	// MaxBody is the number of bytes read from one decoded body.
	MaxBody = 1 << 20
	// MaxDepth is the nesting of JSON that is followed.
	MaxDepth = 32
	// MaxNodes is the number of JSON values read from one text.
	MaxNodes = 20000
	// MaxPairs is the number of form fields read from one text.
	MaxPairs = 512
	// MaxObjects is the number of JSON objects looked for in one line.
	MaxObjects = 8
	// MaxUnwrap is how many strings inside strings are opened.
	MaxUnwrap = 6
)
