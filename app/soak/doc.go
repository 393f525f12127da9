// Package soak holds two long tests: `make soak` drives mixed clients through
// a capture and checks every numbered request at both ends and in the session;
// `make faults` breaks one thing at a time under the command line itself. Both
// stand behind the build tag soak and are part of no program.
package soak
