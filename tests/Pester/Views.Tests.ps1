#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# What people see: a view for every type, in 80 columns, coloured only where the host can.

BeforeDiscovery {
    . "$PSScriptRoot/Support.ps1"
    $script:things = Get-ResultType
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sims = @(Start-IpmiSimulator -Count 2 -UnhealthyEvery 2)
    if ($PSStyle) { $rendering = $PSStyle.OutputRendering }
}

AfterAll {
    if ($PSStyle) { $PSStyle.OutputRendering = $rendering }
    Get-IpmiSession | Remove-IpmiSession
    Stop-IpmiSimulator
}

Describe 'The view of <Type>' -ForEach $things {
    BeforeAll {
        if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
        $objects = @(& $Get)
        $lines = ($objects | Out-String -Width 80) -split '\r?\n'
    }

    It 'is that of the type that the cmdlet names' {
        $objects.Count | Should -BeGreaterThan 1
        $objects[0].GetType().FullName | Should -Be "IpmiPS.$Type"
        (Get-Command -Module IpmiPS).OutputType.Name | Should -Contain "IpmiPS.$Type"
    }

    It 'is a table within 80 columns' {
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        @($lines -match '^[ -]*-{2,}[ -]*$').Count | Should -BeGreaterThan 0
        $lines -match '^\s*\w+\s+: ' | Should -BeNullOrEmpty
    }

    It 'is grouped by computer where it is a list, and else has it in a column' {
        $groups = @($lines -match '^   ComputerName: ')
        if ($Grouped) { $groups.Count | Should -Be 2 } else { $groups.Count | Should -Be 0; $lines -match 'ComputerName' | Should -Not -BeNullOrEmpty }
    }

    It 'can be a list, too' {
        $list = $objects[0] | Format-List | Out-String -Width 80
        $list | Should -Match 'ComputerName\s+: '
    }
}

Describe 'The view of many findings' {
    It 'has one line for each, whatever the BMC had to say, and cuts only the evidence' -ForEach 80, 200 {
        if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
        $findings = @($sims | Test-IpmiSecurity)
        $lines = @(($findings | Out-String -Width $_) -split '\r?\n' | Where-Object { $_.Trim() })
        # A title and two lines of headers for each BMC.
        $lines.Count | Should -Be ($findings.Count + 2 * 3)
        foreach ($finding in $findings) { @($lines -match "^[\w ]+? +$($finding.Id) ").Count | Should -Be @($findings | Where-Object Id -EQ $finding.Id).Count }
    }

    It 'shows each remedy whole as a list' {
        $findings = @($sims[0] | Test-IpmiSecurity | Where-Object Remedy)
        $text = ($findings | Format-List Remedy | Out-String -Width 80) -replace '\s'
        foreach ($finding in $findings) { $text.Contains("Remedy:$($finding.Remedy -replace '\s')") | Should -BeTrue -Because $finding.Remedy }
    }
}

Describe 'The pictures of README.md' {
    It 'can be made again, and show what the cmdlets show' -Skip:(-not $PSStyle) {
        $port = [int] ((Get-DeadName) -replace '.*:')
        Invoke-Apart "& '$PSScriptRoot/../../docs/pictures/Make-Pictures.ps1' -Module '$ModuleUnderTest/IpmiPS.psd1' -Destination '$TestDrive' -Port $port -WarningAction Ignore"
        $svg = [xml] (Get-Content "$TestDrive/views.svg" -Raw)
        @($svg.svg.g.text | Where-Object InnerText -EQ 'Critical').Count | Should -BeGreaterThan 5
        $svg.svg.g.text | Where-Object { $_.InnerText -eq 'Critical' -and $_.fill -ne '#ff7b72' } | Should -BeNullOrEmpty
        @($svg.svg.g.text | Where-Object InnerText -Match 'IpmiPower$').Count | Should -Be 1
        foreach ($file in Get-ChildItem $TestDrive, "$PSScriptRoot/../../docs/pictures" -Include views.svg, report.png -Recurse) { $file.Length | Should -BeIn (5kb..300kb) }
    }
}

Describe 'Colours' {
    It 'is there for what is bad, and only where the host can show it' -Skip:(-not $PSStyle) {
        $bad = $sims | Get-IpmiSensor -Unhealthy
        $PSStyle.OutputRendering = 'Ansi'
        ($bad | Out-String) | Should -Match ([regex]::Escape($PSStyle.Formatting.Error) + 'Critical')
        ($sims[0] | Get-IpmiSensor -Name Fan1 | Out-String -Stream | Select-String 'Fan1') | Should -Not -Match ([regex]::Escape($PSStyle.Formatting.Error))
        $PSStyle.OutputRendering = 'PlainText'
        ($bad | Out-String) | Should -Not -Match "`e"
    }
}
