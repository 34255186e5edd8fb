BeforeDiscovery {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $cmdlets = (Import-PowerShellDataFile "$root/out/IpmiPS/IpmiPS.psd1").CmdletsToExport | ForEach-Object { @{ Name = $_ } }
    $topics = Get-ChildItem "$root/docs/en-US" -Filter about_*.help.txt | ForEach-Object { @{ Name = $_.Name -replace '\.help\.txt$' } }
    $documents = 'README.md', 'SECURITY.md', 'docs/fleet.md' + @(Get-ChildItem "$root/docs/en-US" -Filter *.md | ForEach-Object { "docs/en-US/$($_.Name)" }) |
        ForEach-Object { @{ Name = $_ } }
    $noPlatyPS = -not (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)
}

BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module "$root/out/IpmiPS/IpmiPS.psd1"
}

Describe 'Help of <Name>' -ForEach $cmdlets {
    BeforeAll { $help = Get-Help $Name -Full }

    It 'has a synopsis and a description' {
        $help.Synopsis | Should -Match '\w+ \w+'
        $help.Synopsis | Should -Not -Match ('\{\{|^\s*' + $Name)
        ($help.Description.Text -join ' ') | Should -Match '\w+ \w+'
    }

    It 'describes every parameter' {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
        $shown = (Get-Command $Name).Parameters.Values | Where-Object { $_.Name -notin $common -and $true -notin $_.Attributes.DontShow }
        foreach ($parameter in $shown.Name) {
            $described = $help.parameters.parameter | Where-Object name -EQ $parameter
            ($described.description.Text -join ' ') | Should -Match '\w' -Because "$Name has -$parameter"
        }
    }

    It 'has two worked examples or more' {
        $help.examples.example.Count | Should -BeGreaterOrEqual 2
        foreach ($example in $help.examples.example) {
            $example.code | Should -Match $Name
            { [scriptblock]::Create($example.code) } | Should -Not -Throw
            ($example.remarks.Text -join '') | Should -Match '\w+ \w+'
        }
    }
}

Describe 'Examples in <Name>' -ForEach $documents {
    It 'name only cmdlets and parameters that there are' {
        $text = Get-Content "$root/$Name" -Raw
        foreach ($block in [regex]::Matches($text, '(?s)```powershell\r?\n(.*?)```')) {
            $ast = [System.Management.Automation.Language.Parser]::ParseInput($block.Groups[1].Value, [ref]$null, [ref]$null)
            foreach ($use in $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                if ($use.GetCommandName() -notlike '*-Ipmi*') { continue }
                $command = Get-Command $use.GetCommandName() -Module IpmiPS -ErrorAction Stop
                foreach ($parameter in $use.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }) {
                    { $command.ResolveParameter($parameter.ParameterName) } | Should -Not -Throw -Because $use.Extent.Text
                }
            }
        }
    }
}

Describe 'Topics' {
    It '<Name> is found' -ForEach $topics {
        Get-Help $Name | Out-String | Should -Match 'SHORT DESCRIPTION'
    }
}

Describe 'Generated help' {
    It 'is what the pages and the module give' -Skip:$noPlatyPS {
        $made = New-Item "$TestDrive/en-US" -ItemType Directory
        $self = (Get-Process -Id $PID).Path
        & $self -NoProfile -NonInteractive -File "$root/docs/Update-Help.ps1" -Destination $made.FullName
        $LASTEXITCODE | Should -Be 0
        $files = Get-ChildItem $made -File
        $files.Count | Should -BeGreaterThan 1
        foreach ($file in $files) {
            $kept = (Get-Content "$root/docs/en-US/$($file.Name)" -Raw) -replace "`r`n", "`n"
            (Get-Content $file.FullName -Raw) -eq $kept | Should -BeTrue -Because "$($file.Name) is to be made anew: ./build.ps1 Docs"
        }
    }
}
