#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# What was named must exist: a name that matches nothing is an error that says what there is; a wildcard that matches nothing is silence.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $ErrorActionPreference = 'Continue'    # the errors are looked at
    $sims = @(Start-IpmiSimulator -Count 2)
    $names = @($sims | Get-Name)
    $sim = $sims[0]

    function Get-Failure {
        param([scriptblock] $Script)
        $script:seen = & $Script 2>&1
        @($seen | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
    }
}

AfterAll {
    Get-IpmiSession | Remove-IpmiSession
    Stop-IpmiSimulator
}

Describe 'A name that is not there' {
    It 'is one error of each BMC that says which are nearest: <Script>' -ForEach @(
        @{ Script = { $sims | Get-IpmiSensor -Name Fan99 }; Says = "There is no sensor 'Fan99'. The nearest of 56 are 'Fan1',*" }
        @{ Script = { $sims | Get-IpmiSensor -Type Temprature }; Says = "There is no sensor of the type 'Temprature'. The nearest of * are 'Temperature',*" }
        @{ Script = { $sims | Get-IpmiSensor -Type 'Chip Set' }; Says = "There is no sensor of the type 'Chip Set'. The nearest of * are *" }
        @{ Script = { $sims | Get-IpmiSensor -Name Fan1 -Type Temperature }; Says = "There is no sensor of these types with the name 'Fan1'. There are *'Inlet Temp'*" }
        @{ Script = { $sims | Get-IpmiSensor -Name Fan99 -Unhealthy }; Says = "There is no sensor 'Fan99'. *" }
        @{ Script = { $sims | Get-IpmiSel -SensorType Temprature }; Says = "There is no sensor type 'Temprature'. The nearest of * are 'Temperature',*" }
        @{ Script = { $sims | Get-IpmiFru -Id 99 }; Says = "There is no FRU device '99'. There are *'0 (System Board)'*" }
        @{ Script = { $sims | Update-IpmiPassword -Account admni -Confirm:$false }; Says = "There is no account 'admni'. There are 'admin',*" }
    ) {
        $failed = Get-Failure $Script
        $failed.Count | Should -Be 2
        @($seen).Count | Should -Be 2
        $failed | Get-Id | Should -Be 'IpmiNotPresent', 'IpmiNotPresent'
        $failed.TargetObject | Sort-Object | Should -Be ($names | Sort-Object)
        $failed[0].Exception.Message | Should -BeLike "$($failed[0].TargetObject): $Says"
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'keeps nothing that is there from being given: <Script>' -ForEach @(
        @{ Script = { $sim | Get-IpmiSensor -Name Fan1, Fan99, 'Fan2*', Fan98 }; Given = 2; Says = "*There are no sensors 'Fan99', 'Fan98'.*" }
        @{ Script = { $sim | Get-IpmiSensor -Type Temprature, Battery }; Given = 1; Says = "*no sensor of the type 'Temprature'.*" }
        @{ Script = { $sim | Get-IpmiFru -Id 0, 99, 98 }; Given = 1; Says = "*There are no FRU devices '99', '98'.*" }
    ) {
        $failed = Get-Failure $Script
        $failed.Count | Should -Be 1
        @($seen).Count | Should -Be ($Given + 1)
        $failed[0].Exception.Message | Should -BeLike $Says
    }

    It 'is found out before anything is sent, where IPMI has no such sensor type' {
        # Not the packets: a log-out before may still be repeated.
        $logIns = $sim.SessionsOpened
        (Get-Failure { $sim | Get-IpmiSel -SensorType Fan, Temprature }).Count | Should -Be 1
        $sim.SessionsOpened | Should -Be $logIns
    }

    It 'of a session, a virtual BMC or a cached BMC is reported as well: <Script>' -ForEach @(
        @{ Script = { Get-IpmiSession -Name rack8 }; Says = "There is no open session 'rack8'.*" }
        @{ Script = { Remove-IpmiSession -Id 4711 }; Says = "There is no open session '4711'.*" }
        @{ Script = { Get-IpmiSimulator -Id 4711 }; Says = "There is no virtual BMC '4711'. There are *" }
        @{ Script = { Stop-IpmiSimulator -Id 4711 }; Says = "There is no virtual BMC '4711'. There are *" }
        @{ Script = { Clear-IpmiCache bmc9 }; Says = "There is no cached BMC 'bmc9'. The*'127.0.0.1:*" }
        @{ Script = { Clear-IpmiCache bmc[90-92] }; Says = "*There are no cached BMCs 'bmc90', 'bmc91', 'bmc92'. The*'127.0.0.1:*" }
    ) {
        $null = $sims | Get-IpmiPower
        $failed = Get-Failure $Script
        $failed | Get-Id | Should -Be 'IpmiNotPresent'
        $failed[0].Exception.Message | Should -BeLike $Says
    }
}

Describe 'A file of the cache that cannot be read' {
    It 'goes with the name of its BMC all the same' {
        $own = $env:IPMIPS_CACHE
        try {
            $env:IPMIPS_CACHE = "$TestDrive/unread"
            $cache = [IpmiPS.Cache.CacheFolder]::Current
            $null = $cache.Write('bmc7', 'sdr', [byte[]](1, 2, 3))
            $file = Get-ChildItem $env:IPMIPS_CACHE -File
            [System.IO.File]::WriteAllText($file.FullName, 'damaged')
            (Get-Failure { Clear-IpmiCache bmc7 } | Get-Id) | Should -Be 'IpmiNotPresent'
            $file.FullName | Should -Not -Exist
        }
        finally { $env:IPMIPS_CACHE = $own }
    }
}

Describe 'Silence' {
    It 'is right where a wildcard matches nothing, or a sensor type has no entries: <_>' -ForEach @(
        { $sim | Get-IpmiSensor -Name 'Fan99*' }
        { $sim | Get-IpmiSensor -Name '*none*' -Unhealthy }
        { $sim | Get-IpmiSensor -Type 'Temprature*' }
        { $sim | Get-IpmiSel -SensorType 'Temprature*' }
        { $sim | Get-IpmiSel -SensorType 'Chip Set' }
        { $sim | Get-IpmiSel -SensorType 'OEM (C5h)' }
        { Get-IpmiSession -Name 'rack8*' }
        { Clear-IpmiCache 'bmc9*' }
    ) {
        & $_ *>&1 | Should -BeNullOrEmpty
    }

    It 'is right where what was named is there and well' {
        $sim | Get-IpmiSensor -Name Fan1 -Type Fan -Unhealthy *>&1 | Should -BeNullOrEmpty
    }
}

Describe 'Times between which nothing can lie' {
    It 'are an error before anything is sent: after <After>' -ForEach @{ After = '2026-02-01' }, @{ After = '2026-01-01' } {
        $packets = Get-ResponseCount $sim
        { $sim | Get-IpmiSel -After $After -Before '2026-01-01' } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
        $sim.ResponseCount | Should -Be $packets
    }
}

Describe 'Sensors that cannot be read' {
    It 'are told of with a warning where none can, with -Unhealthy or without' {
        $blind = Start-IpmiSimulator -UnknownCommand 04/2D
        foreach ($given in @{}, @{ Unhealthy = $true }) {
            $seen = @($blind | Get-IpmiSensor @given -WarningAction SilentlyContinue -WarningVariable warned)
            $seen.Count | Should -Be (56 - 56 * $given.Count)
            @($warned).Count | Should -Be 1
            $warned[0].Message | Should -BeLike "$($blind | Get-Name): None of * sensors could be read*completion code C1h*"
        }

        # A list of what was asked for has the reason in it.
        $blind | Get-IpmiSensor -Name 'Fan*' -WarningVariable warned | ForEach-Object UnavailableReason | Should -Match 'C1h'
        $warned | Should -BeNullOrEmpty
        $blind | Get-IpmiSensor -Name 'Fan*' -Unhealthy -WarningAction SilentlyContinue -WarningVariable warned | Should -BeNullOrEmpty
        @($warned).Count | Should -Be 1
        $blind | Stop-IpmiSimulator
    }

    It 'are told of with a warning where some stay silent and -Unhealthy leaves them out' {
        $old = Start-IpmiSimulator -Profile hp-dl160
        $null = $old | Get-IpmiSensor -Unhealthy -RetryCount 2 -WarningAction SilentlyContinue -WarningVariable warned
        @($warned).Count | Should -Be 1
        $warned[0].Message | Should -BeLike "*sensors could not be read, so their health is unknown ('FAN 2')*"
        $null = $old | Get-IpmiSensor -RetryCount 2 -WarningVariable warned
        $warned | Should -BeNullOrEmpty
        $old | Stop-IpmiSimulator
    }

    It 'are no matter where parts are not there' {
        $parts = Start-IpmiSimulator -Profile absent-parts
        $null = $parts | Get-IpmiSensor -Unhealthy -WarningVariable warned
        $warned | Should -BeNullOrEmpty
        $parts | Stop-IpmiSimulator
    }
}
