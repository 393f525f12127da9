#!/bin/sh
# Installs what a build (run) or the tests (test) need and is not there yet.
# Debian and Ubuntu: by apt-get, with sudo where we are not root.
# macOS: checks for the command line tools, and takes the rest from Homebrew.
# Anything else: says what is needed and goes on.
set -eu

what=${1:-run}

run_debian='gcc libc6-dev pkg-config libgl1-mesa-dev libxcursor-dev libxrandr-dev libxinerama-dev libxi-dev libxxf86vm-dev ca-certificates'
test_debian="$run_debian git curl openssl xvfb xdotool scrot x11-utils libgl1-mesa-dri default-jdk-headless libokhttp-java aapt apksigner zipalign android-framework-res adb chromium libnss3-tools"

say() { printf '%s\n' "$*" >&2; }

need_go() {
	if ! command -v go >/dev/null 2>&1; then
		say "setup: Go is not installed or not on PATH."
		say "  why: Loginscope is built from source with Go 1.26 or later."
		say "  do:  install it from https://go.dev/dl/ and run this again."
		exit 1
	fi
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
	[ -z "$todo" ] && return 0
	say "setup: installing $todo"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
	# shellcheck disable=SC2086 # a list of words
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $todo >&2
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

need_go
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
go mod download
