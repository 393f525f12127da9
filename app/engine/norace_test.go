//go:build !race

package engine_test

const everyScenario = true
