#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Power: changed at most once, verified, and nothing sent where nothing is to be done.

BeforeAll { . "$PSScriptRoot/Support.ps1" }

AfterAll { Stop-IpmiSimulator }

Describe 'Invoke-IpmiPower' {
    BeforeEach { $sim = Start-IpmiSimulator -PowerDelay 50 }

    AfterEach { $sim | Stop-IpmiSimulator }

    It 'has the properties that runbooks read' {
        $result = $sim | Invoke-IpmiPower -Action Off
        $result | Should -BeOfType ([IpmiPS.PowerResult])
        foreach ($property in 'ComputerName', 'Action', 'PreviousState', 'State', 'Changed', 'Verified', 'Duration') {
            $result.PSObject.Properties.Name | Should -Contain $property
        }
        $result.ComputerName | Should -Be ($sim | Get-Name)
    }

    It 'turns off and on, and does nothing where it is so already' {
        $off = $sim | Invoke-IpmiPower -Action Off
        "$($off.PreviousState) $($off.State) $($off.Changed) $($off.Verified)" | Should -Be 'On Off True True'
        $again = $sim | Invoke-IpmiPower -Action Off
        "$($again.PreviousState) $($again.State) $($again.Changed) $($again.Verified)" | Should -Be 'Off Off False True'
        $on = $sim | Invoke-IpmiPower -Action On
        "$($on.PreviousState) $($on.State) $($on.Changed) $($on.Verified)" | Should -Be 'Off On True True'
        $sim.PowerActions | Should -Be 'Off', 'On'
    }

    It 'cycles and verifies it' {
        $cycle = $sim | Invoke-IpmiPower -Action Cycle
        "$($cycle.State) $($cycle.Changed) $($cycle.Verified)" | Should -Be 'On True True'
        $sim.PowerActions | Should -Be 'Cycle'
    }

    It 'says within the time that a cycle was accepted that was not seen' {
        $unseen = Start-IpmiSimulator -Profile unseen-cycle
        $cycle = $unseen | Invoke-IpmiPower -Action Cycle -Wait -TimeoutSeconds 10 -ErrorAction Stop
        "$($cycle.State) $($cycle.Changed) $($cycle.Verified)" | Should -Be 'On True False'
        $unseen.PowerActions | Should -Be 'Cycle'
    }

    It 'does it once to a machine that the input names several times' {
        $name = $sim | Get-Name
        $mapped = "[::ffff:$($sim.ComputerName)]:$($sim.Port)" # the same address, written otherwise
        @($name, $name, $mapped, $name | Invoke-IpmiPower -Action Cycle -Credential $sim.Credential).Count | Should -Be 1
        $sim.PowerActions | Should -Be 'Cycle'
    }

    It 'does <_>' -ForEach 'Reset', 'Diagnostic' {
        ($sim | Invoke-IpmiPower -Action $_).Changed | Should -BeTrue
        $sim.PowerActions | Should -Be $_
    }

    It 'waits for a soft shutdown' {
        $soft = $sim | Invoke-IpmiPower -Action Soft -Wait
        "$($soft.State) $($soft.Verified)" | Should -Be 'Off True'
        $sim.PowerActions | Should -Be 'Soft'
    }

    It 'asks for the state and changes nothing with -Action Status' {
        ($sim | Invoke-IpmiPower -Action Status).State | Should -Be 'On'
        $sim.PowerActions | Should -BeNullOrEmpty
        $sim.CommandCounts.ContainsKey('00h/02h') | Should -BeFalse
    }

    It 'says that there is nothing to cycle on a machine that is off, and turns it on with -Force' {
        $null = $sim | Invoke-IpmiPower -Action Off
        $sim | Invoke-IpmiPower -Action Cycle -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiCommandFailed'
        $sim.PowerActions | Should -Be 'Off'
        ($sim | Invoke-IpmiPower -Action Cycle -Force).State | Should -Be 'On'
        $sim.PowerActions | Should -Be 'Off', 'On'
    }

    It 'sends nothing at all with -WhatIf, and asks for no credential' {
        $name = $sim | Get-Name
        $sim | Invoke-IpmiPower -Action Cycle -WhatIf | Should -BeNullOrEmpty
        Invoke-IpmiPower $name -Action Off -WhatIf | Should -BeNullOrEmpty
        [pscustomobject]@{ ComputerName = $name; Credential = 'a secret of no vault' } | Invoke-IpmiPower -Action Off -WhatIf -ErrorAction Stop | Should -BeNullOrEmpty
        $sim.PacketCount | Should -Be 0
    }

    It 'runs unattended, as Restart-Computer does' {
        $said = Invoke-Apart "`$s = Start-IpmiSimulator -PowerDelay 50; (`$s | Invoke-IpmiPower -Action Cycle).Verified; `$s.PowerActions"
        $said | Should -Be 'True', 'Cycle'
    }

    It 'never sends a change twice, and finds out what became of it' {
        $mute = Start-IpmiSimulator -PowerDelay 50 -SilentCommand '00/02'
        $result = $mute | Invoke-IpmiPower -Action Off -RetryCount 1 -ErrorAction SilentlyContinue -ErrorVariable failed
        $mute.PowerActions | Should -Be 'Off'
        if ($failed) { $failed | Get-Id | Should -Be 'IpmiOutcomeUnknown' } else { "$($result.State) $($result.Verified)" | Should -Be 'Off True' }
        $mute | Stop-IpmiSimulator
    }

    It 'does not say that a change was sent to a BMC that never answered' {
        $silent = [Net.Sockets.UdpClient]::new([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
        try {
            $port = $silent.Client.LocalEndPoint.Port
            Invoke-IpmiCommand 127.0.0.1 -Port $port -Credential $sim.Credential -NetFn App -Command 1 -Eager -TimeoutSeconds 0.5 -ErrorAction SilentlyContinue -ErrorVariable failed
            $failed | Get-Id | Should -Be 'IpmiTimeout'
        }
        finally { $silent.Dispose() }
    }

    It 'says IpmiOutcomeUnknown when the time is up after the change was sent' {
        $late = Start-IpmiSimulator -PowerDelay 60000
        $late | Invoke-IpmiPower -Action Off -Wait -TimeoutSeconds 4 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiOutcomeUnknown'
        $late.PowerActions | Should -Be 'Off'
        $late | Stop-IpmiSimulator
    }
}

Describe 'A fleet' {
    It 'cycles 195 of 200, five of which are dead, each once' {
        $said = Invoke-Apart '
            $s = Start-IpmiSimulator -Count 200
            $hosts = New-TemporaryFile
            $s | ForEach-Object { "$($_.ComputerName):$($_.Port)" } | Set-Content $hosts
            $dead = $s | Select-Object -Last 5
            $dead | Stop-IpmiSimulator
            $PSDefaultParameterValues = @{ "*-Ipmi*:Credential" = $s[0].Credential }
            $results = Get-Content $hosts | Invoke-IpmiPower -Action Cycle -ErrorAction SilentlyContinue -ErrorVariable failed
            Remove-Item $hosts
            @($results).Count
            @($results | Where-Object Verified).Count
            @($failed).Count
            @($failed | Where-Object FullyQualifiedErrorId -match "^Ipmi(Timeout|Unreachable)").Count
            @($s | Select-Object -First 195 | Where-Object { "$($_.PowerActions)" -eq "Cycle" }).Count
            @($dead | Where-Object PowerActions).Count
            ($s | Measure-Object SessionsExpired -Sum).Sum'
        $said | Should -Be '195', '195', '5', '5', '195', '0', '0'
    }
}

Describe 'Get-IpmiPower' {
    It 'has the properties that runbooks read' {
        $sim = Start-IpmiSimulator
        $status = $sim | Get-IpmiPower
        $status | Should -BeOfType ([IpmiPS.PowerStatus])
        foreach ($property in 'ComputerName', 'State', 'LastEvent', 'RestorePolicy', 'Fault') { $status.PSObject.Properties.Name | Should -Contain $property }
        $status.State | Should -Be 'On'
        $status.Fault | Should -Be 'None'
        ($sim | Get-IpmiPower -IncludeRestartCause).RestartCause | Should -Not -BeNullOrEmpty
        $sim | Stop-IpmiSimulator
    }
}

Describe 'A BMC that has several names' {
    BeforeAll {
        $credential = Get-TestCredential admin simulated
    }

    BeforeEach {
        $sim = Start-IpmiSimulator -PowerDelay 50
        $names = "localhost:$($sim.Port)", "127.0.0.1:$($sim.Port)", "[::ffff:127.0.0.1]:$($sim.Port)"
    }

    AfterEach { Get-IpmiSimulator | Stop-IpmiSimulator }

    It 'is cycled once, and it is said which names were left out' {
        $said = @($names | Invoke-IpmiPower -Action Cycle -Credential $credential -Verbose -WarningVariable warned -WarningAction SilentlyContinue -ErrorVariable failed 4>&1)
        $result = @($said | Where-Object { $_ -is [IpmiPS.PowerResult] })
        $result.Count | Should -Be 1
        $result[0].Verified | Should -BeTrue
        $sim.PowerActions | Should -Be 'Cycle'
        @($failed).Count | Should -Be 0
        @($warned).Count | Should -Be 2
        $leftOut = $names -ne $result[0].ComputerName
        $told = "also names '$([regex]::Escape($result[0].ComputerName))': it has the address 127.0.0.1:$($sim.Port). It is done once"
        foreach ($text in @($warned | ForEach-Object Message), @($said | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and $_ -match 'also names' } | ForEach-Object Message)) {
            $text | ForEach-Object { $_ | Should -Match $told }
            $text | ForEach-Object { ($_ -split ': ')[0] } | Sort-Object | Should -Be ($leftOut | Sort-Object)
        }
    }

    It 'is cycled once where a session is open with it' {
        $session = New-IpmiSession $names[0] -Credential $credential
        try {
            @($session, $names[1], $names[2] | Invoke-IpmiPower -Action Cycle -Credential $credential -WarningVariable warned -WarningAction SilentlyContinue).Count | Should -Be 1
            $sim.PowerActions | Should -Be 'Cycle'
            @($warned).Count | Should -Be 2
        }
        finally { $session | Remove-IpmiSession }
    }

    It 'is cycled once where rows come one after the other' {
        $results = @($names | ForEach-Object { $_; Wait-Until { $sim.PowerActions.Count -gt 0 } } | Invoke-IpmiPower -Action Cycle -Credential $credential -WarningAction SilentlyContinue)
        $results.ComputerName | Should -Be $names[0]
        $sim.PowerActions | Should -Be 'Cycle'
    }

    It 'is worked on once by <Cmdlet>' -ForEach @(
        @{ Cmdlet = 'Set-IpmiBootDevice'; Given = @{ Device = 'Pxe' }; Sent = '00h/08h' }
        @{ Cmdlet = 'Clear-IpmiSel'; Given = @{ Force = $true }; Sent = '0Ah/47h' }
        @{ Cmdlet = 'Invoke-IpmiCommand'; Given = @{ NetFn = 'Chassis'; Command = 4 }; Sent = '00h/04h' }
        @{ Cmdlet = 'Invoke-IpmiSol'; Given = @{ Send = 'reboot'; TimeoutSeconds = 5 }; Sent = '06h/48h' }
        @{ Cmdlet = 'Update-IpmiPassword'; Given = @{ Account = 'operator'; Force = $true }; Sent = '06h/47h' }
    ) {
        Set-Patience $names
        & $Cmdlet $names[0] @Given -Credential $credential -ErrorAction Stop | Out-Null
        $once = $sim.CommandCounts[$Sent]
        $once | Should -BeGreaterThan 0
        & $Cmdlet $names @Given -Credential $credential -ErrorAction Stop -WarningVariable warned -WarningAction SilentlyContinue | Out-Null
        $sim.CommandCounts[$Sent] | Should -Be (2 * $once)
        @($warned).Count | Should -Be 2
    }

    It 'answers under each of them where it is only asked' {
        @(Get-IpmiPower $names -Credential $credential).ComputerName | Sort-Object | Should -Be ($names | Sort-Object)
        @(Invoke-IpmiPower $names Status -Credential $credential).ComputerName | Sort-Object | Should -Be ($names | Sort-Object)
    }

    It 'is done once where two of its addresses answer with one system GUID' {
        # Two that were started with one seed are the same machine, as far as they say it.
        $two = @(1..2 | ForEach-Object { Start-IpmiSimulator -PowerDelay 50 -Seed 30 })
        Set-Patience ($two | Get-Name)
        $results = @($two | Invoke-IpmiPower -Action Cycle -WarningVariable warned -WarningAction SilentlyContinue)
        $results.Count | Should -Be 1
        $two.PowerActions | Should -Be 'Cycle'
        $warned | Should -Match 'same system GUID'
        $two.SessionsOpened | Should -Be 1, 1
        Wait-Until { ($two | Measure-Object OpenSessions -Sum).Sum -eq 0 }
        @($two | Get-IpmiPower).Count | Should -Be 2
    }

    It 'is not taken for another one that was never given a GUID either' {
        $two = @(1..2 | ForEach-Object { Start-IpmiSimulator -PowerDelay 50 -Profile supermicro-x10 })
        @($two | Invoke-IpmiPower -Action Cycle).Count | Should -Be 2
        $two.PowerActions | Should -Be 'Cycle', 'Cycle'
    }

    It 'is acted on once at most, though a fifth of all packets is lost' {
        $rack = Start-IpmiSimulator 30 -PowerDelay 50 -LossPercent 20 -DuplicatePercent 10 -ReorderPercent 10 -Seed 31
        $rows = @($rack | ForEach-Object { "127.0.0.1:$($_.Port)" }) + @($rack | ForEach-Object { "localhost:$($_.Port)" })
        $results = @($rows | Invoke-IpmiPower -Action Cycle -Credential $credential -ErrorAction SilentlyContinue -ErrorVariable failed -WarningVariable warned -WarningAction SilentlyContinue)
        @($warned).Count | Should -Be 30
        $results.Count + @($failed).Count | Should -Be 30
        ($rack | ForEach-Object { $_.PowerActions.Count } | Measure-Object -Maximum).Maximum | Should -Be 1
        @($rack | Where-Object { $_.PowerActions.Count -eq 1 }).Count | Should -BeGreaterOrEqual $results.Count
    }
}
