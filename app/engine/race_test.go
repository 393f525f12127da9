//go:build race

package engine_test

// everyScenario is false under the race detector, which makes each of them several
// times slower; a run without it takes all.
const everyScenario = false
