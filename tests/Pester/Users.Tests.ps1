#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Users, sessions of others, the BMC key: what only PowerShell can show. The rest is tested in C#.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"

    function Get-Secret { param([string] $Text) $secret = [securestring]::new(); $Text.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }; $secret }

    function Get-Failure {
        param([scriptblock] $Script)
        $ErrorActionPreference = 'Continue'
        @(& $Script 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
    }
}

AfterAll {
    Get-IpmiSession | Remove-IpmiSession
    Stop-IpmiSimulator
}

Describe 'Get-IpmiUser' {
    BeforeAll { $sim = Start-IpmiSimulator }

    It 'returns the entries in use, all, or those that are named' {
        ($sim | Get-IpmiUser).Name | Should -Be '', 'admin', 'operator', 'user'
        ($sim | Get-IpmiUser -All).Count | Should -Be 10
        ($sim | Get-IpmiUser -Name OP*, user).Id | Should -Be 3, 4
        ($sim | Get-IpmiUser -Id 9).IsFree | Should -BeTrue
        $sim | Get-IpmiUser -Name none* | Should -BeNullOrEmpty
    }

    It 'has privileges that compare, no access lowest' {
        $users = $sim | Get-IpmiUser -All
        ($users | Where-Object Privilege -GE Operator).Name | Should -Be 'admin', 'operator'
        ($users | Where-Object Privilege -LT Callback).Count | Should -Be 6
    }

    It 'finds names near one that is not there' {
        $failed = Get-Failure { $sim | Get-IpmiUser -Name opertor }
        $failed | Get-Id | Should -Be 'IpmiNotPresent'
        $failed.Exception.Message | Should -BeLike "*no user 'opertor'. There are *'operator'*"
    }
}

Describe 'New-, Set-, Enable-, Disable- and Remove-IpmiUser' {
    BeforeEach {
        $sim = Start-IpmiSimulator
        $name = $sim | Get-Name
        $PSDefaultParameterValues = @{ '*-Ipmi*:Credential' = $sim.Credential }
    }

    It 'show old and new with -WhatIf and change nothing' {
        $before = $sim | Get-IpmiUser -All | ConvertTo-Json
        Get-WhatIf { $sim | New-IpmiUser -Name service -NewPassword (Get-Secret 'four words long') -Privilege Operator @args } |
            Should -Be "What if: Performing the operation ""Create user 5: name (none) -> 'service', password of 16 bytes, privilege NoAccess -> Operator, messaging False -> True, state Disabled -> Enabled"" on target ""$name""."
        Get-WhatIf { $sim | Set-IpmiUser -Name user -Privilege Operator @args } | Should -BeLike "What if: *Set user 4 'user': privilege User -> Operator*"
        Get-WhatIf { $sim | Disable-IpmiUser -Name user @args } | Should -BeLike "What if: *Disable user 4 'user': state Enabled -> Disabled*"
        Get-WhatIf { $sim | Enable-IpmiUser -Id 1 @args } | Should -BeLike 'What if: *Enable user 1*: state Disabled -> Enabled*'
        Get-WhatIf { $sim | Remove-IpmiUser -Name user @args } | Should -BeLike "What if: *Remove user 4 'user': disable the user, remove the rights and the name 'user'*"
        $sim | Get-IpmiUser -All | ConvertTo-Json | Should -Be $before
    }

    It 'take several users of one BMC from a pipeline, one after the other' {
        $rows = 'one', 'two', 'three' | ForEach-Object { [pscustomobject]@{ ComputerName = $name; Name = $_; NewPassword = "password-$_"; Privilege = 'Operator' } }
        $created = $rows | New-IpmiUser -WarningAction Ignore
        $created.Id | Sort-Object | Should -Be 5, 6, 7
        $created.Verified | Should -Be $true, $true, $true
        (Get-IpmiUser $name one, two, three | Disable-IpmiUser).Enabled | Should -Be $false, $false, $false
        (Get-IpmiUser $name one, two, three | Remove-IpmiUser -Confirm:$false).Count | Should -Be 3
        (Get-IpmiUser $name).Count | Should -Be 4
    }

    It 'survive a CSV file, and equal rows change nothing' {
        Get-IpmiUser $name | Export-Csv "$TestDrive/users.csv"
        $sim | Set-IpmiUser -Name user -Privilege Operator -Messaging $false | Out-Null
        $back = Import-Csv "$TestDrive/users.csv" | Set-IpmiUser
        ($back | Where-Object Changed).Id | Should -Be 4
        (Get-IpmiUser $name user).Privilege | Should -Be 'User'
    }

    It 'keep the last administrator, also with -Force, and do not lock the caller out unasked' {
        $failed = Get-Failure { $sim | Remove-IpmiUser -Name admin -Force; $sim | Disable-IpmiUser -Name admin -Force }
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter', 'IpmiInvalidParameter'
        $failed.Exception.Message | Should -BeLike "*the last administrator*"
        $sim | Set-IpmiUser -Name operator -Privilege Administrator | Out-Null
        $failed = Get-Failure { $sim | Disable-IpmiUser -Name admin }
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter'
        $failed.Exception.Message | Should -BeLike "*'admin' is the user that has logged in*cannot ask*"
        ($sim | Disable-IpmiUser -Name admin -Force).Enabled | Should -BeFalse
    }

    It 'do not take the name and ID of a session for those of a user' {
        $session = $sim | New-IpmiSession -Name operator
        $failed = Get-Failure { $session | Disable-IpmiUser; $session | Remove-IpmiUser -Force; $session | New-IpmiUser -NewPassword (Get-Secret 'x') }
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter', 'IpmiInvalidParameter', 'IpmiInvalidParameter'
        ($session | Disable-IpmiUser -Name user).Id | Should -Be 4
        ($session | Get-IpmiUser -Name operator).Enabled | Should -BeTrue
    }

    It 'refuse a malformed cell before anything is sent' {
        $packets = Get-ResponseCount $sim
        $failed = Get-Failure { [pscustomobject]@{ ComputerName = $name; Name = 'user'; Privilege = 'Root' } | Set-IpmiUser }
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter'
        $sim.ResponseCount | Should -Be $packets
    }
}

Describe 'Test-IpmiCredential' {
    BeforeAll { $sim = Start-IpmiSimulator }

    It 'has a refused log-in as a result' {
        $bad = [pscredential]::new('admin', (Get-Secret 'wrong'))
        $result = Test-IpmiCredential ($sim | Get-Name) -Credential $bad
        $result.Valid, $result.CanLogIn, $result.Method | Should -Be $false, $false, 'LogIn'
        Test-IpmiCredential ($sim | Get-Name) -Credential $bad -Quiet | Should -BeFalse
        $sim | Test-IpmiCredential -Quiet | Should -BeTrue
    }

    It 'has the password of another user compared, without a log-in' {
        $refused = $sim.RefusedLogIns
        $results = 'operator', 'wrong' | ForEach-Object { $sim | Test-IpmiCredential -UserCredential ([pscredential]::new('operator', (Get-Secret $_))) }
        $results.Valid | Should -Be $true, $false
        $results[0].PasswordSize | Should -Be 16
        $sim.RefusedLogIns | Should -Be $refused
    }
}

Describe 'Get- and Close-IpmiActiveSession' {
    It 'close the sessions of others, and never their own' {
        $sim = Start-IpmiSimulator
        $session = $sim | New-IpmiSession
        $PSDefaultParameterValues = @{ '*-Ipmi*:Credential' = $sim.Credential }
        $active = $sim | Get-IpmiActiveSession
        $active.IsOwn | Should -Be $false, $true
        $active.User | Should -Be 'admin', 'admin'
        Get-WhatIf { $active | Close-IpmiActiveSession @args } | Should -BeLike "What if: *close session $($active[0].Handle) of 'admin'*"
        ($active | Close-IpmiActiveSession -Confirm:$false -PassThru).Handle | Should -Be $active[0].Handle
        $failed = Get-Failure { $active[0] | Close-IpmiActiveSession -Confirm:$false }
        $failed | Get-Id | Should -Be 'IpmiNotPresent'
    }
}

Describe 'Set-IpmiBmcKey' {
    It 'sets a key, proves it, and removes it' {
        $sim = Start-IpmiSimulator
        $session = $sim | New-IpmiSession
        $key = Get-Secret '0x0102030405060708090a0b0c0d0e0f1011121314'
        Get-WhatIf { $sim | Set-IpmiBmcKey -NewKey $key @args } | Should -BeLike 'What if: *set the key Kg of channel 1. From then on, log-ins over the channel need this key*'
        $result = $sim | Set-IpmiBmcKey -NewKey $key -Confirm:$false
        $result.Changed, $result.Verified, $result.LockState | Should -Be $true, $true, 'Unlocked'
        Get-Failure { $sim | Get-IpmiDevice } | Get-Id | Should -Be 'IpmiBadCredential'
        ($session | Get-IpmiDevice).DeviceId | Should -Be 32
        ($sim | Set-IpmiBmcKey -NewKey $key -BmcKey $key -Force).Changed | Should -BeFalse
        { $sim | Set-IpmiBmcKey -NewKey ([securestring]::new()) -BmcKey $key -Force -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiInvalidParameter*'
        ($sim | Set-IpmiBmcKey -Clear -BmcKey $key -Force).Verified | Should -BeTrue
        ($sim | Get-IpmiDevice).DeviceId | Should -Be 32
    }
}
