#!/bin/sh
# Installs what a build (run) or the tests (test) need and is not there yet.
# Debian and Ubuntu: by apt-get, with sudo where we are not root; Go too.
# macOS: checks for the command line tools, and takes the rest from Homebrew.
# Anything else: says what is needed and goes on.
set -eu

what=${1:-run}

run_debian='gcc libc6-dev pkg-config libgl1-mesa-dev libxcursor-dev libxrandr-dev libxinerama-dev libxi-dev libxxf86vm-dev ca-certificates'
test_debian="$run_debian git curl openssl xvfb xdotool scrot x11-utils libgl1-mesa-dri default-jdk-headless libokhttp-java aapt apksigner zipalign android-framework-res adb chromium libnss3-tools zsh fish man-db"

say() { printf '%s\n' "$*" >&2; }

# go_ready puts a Go that is new enough on PATH, see go.sh.
go_ready() {
	found=$(sh scripts/go.sh fetch) || exit 1
	[ -z "$found" ] || PATH="$found:$PATH"
	if ! command -v go >/dev/null 2>&1; then
		say "setup: Go is not installed or not on PATH."
		say "  why: Loginscope is built from source with Go 1.26 or later."
		say "  do:  install it from https://go.dev/dl/ and run this again."
		exit 1
	fi
}

# modules downloads what the build needs.
modules() {
	go mod download 2>"$log" && return 0
	cat "$log" >&2
	say "setup: the Go modules could not be downloaded."
	say "  why: $(tail -n 1 "$log")"
	say "  do:  check the network. Where the default module proxy (go env GOPROXY) cannot be reached, set a mirror near you:"
	say "       go env -w GOPROXY=https://MIRROR,direct"
	say "       and GOSUMDB to a checksum database that answers; search the web for \"Go module proxy mirror\"."
	exit 1
}

missing_debian() {
	for p in $1; do
		dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$p"
	done
}

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"
	elif command -v sudo >/dev/null 2>&1; then sudo "$@"
	else
		say "setup: these must be run as root, and there is no sudo: $*"
		exit 1
	fi
}

debian() {
	list=$run_debian
	[ "$what" = test ] && list=$test_debian
	todo=$(missing_debian "$list")
	# A Go of any age is enough to fetch the one that is needed.
	[ -n "$(sh scripts/go.sh)" ] || command -v go >/dev/null 2>&1 || todo="golang-go $todo"
	[ -z "$todo" ] && return 0
	say "setup: installing $todo"
	apt update && { # shellcheck disable=SC2086 # a list of words
		apt install -y --no-install-recommends $todo
	} && return 0
	say "setup: the packages could not be installed."
	say "  why: $(grep '^E:' "$log" | tail -n 1)"
	say "  do:  see $log. Where Debian's servers are slow or out of reach, name a mirror near you in /etc/apt/sources.list."
	trap - EXIT
	exit 1
}

# apt runs apt-get with its many lines in the log.
apt() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >>"$log" 2>&1 </dev/null
}

macos() {
	if ! xcode-select -p >/dev/null 2>&1; then
		say "setup: the Xcode command line tools are missing; run: xcode-select --install"
		exit 1
	fi
	[ "$what" = test ] || return 0
	for c in curl openssl java adb; do
		command -v "$c" >/dev/null 2>&1 && continue
		say "setup: '$c' is missing; the tests that drive it will fail."
		say "  do:  brew install curl openssl openjdk android-platform-tools"
	done
}

# real_apks puts APKs that other people made where the tests look for them, see
# inspector/androidapp/real_test.go: the examples of Debian's androguard, whose
# files include the test suite of apksig, and what an npm package and a Go module
# ship. Each comes from its registry's own client and is fetched once; what
# cannot be fetched is named, and the tests go on without it.
real_apks() {
	dir=${LOGINSCOPE_TEST_APKS:-}
	if [ -z "$dir" ]; then
		case "$(uname -s)" in
		Darwin) dir="$HOME/Library/Caches/loginscope/test-apks" ;;
		*) dir="${XDG_CACHE_HOME:-$HOME/.cache}/loginscope/test-apks" ;;
		esac
	fi
	mkdir -p "$dir"
	for source in debian npm gomodule; do
		[ -d "$dir/$source" ] && continue
		tmp=$(mktemp -d)
		mkdir "$tmp/apks"
		if (cd "$tmp" && "apks_of_$source" apks) >"$tmp/log" 2>&1; then
			mv "$tmp/apks" "$dir/$source"
		else
			say "setup: no real APKs from $source: $(tail -n 1 "$tmp/log")"
		fi
		rm -rf "$tmp"
	done
	say "setup: $(find "$dir" -name '*.apk' | wc -l | tr -d ' ') real APKs in $dir"
}

apks_of_debian() {
	command -v apt-get >/dev/null || { echo "this is not Debian"; return 1; }
	apt-get download -q androguard || { as_root apt-get update -qq && apt-get download -q androguard; } || return 1
	dpkg-deb --fsys-tarfile androguard_*.deb | tar -x -f - -C "$1" --wildcards '*.apk'
}

apks_of_npm() {
	command -v npm >/dev/null || { echo "npm is not installed"; return 1; }
	npm pack --silent --fetch-retries=1 --fetch-timeout=60000 io.appium.settings@8.0.10 || return 1
	tar -xzf io.appium.settings-*.tgz -C "$1" package/apks
}

apks_of_gomodule() {
	module=$(go mod download -json github.com/shogo82148/androidbinary@v1.0.5 | sed -n 's/^.*"Dir": "\(.*\)".*$/\1/p')
	[ -n "$module" ] || { echo "the module could not be downloaded"; return 1; }
	cp "$module"/apk/testdata/*.apk "$1"
}

cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
case "$(uname -s)" in
Darwin) macos ;;
Linux)
	if command -v apt-get >/dev/null 2>&1; then debian
	else
		say "setup: no apt-get here; please install the equivalents of:"
		say "  $run_debian"
	fi ;;
*) say "setup: nothing to install automatically on $(uname -s)" ;;
esac
go_ready
modules
[ "$what" = test ] && real_apks
exit 0
