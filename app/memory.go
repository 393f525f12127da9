package app

// gcPercent is how much a heap that is not small may grow before it is
// collected. A long list of exchanges makes it large and long-lived; at Go's
// usual 100 as much again would lie idle. With half of it, 100,000 exchanges
// take 124 MB above the empty window instead of 173 (make bench-ui), at no wait
// that can be measured.
const gcPercent = 50
