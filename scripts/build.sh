#!/bin/sh
# go build, which says how far it is where somebody watches: the first build
# compiles an OpenGL binding and takes minutes.
set -eu
cd "$(dirname "$0")/.."
found=$(sh scripts/go.sh)
[ -z "$found" ] || export PATH="$found:$PATH"

# Go stops where it may not ask git for the commit: in a folder that is another
# user's. Such a build says that its commit is unknown.
git rev-parse HEAD >/dev/null 2>&1 || export GOFLAGS="${GOFLAGS:-} -buildvcs=false"

[ -t 2 ] || exec go build "$@"

failed=$(mktemp)
trap 'rm -f "$failed"' EXIT
{ go build -v "$@" 2>&1 || echo failed >"$failed"; } | awk '
	# A line that is the path of a package was compiled; anything else is an error.
	/^[A-Za-z0-9_.\/~@-]+$/ { printf "\rbuilding: %d packages compiled (the first time some minutes)", ++n; fflush(); next }
	{ if (n) printf "\n"; n = 0; print }
	END { if (n) printf "\n" }' >&2
[ ! -s "$failed" ]
