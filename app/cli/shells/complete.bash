# bash completion for Loginscope. Install: loginscope completion bash > ~/.local/share/bash-completion/completions/loginscope
_loginscope() {
	local line
	COMPREPLY=()
	while IFS= read -r line; do
		COMPREPLY+=("${line%%$'\t'*}")
	done < <("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -o nosort -F _loginscope loginscope loginscope-cli
