#!/bin/sh
# Measures the real window under Xvfb and fails where it misses a bound.
set -eu
cd "$(dirname "$0")/.."
LOGINSCOPE_BIN="$PWD/bin/loginscope-e2e" go run -tags ci ./app/ui/e2e/bench
