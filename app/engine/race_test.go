//go:build race

package engine_test

// everyScenario is false under the race detector, which makes each of them several
// times slower; scripts/test.sh runs all of them once without it.
const everyScenario = false
