# PowerShell completion for Loginscope. Install: loginscope completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName loginscope, loginscope-cli -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or
        ($wordToComplete -and $_.Extent.EndOffset -eq $cursorPosition) } | ForEach-Object { "$_" })
    $rest = @($words | Select-Object -Skip 1)
    if (-not $wordToComplete) { $rest += '' }
    & $words[0] __complete @rest 2>$null | ForEach-Object {
        $word, $help = $_ -split "`t", 2
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue',
            $(if ($help) { $help } else { $word }))
    }
}
