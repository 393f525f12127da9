#!/bin/sh
# Prints the folder of the Go toolchain that builds Loginscope, or nothing if the
# `go` on PATH will do: one that is new enough, or one that fetches what go.mod
# asks for itself (Go 1.21 and later, unless GOTOOLCHAIN forbids it).
#
#   go.sh          prints what is there
#   go.sh fetch    fetches it first if it is missing
#
# A toolchain is the module golang.org/toolchain, which an older Go downloads and
# verifies like any other module. It is kept in the user's cache.
set -eu
cd "$(dirname "$0")/.."

version=1.26.8 # at least what go.mod asks for

say() { printf '%s\n' "$*" >&2; }

# go_minor is the N of the version go1.N on PATH, 0 if there is none.
go_minor() {
	command -v go >/dev/null 2>&1 || { echo 0; return; }
	# In a folder without go.mod an old Go does not stumble over ours.
	(cd / && GOTOOLCHAIN=local go env GOVERSION 2>/dev/null) | sed -n 's/^go1\.\([0-9]*\).*$/\1/p' | grep . || echo 0
}

# will_do reports whether the go on PATH builds this module.
will_do() {
	minor=$(go_minor)
	[ "$minor" -ge "$(sed -n 's/^go 1\.\([0-9]*\).*$/\1/p' go.mod)" ] && return 0
	[ "$minor" -ge 21 ] || return 1
	case "$(cd / && go env GOTOOLCHAIN)" in *auto* | path) return 0 ;; esac
	return 1
}

platform() {
	case "$(uname -m)" in
	x86_64 | amd64) arch=amd64 ;;
	aarch64 | arm64) arch=arm64 ;;
	*) arch=$(uname -m) ;;
	esac
	echo "$(uname -s | tr '[:upper:]' '[:lower:]')-$arch"
}

module="v0.0.1-go$version.$(platform)"
dir="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/loginscope/go$version"

# fetch has an older Go download the module, and copies it out of the module
# cache, which is read-only and whose files are not executable.
fetch() {
	say "setup: fetching Go $version into $dir (about 70 MB)"
	tmp=$(mktemp -d)
	(cd "$tmp" && GO111MODULE=on GOFLAGS='' go mod download -json "golang.org/toolchain@$module") >"$tmp/module.json" || {
		say "setup: Go $version could not be fetched."
		say "  why: $(sed -n 's/^.*"Error": "\(.*\)".*$/\1/p' "$tmp/module.json" | head -n 1)"
		say "  do:  check the network. Where the default module proxy cannot be reached, set GOPROXY to a mirror"
		say "       near you (and GOSUMDB to a checksum database that answers), for example: go env -w GOPROXY=https://MIRROR,direct"
		rm -rf "$tmp"
		exit 1
	}
	from=$(sed -n 's/^.*"Dir": "\(.*\)".*$/\1/p' "$tmp/module.json")
	mkdir -p "$(dirname "$dir")"
	rm -rf "$dir.part"
	cp -R "$from" "$dir.part"
	chmod -R u+w "$dir.part"
	chmod +x "$dir.part"/bin/* "$dir.part"/pkg/tool/*/* 2>/dev/null || true
	mv "$dir.part" "$dir"
	rm -rf "$tmp"
}

will_do && exit 0
# sudo and desktop launchers leave this folder out of PATH.
if [ "$(go_minor)" = 0 ] && [ -x /usr/local/go/bin/go ]; then
	PATH="$PATH:/usr/local/go/bin"
	will_do && { echo /usr/local/go/bin; exit 0; }
fi
if [ ! -x "$dir/bin/go" ]; then
	[ "${1:-}" = fetch ] || exit 0
	fetch
fi
printf '%s/bin\n' "$dir"
