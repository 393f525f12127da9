#!/bin/sh
# Installs Loginscope for one user or for all, or takes it away again (Linux).
# It stands in the repository and in the archive that `make package` makes.
#
#   install.sh [PREFIX]             default: ~/.local; for all users: /usr/local
#   install.sh --remove [PREFIX]
#
# DESTDIR, if set, stands before every path, for package builders.
set -eu

remove=
[ "${1:-}" = --remove ] && { remove=yes; shift; }
prefix=${1:-$HOME/.local}
here=$(cd "$(dirname "$0")" && pwd)
id=org.loginscope.app

# In the archive the files lie beside this script, in the repository elsewhere.
if [ -f "$here/loginscope" ]; then
	program=$here/loginscope entry=$here icon=$here
else
	program=$here/../bin/loginscope entry=$here/../assets/desktop icon=$here/../assets/icon
fi

to=${DESTDIR:-}$prefix
# Each line: where a file comes from, where it goes, its mode.
files() {
	cat <<-END
		$program|$to/bin/loginscope|755
		$entry/$id.desktop|$to/share/applications/$id.desktop|644
		$entry/$id.xml|$to/share/mime/packages/$id.xml|644
		$icon/loginscope.png|$to/share/icons/hicolor/512x512/apps/$id.png|644
		$icon/loginscope.svg|$to/share/icons/hicolor/scalable/apps/$id.svg|644
	END
}

# Each line: a command whose output is a file, and where it goes.
made() {
	cat <<-END
		completion bash|$to/share/bash-completion/completions/loginscope
		completion zsh|$to/share/zsh/site-functions/_loginscope
		completion fish|$to/share/fish/vendor_completions.d/loginscope.fish
		man|$to/share/man/man1/loginscope.1
	END
}

files | while IFS='|' read -r from at mode; do
	if [ -n "$remove" ]; then
		rm -f "$at"
	else
		[ -f "$from" ] || {
			echo "install: $from is missing; run make build first." >&2
			exit 1
		}
		install -Dm "$mode" "$from" "$at"
	fi
done

made | while IFS='|' read -r command at; do
	rm -f "$at"
	[ -z "$remove" ] || continue
	mkdir -p "$(dirname "$at")"
	# shellcheck disable=SC2086 # the words of a command
	"$program" --lang en $command >"$at"
	chmod 644 "$at"
done

# Menus and file managers read caches, which a package's own triggers refresh.
if [ -z "${DESTDIR:-}" ]; then
	for tool in "update-desktop-database $to/share/applications" "update-mime-database $to/share/mime"; do
		command -v "${tool%% *}" >/dev/null 2>&1 && $tool >/dev/null 2>&1 || true
	done
fi

if [ -n "$remove" ]; then
	echo "Removed from $to. Sessions, settings and the root certificate's key stay in the configuration folder."
else
	echo "Installed in $to."
	case ":$PATH:" in *":$prefix/bin:"*) ;; *) [ -n "${DESTDIR:-}" ] || echo "$prefix/bin is not on PATH: add it, or start $prefix/bin/loginscope." ;; esac
fi
