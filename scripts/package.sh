#!/bin/sh
# A package of this system: on Linux an archive with an installer, elsewhere what
# the fyne tool makes, which raises the number Build in FyneApp.toml each time;
# the file is put back.
set -eu
cd "$(dirname "$0")/.."
found=$(sh scripts/go.sh)
[ -z "$found" ] || export PATH="$found:$PATH"
system=$(go env GOOS)

fyne_package() {
	kept=$(mktemp)
	cp FyneApp.toml "$kept"
	trap 'cat "$kept" >FyneApp.toml; rm -f "$kept"' EXIT
	go tool -modfile=tools/go.mod fyne package --target "$system" --release
}

# archive packs the same files to the same bytes, so that two builds can be compared.
archive() {
	command -v xz >/dev/null 2>&1 || {
		echo "package: xz is not installed, and the archive is compressed with it." >&2
		echo "  do:  on Debian and Ubuntu: apt-get install xz-utils" >&2
		exit 1
	}
	version=$(sed -n 's/^Version = "\(.*\)"$/\1/p' FyneApp.toml)
	name=loginscope-$version-linux-$(go env GOARCH)
	time=$(git log -1 --format=%ct 2>/dev/null || echo 0)
	stage=$(mktemp -d)
	trap 'rm -rf "$stage"' EXIT
	mkdir "$stage/$name"
	cp bin/loginscope scripts/install.sh assets/desktop/* assets/icon/loginscope.png assets/icon/loginscope.svg \
		LICENSE README.md README.zh-CN.md "$stage/$name"
	mkdir -p dist
	tar -C "$stage" --sort=name --mtime="@$time" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
		-cf - "$name" | xz -T1 >"$stage/archive"
	mv "$stage/archive" "dist/$name.tar.xz"
	echo "dist/$name.tar.xz"
}

case "$system" in
linux) sh scripts/build.sh -trimpath -ldflags '-s -w' -o bin/loginscope . && archive ;;
*) fyne_package ;;
esac
