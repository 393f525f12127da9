#!/bin/sh
# Builds the embedded fonts again, byte for byte where the packages are the
# same: Debian's fonts-noto-cjk (SIL OFL 1.1) and python3-fonttools are needed.
#
#   sans-regular.otf  all of GB2312 and Latin, weight 400
#   sans-bold.otf     the 3,755 first-level characters, Latin, and every
#                     character of our own texts, weight 700
#   mono.otf          as sans-bold, half-width Latin, so that one Chinese
#                     character is exactly two Latin ones wide
#
# A character that a subset lacks is taken from the system's fonts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
src=${NOTO_CJK:-/usr/share/fonts/opentype/noto}
exec /usr/bin/python3 "$here/build.py" "$src" "$root" "$here"
