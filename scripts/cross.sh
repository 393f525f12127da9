#!/bin/sh
# Compiles for Windows and macOS as far as that goes without their C
# compilers: the command line as a whole program, and every package, for
# Windows with Fyne's software driver. For macOS Fyne itself needs cgo, so the
# packages that import it are left out there and named.
set -eu
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for target in windows/amd64 windows/arm64 darwin/amd64 darwin/arm64; do
	export GOOS="${target%/*}" GOARCH="${target#*/}" CGO_ENABLED=0
	echo "== $target"
	go list -tags ci -f '{{.ImportPath}} {{join .Deps " "}}' ./codes/... ./proxy/... ./inspector/... ./app/... >"$out/all"
	if [ "$GOOS" = darwin ]; then
		echo "left out, since Fyne needs cgo there: $(grep ' fyne\.io/fyne/' "$out/all" | cut -d' ' -f1 | tr '\n' ' ')"
		grep -v ' fyne\.io/fyne/' "$out/all" >"$out/some"
		mv "$out/some" "$out/all"
	fi
	cut -d' ' -f1 "$out/all" | xargs go build -tags ci
	go build -o "$out/loginscope-cli" ./app/cmd/loginscope-cli
done
