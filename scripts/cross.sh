#!/bin/sh
# Compiles for Windows and macOS as far as that goes without their C
# compilers: every package with Fyne's software driver, and the command line
# as a whole program.
set -eu
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for target in windows/amd64 windows/arm64 darwin/amd64 darwin/arm64; do
	export GOOS="${target%/*}" GOARCH="${target#*/}" CGO_ENABLED=0
	echo "== $target"
	go build -tags ci ./codes/... ./proxy/... ./inspector/... ./app/...
	go build -o "$out/loginscope-cli" ./app/cmd/loginscope-cli
done
