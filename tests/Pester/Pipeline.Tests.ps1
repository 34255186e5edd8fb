#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Many BMCs at once, and every way a pipeline can end: within a second, and logged out of every BMC.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"

    # BMCs that take their time, so that a pipeline can end while it is in the midst of them.
    $slow = @(Start-IpmiSimulator -Count 6 -ServiceTime 40)
    $silent = Open-SilentHost
    $credential = $slow[0].Credential
    $targets = @($slow | Get-Name) + $silent.Name

    function Measure-End {
        param([scriptblock] $Pipeline)
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        & $Pipeline
        $script:seconds = $clock.Elapsed.TotalSeconds
    }

    function Assert-LoggedOut { Wait-Until { ($slow | Measure-Object OpenSessions -Sum).Sum -eq 0 } }
}

AfterAll {
    $silent.Socket.Dispose()
    Stop-IpmiSimulator
}

Describe 'The end of a pipeline' {
    AfterEach {
        Assert-LoggedOut
        ($slow | Measure-Object SessionsExpired -Sum).Sum | Should -Be 0
    }

    It 'comes at once with Select-Object -First' {
        Measure-End { $script:seen = $targets | Get-IpmiPower -Credential $credential | Select-Object -First 1 }
        $seen.ComputerName | Should -BeIn $targets
        $seconds | Should -BeLessThan 8 -Because 'the silent host would take 15'
    }

    It 'comes at once with Select-Object -First in the midst of one BMC''s list' {
        # So slow that the whole list takes more than ten seconds.
        $slower = Start-IpmiSimulator -ServiceTime 100
        Measure-End { $script:seen = $slower | Get-IpmiSensor | Select-Object -First 3 }
        @($seen).Count | Should -Be 3
        $seconds | Should -BeLessThan 9
        Wait-Until { $slower.OpenSessions -eq 0 }
        $slower.SessionsExpired | Should -Be 0
        $slower | Stop-IpmiSimulator
    }

    It 'comes at once with break' {
        Measure-End {
            foreach ($once in 1) { $targets | Get-IpmiPower -Credential $credential | ForEach-Object { break } }
        }
        $seconds | Should -BeLessThan 8 -Because 'the silent host would take 15'
    }

    It 'comes at once with an exception downstream' {
        Measure-End { { $targets | Get-IpmiPower -Credential $credential | ForEach-Object { throw 'enough' } } | Should -Throw 'enough' }
        $seconds | Should -BeLessThan 8 -Because 'the silent host would take 15'
    }

    It 'comes at once with -ErrorAction Stop' {
        $dead = Get-DeadName
        Measure-End { { @($dead) + $targets | Get-IpmiPower -Credential $credential -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiUnreachable,*' }
        $seconds | Should -BeLessThan 8 -Because 'the silent host would take 15'
    }

    It 'comes at once with Ctrl-C' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("param(`$names, `$credential) Import-Module '$ModuleUnderTest'; `$names | Get-IpmiSensor -Credential `$credential").AddArgument($targets).AddArgument($credential)
            $run = $shell.BeginInvoke()
            Wait-Until { ($slow | Measure-Object OpenSessions -Sum).Sum -gt 0 }
            Measure-End { $shell.Stop() }
            $seconds | Should -BeLessThan 8 -Because 'the silent host would take 15'
            Wait-Until { $run.IsCompleted }
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally { $shell.Dispose() }
    }
}

Describe 'Many BMCs' {
    It 'works on them at once' {
        $six = @(Start-IpmiSimulator -Count 6 -ServiceTime 40)
        $touched = @($six | Get-IpmiPower | ForEach-Object { @($six | Where-Object PacketCount -GT 0).Count })
        $touched.Count | Should -Be 6
        $touched[0] | Should -BeGreaterThan 1 -Because 'the others are begun before the first is done'
        $six | Stop-IpmiSimulator
    }

    It 'holds -ThrottleLimit' {
        # A BMC does not count any more when it has been silent for a second. Where a busy machine makes them silent, it is tried again.
        for ($try = 1; $try -le 20; $try++) {
            $few = @(Start-IpmiSimulator -Count 6)
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $touched = $few | Get-IpmiPower -ThrottleLimit 2 | ForEach-Object { @($few | Where-Object PacketCount -GT 0).Count; $clock.Stop() }
            $few | Stop-IpmiSimulator
            if ($clock.Elapsed.TotalSeconds -lt 1) { break }
        }
        $touched.Count | Should -Be 6
        $touched[0] | Should -BeLessOrEqual 2
    }

    It 'lets no silent hosts keep others waiting' {
        $hosts = @(1..6 | ForEach-Object { Open-SilentHost })
        try {
            $live = @(Start-IpmiSimulator -Count 4)
            $told = @($hosts.Name) + @($live | Get-Name) | Get-IpmiPower -ThrottleLimit 2 -TimeoutSeconds 12 -Credential $credential -ErrorAction Continue 2>&1
            @($told[0..3].ComputerName) | Sort-Object | Should -Be @($live | Get-Name | Sort-Object)
            @($told[4..9].FullyQualifiedErrorId) | ForEach-Object { $_ | Should -BeLike 'IpmiTimeout,*' }
            $live | Stop-IpmiSimulator
        }
        finally { $hosts.Socket.Dispose() }
    }

    It 'sends the first command with the log-in where -Eager is given' {
        $virtual = Start-IpmiSimulator
        $eager = $virtual | Get-IpmiPower -Eager
        $eager.State | Should -Be ($virtual | Get-IpmiPower).State
        $virtual | Get-IpmiSensor -Eager | Should -HaveCount @($virtual | Get-IpmiSensor).Count
        $virtual | Invoke-IpmiPower -Action Off -Eager | ForEach-Object Verified | Should -BeTrue
        $virtual.PowerActions | Should -Be 'Off'
        Wait-Until { $virtual.OpenSessions -eq 0 }
        $virtual | Stop-IpmiSimulator
    }

    It 'gives results while input still arrives' {
        $order = [System.Collections.Generic.List[string]]::new()
        $fast = Start-IpmiSimulator -Count 2
        & {
            $fast[0]
            # With each further input is delivered what has come until then.
            for ($more = 0; 'out' -notin $order -and $more -lt 200; $more++) { Start-Sleep -Milliseconds 50; $fast[1] }
            $order.Add('in end')
        } | Get-IpmiPower | ForEach-Object { $order.Add('out') }
        $order.IndexOf('out') | Should -BeLessThan $order.IndexOf('in end')
        $fast | Stop-IpmiSimulator
    }

    It 'gives one error for each dead BMC, whatever the others do, and waits for none of them' {
        $fast = @(Start-IpmiSimulator -Count 10)
        $dead = @(1..3 | ForEach-Object { Open-SilentHost })
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $first = $null
        $seen = @($dead.Name) + @($fast | Get-Name) | Get-IpmiPower -Credential $credential -TimeoutSeconds 10 -ErrorAction SilentlyContinue -ErrorVariable failed |
            ForEach-Object { if ($null -eq $first) { $first = $clock.Elapsed.TotalSeconds }; $_ }
        @($seen).Count | Should -Be 10
        $first | Should -BeLessThan 9
        @($failed).Count | Should -Be 3
        $failed | Get-Id | Should -BeIn 'IpmiTimeout', 'IpmiUnreachable'
        $failed.TargetObject | Sort-Object | Should -Be ($dead.Name | Sort-Object)
        $dead.Socket.Dispose()
        $fast | Stop-IpmiSimulator
    }

    It 'keeps the rows of one BMC together and in order' {
        $rows = $slow[0..2] | Get-IpmiSensor
        $runs = 1; for ($i = 1; $i -lt $rows.Count; $i++) { if ($rows[$i].ComputerName -ne $rows[$i - 1].ComputerName) { $runs++ } }
        $runs | Should -Be 3
        $alone = ($slow[0] | Get-IpmiSensor).Name
        ($rows | Where-Object ComputerName -EQ ($slow[0] | Get-Name)).Name | Should -Be $alone
    }

    It 'shows one progress bar for all, with what failed and what it waits for' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("param(`$names, `$credential) Import-Module '$ModuleUnderTest'; `$ProgressPreference = 'Continue'; `$names | Get-IpmiPower -Credential `$credential -TimeoutSeconds 6 -ErrorAction SilentlyContinue").AddArgument(@(Get-DeadName) + $targets).AddArgument($credential)
            @($shell.Invoke()).Count | Should -Be 6
            $bars = @($shell.Streams.Progress | Where-Object Activity -EQ 'Get-IpmiPower')
            $bars.Count | Should -BeGreaterThan 1
            $bars.ActivityId | Sort-Object -Unique | Should -Be 0
            $bars.StatusDescription | Should -Contain '7 of 8 BMCs done (1 failed), waiting for 1'
            $bars[-1].RecordType | Should -Be 'Completed'
        }
        finally { $shell.Dispose() }
    }

    It 'outlives loss, duplicates and reordering' {
        $bad = @(Start-IpmiSimulator -Count 20 -LossPercent 5 -DuplicatePercent 10 -ReorderPercent 10 -Seed 7)
        @($bad | Get-IpmiPower).Count | Should -Be 20
        $bad | Stop-IpmiSimulator
    }
}
