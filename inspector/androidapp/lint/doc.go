// Package lint judges the facts of an app: one check a file, each a value with
// an ID, a document and a function. It owns the checks and the wording of their
// findings; it reads nothing and prints nothing.
//
// A new check: one file with one Check literal (ID, Title, Doc, Certainty,
// Source, Run), one line in Checks, and in testdata/lint of the parent package
// a txtar in which it fires and one in which it is content; a test names the
// check that lacks either.
//
// Law: every finding says how certain its rule is and where the rule was read. A
// check whose facts are missing says so (Skipped), it does not pass.
package lint
