#!/bin/sh
# Fuzzes every target for FUZZTIME each (10s unless set).
set -eu
cd "$(dirname "$0")/.."
grep -rl '^func Fuzz' --include='*_test.go' . | while read -r file; do
	dir=$(dirname "$file")
	sed -n 's/^func \(Fuzz[A-Za-z0-9]*\)(.*/\1/p' "$file" | while read -r name; do
		echo "== $dir $name"
		go test -tags ci -run '^$' -fuzz "^$name\$" -fuzztime "${FUZZTIME:-10s}" "$dir"
	done
done
