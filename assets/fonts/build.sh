#!/bin/sh
# Builds the embedded fonts again, byte for byte where the packages are the
# same: Debian's fonts-noto-cjk, fonts-inter and fonts-jetbrains-mono (all SIL
# OFL 1.1) and python3-fonttools are needed.
#
#   sans-regular.otf  all of GB2312 and Latin, weight 400
#   sans-bold.otf     the 3,755 first-level characters, Latin, and every
#                     character of our own texts, weight 700
#   mono.otf          as sans-bold, weight 400, with the Latin of JetBrains Mono
#
# A character that a subset lacks is taken from the system's fonts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
noto=${NOTO_CJK:-/usr/share/fonts/opentype/noto}
inter=${INTER:-/usr/share/fonts/opentype/inter}
jetbrains=${JETBRAINS:-/usr/share/fonts/truetype/jetbrains-mono}
exec /usr/bin/python3 "$here/build.py" "$noto" "$inter" "$jetbrains" "$root" "$here"
