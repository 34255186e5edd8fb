#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Alerts that come as SNMP packets.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $script:packets = @(Get-TrapPacket)
    $script:bytes = [byte[]]($packets[0] -replace '..', '0x$0 ' -split ' ' -ne '')
}

Describe 'ConvertFrom-IpmiTrap' {
    It 'decodes hexadecimal text from the pipeline, one packet each' {
        $alerts = @($packets | ConvertFrom-IpmiTrap)
        $alerts.Count | Should -Be $packets.Count
        $alerts[0].ComputerName | Should -Be '192.0.2.10'
        $alerts[0].Event | Should -Be 'General Chassis Intrusion'
        $alerts[0].Direction | Should -Be 'Deasserted'
        @($alerts | Where-Object Severity -GE Warning).Count | Should -BeGreaterThan 0
        ($alerts | Where-Object IsPet -EQ $false).Event | Should -BeLike 'Not a platform event trap: *'
    }

    It 'takes a packet as <Way>' -ForEach @(
        @{ Way = 'a byte array'; Run = { ConvertFrom-IpmiTrap $bytes } }
        @{ Way = 'a byte array in the pipeline'; Run = { $bytes | ConvertFrom-IpmiTrap } }
        @{ Way = 'a byte array that is one object'; Run = { , $bytes | ConvertFrom-IpmiTrap } }
        @{ Way = 'numbers'; Run = { ConvertFrom-IpmiTrap @($bytes | ForEach-Object { [int]$_ }) } }
        @{ Way = 'text with separators'; Run = { ConvertFrom-IpmiTrap (($bytes | ForEach-Object { '{0:X2}' -f $_ }) -join ':') } }
        @{ Way = 'the raw packet of another alert'; Run = { ConvertFrom-IpmiTrap (ConvertFrom-IpmiTrap $packets[0]).Raw } }
    ) {
        $alert = @(& $Run)
        $alert.Count | Should -Be 1
        $alert[0].Raw.ToString() | Should -Be (($bytes | ForEach-Object { '{0:X2}' -f $_ }) -join ' ')
    }

    It 'reads files of bytes, and of hexadecimal text' {
        $null = New-Item -ItemType Directory "$TestDrive/traps"
        [System.IO.File]::WriteAllBytes("$TestDrive/traps/a.bin", $bytes)
        Set-Content "$TestDrive/traps/b.txt" (@('') + $packets)
        @(ConvertFrom-IpmiTrap -Path "$TestDrive/traps/*").Count | Should -Be ($packets.Count + 1)
    }

    It 'reports each packet that it cannot decode, and decodes the others' {
        Set-Content "$TestDrive/some.txt" $packets[0], 'zz', $packets[0].Substring(4), $packets[1]
        $alerts = @(ConvertFrom-IpmiTrap -Path "$TestDrive/some.txt" -ErrorVariable failed -ErrorAction SilentlyContinue)
        $alerts.Count | Should -Be 2
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter', 'IpmiProtocolError'
        "$($failed[0])" | Should -BeLike '*some.txt, line 2*'
        { ConvertFrom-IpmiTrap -Path "$TestDrive/missing" -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiNotPresent*'
        { ConvertFrom-IpmiTrap (Get-Date) -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiInvalidParameter*'
    }
}
