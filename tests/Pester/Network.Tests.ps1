#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Network, channels and cipher suites: what only PowerShell can show. Order of writes and results are tested in tests/IpmiPS.Core.Tests/Lan.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sim = Start-IpmiSimulator
}

AfterAll { Stop-IpmiSimulator }

Describe 'Set-IpmiNetwork' {
    It 'takes what Get-IpmiNetwork returned, also from a CSV file' {
        $sim | Get-IpmiNetwork -IncludeCommunity | Export-Csv "$TestDrive/network.csv" -NoTypeInformation
        $result = $sim | Set-IpmiNetwork -LockOutInterval 60 -IPv6StaticAddress 2001:db8::5/64 -Community moon -Force
        $result.Changed, $result.Verified | Should -Be $true, $true
        $now = $sim | Get-IpmiNetwork -IncludeCommunity
        $now.LockOutInterval, $now.IPv6StaticAddress, $now.Community | Should -Be 60, '2001:db8::5/64', 'moon'
        (Import-Csv "$TestDrive/network.csv" | Set-IpmiNetwork -Credential $sim.Credential -Force).Changed | Should -BeTrue
        $now = $sim | Get-IpmiNetwork -IncludeCommunity
        $now.LockOutInterval, $now.IPv6StaticAddress, $now.Community | Should -Be 300, 'None', 'public'
        ($now | Set-IpmiNetwork -Credential $sim.Credential -Force).Changed | Should -BeFalse
    }

    It 'shows old and new with -WhatIf, and that the connection may end' {
        Get-WhatIf { $sim | Set-IpmiNetwork -VlanId 12 @args } |
            Should -Be ('What if: Performing the operation "Set the network: VLAN off -> 12. This may end the connection" on target "{0}".' -f ($sim | Get-Name))
    }

    It 'sends nothing where two BMCs would get one address' {
        $second = Start-IpmiSimulator
        $before = Get-ResponseCount $sim, $second
        $failure = $null
        try { $sim, $second | Set-IpmiNetwork -IPv4Address 127.0.7.7 -Force } catch { $failure = $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'IpmiInvalidParameter*'
        $sim.ResponseCount, $second.ResponseCount | Should -Be $before
    }

    It 'refuses a malformed cell before anything is sent' {
        $before = Get-ResponseCount $sim
        $row = [pscustomobject]@{ ComputerName = $sim | Get-Name; Credential = $sim.Credential; IPv4Address = '10.1'; SubnetMask = '' }
        $row | Set-IpmiNetwork -Force -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].Exception.Message | Should -BeLike '*IPv4Address is not an IPv4 address of four numbers*'
        $sim.ResponseCount | Should -Be $before
    }

    It 'follows a BMC to its new address with -Wait' {
        $moving = Start-IpmiSimulator -Address 127.0.8.1
        $result = $moving | Set-IpmiNetwork -IPv4Address 127.0.8.2 -Wait -Force
        $result.Verified, $result.IPv4Address | Should -Be $true, '127.0.8.2'
        $moving.ComputerName | Should -Be '127.0.8.2'
        ($moving | Get-IpmiNetwork).IPv4Address | Should -Be '127.0.8.2'
    }

    It 'clears the packet counters' {
        Get-WhatIf { $sim | Set-IpmiNetwork -ClearStatistics @args } | Should -BeLike 'What if: *packet counters of channel 1 to zero*'
        $sim | Set-IpmiNetwork -ClearStatistics -Force | Should -BeNullOrEmpty
        ($sim | Get-IpmiNetwork -Statistics).Statistics.IPReceived | Should -BeLessThan 100
    }
}

Describe 'Set-IpmiChannel' {
    It 'takes what Get-IpmiChannel returned' {
        $channels = $sim | Get-IpmiChannel
        $result = $sim | Set-IpmiChannel -Alerting $false -AccessMode Shared -Force
        $result.Verified, $result.ActiveAccessMode, $result.StoredAccessMode | Should -Be $true, 'Shared', 'Shared'
        ($channels | Set-IpmiChannel -Credential $sim.Credential -Force).ActiveAccessMode | Should -Be 'AlwaysAvailable'
        ($sim | Get-IpmiChannel -Channel 1).StoredAlerting | Should -BeTrue
    }

    It 'says in the prompt what ends the own way in' {
        Get-WhatIf { $sim | Set-IpmiChannel -PrivilegeLimit User @args } | Should -BeLike '*You are connected through this channel*'
    }
}

Describe 'Set-IpmiCipherSuite' {
    It 'makes one change of the rows of a BMC' {
        $suites = $sim | Get-IpmiCipherSuite
        $null = $sim | Set-IpmiCipherSuite -Suite 0, 1 -PrivilegeLimit Unused -Force
        ($sim | Get-IpmiCipherSuite | Where-Object PrivilegeLimit -EQ Unused).Suite | Should -Be 0, 1
        $result = @($suites | Set-IpmiCipherSuite -Credential $sim.Credential -Force)
        $result.Count, $result[0].Changed | Should -Be 1, $true
    }

    It 'says in the prompt what refuses the own suite' {
        Get-WhatIf { $sim | Set-IpmiCipherSuite -Suite 17 -PrivilegeLimit Unused @args } | Should -BeLike '*You are connected with suite 17, and log-ins with it will be refused*'
    }
}
