#!/bin/sh
# Takes the pictures of docs/screenshots from the real window under Xvfb.
set -eu
cd "$(dirname "$0")/.."
LOGINSCOPE_BIN="$PWD/bin/loginscope-e2e" go run -tags ci ./app/ui/e2e/screenshots docs/screenshots
