//go:build !ci && !e2e

package ui

// waitLog measures nothing in the program that people use; see waits.go.
type waitLog struct{}

func (*waitLog) timed(post func(func())) func(func()) { return post }
