# The README promises nothing that is not there: every command and parameter in it exists, every variable has a value, every link leads somewhere.

BeforeDiscovery {
    $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
    $text = [System.IO.File]::ReadAllText("$root/README.md")
    $blocks = @([regex]::Matches($text, '(?s)```powershell\r?\n(.*?)```') | ForEach-Object { $_.Groups[1].Value })
    $cells = @([regex]::Matches($text, '(?m)^\| `[^|]*\| `([^`]*-Ipmi[^`]*)` \|') | ForEach-Object { $_.Groups[1].Value -replace '\\\|', '|' })
    $commands = foreach ($code in $blocks + $cells) {
        $ast = [System.Management.Automation.Language.Parser]::ParseInput($code, [ref]$null, [ref]$null)
        foreach ($command in $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            @{ Name = $command.GetCommandName(); Text = $command.Extent.Text; Parameters = @($command.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] } | ForEach-Object ParameterName) }
        }
    }
    $links = @([regex]::Matches($text, '\]\((?!http)([^)#]+)') | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique)
}

Describe 'README' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
        $text = [System.IO.File]::ReadAllText("$root/README.md")
        $blocks = @([regex]::Matches($text, '(?s)```powershell\r?\n(.*?)```') | ForEach-Object { $_.Groups[1].Value })
    }

    It 'names a command that exists, with its parameters: <Text>' -TestCases $commands {
        $command = Get-Command $Name -ErrorAction Stop
        foreach ($parameter in $Parameters) {
            { $command.ResolveParameter($parameter) } | Should -Not -Throw -Because "-$parameter"
        }
    }

    It 'gives every variable a value before it uses it' {
        $ast = [System.Management.Automation.Language.Parser]::ParseInput($blocks -join "`n", [ref]$null, [ref]$null)
        $given = @($ast.FindAll({ $args[0] -is [System.Management.Automation.Language.AssignmentStatementAst] }, $true) | ForEach-Object { $_.Left.VariablePath.UserPath })
        $used = @($ast.FindAll({ $args[0] -is [System.Management.Automation.Language.VariableExpressionAst] }, $true) | ForEach-Object { $_.VariablePath.UserPath })
        $used | Where-Object { $_ -notin $given -and $_ -notlike 'env:*' -and $_ -notin '_', 'true', 'false', 'null' } | Should -BeNullOrEmpty
    }

    It 'has cmdlets in its table that exist, each with its page' {
        $rows = [regex]::Matches($text, '(?m)^\|[^|]*\| \[`([^`]+)`\]\(([^)]+)\)')
        $rows.Count | Should -BeGreaterThan 20
        foreach ($row in $rows) {
            (Get-Command $row.Groups[1].Value -ErrorAction Stop).ModuleName | Should -Be IpmiPS
            $row.Groups[2].Value | Should -Be "docs/en-US/$($row.Groups[1].Value).md"
        }
    }

    It 'leads to the folder with the pages of all cmdlets' {
        $text | Should -Match '\]\(docs/en-US\)'
    }

    It 'links to what is there: <_>' -ForEach $links {
        "$root/$_" | Should -Exist
    }
}
