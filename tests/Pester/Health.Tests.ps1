#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The health of servers: verdicts, bookmarks, exit codes. What each fault gives is tested in the core.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sims = @(Start-IpmiSimulator -Count 3 -UnhealthyEvery 3)
    $good, $bad = $sims[0, 2]

    # Ends a script with a statement; returns the exit code, and what the host was given.
    function Invoke-Exit {
        param([string] $Statement)
        Set-Content "$TestDrive/check.ps1" "`$ErrorActionPreference = 'Stop'`n$Statement"
        $shown = & "$TestDrive/check.ps1" 6>&1
        [pscustomobject]@{ Code = $LASTEXITCODE; Text = "$shown" }
    }
}

AfterAll { Stop-IpmiSimulator }

Describe 'Test-IpmiHealth' {
    It 'has one verdict for each BMC, with reasons' {
        $verdicts = @($sims | Test-IpmiHealth)
        $verdicts.Count | Should -Be 3
        @($verdicts | Where-Object Health -EQ Ok).ReasonText | Should -Be '', ''
        $verdict = $verdicts | Where-Object Health -GE Critical
        $verdict.ComputerName | Should -Be ($bad | Get-Name)
        $verdict.Reasons.Part | Select-Object -Unique | Sort-Object | Should -Be Chassis, Sensors, PowerSupplies, EventLog
        $verdict.ReasonText | Should -BeLike '*Fan3: 0 RPM, Lower Critical.*'
        $verdict.ExitCode | Should -Be 2
        [int]$verdict | Should -Be 2
        $sims | Test-IpmiHealth -Quiet | Sort-Object | Should -Be $false, $true, $true
        $bad | Test-IpmiHealth -Include Bmc -Quiet | Should -BeTrue
    }

    It 'has a verdict for a BMC without a log-in, and no error' {
        $verdict = Test-IpmiHealth (Get-DeadName) -Credential $good.Credential -ErrorVariable failed
        $verdict.Health, $verdict.ErrorId, $verdict.ExitCode | Should -Be Critical, 'IpmiUnreachable', 2
        $verdict = Test-IpmiHealth ($good | Get-Name) -Credential (Get-TestCredential admin wrong) -ErrorVariable +failed
        $verdict.Health, $verdict.ErrorId, $verdict.ExitCode | Should -Be Unknown, 'IpmiBadCredential', 3
        $failed | Should -BeNullOrEmpty
        $silent = Open-SilentHost
        $verdict = Test-IpmiHealth $silent.Name -Credential $good.Credential -TimeoutSeconds 0.5
        $silent.Socket.Dispose()
        $verdict.ErrorId, $verdict.Health | Should -Be 'IpmiTimeout', Critical
    }

    It 'reports each event once with a bookmark, also after the log was cleared' {
        $with = @{ Bookmark = "$TestDrive/bookmarks.csv"; Include = 'EventLog' }
        ($sims | Test-IpmiHealth @with | Where-Object Health -NE Ok).ComputerName | Should -Be ($bad | Get-Name)
        @(Import-Csv $with.Bookmark).ComputerName | Should -Be @($sims | Get-Name | Sort-Object)
        $sims | Test-IpmiHealth @with -Quiet | Should -Be $true, $true, $true
        $bad | Clear-IpmiSel -Force
        $null = $bad | Send-IpmiEvent -Sample LowerCriticalVoltage
        $verdict = $bad | Test-IpmiHealth @with
        $verdict.EventCount | Should -BeGreaterThan 0
        $verdict.Health | Should -BeGreaterOrEqual Warning
        ($bad | Test-IpmiHealth @with).EventCount | Should -Be 0

        # What could not be read keeps its place.
        $null = Test-IpmiHealth ($bad | Get-Name) -Credential (Get-TestCredential admin wrong) @with
        ($bad | Test-IpmiHealth @with).EventCount | Should -Be 0
    }

    It 'compares the firmware with a baseline in a data file, in hash tables or in rows' {
        Set-Content "$TestDrive/baseline.psd1" "@{ Firmware = @(@{ ManufacturerId = 32473; FirmwareVersion = '9.10' }) }"
        $row = [pscustomobject]@{ ManufacturerId = '32473'; ProductId = ''; FirmwareVersion = '9.10' }
        foreach ($baseline in "$TestDrive/baseline.psd1", @{ ManufacturerId = 32473; ExpectedVersion = '9.10' }, $row) {
            ($good | Test-IpmiHealth -FirmwareBaseline $baseline).Reasons.Part | Should -Be Firmware
        }
        { $good | Test-IpmiHealth -FirmwareBaseline @{ ManufacturerId = 32473; FirmwareVersion = 9.10 } } | Should -Throw '*quotes*'
    }

    It 'refuses <_> before anything is sent' -ForEach '-Quiet -Nagios', '-Include Bmc -Exclude Bmc', '-Include Firmware', '-RulePath nowhere.psd1', '-Bookmark check.ps1', '-FirmwareBaseline nowhere.psd1' {
        Set-Content "$TestDrive/check.ps1" 'no bookmarks'
        Push-Location $TestDrive
        $before = Get-ResponseCount $good
        { & ([scriptblock]::Create("`$good | Test-IpmiHealth $_")) } | Should -Throw
        $good.ResponseCount | Should -Be $before
        Pop-Location
    }
}

Describe 'A monitoring script' {
    It 'ends with <Code> after <Statement>' -ForEach @(
        @{ Statement = 'exit ($good | Test-IpmiHealth)'; Code = 0 }
        @{ Statement = 'exit ($bad | Test-IpmiHealth)'; Code = 2 }
        @{ Statement = 'exit ($sims | Test-IpmiHealth)'; Code = 2 }
        @{ Statement = 'if ($sims) { exit ($sims | Test-IpmiHealth -Quiet) }'; Code = 2 }
        @{ Statement = '$all = @($good | Test-IpmiHealth); exit $all[0]'; Code = 0 }
        @{ Statement = "exit (`$sims |`n Test-IpmiHealth -ExitCode)"; Code = 2 }
        @{ Statement = 'exit ($sims | Test-IpmiHealth -Nagios).ExitCode'; Code = 2 }
        @{ Statement = 'exit (Test-IpmiHealth ($good | Get-Name) -Credential (Get-TestCredential admin wrong))'; Code = 3 }
        @{ Statement = '$ErrorActionPreference = "SilentlyContinue"; exit (Test-IpmiHealth "no name" -Credential $good.Credential)'; Code = 3 }
    ) {
        (Invoke-Exit $Statement).Code | Should -Be $Code
    }

    It 'prints the line of -Nagios' {
        $name = $bad | Get-Name
        $check = Invoke-Exit 'exit ($bad | Test-IpmiHealth -Nagios)'
        $check.Code | Should -Be 2
        $check.Text | Should -BeLike "IPMI CRITICAL - ${name}: * | 'Inlet Temp'=*"
        $sims | Test-IpmiHealth -Nagios | Should -BeLike "IPMI CRITICAL - 1 of 3 BMCs: ${name}: * | ok=2 warning=0 critical=1 unknown=0"
    }

    It 'gets objects where exit does not take them' {
        if ($false) { exit (1) }; $verdicts = $sims | Test-IpmiHealth
        @($verdicts).Count | Should -Be 3
    }
}
