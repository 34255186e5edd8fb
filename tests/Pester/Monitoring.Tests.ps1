#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Results as metrics and messages for monitoring: what only PowerShell can show.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sims = Start-IpmiSimulator -Count 2
    $sensors = @($sims | Get-IpmiSensor)
    $log = @($sims[0] | Get-IpmiSel)
}

AfterAll { Stop-IpmiSimulator }

Describe 'Export-IpmiMetric' {
    It 'writes results of several cmdlets and BMCs to one file, and replaces it' {
        $path = "$TestDrive/ipmi.prom"
        Set-Content $path 'old'
        $file = & { $sensors; $sims | Get-IpmiPower; $sims | Get-IpmiChassis; $sims | Get-IpmiSelInfo; $sims | Get-IpmiDevice; $sims | Get-IpmiPowerUsage; $log } | Export-IpmiMetric $path
        $file.FullName | Should -Be (Get-Item $path).FullName
        $lines = Get-Content $path
        $lines | Should -Not -Contain 'old'
        foreach ($name in 'temperature_celsius', 'fan_speed_state', 'chassis_power_state', 'sel_logs_count', 'bmc_info', 'dcmi_power_consumption_watts') {
            @($lines -match "^ipmi_$name\{instance=`"127\.0\.0\.1:\d+`"").Count | Should -BeGreaterOrEqual 2 -Because $name
        }
        @($lines -replace ' [^ ]+$' | Group-Object -CaseSensitive | Where-Object { $_.Count -gt 1 -and $_.Name -notlike '#*' }).Count | Should -Be 0
        Get-ChildItem $TestDrive -Filter *.tmp | Should -BeNullOrEmpty
    }

    It 'empties the file where there are no results, with a warning' {
        $path = "$TestDrive/none.prom"
        Set-Content $path 'old'
        $null = @() | Export-IpmiMetric $path -WarningVariable warnings -WarningAction SilentlyContinue
        (Get-Item $path).Length | Should -Be 0
        "$warnings" | Should -BeLike '*no metrics*'
    }

    It 'writes nothing with -WhatIf' {
        $said = Get-WhatIf { $sensors | Export-IpmiMetric "$TestDrive/x.prom" @args }
        $said | Should -BeLike "What if: *Write metrics*x.prom*"
        "$TestDrive/x.prom" | Should -Not -Exist
    }

    It 'says what it cannot write' {
        $null = 1 | Export-IpmiMetric "$TestDrive/x.prom" -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'IpmiInvalidParameter,*'
        { $sensors | Export-IpmiMetric "$TestDrive/no/x.prom" } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
    }
}

Describe 'ConvertTo-IpmiSyslog and ConvertTo-IpmiCef' {
    It 'give a line for each entry' {
        $syslog = @($log | ConvertTo-IpmiSyslog -Facility Local3 -AppName x -EnterpriseNumber 9)
        $syslog.Count | Should -Be $log.Count
        $syslog | Should -Match '^<1(5[2-9])>1 [-0-9T:+]+ 127\.0\.0\.1:\d+ x - SEL \[ipmi@9 id="\d+" .*\] .+$'
        $cef = @(ConvertTo-IpmiCef $log)
        $cef.Count | Should -Be $log.Count
        $cef | Should -Match '^CEF:0\|IpmiPS\|IpmiPS\|\d+\.\d+\.\d+\|[^|]+\|[^|]+\|\d+\|.*dvchost=127\.0\.0\.1:\d+ externalId=\d+ msg='
    }
    It 'refuse entries of another process, which have lost their time' {
        $log[0] | Export-Clixml "$TestDrive/entry.xml"
        Import-Clixml "$TestDrive/entry.xml" | ConvertTo-IpmiSyslog -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'IpmiInvalidParameter,*'
    }
}

Describe 'Write-IpmiEventLog' {
    if ($PSVersionTable.PSEdition -eq 'Desktop' -or $IsWindows) {
        It 'writes each event, and nothing with -WhatIf' {
            Get-WhatIf { $log | Write-IpmiEventLog @args } | Should -BeLike 'What if: *"Write to the event log of Windows" on target "source IpmiPS"*'
            @($log | Write-IpmiEventLog -PassThru).Id | Should -Be $log.Id
        }
    }
    else {
        It 'says that only Windows has such a log' {
            { $log | Write-IpmiEventLog } | Should -Throw -ErrorId 'IpmiCommandNotSupported,*'
        }
    }
}
