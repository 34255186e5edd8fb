#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# A wrong password must not lock accounts, and no session slot may be left behind.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $wrong = { Get-TestCredential 'admin' ([guid]::NewGuid().ToString('n').Substring(0, 16)) }
}

AfterAll { Stop-IpmiSimulator }

Describe 'Refused log-ins' {
    It 'tries a BMC once, however often it is named' {
        $sim = Start-IpmiSimulator -LockOutThreshold 3
        $rows = 1..6 | ForEach-Object { [pscustomobject]@{ ComputerName = $sim.ComputerName; Port = $sim.Port } }
        $rows | Get-IpmiPower -Credential (& $wrong) -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        @($failed | Get-Id) | Should -Be (@('IpmiBadCredential') * 6)
        Wait-Until { $sim.RefusedLogIns -gt 0 }    # the client knows it by RAKP 2, before RAKP 3 has reached the BMC
        $sim.RefusedLogIns | Should -Be 1
        ($sim | Get-IpmiPower).State | Should -Be 'On' -Because 'the account is not locked'
    }

    It 'tries a BMC once, however many names it has' {
        $sim = Start-IpmiSimulator -LockOutThreshold 3
        $names = '127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', 'LOCALHOST' | ForEach-Object { "${_}:$($sim.Port)" }
        $names | Get-IpmiPower -Credential (& $wrong) -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        @($failed | Get-Id) | Should -Be (@('IpmiBadCredential') * 4)
        @($failed | Where-Object { "$_" -match 'is the BMC .* refused a log-in before; it was not asked again' }).Count | Should -BeGreaterThan 1
        Wait-Until { $sim.RefusedLogIns -gt 0 }
        $sim.RefusedLogIns | Should -Be 1
        ($sim | Get-IpmiPower).State | Should -Be 'On' -Because 'the account is not locked'
    }

    It 'is refused by few of 300 BMCs that take <Latency> ms, where <Case>' -ForEach @(
        @{ Latency = 20; Accepting = 1; Case = 'one accepts the credential' }
        @{ Latency = 200; Accepting = 1; Case = 'one accepts the credential' }
        @{ Latency = 20; Accepting = 1; Earlier = $true; Case = 'one accepted it in an earlier run' }
        @{ Latency = 2000; Accepting = 0; Case = 'none does' }
    ) {
        $credential = & $wrong
        $one = if ($Accepting) { Start-IpmiSimulator -Credential $credential -Latency $Latency }
        $rack = Start-IpmiSimulator (300 - $Accepting) -Latency $Latency
        $rows = @($one) + @($rack) | Where-Object { $_ } | Select-Object ComputerName, Port
        if ($Earlier) { ($rows[0] | Get-IpmiPower -Credential $credential).State | Should -Be 'On' }
        $answers = @($rows | Get-IpmiPower -Credential $credential -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue -WarningVariable warned)
        $answers.Count + @($failed).Count | Should -Be 300
        @($warned).Count | Should -Be 1
        $sure = @($failed | Where-Object { "$_" -notmatch 'was not asked' }).Count    # refused, as the client tells it
        $sure | Should -BeLessOrEqual 24
        Wait-Until { ($rack | Measure-Object RefusedLogIns -Sum).Sum -ge $sure }
        ($rack | Measure-Object RefusedLogIns -Sum).Sum | Should -Be $sure
    }

    It 'locks the account where a careless loop does not hold back' {
        $sim = Start-IpmiSimulator -LockOutThreshold 3
        1..3 | ForEach-Object { $sim | Get-IpmiPower -Credential (& $wrong) -ErrorAction SilentlyContinue }
        $sim | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed | Get-Id | Should -Be 'IpmiBadCredential'
    }

    It 'stops asking when many BMCs refuse the credential, says so once, and loses no row' {
        # So many that a slow machine, on which a refusal takes seconds, does not get through them.
        $rack = Start-IpmiSimulator 150
        $rack | Get-IpmiSensor -Credential (& $wrong) -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue -WarningVariable warned | Should -BeNullOrEmpty
        @($failed).Count | Should -Be 150
        $failed | Get-Id | Sort-Object -Unique | Should -Be 'IpmiBadCredential'
        $failed.TargetObject | Sort-Object -Unique | Should -HaveCount 150
        ($rack | Measure-Object RefusedLogIns -Maximum).Maximum | Should -Be 1
        ($rack | Measure-Object PacketCount -Sum).Sum | Should -BeGreaterThan 0
        @($rack | Where-Object RefusedLogIns -EQ 0).Count | Should -BeGreaterOrEqual 126 -Because 'no user is named to the others'
        @($warned).Count | Should -Be 1
        $warned[0].Message | Should -Match "user 'admin'.*-IgnoreLogInGuard"
        ($failed | Where-Object { $_.ErrorDetails.Message -match 'was not asked' })[0].ErrorDetails.RecommendedAction | Should -Match '-IgnoreLogInGuard'
    }

    It 'asks all of them with -IgnoreLogInGuard, each once' {
        $rack = Start-IpmiSimulator 30
        $rack | Get-IpmiPower -Credential (& $wrong) -IgnoreLogInGuard -ErrorAction SilentlyContinue -ErrorVariable failed -WarningVariable warned | Should -BeNullOrEmpty
        @($failed).Count | Should -Be 30
        @($rack | Where-Object PacketCount -EQ 0).Count | Should -Be 0
        Wait-Until { ($rack | Measure-Object RefusedLogIns -Sum).Sum -eq 30 }
        ($rack | Measure-Object RefusedLogIns -Maximum).Maximum | Should -Be 1
        @($warned).Count | Should -Be 0
    }

    It 'goes on holding back with -Force, which is about questions and takeovers' {
        $rack = Start-IpmiSimulator 60
        $rack | Invoke-IpmiPower -Action Cycle -Credential (& $wrong) -Force -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        @($failed).Count | Should -Be 60
        ($rack | Measure-Object RefusedLogIns -Sum).Sum | Should -BeLessOrEqual 24
    }

    It 'goes on where most accept it' {
        $rack = Start-IpmiSimulator 40
        $other = Start-IpmiSimulator 6 -Credential (& $wrong)
        $answers = @($rack) + @($other) | Select-Object ComputerName, Port |
            Get-IpmiPower -Credential $rack[0].Credential -ErrorAction SilentlyContinue -ErrorVariable failed -WarningVariable warned
        @($answers).Count | Should -Be 40
        @($failed).Count | Should -Be 6
        @($warned).Count | Should -Be 0
    }

    It 'does not count against a BMC the time that it waits behind silent ones' {
        $silent = @(1..110 | ForEach-Object { [Net.Sockets.UdpClient]::new([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0)) })
        try {
            $sims = @(Start-IpmiSimulator 3)
            $rows = @($silent | ForEach-Object { [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = $_.Client.LocalEndPoint.Port } }) + @($sims | Select-Object ComputerName, Port)
            # A credential that was not accepted yet is tried on few at once; silent hosts are none of them.
            $credential = [pscredential]::new('admin', $sims[0].Credential.Password.Copy())
            @($rows | Get-IpmiPower -Credential $credential -TimeoutSeconds 6 -ErrorAction SilentlyContinue -ErrorVariable failed).Count | Should -Be 3
            @($failed).Count | Should -Be 110
            $failed | Get-Id | Sort-Object -Unique | Should -Be 'IpmiTimeout'
        }
        finally { $silent | ForEach-Object Dispose }
    }

    It 'holds for <_>, too' -ForEach 'New-IpmiSession', 'Test-IpmiConnection', 'Test-IpmiSecurity', 'Get-IpmiDevice' {
        $rack = Start-IpmiSimulator 150
        $null = $rack | & $_ -Credential (& $wrong) -ErrorAction SilentlyContinue -WarningAction SilentlyContinue -WarningVariable warned
        @($warned).Count | Should -Be 1
        ($rack | Measure-Object RefusedLogIns -Sum).Sum | Should -BeLessOrEqual 24
    }

    It 'does not let a kept session try its old password again and again' {
        $sim = Start-IpmiSimulator -IdleTimeoutSeconds 4
        $session = $sim | New-IpmiSession -RetryCount 1
        try {
            # Set User Password: user 2, another password.
            $bytes = [byte[]]::new(18); $bytes[0] = 2; $bytes[1] = 2; [Text.Encoding]::ASCII.GetBytes('another').CopyTo($bytes, 2)
            $null = $sim | Invoke-IpmiCommand -NetFn 6 -Command 0x47 -Data $bytes -ErrorAction Stop
            Wait-Until { $sim.OpenSessions -eq 0 }
            1..3 | ForEach-Object {
                Get-IpmiPower -Session $session -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
                $failed | Get-Id | Should -Be 'IpmiBadCredential'
            }
            Wait-Until { $sim.RefusedLogIns -gt 0 }
            $sim.RefusedLogIns | Should -Be 1
        }
        finally { $session | Remove-IpmiSession }
    }
}

Describe 'Refused log-ins of kept sessions' {
    It 'stops asking when the sessions of many BMCs have to log in again and are refused, and may try those that were not asked later' {
        $rack = Start-IpmiSimulator 150 -IdleTimeoutSeconds 5
        Set-Patience ($rack | Get-Name) -LogIn
        $sessions = @($rack | New-IpmiSession -RetryCount 0)
        try {
            # Set User Password: user 2, another password.
            $bytes = [byte[]]::new(18); $bytes[0] = 2; $bytes[1] = 2; [Text.Encoding]::ASCII.GetBytes('another').CopyTo($bytes, 2)
            $null = $rack | Invoke-IpmiCommand -NetFn 6 -Command 0x47 -Data $bytes -ErrorAction Stop
            Wait-Until { ($rack | Measure-Object OpenSessions -Sum).Sum -eq 0 }
            $sessions | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue -WarningVariable warned | Should -BeNullOrEmpty
            @($failed).Count | Should -Be 150
            $failed | Get-Id | Sort-Object -Unique | Should -Be 'IpmiBadCredential'
            @($warned).Count | Should -Be 1
            ($rack | Measure-Object RefusedLogIns -Maximum).Maximum | Should -Be 1
            $refused = ($rack | Measure-Object RefusedLogIns -Sum).Sum
            $refused | Should -BeLessOrEqual 24

            # A second run begins with those, and not with the ones that refused.
            $sessions | Get-IpmiPower -ErrorAction SilentlyContinue -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            ($rack | Measure-Object RefusedLogIns -Maximum).Maximum | Should -Be 1
            ($rack | Measure-Object RefusedLogIns -Sum).Sum | Should -BeGreaterThan $refused
        }
        finally { $sessions | Remove-IpmiSession }
    }
}

Describe 'Session slots' {
    It 'waits for a slot to come free' {
        $sim = Start-IpmiSimulator -SessionSlots 1 -IdleTimeoutSeconds 6
        $session = $sim | New-IpmiSession -RetryCount 1
        try {
            $answer = $sim | Get-IpmiPower -Verbose 4>&1
            $answer[-1].State | Should -Be 'On'
            "$($answer[0..($answer.Count - 2)])" | Should -Match 'no session slot free'
        }
        finally { $session | Remove-IpmiSession }
    }

    It 'is an error once the time is up' {
        $sim = Start-IpmiSimulator -SessionSlots 1
        $session = $sim | New-IpmiSession -RetryCount 1
        try {
            $sim | Get-IpmiPower -TimeoutSeconds 5 -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
            $failed | Get-Id | Should -Be 'IpmiNoSessionSlot'
        }
        finally { $session | Remove-IpmiSession }
    }

    It 'leaves none behind, whatever the network does' {
        $rack = Start-IpmiSimulator 40 -LossPercent 10 -DuplicatePercent 10 -ReorderPercent 10 -SessionSlots 4 -Seed 7
        $null = $rack | Get-IpmiPower -ErrorAction SilentlyContinue
        # What was lost of the log-outs is repeated in the background.
        Wait-Until { ($rack | Measure-Object OpenSessions -Sum).Sum -eq 0 }
        ($rack | Measure-Object SessionsOpened -Sum).Sum | Should -BeGreaterThan 30
    }

    It 'goes on after a process that was killed in the middle, and nothing stays' {
        $rack = Start-IpmiSimulator 20 -SessionSlots 1 -IdleTimeoutSeconds 6
        $rack | Select-Object ComputerName, Port | Export-Csv "$TestDrive/killed.csv"
        $script = "Import-Module '$ModuleUnderTest'; `$c = [pscredential]::new('admin', [Net.NetworkCredential]::new('', 'simulated').SecurePassword); " +
            "`$null = Import-Csv '$TestDrive/killed.csv' | New-IpmiSession -Credential `$c; Start-Sleep 600"
        $child = Start-Process $PowerShell -ArgumentList '-NoProfile', '-NonInteractive', '-EncodedCommand', ([Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))) -PassThru
        # Not all at one time: where the last comes late, the first has expired.
        try { Wait-Until { -not @($rack | Where-Object SessionsOpened -EQ 0) } }
        finally { $child.Kill() }
        $answers = @($rack | Get-IpmiPower)
        $answers.Count | Should -Be 20
        Wait-Until { ($rack | Measure-Object OpenSessions -Sum).Sum -eq 0 }
        ($rack | Measure-Object SessionsExpired -Sum).Sum | Should -Be 20 -Because 'only those of the killed process had to time out'
        ($rack | Measure-Object PeakSessions -Maximum).Maximum | Should -Be 1
    }
}
