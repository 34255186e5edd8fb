#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $cmdlets = (Import-PowerShellDataFile "$root/IpmiPS.psd1").CmdletsToExport | ForEach-Object { @{ Name = $_ } }
    $topics = Get-ChildItem "$root/docs/en-US" -Filter about_*.help.txt | ForEach-Object { @{ Name = $_.Name -replace '\.help\.txt$' } }
    $documents = 'README.md', 'SECURITY.md', 'docs/fleet.md' + @(Get-ChildItem "$root/docs/en-US" -Filter *.md | ForEach-Object { "docs/en-US/$($_.Name)" }) |
        ForEach-Object { @{ Name = $_ } }
    $hasPlatyPS = [bool](Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $root = (Resolve-Path "$PSScriptRoot/../..").Path

    # What a page says of a parameter's metadata, as the module has it.
    function Get-Metadata {
        param([System.Management.Automation.ParameterMetadata] $Parameter)
        $type = [Nullable]::GetUnderlyingType($Parameter.ParameterType)
        if (-not $type) { $type = $Parameter.ParameterType }
        $lines = @(
            "Type: $($type.FullName -replace '^(System\.(Management\.Automation\.|Security\.)?|IpmiPS\.(\w+\.)?)(?=\w+(\[\])?$)')"
            "SupportsWildcards: $(@($Parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.SupportsWildcardsAttribute] }).Count -gt 0)"
            if ($Parameter.Aliases.Count -eq 0) { 'Aliases: []' } else { 'Aliases:'; $Parameter.Aliases | ForEach-Object { "- $_" } }
            'ParameterSets:'
            foreach ($name in $Parameter.ParameterSets.Keys | Sort-Object) {
                $set = $Parameter.ParameterSets[$name]
                "- Name: $($name -replace '^__AllParameterSets$', '(All)')"
                "  Position: $(if ($set.Position -lt 0) { 'Named' } else { $set.Position })"
                "  IsRequired: $($set.IsMandatory)"
                "  ValueFromPipeline: $($set.ValueFromPipeline)"
                "  ValueFromPipelineByPropertyName: $($set.ValueFromPipelineByPropertyName)"
                "  ValueFromRemainingArguments: $($set.ValueFromRemainingArguments)"
            }
        )
        $lines -creplace 'True$', 'true' -creplace 'False$', 'false'
    }
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

    It 'leads to its page in the repository with -Online' {
        $address = ([xml](Get-Content "$root/Directory.Build.props" -Raw)).SelectSingleNode('//PackageProjectUrl').InnerText
        (Get-Command $Name).HelpUri | Should -Be "$address/blob/main/docs/en-US/$Name.md"
    }

    It 'has a page whose syntax and metadata are the module''s' {
        $page = (Get-Content "$root/docs/en-US/$Name.md" -Raw -Encoding UTF8) -replace "`r`n", "`n"
        $command = Get-Command $Name
        $hidden = @($command.Parameters.Values | Where-Object { $true -in $_.Attributes.DontShow } | ForEach-Object Name)
        $sets = @([regex]::Matches($page, '(?ms)^### (?<name>\w+)(?<default> \(Default\))?\n\n```\n(?<text>.*?)\n```') | Where-Object { $_.Groups['text'].Value -like "$Name *" })
        $sets.Count | Should -Be $command.ParameterSets.Count
        foreach ($set in $command.ParameterSets) {
            $shown = $sets | Where-Object { $_.Groups['name'].Value -eq $set.Name }
            $syntax = "$Name $set"
            foreach ($parameter in $hidden) { $syntax = $syntax -replace " \[-$parameter <\w+>\]" }
            ($shown.Groups['text'].Value -replace '\s+', ' ') | Should -Be $syntax
            if ($command.ParameterSets.Count -gt 1) { $shown.Groups['default'].Success | Should -Be $set.IsDefault }
        }
        $shown = $command.Parameters.Values | Where-Object { $_.Name -notin $hidden + [System.Management.Automation.PSCmdlet]::CommonParameters }
        $described = [regex]::Matches($page, '(?ms)^### -(?<name>\w+)\n.*?^```yaml\n(?<text>.*?)^```')
        $described | ForEach-Object { $_.Groups['name'].Value } | Should -Be ($shown.Name | Sort-Object)
        foreach ($parameter in $shown) {
            $text = ($described | Where-Object { $_.Groups['name'].Value -eq $parameter.Name }).Groups['text'].Value
            @($text -split '\n' -match '^(Type|SupportsWildcards|Aliases|- |ParameterSets|  )') | Should -Be @(Get-Metadata $parameter) -Because "-$($parameter.Name)"
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

# PlatyPS is the judge of both halves: the pages, of which the tests above hold what can be held without it, and the MAML.
if ($hasPlatyPS) {
    Describe 'Held against PlatyPS' {
        It 'the pages are what the module and they themselves give' {
            & $PowerShell -NoProfile -NonInteractive -File "$root/docs/Update-Help.ps1" -Module "$ModuleUnderTest/IpmiPS.psd1" -Destination "$TestDrive/en-US"
            $LASTEXITCODE | Should -Be 0
            $files = Get-ChildItem "$TestDrive/en-US" -File
            $files.Count | Should -BeGreaterThan 1
            foreach ($file in $files) {
                $kept = (Get-Content "$root/docs/en-US/$($file.Name)" -Raw) -replace "`r`n", "`n"
                (Get-Content $file.FullName -Raw) -eq $kept | Should -BeTrue -Because "$($file.Name) is to be made anew: ./build.ps1 Docs"
            }
        }

        It 'the MAML of the build''s own writer is that of PlatyPS' {
            & $PowerShell -NoProfile -NonInteractive -File "$root/docs/ConvertTo-Maml.ps1" -Path "$TestDrive/platyps.xml"
            $LASTEXITCODE | Should -Be 0
            & dotnet run --project "$root/tools/IpmiPS.Help" -c Release -- "$root/docs/en-US" "$TestDrive/own.xml"
            $LASTEXITCODE | Should -Be 0
            $own, $theirs = foreach ($name in 'own', 'platyps') {
                # White space between elements, and how an empty one is written, mean nothing.
                ([xml](Get-Content "$TestDrive/$name.xml" -Raw -Encoding UTF8)).DocumentElement.OuterXml -replace '<([\w:]+)([^<>]*)></\1>', '<$1$2 />'
            }
            $own.Length | Should -BeGreaterThan 100000
            $own -ceq $theirs | Should -BeTrue -Because 'tools/IpmiPS.Help and docs/ConvertTo-Maml.ps1 are to give the same'
        }
    }
}
