# fish completion for Loginscope. Install: loginscope completion fish > ~/.config/fish/completions/loginscope.fish
function __loginscope_complete
    set -l words (commandline -opc) (commandline -ct)
    $words[1] __complete $words[2..-1] 2>/dev/null
end
for name in loginscope loginscope-cli
    complete -c $name -a '(__loginscope_complete)'
end
