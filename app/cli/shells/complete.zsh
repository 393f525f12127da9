#compdef loginscope loginscope-cli
# zsh completion for Loginscope. Install: loginscope completion zsh > a folder of $fpath, as _loginscope
_loginscope() {
	local line word
	local -a found
	while IFS= read -r line; do
		word=${line%%$'\t'*}
		found+=("${word//:/\\:}:${line#*$'\t'}")
	done < <("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
	if (( $#found )); then
		_describe loginscope found
	else
		_files
	fi
}
if [ "$funcstack[1]" = _loginscope ]; then
	_loginscope "$@"
else
	compdef _loginscope loginscope loginscope-cli
fi
