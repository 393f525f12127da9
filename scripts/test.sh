#!/bin/sh
# Every check that a change must pass, in the order in which a mistake is found
# soonest. `make test` and the continuous integration call this very file.
set -eu
cd "$(dirname "$0")/.."

found=$(sh scripts/go.sh)
[ -z "$found" ] || export PATH="$found:$PATH"
# Go stops where it may not ask git for the commit: in a folder that is another user's.
git rev-parse HEAD >/dev/null 2>&1 || export GOFLAGS="${GOFLAGS:-} -buildvcs=false"

# One flag set everywhere: another one would compile the OpenGL binding again.
# The tag ci gives packages that import fyne a software driver without OpenGL.
tags=ci
tool() { go tool -modfile=tools/go.mod "$@"; }
step() { printf '\n== %s\n' "$*"; }

step "formatting"
unformatted=$(gofmt -l .)
if [ -n "$unformatted" ]; then
	printf 'not formatted (run gofmt -w):\n%s\n' "$unformatted"
	exit 1
fi

step "golangci-lint, which runs vet and staticcheck"
go tool -modfile=tools/golangci/go.mod golangci-lint run --build-tags $tags ./...

step "actionlint, on the workflows"
tool actionlint .github/workflows/*.yml

step "govulncheck"
db=$(go env GOVULNDB)
if curl -fsS -m 10 -o /dev/null "${db:-https://vuln.go.dev}/index/db.json" 2>/dev/null; then
	tool govulncheck -tags $tags ./...
else
	echo "skipped: the vulnerability database is not reachable from here"
fi

step "tests, with the race detector and in random order"
go test -race -shuffle=on -tags $tags -timeout 15m ./...

step "command line without cgo"
CGO_ENABLED=0 go build -o bin/loginscope-cli ./app/cmd/loginscope-cli
bin/loginscope-cli version
bin/loginscope-cli lab >/dev/null

step "soak and faults, in short"
SOAK_FOR=20s FAULTS_SHORT=1 LOGINSCOPE_CLI="$PWD/bin/loginscope-cli" \
	go test -tags "$tags soak" -count=1 -timeout 15m ./app/soak

step "the window, for real, under Xvfb"
go build -o bin/loginscope .
go build -tags e2e -o bin/loginscope-e2e . # the same, and tells scripts what it shows
LOGINSCOPE_BIN="$PWD/bin/loginscope-e2e" LOGINSCOPE_ARTIFACTS="$PWD/artifacts" \
	go test -tags "$tags e2e" -count=1 -v -timeout 15m ./app/ui/e2e/...

step "done"
