#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Sessions that last from one cmdlet to the next.

BeforeAll { . "$PSScriptRoot/Support.ps1" }

AfterAll {
    Get-IpmiSession | Remove-IpmiSession
    Stop-IpmiSimulator
}

Describe 'Sessions' {
    BeforeAll {
        $sims = @(Start-IpmiSimulator -Count 2)
        $names = @($sims | Get-Name)
    }

    BeforeEach { Get-IpmiSession | Remove-IpmiSession }

    It 'is opened, listed, used and closed' {
        $session = $sims[0] | New-IpmiSession -Name rack7
        $session | Should -BeOfType ([IpmiPS.IpmiSession])
        "$($session.Name) $($session.ComputerName) $($session.State) $($session.PrivilegeLevel) $($session.CipherSuite)" | Should -Be "rack7 $($names[0]) Opened Administrator 17"
        $sims[0].OpenSessions | Should -Be 1
        $opened = $sims[0].SessionsOpened

        ($session | Get-IpmiPower).ComputerName | Should -Be $names[0]
        (Get-IpmiDevice -Session $session).ComputerName | Should -Be $names[0]
        @($session | Get-IpmiSensor).Count | Should -BeGreaterThan 10
        $sims[0].SessionsOpened | Should -Be $opened

        $session | Remove-IpmiSession
        Wait-Until { $sims[0].OpenSessions -eq 0 }
        $session.State | Should -Be 'Closed'
        Get-IpmiSession | Should -BeNullOrEmpty
    }

    It 'is found by name, number, unique id and computer, with wildcards' {
        $a, $b = $sims | New-IpmiSession
        (Get-IpmiSession).Id | Should -Be $a.Id, $b.Id
        (Get-IpmiSession -Id $b.Id).InstanceId | Should -Be $b.InstanceId
        (Get-IpmiSession -InstanceId $a.InstanceId).Id | Should -Be $a.Id
        (Get-IpmiSession -Name $a.Name).Id | Should -Be $a.Id
        @(Get-IpmiSession -Name 'IpmiSession*').Count | Should -Be 2
        (Get-IpmiSession $b.ComputerName).Id | Should -Be $b.Id
        @(Get-IpmiSession '127.0.0.*').Count | Should -Be 2
        Get-IpmiSession -Name 'nothing*' | Should -BeNullOrEmpty
    }

    It 'is taken by name and number where a session is wanted' {
        $session = $sims[0] | New-IpmiSession -Name rack8
        (Get-IpmiPower -Session rack8).ComputerName | Should -Be $names[0]
        (Get-IpmiPower -Session $session.Id).ComputerName | Should -Be $names[0]
    }

    It 'mixes with names in one pipeline' {
        $session = $sims[0] | New-IpmiSession
        @($session, $sims[1] | Get-IpmiPower).Count | Should -Be 2
    }

    It 'opens another of the same kind from a session' {
        $first = $sims[0] | New-IpmiSession -CipherSuite 3
        $second = $first | New-IpmiSession
        $second.CipherSuite | Should -Be 3
        $second.Id | Should -Not -Be $first.Id
    }

    It 'is not closed with -WhatIf' {
        $session = $sims[0] | New-IpmiSession
        $session | Remove-IpmiSession -WhatIf
        $session.State | Should -Be 'Opened'
    }

    It 'is an error to use when it is closed' {
        $session = $sims[0] | New-IpmiSession
        $session | Remove-IpmiSession
        $session | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter'
    }

    It 'is told as closed also where it is piped or copied, and has forgotten its password' {
        $session = $sims[0] | New-IpmiSession
        $options = $session.GetType().GetProperty('Options', [System.Reflection.BindingFlags]'Instance, NonPublic').GetValue($session)
        $options.Password.Copy().Length | Should -BeGreaterThan 0
        $session | Remove-IpmiSession
        { $session | Get-IpmiPower -ErrorAction Stop } | Should -Throw '*The session is closed.'
        { New-IpmiSession -Session $session -ErrorAction Stop } | Should -Throw '*The session is closed.'
        { $options.Password.Copy() } | Should -Throw -ErrorId 'ObjectDisposedException'
    }

    It 'is told of with the computer''s name when it is closed, however it is given' {
        $session = $sims[0] | New-IpmiSession
        $session | Remove-IpmiSession
        foreach ($use in { $session | Get-IpmiPower @quiet }, { Get-IpmiPower $session @quiet }, { Get-IpmiPower -Session $session @quiet }, { $session | Clear-IpmiCache @quiet }) {
            $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failed' }
            . $use
            $failed[0].TargetObject | Should -Be $names[0] -Because "$use"
            $failed[0].Exception.Message | Should -Be "$($names[0]): The session is closed." -Because "$use"
            "$($failed[0])" | Should -Be "$($names[0]): The session is closed." -Because "$use"
        }
    }

    It 'has a name of its own: a second session of that name is refused, and nothing is sent' {
        $first = $sims[0] | New-IpmiSession -Name rack7
        $packets = Get-ResponseCount $sims[1]
        $sims[1] | New-IpmiSession -Name RACK7 -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter'
        $failed[0].Exception.Message | Should -Be "$($names[1]): There is a session 'RACK7' already, to $($names[0])."
        $failed[0].ErrorDetails.RecommendedAction | Should -Match 'Remove-IpmiSession'
        $sims[1].ResponseCount | Should -Be $packets
        (Get-IpmiPower -Session rack7).ComputerName | Should -Be $names[0]
        $first | Remove-IpmiSession
        ($sims[1] | New-IpmiSession -Name rack7).ComputerName | Should -Be $names[1]
    }

    It 'gives the first of several BMCs the name, and none of the others' {
        $opened = $sims | New-IpmiSession -Name rack7 -ErrorAction SilentlyContinue -ErrorVariable failed
        $opened.ComputerName | Should -Be $names[0]
        $failed.TargetObject | Should -Be $names[1]
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter'
    }

    It 'gives a name back when the log-in fails' {
        $sims[0] | New-IpmiSession -Name rack7 -CipherSuite 3 -Credential (Get-TestCredential 'nobody' 'x') -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiBadCredential'
        ($sims[0] | New-IpmiSession -Name rack7).Name | Should -Be 'rack7'
    }

    It 'passes over names that are taken, where it makes one' {
        $next = ($sims[0] | New-IpmiSession).Id + 2
        $null = $sims[0] | New-IpmiSession -Name "IpmiSession$($next)"
        ($sims[0] | New-IpmiSession).Name | Should -Be "IpmiSession$($next + 1)"
    }

    It 'is not named like a number, which -Session would take for one' {
        { $sims[0] | New-IpmiSession -Name 7 } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
    }

    It 'says which sessions there are where the one that is named is not' {
        $null = $sims | New-IpmiSession
        $null = $sims[0] | New-IpmiSession -Name rack7
        { Get-IpmiPower -Session rack8 } | Should -Throw "*There is no open session 'rack8'*'rack7'*"
        { Remove-IpmiSession -Session rack8 } | Should -Throw "*There is no open session 'rack8'*'rack7'*"
        { Remove-IpmiSession -Name rack8 -ErrorAction Stop } | Should -Throw "*There is no open session 'rack8'*'rack7'*" -ErrorId 'IpmiNotPresent,*'
        { Get-IpmiSession -Id 99999 -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiNotPresent,*'
        { Get-IpmiSession no-such-bmc -ErrorAction Stop } | Should -Throw "*$($names[1])*" -ErrorId 'IpmiNotPresent,*'
        { Remove-IpmiSession -Name 'rack8*' -ErrorAction Stop } | Should -Not -Throw
    }

    It 'shows no secret' {
        $session = $sims[0] | New-IpmiSession
        $shown = ($session | Format-List * -Force | Out-String) + ($session | ConvertTo-Json -Depth 3 -WarningAction Ignore)
        $shown | Should -Not -Match 'simulated'
        $session.PSObject.Properties.Name | Should -Not -Contain 'Options'
    }

    It 'logs in again, once, when the BMC has dropped it' {
        $short = Start-IpmiSimulator -IdleTimeoutSeconds 4
        Set-Patience ($short | Get-Name) -LogIn
        $session = $short | New-IpmiSession -RetryCount 1
        Wait-Until { $short.SessionsExpired -eq 1 -or $short.OpenSessions -eq 0 }
        ($session | Get-IpmiPower).State | Should -Be 'On'
        $short.SessionsOpened | Should -Be 2
        $session.State | Should -Be 'Opened'
        $session | Remove-IpmiSession
        $short | Stop-IpmiSimulator
    }

    It 'is an error like others when the BMC is gone' {
        $gone = Start-IpmiSimulator
        Set-Patience ($gone | Get-Name) -LogIn
        $session = $gone | New-IpmiSession -RetryCount 0
        $gone | Stop-IpmiSimulator
        $session | Get-IpmiPower -TimeoutSeconds 3 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -BeIn 'IpmiTimeout', 'IpmiUnreachable'
        $failed[0].TargetObject | Should -Be ($gone | Get-Name)
        $session.State | Should -Be 'Broken'
        $session | Remove-IpmiSession
    }

    It 'is closed when the module is removed' {
        $said = Invoke-Apart '
            $s = Start-IpmiSimulator -Count 3
            $null = $s | New-IpmiSession
            ($s | Measure-Object OpenSessions -Sum).Sum
            Remove-Module IpmiPS
            ($s | Measure-Object SessionsClosed -Sum).Sum'
        $said | Should -Be '3', '3'
    }

    It 'is closed at the end of the process' {
        $sim = Start-IpmiSimulator
        $null = Invoke-Apart "`$c = [pscredential]::new('admin', (ConvertTo-SecureString simulated -AsPlainText -Force)); `$null = New-IpmiSession $($sim | Get-Name) -Credential `$c"
        $sim.SessionsOpened | Should -BeGreaterThan 0
        Wait-Until { $sim.OpenSessions -eq 0 }
        $sim.SessionsExpired | Should -Be 0
        $sim | Stop-IpmiSimulator
    }
}
